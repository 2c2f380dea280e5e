"""Words that the dictionary does not hold, as jieba's hidden Markov model finds them, in a third of its time.

The Viterbi walk of `jieba.finalseg` over the states B, M, E, S with the loops written out: the same sums in the same
order and the same choice on a tie (the state whose letter comes later), so the same words.
"""

import re
from functools import cache

from analysis.native import BUILT
from analysis.quiet_jieba import finalseg

if BUILT:
    from analysis.viterbi import Walk

HAN = re.compile("([\u4e00-\u9fd5]+)")
NUMBER = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
NEVER: float = finalseg.MIN_FLOAT
NOWHERE = (NEVER, NEVER, NEVER, NEVER)
_START, _STEP = finalseg.start_P, finalseg.trans_P
START = tuple(_START[state] for state in "BMES")
E_B, S_B = _STEP["E"]["B"], _STEP["S"]["B"]
B_M, M_M = _STEP["B"]["M"], _STEP["M"]["M"]
B_E, M_E = _STEP["B"]["E"], _STEP["M"]["E"]
E_S, S_S = _STEP["E"]["S"], _STEP["S"]["S"]


def unknown_words(letters: str) -> list[str]:
    """What `list(jieba.finalseg.cut(letters))` says."""
    if BUILT and (walked := _walk().words(letters)) is not None:
        return walked
    if len(letters) == 2 and HAN.fullmatch(letters):
        return _pair(*letters)
    words: list[str] = []
    for place, block in enumerate(HAN.split(letters)):
        if place % 2:
            words += words_of(block)
        elif block:
            words += [piece for piece in NUMBER.split(block) if piece]
    return words


def _pair(first: str, second: str) -> list[str]:
    """Two characters, the most frequent case by far: they are one word (BE) or two (SS)."""
    emit = _emissions()
    b, _, _, s = emit.get(first, NOWHERE)
    _, _, e, to_s = emit.get(second, NOWHERE)
    one = START[0] + b + B_E + e
    two = START[3] + s + S_S + to_s
    return [first, second] if two >= one else [first + second]


def words_of(run: str) -> list[str]:
    """The words of a run of Chinese characters; `viterbi`, where it is built, says the same in less time."""
    words, begin = [], 0
    for place, state in enumerate(_states(run)):
        if state in "ES":
            words.append(run[begin : place + 1])
            begin = place + 1
    return words


def _states(run: str) -> list[str]:
    """The likeliest state of every character."""
    emit = _emissions()
    b, m, e, s = (first + seen for first, seen in zip(START, emit.get(run[0], NOWHERE), strict=True))
    before: list[tuple[str, str, str, str]] = []
    for letter in run[1:]:
        to_b, to_m, to_e, to_s = emit.get(letter, NOWHERE)
        b_e, b_s = e + E_B + to_b, s + S_B + to_b
        m_b, m_m = b + B_M + to_m, m + M_M + to_m
        e_b, e_m = b + B_E + to_e, m + M_E + to_e
        s_e, s_s = e + E_S + to_s, s + S_S + to_s
        before.append(
            (
                "S" if b_s >= b_e else "E",
                "M" if m_m >= m_b else "B",
                "M" if e_m >= e_b else "B",
                "S" if s_s >= s_e else "E",
            )
        )
        b, m, e, s = max(b_e, b_s), max(m_b, m_m), max(e_b, e_m), max(s_e, s_s)
    states = ["S" if s >= e else "E"]
    for step in reversed(before):
        states.append(step["BMES".index(states[-1])])
    return states[::-1]


@cache
def _walk() -> "Walk":
    steps = {one + two: chance for one, following in _STEP.items() for two, chance in following.items()}
    return Walk(START, steps, _emissions(), NEVER)


@cache
def _emissions() -> dict[str, tuple[float, float, float, float]]:
    """For each character the log probabilities of its being seen in the states B, M, E and S."""
    b, m, e, s = (finalseg.emit_P[state] for state in "BMES")
    return {
        letter: (b.get(letter, NEVER), m.get(letter, NEVER), e.get(letter, NEVER), s.get(letter, NEVER))
        for letter in b.keys() | m.keys() | e.keys() | s.keys()
    }
