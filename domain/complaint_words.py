"""The words that tell what a post complains of, and those that alarm at once: what is shipped and may be written."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.score import Complaint
from domain.shown import Shown

BRAND = "{品牌}"
MOST_ENTRIES = 500
LONGEST_WORD = 20
MOST_PARTS = 4
SHOWN_ERRORS = 5
LETTERS = re.compile(r"[^\W_]")
HAN = re.compile(r"[㐀-鿿]")


class WordBook(Shown):
    """What words are for: to tell the kind of a complaint, or to alarm wherever a single post holds one."""

    COMPLAINT = "complaint_words", "投诉类别用词"
    CRITICAL = "critical_words", "严重词"


class BadWords(ValueError):
    """What people wrote cannot be taken; `problems` are sentences that name the line and the cure."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(self.problems))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Words that must all stand in one sentence, and words of which none may."""

    every: tuple[str, ...]
    none: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As people write it: 甲+乙-丙."""
        return "+".join(self.every) + "".join(f"-{word}" for word in self.none)


@dataclass(frozen=True, kw_only=True)
class KindWords:
    """One kind's words: `certain` decide alone, `hints` only where a post is negative, `unless` hide words."""

    kind: Complaint
    certain: tuple[Entry, ...]
    hints: tuple[Entry, ...] = ()
    unless: tuple[str, ...] = ()

    def changed(self, change: "Change") -> "KindWords":
        """With what people added, and without what they stopped."""
        stopped = set(change.removed)
        kept = tuple(entry for entry in self.certain if entry not in stopped)
        hints = tuple(entry for entry in self.hints if entry not in stopped)
        return KindWords(kind=self.kind, certain=(*kept, *change.added), hints=hints, unless=self.unless)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What people changed of one kind: entries of their own, and shipped ones that no longer count."""

    kind: Complaint
    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()


@cache
def shipped(book: WordBook = WordBook.COMPLAINT) -> tuple[KindWords, ...]:
    """The words that come with the program, the gravest kind first."""
    tables = tomllib.loads(Path(__file__).with_name(f"{book}.toml").read_text(encoding="utf-8"))
    return tuple(
        KindWords(
            kind=Complaint(kind),
            certain=tuple(parse_entry(word) for word in table["certain"].split()),
            hints=tuple(parse_entry(word) for word in table.get("hints", "").split()),
            unless=tuple(table.get("unless", "").split()),
        )
        for kind, table in tables.items()
    )


def with_changes(changes: Iterable[Change], book: WordBook = WordBook.COMPLAINT) -> tuple[KindWords, ...]:
    """The words in force: those shipped, changed by at most one Change for each kind."""
    by_kind = {change.kind: change for change in changes}
    return tuple(words.changed(by_kind[words.kind]) if words.kind in by_kind else words for words in shipped(book))


def parse_entry(written: str) -> Entry:
    """甲+乙-丙 taken apart, in the form that texts are compared in; nothing is checked."""
    plain = plainly(written)
    every, *none = plain.split("-")
    return Entry(
        every=tuple(part.strip() for part in every.split("+")), none=tuple(word.strip() for word in none if word)
    )


def read_change(kind: Complaint, added: str, removed: str, book: WordBook = WordBook.COMPLAINT) -> Change:
    """What people wrote in the two fields, one entry a line; raises BadWords with every problem found."""
    problems: list[str] = []
    new = _entries(added, "增加的词", problems)
    gone = _entries(removed, "停用的出厂词", problems)
    words = next(words for words in shipped(book) if words.kind is kind)
    ours = {*words.certain, *words.hints}
    problems += [f"“{entry}”不是这一类的出厂词，无从停用；请从下方出厂词里照抄" for entry in gone if entry not in ours]
    problems += [f"“{entry}”同时写在增加和停用里，请只留一处" for entry in new if entry in gone]
    problems += [f"“{entry}”已经是这一类的出厂词，不必再加" for entry in new if entry in ours and entry not in gone]
    if problems:
        raise BadWords(_shortened(problems))
    return Change(kind=kind, added=new, removed=gone)


def plainly(text: str) -> str:
    """NFKC, lower case, without blanks at the ends."""
    return unicodedata.normalize("NFKC", text).lower().strip()


def _entries(text: str, field: str, problems: list[str]) -> tuple[Entry, ...]:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_ENTRIES:
        problems.append(f"“{field}”一共 {len(lines):,} 行，最多 {MOST_ENTRIES} 行；请只留最能说明问题的词")
        return ()
    found: list[Entry] = []
    for number, line in lines:
        problem = _problem(plainly(line))
        if problem:
            problems.append(f"“{field}”第 {number} 行“{_showable(line)}”：{problem}")
        else:
            found.append(parse_entry(line))
    return tuple(dict.fromkeys(found))


def _problem(line: str) -> str:
    """Why a line cannot be taken; empty where it can."""
    entry = parse_entry(line)
    parts = [*entry.every, *entry.none]
    signs = [part for part in parts if part and not LETTERS.search(part)]
    alone = entry.every[0] if len(entry.every) == 1 else ""
    checks = (
        (any(not part for part in parts) or line.endswith("-"), "加号或减号旁边缺了词"),
        (len(parts) > MOST_PARTS, f"加号和减号连起来的词最多 {MOST_PARTS} 个"),
        (signs, f"“{''.join(signs[:1])}”只有符号，没有文字"),
        (
            any(len(part) > LONGEST_WORD for part in parts),
            f"一个词最多 {LONGEST_WORD} 个字；长句请拆成几个词，用加号连起来",
        ),
        (sum(map(len, entry.every)) < 2, "只有一个字会误伤大量帖文，请写两个字以上，或用加号再连一个词"),
        (alone and len(alone) < 3 and not HAN.search(alone), "字母或数字至少三个，否则会误伤大量帖文"),
        (not line.isprintable(), "含有不能显示的控制字符，请重新输入"),
    )
    return next((problem for wrong, problem in checks if wrong), "")


def _showable(line: str) -> str:
    shown = "".join(sign if sign.isprintable() else "�" for sign in line.strip())
    return shown if len(shown) <= LONGEST_WORD else shown[:LONGEST_WORD] + "…"


def _shortened(problems: list[str]) -> list[str]:
    if len(problems) <= SHOWN_ERRORS:
        return problems
    return [*problems[:SHOWN_ERRORS], f"另有 {len(problems) - SHOWN_ERRORS:,} 处类似问题"]
