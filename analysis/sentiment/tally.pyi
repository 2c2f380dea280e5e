from collections.abc import Sequence

from analysis.sentiment.heads import Heads
from analysis.sentiment.leaning import Leaning
from analysis.sentiment.scan import Scanner
from analysis.sentiment.weights import Lines

class Tally:
    def __init__(self, scanner: Scanner, heads: Heads, lines: Lines, own: frozenset[str]) -> None: ...
    def judge_all(self, joined: str, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Leaning] | None: ...
