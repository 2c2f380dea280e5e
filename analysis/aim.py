"""Which part of a text is about us: beside a rival, among quotes, in a question, in mourning, in a long article.

A negative text is not yet negative about us. What is found here is which words are to be scored for the brand, and,
where the words themselves say so, which way. Where that is unsure the whole text is scored as it stands.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analysis.rivals import OTHERS, comparison
from analysis.sentiment.leaning import Leaning
from analysis.text import normalise
from analysis.wordbook import wordbook
from domain.score import DecidingWord, Polarity
from domain.shown import Shown

LONG = 200  # characters; a longer text is read around our name
LEAST_OWN, LEAST_QUOTED = 6, 8  # letters that must remain, and that a quotation has at least
SHORT_QUESTION = 60
WEIGHT = 2.0  # of the words of a comparison among the words that decided

SENTENCE = re.compile(r"[^。！？!?；;]*[。！？!?；;]*")
CLAUSE = re.compile(r"[^，,。！？!?；;]*[，,。！？!?；;]*")
QUOTATION = re.compile(r"「[^「」]*」|『[^『』]*』|“[^“”]*”|《[^《》]*》")
SELF = re.compile(r"我们?说|我问|我跟|我就")
PRAISED = [
    "怎么样",
    "好用",
    "靠谱",
    "值得买",
    "值得入手",
    "值得去",
    "好不好",
    "行不行",
    "真的假的",
    "是真的",
    "可信",
    "推荐",
]
ASKING = (
    *["请问", "求问", "想问", "问一下", "求推荐", "求解答"],
    "有没有(?:人|朋友|姐妹|小伙伴)?(?:用过|知道|买过|了解)",
    "有人(?:用过|知道|买过|了解|试过)",
    *(f"{praised}(?:吗|么|呀|啊|呢)?[?？]" for praised in PRAISED),
)
ASKS = re.compile("|".join(ASKING))
ANGRY = re.compile(
    r"凭什么|到底|为什么还|怎么还|怎么又|又|还不|有病|无语|垃圾|骗|坑|气|投诉|差评|退|烦|服了|呵呵|离谱|要脸|良心|崩|什么时候才|多久|没人"
)
MOURNING = (
    *["一路走好", "悼念", "哀悼", "缅怀", "默哀", "沉痛", "节哀", "逝者", "安息", "天堂没有", "永远怀念", "走好", "🕯"],
    r"r\.?i\.?p",
    "致敬.{0,6}英雄",
    "英雄.{0,6}走好",
)
MOURNS = re.compile("|".join(MOURNING))
BLAMES = re.compile(
    r"凭什么|赔|责任|问责|偿命|交代|草菅|隐瞒|投诉|黑心|无良|失职|害死|害人|追究|真相|说法|刹车|质量|质问|封口"
)


class Flag(Shown):
    """Why a text is not simply scored as it stands."""

    AGAINST_US = "against_us", "与竞品比较，我方不如"
    IN_OUR_FAVOUR = "in_our_favour", "与竞品比较，我方更好"
    RIVAL_BESIDE = "rival_beside", "同时提到竞品，只看说我方的部分"
    QUOTED = "quoted", "引用或标题不算作者的话"
    AROUND_US = "around_us", "长文只看提到我方的句子"
    ASKING = "asking", "询问，不是评价"
    MOURNING = "mourning", "悼念，不是指责"


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What of a text is to be scored: `spans` of characters, in order; `says` overrules the score where it is set.

    `words` are those that say so. A text without flags is scored as it stands.
    """

    spans: tuple[tuple[int, int], ...]
    flags: tuple[Flag, ...] = ()
    says: Polarity | None = None
    words: tuple[str, ...] = ()

    def part(self, text: str, tokens: Sequence[str]) -> tuple[str, Sequence[str]]:
        """The words to be scored with their tokens; `tokens` joined must give `text`."""
        if self.spans == ((0, len(text)),):
            return text, tokens
        kept, place = [], 0
        for token in tokens:
            if any(first <= place < last for first, last in self.spans):
                kept.append(token)
            place += len(token)
        return "".join(kept), kept

    def about(self, text: str) -> str:
        """The words in which we may be complained of; none where the text speaks for us against a rival."""
        if self.says is Polarity.POSITIVE:
            return ""
        return "".join(text[first:last] for first, last in self.spans)

    def judged(self, leaning: Leaning) -> Leaning:
        """The engine's leaning, overruled where the text itself says which way; what is unknown stays unknown."""
        if self.says is None or leaning.negativity is None or leaning.polarity is self.says:
            return leaning
        if self.says is not Polarity.NEGATIVE and leaning.polarity is not Polarity.NEGATIVE:
            return leaning
        bad = self.says is Polarity.NEGATIVE
        sign = WEIGHT if bad else -WEIGHT
        told = tuple(DecidingWord(word=word, weight=sign) for word in self.words)
        negativity = (1 + leaning.negativity) / 2 if bad else leaning.negativity / 2
        return leaning._replace(polarity=self.says, negativity=negativity, words=(*told, *leaning.words))


OPENING = "「『“《"
BEGINNING = re.compile(r"((?:\\[^\w]|[^\\.?*+(\[{|])+)(?![?*{])")


class Sides:
    """Our names and our rivals', ready to be looked for; a name on both sides is ours."""

    def __init__(self, brands: Iterable[str], rivals: Iterable[str] = ()) -> None:
        ours = {name for name in map(normalise, brands) if name}
        theirs = {name for name in map(normalise, rivals) if name} - ours
        self.ours, self.theirs = _names(ours), _names(theirs)
        self.others = _names({*theirs, *OTHERS})
        self.comparison = comparison(sorted(ours), sorted(theirs))
        told = (*MOURNING, *ASKING, *OPENING, *map(re.escape, sorted({*theirs, *OTHERS})))
        self._told = re.compile("|".join(told))
        self._beginnings = wordbook((_beginning(one), 1, None) for one in told)

    def flagged_in(self, texts: Sequence[str]) -> list[bool]:
        """For each normalised text whether `aimed` may find anything in it; one look at all. Elsewhere is the whole."""
        begun = self._beginnings.loudest(texts)
        return [
            len(text) > LONG or (begins > 0 and self._told.search(text) is not None)
            for begins, text in zip(begun, texts, strict=True)
        ]


def aimed(text: str, sides: Sides) -> Aim:
    """What of a normalised text is about us; the whole of it where nothing tells otherwise."""
    whole = Aim(spans=((0, len(text)),))
    beside = sides.others is not None and sides.others.search(text)
    named = sides.ours is not None and sides.ours.search(text)
    found = _compared(text, sides) if beside else None
    if found is not None:
        return found
    mood = _mood(text)
    if mood is not None:
        return replace(whole, flags=(mood[0],), says=Polarity.NEUTRAL, words=mood[1:])
    spans = [(0, len(text))]
    flags: list[Flag] = []
    if named and beside and sides.theirs is not None and sides.theirs.search(text):
        spans = _step(spans, _ours(text, sides), Flag.RIVAL_BESIDE, flags, text)
    if named and len(text) > LONG:
        spans = _step(spans, _around(text, sides), Flag.AROUND_US, flags, text)
    if QUOTATION.search(text):
        spans = _step(spans, _unquoted(text), Flag.QUOTED, flags, text)
    return Aim(spans=tuple(spans), flags=tuple(flags)) if flags else whole


def _compared(text: str, sides: Sides) -> Aim | None:
    """A comparison with one outcome; None where there is none, or where both are said."""
    against, favour = sides.comparison.against.search(text), sides.comparison.favour.search(text)
    if (against is None) == (favour is None):
        return None
    found = against or favour
    assert found is not None
    return Aim(
        spans=((0, len(text)),),
        flags=(Flag.AGAINST_US if against else Flag.IN_OUR_FAVOUR,),
        says=Polarity.NEGATIVE if against else Polarity.POSITIVE,
        words=(found[0],),
    )


def _mood(text: str) -> tuple[Flag, str] | None:
    """Mourning without blame, and a short question without anger."""
    mourns = MOURNS.search(text)
    if mourns and not BLAMES.search(text):
        return Flag.MOURNING, mourns[0]
    asks = ASKS.search(text) if len(text) <= SHORT_QUESTION else None
    return (Flag.ASKING, asks[0]) if asks and not ANGRY.search(text) else None


def _ours(text: str, sides: Sides) -> list[tuple[int, int]]:
    """Clauses that name us, and those that follow without naming anybody; the first ones are ours until a rival's."""
    spans, ours = [], True
    for clause in CLAUSE.finditer(text):
        named, rival = sides.ours and sides.ours.search(clause[0]), sides.theirs and sides.theirs.search(clause[0])
        ours = bool(named) or (ours and not rival)
        if ours and clause[0]:
            spans.append(clause.span())
    return spans


def _around(text: str, sides: Sides) -> list[tuple[int, int]]:
    """Sentences that name us, each with the one behind it."""
    sentences = [sentence.span() for sentence in SENTENCE.finditer(text) if sentence[0]]
    naming = [number for number, span in enumerate(sentences) if sides.ours and sides.ours.search(text, *span)]
    return [
        sentences[number]
        for number in sorted({near for at in naming for near in (at, at + 1)} & set(range(len(sentences))))
    ]


def _unquoted(text: str) -> list[tuple[int, int]]:
    """What stands outside quotations; short ones stay, they are irony or a name, and so does one's own speech."""
    spans, place = [], 0
    for quotation in QUOTATION.finditer(text):
        first, last = quotation.span()
        if _letters(quotation[0]) >= LEAST_QUOTED and not SELF.search(text[max(0, first - 6) : first]):
            spans.append((place, first))
            place = last
    return [(first, last) for first, last in (*spans, (place, len(text))) if first < last]


def _step(
    spans: list[tuple[int, int]], chosen: list[tuple[int, int]], flag: Flag, flags: list[Flag], text: str
) -> list[tuple[int, int]]:
    """What lies in both; where too little would be left, everything stays as it was."""
    both = [
        (max(first, begin), min(last, end))
        for first, last in spans
        for begin, end in chosen
        if max(first, begin) < min(last, end)
    ]
    size = sum(last - first for first, last in spans)
    left = sum(last - first for first, last in both)
    if left == size or sum(_letters(text[first:last]) for first, last in both) < LEAST_OWN:
        return spans
    flags.append(flag)
    return both


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _beginning(pattern: str) -> str:
    """The letters that every match of the pattern begins with."""
    found = BEGINNING.match(pattern)
    assert found is not None, pattern
    return re.sub(r"\\(.)", r"\1", found[1])


def _names(names: Iterable[str]) -> re.Pattern[str] | None:
    words = sorted(set(names), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, words))) if words else None
