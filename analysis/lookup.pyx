# cython: language_level=3, boundscheck=False, wraparound=False
"""Many words looked for in texts in machine code: the twin of `wordbook.Automaton`. Built where there is a C compiler.

A word is thought of only where its first two characters stand: most places of a text open none.
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport PyUnicode_READ_CHAR
from libc.stdint cimport int32_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memset

cdef extern from "Python.h":
    Py_ssize_t PyUnicode_GET_LENGTH(object)

cdef enum:
    PLANE = 0x10000  # characters outside it share a place with one inside
    SINGLE = 1  # a word of one character begins here
    LONGER = 2

cdef uint64_t MIXER = 0x9E3779B97F4A7C15

cdef struct Word:
    uint64_t key  # 0 where the place is free
    int32_t first  # of its letters behind the two in the key
    int32_t size  # characters
    int32_t weight
    int32_t number


cdef class Lookup:
    """Finds words in texts; `words` are (word, weight, value), each word once and not empty."""

    cdef uint8_t opens[PLANE]
    cdef Word* table
    cdef uint32_t* letters
    cdef uint64_t last_slot
    cdef int shifted
    cdef int32_t most
    cdef list values

    def __cinit__(self, words):
        cdef int bits = max(4, (2 * len(words)).bit_length())
        cdef Py_ssize_t slots = 1 << bits
        memset(self.opens, 0, sizeof(self.opens))
        self.table = <Word*>PyMem_Malloc(slots * sizeof(Word))
        self.letters = <uint32_t*>PyMem_Malloc((sum(len(word) for word, _, _ in words) + 1) * sizeof(uint32_t))
        if self.table == NULL or self.letters == NULL:
            raise MemoryError
        memset(self.table, 0, slots * sizeof(Word))
        self.last_slot, self.shifted = slots - 1, 64 - bits
        self.values, self.most = [], 0

    def __init__(self, words):
        cdef int32_t first = 0, place
        for word, weight, value in words:
            for place in range(2, len(word)):
                self.letters[first + place - 2] = letter_at(word, place)
            self.add(word, first, weight)
            first += max(len(word) - 2, 0)
            self.values.append(value)

    def __dealloc__(self):
        PyMem_Free(self.table)
        PyMem_Free(self.letters)

    cdef void add(self, str word, int32_t first, int32_t weight):
        cdef uint32_t letter = letter_at(word, 0)
        cdef int32_t size = <int32_t>len(word)
        cdef uint64_t key = key_of(letter, letter_at(word, 1)) if size > 1 else letter + 1
        cdef uint64_t slot = (key * MIXER) >> self.shifted
        while self.table[slot].key != 0:
            slot = (slot + 1) & self.last_slot
        self.table[slot] = Word(key, first, size, weight, <int32_t>len(self.values))
        self.opens[letter % PLANE] |= LONGER if size > 1 else SINGLE
        self.most = max(self.most, weight)

    def hits(self, str text):
        """What `wordbook.Automaton.hits` says."""
        cdef list found = []
        cdef Py_ssize_t place, size = PyUnicode_GET_LENGTH(text)
        for place in range(size):
            if self.opens[letter_at(text, place) % PLANE]:
                self.look(text, place, size, found)
        found.sort()
        return [(last, self.values[number]) for last, _, number in found]

    def loudest(self, texts):
        """What `wordbook.Automaton.loudest` says."""
        cdef Py_ssize_t place, size
        cdef int32_t loud
        cdef list told = []
        for text in texts:
            size = PyUnicode_GET_LENGTH(text)
            loud = 0
            for place in range(size):
                if self.opens[letter_at(text, place) % PLANE]:
                    loud = max(loud, self.look(text, place, size, None))
                    if loud == self.most:
                        break
            told.append(loud)
        return told

    cdef int32_t look(self, str text, Py_ssize_t place, Py_ssize_t size, list found) except -1:
        """The largest weight of the words that begin at a place; each is added to `found` where it is wanted."""
        cdef uint32_t letter = letter_at(text, place)
        cdef uint8_t opens = self.opens[letter % PLANE]
        cdef int32_t loud = 0
        if opens & SINGLE:
            loud = self.meet(text, place, size, letter + 1, found)
        if opens & LONGER and place + 1 < size:
            loud = max(loud, self.meet(text, place, size, key_of(letter, letter_at(text, place + 1)), found))
        return loud

    cdef int32_t meet(self, str text, Py_ssize_t place, Py_ssize_t size, uint64_t key, list found) except -1:
        cdef uint64_t slot = (key * MIXER) >> self.shifted
        cdef int32_t loud = 0
        cdef Word* word
        while self.table[slot].key != 0:
            word = &self.table[slot]
            if word.key == key and place + word.size <= size and self.goes_on(word, text, place):
                loud = max(loud, word.weight)
                if found is not None:
                    found.append((place + word.size - 1, -word.size, word.number))
            slot = (slot + 1) & self.last_slot
        return loud

    cdef bint goes_on(self, const Word* word, str text, Py_ssize_t place) noexcept:
        cdef int32_t letter
        for letter in range(2, word.size):
            if letter_at(text, place + letter) != self.letters[word.first + letter - 2]:
                return False
        return True


cdef inline uint32_t letter_at(str text, Py_ssize_t place) noexcept:
    return PyUnicode_READ_CHAR(text, place)


cdef inline uint64_t key_of(uint32_t one, uint32_t two) noexcept:
    return (<uint64_t>one + 1) << 32 | two
