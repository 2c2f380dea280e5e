# cython: language_level=3
"""The tables and the state of `tally`."""

from libc.stdint cimport int16_t, int32_t, int64_t, uint16_t, uint64_t

cdef enum:
    POLARITY  # the heads in the order of `heads`
    OPINION
    NEGATIVE
    POSITIVE
    MOST_BASE = 1 << 30
    MOST_TOP = 16  # room for `telling.MOST_WORDS`

cdef packed struct Entry:  # `grams.ENTRY`
    uint64_t key
    int64_t number

cdef packed struct Feature:  # `heads.ROW`
    int16_t heads[4]
    uint16_t rarity  # squared
    uint16_t speaks
    int32_t slot  # which of a text's features it was when it was last found, counted on from text to text

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

cdef struct Asked:  # a key, the slot to look for it first, and the place behind it in its text
    uint64_t key
    uint64_t slot
    int32_t end
    int32_t size

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


cdef class Tally:
    cdef:
        const uint16_t[::1] letters
        const unsigned char[::1] table
        unsigned char[::1] rows
        const Entry* entries
        Feature* features
        uint64_t last_slot
        int32_t base
        dict known, longer, by_odds, by_word, by_mark
        frozenset own, mute, negations, ends
        object lock
        list names, sizes, openings
        tuple polarities
        int shifted, reach, most_top, longest_emoticon
        Py_ssize_t most_kept
        double step, rarity_unit, least_norm, share, leaning, opined, grain, least_weight
        double negative, below, positive, slope, shift, lean_slope, ceiling
        double biases[4]
        Word* words
        Asked* asked
        Hit* hits
        Found* found
        Read* read
        int64_t* adds
        int32_t* spelt
        Py_ssize_t room_words, room_letters, room_tokens, many_hits, many_found
        int64_t turn

    cdef judge_in_turn(self, str joined, texts, tokens)
    cdef forget(self)
    cdef judge(self, str joined, Py_ssize_t offset, Py_ssize_t size, list tokens)
    cdef make_room(self, Py_ssize_t size, Py_ssize_t tokens)
    cdef void hit(self, int32_t feature, Py_ssize_t start, Py_ssize_t end) noexcept nogil
    cdef void find_grams(self, str joined, Py_ssize_t offset, Py_ssize_t size) noexcept
    cdef inline int ask(self, uint64_t key, Py_ssize_t end, int size, Py_ssize_t place) noexcept nogil
    cdef inline void look(self, const Asked* asked) noexcept nogil
    cdef find_longer(self, str joined, Py_ssize_t offset, Py_ssize_t end)
    cdef Py_ssize_t spell(self, list tokens) except -1
    cdef int32_t number(self, token) except -1
    cdef int32_t learn(self, str token) except -1
    cdef double damping(self, Py_ssize_t tokens) noexcept
    cdef void add_up(self, Sums* sums, double scale, Py_ssize_t tokens) noexcept
    cdef void lay_on_characters(self, Sums* sums, Py_ssize_t size) noexcept
    cdef Py_ssize_t read_words(self, list tokens, double scale) except -1
    cdef Py_ssize_t span(self, list tokens, Py_ssize_t place)
    cdef named(self, Py_ssize_t many)
    cdef double chance(self, double log_odds) noexcept
