# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The blend engine's sums, text by text in machine code: the twin of `arrays.ArrayTally`, which does it with NumPy.

One walk over the characters and one over the tokens of a text find its features; one over what was found adds up the
heads and the Bayes table; one more says which words decided. The same operations in the same order, and whole numbers
where the order differs, so that both say the same to the last bit. Built where there is a C compiler.
"""

from array import array

from cpython.dict cimport PyDict_GetItem
from cpython.mem cimport PyMem_Free, PyMem_Realloc
from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_FindChar, PyUnicode_READ_CHAR, PyUnicode_Substring
from libc.math cimport exp, fabs, fmax, fmin, llrint, rint, sqrt
from libc.stdint cimport int16_t, int32_t, int64_t, uint16_t, uint64_t
from libc.string cimport memset

from analysis.sentiment import arrays, heads as adding, telling
from analysis.sentiment.leaning import NOTHING, Leaning
from analysis.sentiment.telling import shown
from analysis.sentiment.vocabulary import ENDS, NEGATIONS, REACH
from analysis.sentiment.weights import LEAST_NORM, RARITY_STEP, STEP
from domain.score import DecidingWord

cdef extern from "Python.h":
    Py_ssize_t PyUnicode_GET_LENGTH(object)

cdef enum:
    POLARITY  # the heads in the order of `heads`
    OPINION
    NEGATIVE
    POSITIVE
    MOST_BASE = 1 << 30
    MOST_TOP = 16  # room for `telling.MOST_WORDS`

cdef uint64_t MIXER = 0x9E3779B97F4A7C15  # `grams.MIXER`

cdef packed struct Feature:  # `Heads.rows`
    int16_t heads[4]
    uint16_t rarity  # squared
    uint16_t speaks

cdef struct Word:  # a token: what it says by the tables, what it does to those behind it, and when it was last read
    double odds
    int64_t turn
    int32_t place
    int32_t word
    int32_t mark
    bint silent
    bint shown
    bint negates
    bint ends
    bint solid
    bint opens
    bint closes

cdef struct Hit:  # where a feature stands in its text
    int32_t start
    int32_t end
    int32_t found

cdef struct Found:  # a feature of the text, how often it stands there, and what each of its characters adds
    int32_t feature
    int32_t times
    int32_t size
    int64_t share

cdef struct Read:  # a word as a person reads it, and what it adds
    int32_t name
    int64_t adds

cdef struct Sums:
    double norm
    double lean
    double praise
    double alarm
    bint heard
    bint negative


cdef void* roomier(void* block, size_t size) except NULL:
    cdef void* larger = PyMem_Realloc(block, size)
    if larger == NULL:
        raise MemoryError
    return larger


cdef class Tally:
    """Judges normalised texts with the tables of a Scanner and of Heads; `own` words do not count."""

    cdef:
        const uint16_t[::1] letters
        const uint64_t[::1] keys
        const int64_t[::1] numbers
        const unsigned char[::1] rows
        const Feature* features
        int32_t[::1] slots
        int32_t base
        dict known, longer, by_odds, by_word, by_mark
        frozenset own, mute, negations, ends
        list names, sizes, openings
        tuple polarities
        int shifted, reach, most_top, longest_emoticon
        Py_ssize_t most_kept
        double step, rarity_unit, least_norm, share, leaning, opined, grain, least_weight
        double negative, below, positive, slope, shift, lean_slope, ceiling
        double biases[4]
        Word* words
        Hit* hits
        Found* found
        Read* read
        int64_t* adds
        int32_t* spelt
        Py_ssize_t room_words, room_letters, room_tokens, many_hits, many_found
        int64_t turn

    def __init__(self, scanner, heads, lines, own):
        grams = scanner.grams
        self.letters, self.keys, self.numbers = grams.letters, grams.table.keys, grams.table.numbers
        self.shifted, self.longer = 64 - grams.table.bits, grams.longer
        self.openings, self.sizes = list({gram[0] for gram in self.longer}), sorted({len(gram) for gram in self.longer})
        self.rows, self.slots = heads.rows().view("u1"), array("i", [-1]) * len(heads.rows())
        self.features = <const Feature*>&self.rows[0] if len(self.rows) else NULL
        self.by_odds, self.by_word, self.by_mark = heads.odds, scanner.words, scanner.marks
        self.own, self.mute, self.negations, self.ends = own, own | adding.BLANKS, NEGATIONS, ENDS
        self.known, self.names = {}, []
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
        PyMem_Free(self.hits)
        PyMem_Free(self.found)
        PyMem_Free(self.read)
        PyMem_Free(self.adds)
        PyMem_Free(self.spelt)

    def judge_all(self, str joined, texts, tokens):
        """One Leaning per text; `joined` are the texts with own words blotted out and one sign between any two.

        None where the tokens of some text do not make it up: such are left to the twin.
        """
        cdef Py_ssize_t offset = 0, size
        cdef list row
        if len(self.known) > self.most_kept:
            self.known.clear()
            self.names.clear()
        if self.base > MOST_BASE:
            self.base = 0
            self.slots[:] = -1
        leanings = []
        for text, row in zip(texts, tokens, strict=True):
            size = PyUnicode_GET_LENGTH(text)
            leaning = self.judge(joined, offset, size, row)
            if leaning is None:
                return None
            leanings.append(leaning)
            offset += size + 1
        return leanings

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
            self.hits = <Hit*>roomier(self.hits, most * sizeof(Hit))
            self.found = <Found*>roomier(self.found, most * sizeof(Found))
            self.read = <Read*>roomier(self.read, self.room_tokens * sizeof(Read))
            self.spelt = <int32_t*>roomier(self.spelt, self.room_tokens * sizeof(int32_t))
            self.adds = <int64_t*>roomier(self.adds, (self.room_letters + 1) * sizeof(int64_t))

    cdef void hit(self, int32_t feature, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
        cdef int32_t place = self.slots[feature] - self.base
        if place < 0:
            place = <int32_t>self.many_found
            self.slots[feature] = self.base + place
            self.found[place] = Found(feature, 0, <int32_t>(end - start), 0)
            self.many_found += 1
        self.found[place].times += 1
        self.hits[self.many_hits] = Hit(<int32_t>start, <int32_t>end, place)
        self.many_hits += 1

    cdef void find_grams(self, str joined, Py_ssize_t offset, Py_ssize_t size):
        """One to three characters each, by their keys; 0 is a character that no gram holds."""
        cdef uint64_t one, two = 0, three
        cdef uint64_t before = 0  # the character before, if any gram holds it
        cdef Py_ssize_t place
        for place in range(size):
            one = self.letters[PyUnicode_READ_CHAR(joined, offset + place)]
            if one == 0:
                before = two = 0
                continue
            three = two << 16 | one if two else 0
            two = before << 16 | one if before else 0
            before = one
            self.look(one, place + 1, 1)
            if two:
                self.look(two, place + 1, 2)
            if three:
                self.look(three, place + 1, 3)

    cdef inline void look(self, uint64_t key, Py_ssize_t end, Py_ssize_t size) noexcept nogil:
        cdef uint64_t slot = (key * MIXER) >> self.shifted
        while self.keys[slot] != 0:
            if self.keys[slot] == key:
                self.hit(<int32_t>self.numbers[slot], end - size, end)
                return
            slot = (slot + 1) & <uint64_t>(self.keys.shape[0] - 1)

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
