"""What a post complains of, by words: one scan for all kinds, unsaid words left out, the graver kind first."""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from analysis.negation import unsaid
from analysis.text import normalise
from analysis.wordbook import Wordbook, wordbook
from domain.complaint_words import BRAND, Entry, KindWords, shipped
from domain.score import Complaint

CERTAIN, HINT = 2, 1
GRAVE = frozenset({Complaint.SAFETY, Complaint.LEAK, Complaint.ATTACK})
MOST_WORDS = 6
SENTENCE = re.compile(r"[。！？!?;；]")


@dataclass(frozen=True, kw_only=True)
class Complained:
    """The kind of complaint, and the words that told, as they were written in the rules."""

    kind: Complaint
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Rule:
    kind: int
    weight: int
    every: tuple[str, ...]
    none: tuple[str, ...]


@dataclass
class _Uses:
    """What one word of the book stands for.

    Rules that it meets `alone`; rules of several words that it `opens`, being the rarest of them; whether it is a
    `part` of such a rule or forbidden by one; and whether it `hides` the words inside it. `tells` is the most that
    one of these rules says.
    """

    word: str
    alone: list[int] = field(default_factory=list)
    opens: list[int] = field(default_factory=list)
    part: bool = False
    tells: int = 0
    hides: bool = False


Hit = tuple[int, _Uses]


class ComplaintRules:
    """The words of every kind, ready to be looked for; `brands` take the place of {品牌}."""

    def __init__(self, kinds: Sequence[KindWords] | None = None, brands: Iterable[str] = ()) -> None:
        words = shipped() if kinds is None else kinds
        self.kinds = [one.kind for one in words]
        self.rules: list[_Rule] = []
        uses: dict[str, _Uses] = {}
        names = [name for name in dict.fromkeys(normalise(brand) for brand in brands) if name]
        for kind, one in enumerate(words):
            for entries, least in ((one.certain, CERTAIN), (one.hints, HINT)):
                for entry in _spelt(entries, names):
                    self._add(_Rule(kind, least + len(entry.every) - 1, entry.every, entry.none), uses)
            for phrase in one.unless:
                uses.setdefault(phrase, _Uses(phrase)).hides = True
        self._open(uses)
        self.book: Wordbook[_Uses] = wordbook((word, use.tells, use) for word, use in uses.items())

    def _add(self, rule: _Rule, uses: dict[str, _Uses]) -> None:
        number, lonely = len(self.rules), len(rule.every) == 1 and not rule.none
        self.rules.append(rule)
        for word in (*rule.every, *rule.none):
            use = uses.setdefault(word, _Uses(word))
            if lonely:
                use.alone.append(number)
            else:
                use.part = True

    def _open(self, uses: dict[str, _Uses]) -> None:
        """A rule of several words is thought of only where its rarest word stands: 客服 is part of twenty."""
        several = [(number, rule) for number, rule in enumerate(self.rules) if len(rule.every) > 1 or rule.none]
        common = Counter(word for _, rule in several for word in rule.every)
        for number, rule in several:
            uses[min(rule.every, key=lambda word: (common[word], word))].opens.append(number)
        for use in uses.values():
            weights = [self.rules[number].weight for number in (*use.alone, *use.opens)]
            use.tells = min(CERTAIN, max(weights, default=0))

    def heard_in(self, texts: Sequence[str]) -> list[int]:
        """For each normalised text CERTAIN, HINT or 0: what the words in it can tell at most; one look at all."""
        return self.book.loudest(texts)


def complaint_of(text: str, rules: ComplaintRules, *, negative: bool = False) -> Complained | None:
    """The kind that most speaks for; None where nothing is complained of. `text` is normalised.

    A kind needs one certain entry, or, where the post was judged `negative`, one hint. Of equal kinds the graver wins:
    the one that stands first in the rules.
    """
    hits = rules.book.hits(text)
    if not hits:
        return None
    told: dict[int, list[_Rule]] = {}
    for number in _met(text, hits, rules.rules):
        rule = rules.rules[number]
        if negative or rule.weight >= CERTAIN:
            told.setdefault(rule.kind, []).append(rule)
    if not told:
        return None
    best = next(iter(told))
    if len(told) > 1:
        best = min(told, key=lambda kind: (-_heard(rules.kinds[kind], told[kind]), kind))
    heaviest = sorted(told[best], key=_weight, reverse=True)[:MOST_WORDS]
    return Complained(kind=rules.kinds[best], words=tuple(dict.fromkeys("+".join(rule.every) for rule in heaviest)))


def _met(text: str, hits: Sequence[Hit], rules: Sequence[_Rule]) -> dict[int, None]:
    """Numbers of the rules whose words all stand in one sentence, each said, none of the forbidden beside them."""
    met: dict[int, None] = {}
    parts: dict[str, list[int]] = {}
    opened: list[int] = []
    for start, use in _said(text, hits):
        for number in use.alone:
            met[number] = None
        opened += use.opens
        if use.part:
            parts.setdefault(use.word, []).append(start)
    wanted = [number for number in opened if all(word in parts for word in rules[number].every)]
    if wanted:
        ends = [sign.start() for sign in SENTENCE.finditer(text)]
        sentences = {word: {bisect(ends, start) for start in starts} for word, starts in parts.items()}
        for number in wanted:
            together = set.intersection(*(sentences[word] for word in rules[number].every))
            if together.difference(*(sentences.get(word, ()) for word in rules[number].none)):
                met[number] = None
    return met


def _said(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """(start, word) of every hit that is neither hidden inside a harmless phrase nor unsaid."""
    hidden = [(last + 1 - len(use.word), last) for last, use in hits if use.hides]
    found = []
    for last, use in hits:
        start = last + 1 - len(use.word)
        inside = hidden and any(first <= start and last <= until for first, until in hidden)
        if not inside and not unsaid(text, start, last + 1):
            found.append((start, use))
    return found


def _weight(rule: _Rule) -> int:
    return rule.weight


def _heard(kind: Complaint, told: Sequence[_Rule]) -> int:
    """More than three certain words say no more, and what endangers people or data is heard beside a long rant.

    What fits no other kind is heard last.
    """
    weight = min(sum(rule.weight for rule in told), 3 * CERTAIN)
    if kind is Complaint.OTHER:
        return min(weight, HINT)
    certain = any(rule.weight >= CERTAIN for rule in told)
    return weight + (2 * CERTAIN if certain and kind in GRAVE else 0)


def _spelt(entries: Iterable[Entry], brands: Sequence[str]) -> Iterable[Entry]:
    """Entries with {品牌} written out once for each brand."""
    for entry in entries:
        if any(BRAND in part for part in entry.every):
            for brand in brands:
                yield Entry(every=tuple(part.replace(BRAND, brand) for part in entry.every), none=entry.none)
        else:
            yield entry
