# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The blend engine's sums, text by text in machine code: the twin of `arrays.ArrayTally`, which does it with NumPy.

One walk over the characters and one over the tokens of a text find its features; one over what was found adds up the
heads and the Bayes table; one more says which words decided. The same operations in the same order, and whole numbers
where the order differs, so that both say the same to the last bit. Built where there is a C compiler.
"""

from threading import Lock

from cpython.dict cimport PyDict_GetItem
from cpython.mem cimport PyMem_Free, PyMem_Realloc
from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_FindChar, PyUnicode_READ_CHAR, PyUnicode_Substring
from libc.math cimport exp, fabs, fmax, fmin, llrint, rint, sqrt
from libc.stdint cimport int32_t, int64_t, uint64_t
from libc.string cimport memset

from analysis.sentiment import arrays, heads as adding, telling
from analysis.sentiment.leaning import NOTHING, Leaning
from analysis.sentiment.telling import shown
from analysis.sentiment.vocabulary import ENDS, NEGATIONS, REACH
from analysis.sentiment.weights import LEAST_NORM, RARITY_STEP, STEP
from domain.score import DecidingWord

cdef extern from "Python.h":
    Py_ssize_t PyUnicode_GET_LENGTH(object)

cdef extern from *:
    """
    #if defined(__GNUC__)
    #define FETCH(place) __builtin_prefetch(place)
    #else
    #define FETCH(place)
    #endif
    """
    void FETCH(const void*) noexcept nogil

cdef uint64_t MIXER = 0x9E3779B97F4A7C15  # `grams.MIXER`


cdef void* roomier(void* block, size_t size) except NULL:
    cdef void* larger = PyMem_Realloc(block, size)
    if larger == NULL:
        raise MemoryError
    return larger


cdef class Tally:
    """Judges normalised texts with the tables of a Scanner and of Heads; `own` words do not count."""

    def __init__(self, scanner, heads, lines, own):
        grams = scanner.grams
        self.letters, self.table, self.rows = grams.letters, grams.table.entries.view("u1"), heads.rows().view("u1")
        self.entries, self.last_slot = <const Entry*>&self.table[0], len(grams.table.entries) - 1
        self.features = <Feature*>&self.rows[0] if len(self.rows) else NULL
        self.shifted, self.longer = 64 - grams.table.bits, grams.longer
        self.openings, self.sizes = list({gram[0] for gram in self.longer}), sorted({len(gram) for gram in self.longer})
        self.by_odds, self.by_word, self.by_mark = heads.odds, scanner.words, scanner.marks
        self.own, self.mute, self.negations, self.ends = own, own | adding.BLANKS, NEGATIONS, ENDS
        self.known, self.names, self.lock = {}, [], Lock()
        self.reach, self.most_top = REACH, telling.MOST_WORDS
        self.longest_emoticon, self.most_kept = telling.LONGEST_EMOTICON, telling.MOST_KEPT
        self.step, self.rarity_unit, self.least_norm = STEP, RARITY_STEP**2, LEAST_NORM
        self.leaning, self.opined, self.share = adding.LEANING, adding.OPINED, lines.bayes_share
        self.grain, self.least_weight = adding.GRAIN, telling.LEAST_WEIGHT
        self.negative, self.below, self.positive = lines.negative, lines.negative - arrays.BELOW, lines.positive
        self.slope, self.shift, self.lean_slope = lines.slope, lines.shift, lines.lean_slope
        self.ceiling, self.polarities = arrays.CEILING, arrays.POLARITIES
        for head in range(4):
            self.biases[head] = heads.biases[head]

    def __dealloc__(self):
        PyMem_Free(self.words)
        PyMem_Free(self.asked)
        PyMem_Free(self.hits)
        PyMem_Free(self.found)
        PyMem_Free(self.read)
        PyMem_Free(self.adds)
        PyMem_Free(self.spelt)

    def judge_all(self, str joined, texts, tokens):
        """One Leaning per text; `joined` are the texts with own words blotted out and one sign between any two.

        None where the tokens of some text do not make it up: such are left to the twin.
        """
        with self.lock:  # one at a time: what is found is kept in tables of its own
            self.forget()
            return self.judge_in_turn(joined, texts, tokens)

    cdef judge_in_turn(self, str joined, texts, tokens):
        cdef Py_ssize_t offset = 0, size
        leanings = []
        for text, row in zip(texts, tokens, strict=True):
            size = PyUnicode_GET_LENGTH(text)
            leaning = self.judge(joined, offset, size, row if isinstance(row, list) else list(row))
            if leaning is None:
                return None
            leanings.append(leaning)
            offset += size + 1
        return leanings

    cdef forget(self):
        """Words before they become too many, slots before they become too high."""
        cdef Py_ssize_t place
        if len(self.known) > self.most_kept:
            self.known.clear()
            self.names.clear()
        if self.base > MOST_BASE:
            self.base = 0
            for place in range(<Py_ssize_t>(len(self.rows) // sizeof(Feature))):
                self.features[place].slot = -1

    cdef judge(self, str joined, Py_ssize_t offset, Py_ssize_t size, list tokens):
        cdef Sums sums
        cdef double scale
        self.make_room(size, len(tokens))
        self.find_grams(joined, offset, size)
        if self.longer:
            self.find_longer(joined, offset, offset + size)
        if self.spell(tokens) != size:
            return None
        scale = self.share / self.damping(len(tokens))
        self.add_up(&sums, scale, len(tokens))
        if not sums.heard:
            return NOTHING
        said = 2 if sums.negative else 1 if sums.lean < 0 and sums.praise >= self.positive else 0
        self.lay_on_characters(&sums, size)
        return tuple.__new__(Leaning, (
            self.chance(self.slope * sums.alarm + self.shift),
            self.polarities[said],
            self.named(self.read_words(tokens, scale)),
            self.chance(self.lean_slope * sums.lean),
        ))

    cdef make_room(self, Py_ssize_t size, Py_ssize_t tokens):
        """Enough for every hit that such a text can have, and a new turn."""
        self.turn += 1
        self.base += <int32_t>self.many_found
        self.many_hits = self.many_found = 0
        if size > self.room_letters or tokens > self.room_tokens:
            self.room_letters, self.room_tokens = max(2 * size, 256), max(2 * tokens, 256)
            most = self.room_letters * (3 + len(self.sizes)) + 2 * self.room_tokens
            self.asked = <Asked*>roomier(self.asked, 3 * self.room_letters * sizeof(Asked))
            self.hits = <Hit*>roomier(self.hits, most * sizeof(Hit))
            self.found = <Found*>roomier(self.found, most * sizeof(Found))
            self.read = <Read*>roomier(self.read, self.room_tokens * sizeof(Read))
            self.spelt = <int32_t*>roomier(self.spelt, self.room_tokens * sizeof(int32_t))
            self.adds = <int64_t*>roomier(self.adds, (self.room_letters + 1) * sizeof(int64_t))

    cdef void hit(self, int32_t feature, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
        cdef int32_t place = self.features[feature].slot - self.base
        if place < 0:
            place = <int32_t>self.many_found
            self.features[feature].slot = self.base + place
            self.found[place] = Found(feature, 0, <int32_t>(end - start), 0)
            self.many_found += 1
        self.found[place].times += 1
        self.hits[self.many_hits] = Hit(<int32_t>start, <int32_t>end, place)
        self.many_hits += 1

    cdef void find_grams(self, str joined, Py_ssize_t offset, Py_ssize_t size) noexcept:
        """One to three characters each, by their keys; 0 is a character that no gram holds.

        All are asked for before the first is looked at: the table is larger than the processor's caches.
        """
        cdef uint64_t one, two = 0, three, before = 0
        cdef Py_ssize_t place, many = 0
        for place in range(size):
            one = self.letters[PyUnicode_READ_CHAR(joined, offset + place)]
            three = two << 16 | one if two and one else 0
            two = before << 16 | one if before and one else 0
            before = one
            many += self.ask(one, place + 1, 1, many)
            many += self.ask(two, place + 1, 2, many)
            many += self.ask(three, place + 1, 3, many)
        for place in range(many):
            self.look(&self.asked[place])

    cdef inline int ask(self, uint64_t key, Py_ssize_t end, int size, Py_ssize_t place) noexcept nogil:
        if key == 0:
            return 0
        self.asked[place] = Asked(key, (key * MIXER) >> self.shifted, <int32_t>end, size)
        FETCH(&self.entries[self.asked[place].slot])
        return 1

    cdef inline void look(self, const Asked* asked) noexcept nogil:
        cdef uint64_t slot = asked.slot
        while self.entries[slot].key != 0:
            if self.entries[slot].key == asked.key:
                self.hit(<int32_t>self.entries[slot].number, asked.end - asked.size, asked.end)
                return
            slot = (slot + 1) & self.last_slot

    cdef find_longer(self, str joined, Py_ssize_t offset, Py_ssize_t end):
        """Grams of more characters: emoticons, that is; looked up wherever the first character of one stands."""
        cdef PyObject* found
        cdef Py_ssize_t at, size
        for opening in self.openings:
            at = PyUnicode_FindChar(joined, ord(opening), offset, end, 1)
            while at >= 0:
                for size in self.sizes:
                    if at + size <= end:
                        found = PyDict_GetItem(self.longer, PyUnicode_Substring(joined, at, at + size))
                        if found != NULL:
                            self.hit(<object>found, at - offset, at + size - offset)
                at = PyUnicode_FindChar(joined, ord(opening), at + 1, end, 1)

    cdef Py_ssize_t spell(self, list tokens) except -1:
        """Find words, and marks of negation, among the tokens; how many characters these have."""
        cdef Py_ssize_t place, start = 0, end, left = 0
        cdef Word* word
        for place in range(len(tokens)):
            token = tokens[place]
            self.spelt[place] = self.number(token)
            word = &self.words[self.spelt[place]]
            end = start + PyUnicode_GET_LENGTH(token)
            if word.word >= 0:
                self.hit(word.word, start, end)
            if word.negates:
                left = self.reach
            elif word.ends:
                left = 0
            elif left:
                left -= 1
                if word.mark >= 0:
                    self.hit(word.mark, start, end)
            start = end
        return start

    cdef int32_t number(self, token) except -1:
        cdef PyObject* known = PyDict_GetItem(self.known, token)
        return <object>known if known != NULL else self.learn(token)

    cdef int32_t learn(self, str token) except -1:
        cdef int32_t number = len(self.names)
        if number >= self.room_words:
            self.room_words = max(2 * self.room_words, 4096)
            self.words = <Word*>roomier(self.words, self.room_words * sizeof(Word))
        silent = token in self.mute
        self.words[number] = Word(
            odds=0 if silent else self.by_odds.get(token, 0), turn=0, place=0,
            word=self.by_word.get(token, -1), mark=self.by_mark.get(token, -1), silent=silent,
            shown=shown(token, self.own), negates=token in self.negations, ends=token in self.ends,
            solid=token.isalpha(), opens=token == "[", closes=token == "]",
        )
        self.known[token] = number
        self.names.append(token)
        return number

    cdef double damping(self, Py_ssize_t tokens) noexcept:
        """`heads.damping` of the tokens that count."""
        cdef Py_ssize_t place
        cdef double many = 0
        for place in range(tokens):
            many += not self.words[self.spelt[place]].silent
        many = fmax(many, 1)
        return fmax(sqrt(many), many / 10)

    cdef void add_up(self, Sums* sums, double scale, Py_ssize_t tokens) noexcept:
        cdef int64_t steps[4]
        cdef double said[4]
        cdef double bayes = 0
        cdef int64_t rarity = 0
        cdef Py_ssize_t place, head
        cdef const Feature* feature
        memset(steps, 0, sizeof(steps))
        sums.heard = False
        for place in range(self.many_found):
            feature = &self.features[self.found[place].feature]
            rarity += feature.rarity
            sums.heard |= feature.speaks
            for head in range(4):
                steps[head] += feature.heads[head]
        for place in range(tokens):
            bayes += self.words[self.spelt[place]].odds * scale
        sums.norm = fmax(sqrt(rarity * self.rarity_unit), self.least_norm)
        for head in range(4):
            said[head] = steps[head] * self.step / sums.norm + self.biases[head]
        sums.lean = said[POLARITY] + bayes
        sums.praise = said[POSITIVE] + said[OPINION] - sums.lean
        sums.alarm = self.leaning * sums.lean + self.opined * said[OPINION] + said[NEGATIVE]
        if sums.lean < 0:
            sums.alarm = fmin(sums.alarm, self.below)
        sums.negative = sums.alarm >= self.negative

    cdef void lay_on_characters(self, Sums* sums, Py_ssize_t size) noexcept:
        """What each character adds, as differences from the one before it."""
        cdef Py_ssize_t place
        cdef double share, added
        cdef Found* found
        for place in range(self.many_found):
            found = &self.found[place]
            share = sums.norm * found.times
            added = self.features[found.feature].heads[POLARITY] * self.step / share
            if sums.negative:
                added += self.features[found.feature].heads[NEGATIVE] * self.step / share
            found.share = llrint(added / found.size * self.grain)
        memset(self.adds, 0, (size + 1) * sizeof(int64_t))
        for place in range(self.many_hits):
            self.adds[self.hits[place].start] += self.found[self.hits[place].found].share
            self.adds[self.hits[place].end] -= self.found[self.hits[place].found].share

    cdef Py_ssize_t read_words(self, list tokens, double scale) except -1:
        """What each word adds that can be shown; emoticons whole, a negation with the word behind it."""
        cdef Py_ssize_t place = 0, until, letter = 0, many = 0, many_tokens = len(tokens)
        cdef int32_t name
        cdef int64_t adds, running = 0
        cdef Word* word
        while place < many_tokens:
            name = self.spelt[place]
            until = self.span(tokens, place)
            if until > place + 1:
                name = self.number("".join(tokens[place:until]))
            adds = 0
            while place < until:
                for _ in range(PyUnicode_GET_LENGTH(tokens[place])):
                    running += self.adds[letter]
                    adds += running
                    letter += 1
                adds += llrint(self.words[self.spelt[place]].odds * scale * self.grain)
                place += 1
            word = &self.words[name]
            if not word.shown:
                continue
            if word.turn != self.turn:
                word.turn, word.place = self.turn, <int32_t>many
                self.read[many] = Read(name, 0)
                many += 1
            self.read[word.place].adds += adds
        return many

    cdef Py_ssize_t span(self, list tokens, Py_ssize_t place):
        """The place behind what is read as one word."""
        cdef Py_ssize_t until = place + 1, last = min(<Py_ssize_t>len(tokens), place + self.longest_emoticon)
        cdef Word* word = &self.words[self.spelt[place]]
        if word.opens:
            while until < last:
                if self.words[self.spelt[until]].closes:
                    return until + 1
                until += 1
        elif word.negates and until < last and self.words[self.spelt[until]].solid:
            return until + 1
        return place + 1

    cdef named(self, Py_ssize_t many):
        """The heaviest words in order; of equal ones the first in the text."""
        cdef Py_ssize_t top[MOST_TOP]
        cdef Py_ssize_t place, rank, tops = 0
        cdef double weight
        for place in range(many):
            weight = fabs(self.read[place].adds / self.grain)
            if weight < self.least_weight:
                continue
            rank = tops
            while rank > 0 and fabs(self.read[top[rank - 1]].adds / self.grain) < weight:
                if rank < self.most_top:
                    top[rank] = top[rank - 1]
                rank -= 1
            if rank < self.most_top:
                top[rank] = place
                tops = min(tops + 1, self.most_top)
        return tuple([
            tuple.__new__(DecidingWord, (
                self.names[self.read[top[rank]].name], rint(self.read[top[rank]].adds / self.grain * 1000) / 1000
            ))
            for rank in range(tops)
        ])

    cdef double chance(self, double log_odds) noexcept:
        return 1 / (1 + exp(-fmin(fmax(log_odds, -self.ceiling), self.ceiling)))
