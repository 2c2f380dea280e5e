# cython: language_level=3, boundscheck=False, wraparound=False
"""Tokens told apart text by text in machine code: the twin of `swift_cutting.rows_of`. Built where a C compiler is."""

from cpython.unicode cimport PyUnicode_READ_CHAR

cdef extern from "Python.h":
    Py_ssize_t PyUnicode_GET_LENGTH(object)
    bint PyUnicode_IS_ASCII(object)

cdef enum:
    FIRST = 0x4E00  # the characters that jieba takes for Chinese ones
    LAST = 0x9FD5
    BETWEEN_TEXTS = 0x00  # `swift_cutting.TEXT`, `ODD`
    IN_PLACE_OF_ANOTHER = 0x02


def rows_of(list tokens, hidden, runs):
    """What `swift_cutting.rows_of` says of the tokens that rjieba makes of one string of all texts."""
    cdef list row = [], rows = [row], loose = []
    cdef Py_ssize_t size
    cdef int letter
    for token in tokens:
        size = PyUnicode_GET_LENGTH(token)
        letter = PyUnicode_READ_CHAR(token, 0)
        if runs is not None:
            if joins(token, letter, size):
                loose.append(token)
                continue
            if loose:
                loosen(loose, row, runs)
        if size == 1 and letter == BETWEEN_TEXTS:
            row = []
            rows.append(row)
        elif size == 1 and letter == IN_PLACE_OF_ANOTHER:
            row.append(next(hidden))
        else:
            row.append(token)
    if loose:
        loosen(loose, row, runs)
    return rows


cdef loosen(list loose, list row, runs):
    """Move what stands side by side to the row: one as it is, more as the words that they make."""
    if len(loose) == 1:
        row.append(loose[0])
    else:
        loose.append("")
        row.extend(runs["\x1f".join(loose)])
    loose.clear()


cdef bint joins(str token, int letter, Py_ssize_t size):
    """Whether it is one character of those that words are made of, or Latin letters and digits alone."""
    if size == 1:
        return FIRST <= letter <= LAST or latin(letter) or letter in (43, 35, 38, 46, 95, 37, 45)
    if not PyUnicode_IS_ASCII(token):
        return False
    for place in range(size):
        if not latin(PyUnicode_READ_CHAR(token, place)):
            return False
    return True


cdef bint latin(int letter) noexcept:
    return 48 <= letter <= 57 or 65 <= letter <= 90 or 97 <= letter <= 122
