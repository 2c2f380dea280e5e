# cython: language_level=3, boundscheck=False, wraparound=False
"""The heaviest words of a text in machine code: the twin of `keys.heaviest_words`. Built where there is a C compiler."""

from cpython.dict cimport PyDict_GetItem
from cpython.object cimport PyObject, PyObject_Hash

cdef enum:
    MOST_HEARD = 64  # different words that have a weight; a text of more is left to the twin
    MOST_ASKED = 16

cdef struct Heard:
    PyObject* word
    Py_hash_t hash
    double weight


def heaviest_words(tokens, weights, int most):
    """Up to `most` (at most 16) tokens by the sum of their weights, of equal ones the first; None of too long a text.

    `weights` is a dict; a token that it does not hold yet is asked for by `weights[token]`.
    """
    cdef Heard heard[MOST_HEARD]
    cdef int top[MOST_ASKED]
    cdef int many = 0, place, rank, tops = 0
    cdef double weight
    cdef Py_hash_t hashed
    cdef PyObject* known
    if most > MOST_ASKED:
        return None
    for token in tokens:
        known = PyDict_GetItem(weights, token)
        weight = <object>known if known != NULL else weights[token]
        if weight == 0:
            continue
        hashed = PyObject_Hash(token)
        for place in range(many):
            if heard[place].hash == hashed and <object>heard[place].word == token:
                heard[place].weight += weight
                break
        else:
            if many == MOST_HEARD:
                return None
            heard[many] = Heard(<PyObject*>token, hashed, weight)
            many += 1
    for place in range(many):
        rank = tops
        while rank > 0 and heard[top[rank - 1]].weight < heard[place].weight:
            if rank < most:
                top[rank] = top[rank - 1]
            rank -= 1
        if rank < most:
            top[rank] = place
            tops = min(tops + 1, most)
    return [<object>heard[top[rank]].word for rank in range(tops)]
