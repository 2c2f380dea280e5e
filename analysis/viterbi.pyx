# cython: language_level=3, boundscheck=False, wraparound=False
"""The walk of jieba's hidden Markov model in machine code: the twin of `hidden.words_of`. Built where a C compiler is."""

from array import array

from cpython.unicode cimport PyUnicode_READ_CHAR, PyUnicode_Substring

cdef extern from "Python.h":
    Py_ssize_t PyUnicode_GET_LENGTH(object)

cdef enum:
    FIRST = 0x4E00  # the characters that jieba takes for Chinese ones
    LAST = 0x9FD5
    LONGEST = 64    # characters of a run that is walked here

cdef enum:  # a word begins, goes on, ends; or is one character
    B
    M
    E
    S
    STATES


cdef class Walk:
    """Log probabilities of a first state, of each step between states, and of each character in each state."""

    cdef:
        double[::1] emitted
        double start[STATES]
        double step[STATES][STATES]

    def __init__(self, start, steps, emissions, never):
        cdef int state
        cdef Py_ssize_t place
        """`start` and the values of `emissions` in the order BMES, `steps` by pairs of states ("BE")."""
        self.emitted = array("d", [never]) * ((LAST - FIRST + 1) * STATES)
        for letter, chances in emissions.items():
            if FIRST <= ord(letter) <= LAST:
                place = (ord(letter) - FIRST) * STATES
                for state in range(STATES):
                    self.emitted[place + state] = chances[state]
        for state in range(STATES):
            self.start[state] = start[state]
        for pair, chance in steps.items():
            self.step["BMES".index(pair[0])]["BMES".index(pair[1])] = chance

    def words(self, str run):
        """The words of a run of Chinese characters; None where it is too long, empty or holds any other character."""
        cdef char states[LONGEST]
        cdef Py_ssize_t place, begin = 0, size = PyUnicode_GET_LENGTH(run)
        if not 0 < size <= LONGEST:
            return None
        for place in range(size):
            if not FIRST <= PyUnicode_READ_CHAR(run, place) <= LAST:
                return None
        self.walk(run, size, states)
        words = []
        for place in range(size):
            if states[place] == E or states[place] == S:
                words.append(PyUnicode_Substring(run, begin, place + 1))
                begin = place + 1
        return words

    cdef void walk(self, str run, Py_ssize_t size, char* states) noexcept:
        """The likeliest state of every character; of two ways that weigh the same the one through the later letter."""
        cdef char before[LONGEST][STATES]
        cdef double now[STATES]
        cdef double last[STATES]
        cdef const double* seen
        cdef Py_ssize_t place
        cdef int state
        for state in range(STATES):
            now[state] = self.start[state] + self.seen(run, 0)[state]
        for place in range(1, size):
            seen = self.seen(run, place)
            for state in range(STATES):
                last[state] = now[state]
            now[B] = self.better(last, E, S, B, seen[B], &before[place][B])
            now[M] = self.better(last, B, M, M, seen[M], &before[place][M])
            now[E] = self.better(last, B, M, E, seen[E], &before[place][E])
            now[S] = self.better(last, E, S, S, seen[S], &before[place][S])
        states[size - 1] = S if now[S] >= now[E] else E
        for place in range(size - 1, 0, -1):
            states[place - 1] = before[place][<int>states[place]]

    cdef inline const double* seen(self, str run, Py_ssize_t place) noexcept:
        return &self.emitted[(<int>PyUnicode_READ_CHAR(run, place) - FIRST) * STATES]

    cdef inline double better(self, double* last, int one, int two, int to, double seen, char* came) noexcept:
        """The likelier of two steps; `two` is the state whose letter comes later."""
        cdef double by_one = last[one] + self.step[one][to] + seen
        cdef double by_two = last[two] + self.step[two][to] + seen
        came[0] = two if by_two >= by_one else one
        return by_two if by_two >= by_one else by_one
