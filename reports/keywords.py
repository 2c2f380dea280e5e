"""Keywords of a day: what most accounts spoke of, against the keyword's own past; those of the same posts are one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.report import Cell, Sentence, Table, Tone
from domain.watch import Watch
from reports import links
from reports.facts import Span, WatchFacts
from reports.wording import count, quoted, times
from storage import figures
from storage.figures import KeywordTally

MOST_ASKED = 40
SAME = 0.6  # of all posts of two keywords, this part speaks of both: they are one matter
NEW = 0.5  # accounts a day: what is spoken of less than that has no past
LOUD = 3.0
COLUMNS = ("关键词", "账号", "帖文", "负面", "前 7 日日均账号", "与平日相比")


@dataclass(frozen=True, kw_only=True)
class Told:
    """A keyword of the day, others of the same posts, and how many accounts a day used it before (None: unknown)."""

    tally: KeywordTally
    others: tuple[str, ...]
    usual: float | None

    @property
    def rise(self) -> str:
        """How the day stands to the past."""
        if self.usual is None:
            return "无可比数据"
        return "新出现" if self.usual < NEW else f"平日的 {times(self.tally.authors, self.usual)}"

    @property
    def loud(self) -> bool:
        """Whether it is new or far above its past."""
        return self.usual is not None and self.tally.authors >= LOUD * max(self.usual, 1.0)


def of_day(one: WatchFacts, most: int) -> list[Told]:
    """Those with most accounts, the watch's own words left out."""
    span = one.today.span
    own = {word.casefold() for word in (one.watch.name, *one.watch.any_words, *one.watch.all_words)}
    tallies = figures.keywords(one.watch.key, span.first, span.last, MOST_ASKED)
    foreign = [tally for tally in tallies if tally.key.strip("#").casefold() not in own]
    return [
        Told(tally=head, others=tuple(other.key for other in others[:2]), usual=_usual(head.keyword, one))
        for head, others in _folded(foreign, span)[:most]
    ]


def _folded(tallies: list[KeywordTally], span: Span) -> list[tuple[KeywordTally, list[KeywordTally]]]:
    """Each matter once, under the keyword with most accounts."""
    posts = figures.keyword_posts([tally.keyword for tally in tallies], span.first, span.last)
    heads: list[tuple[KeywordTally, list[KeywordTally]]] = []
    for tally in tallies:
        mine = posts[tally.keyword]
        same = next((others for head, others in heads if _alike(posts[head.keyword], mine)), None)
        if same is None:
            heads.append((tally, []))
        else:
            same.append(tally)
    return heads


def _alike(one: set[int], other: set[int]) -> bool:
    return bool(one | other) and len(one & other) / len(one | other) >= SAME


def _usual(keyword: int, one: WatchFacts) -> float | None:
    spans: Iterable[Span] = [day.span for day in one.usual]
    counts = [figures.keyword_authors(keyword, span.first, span.last) for span in spans]
    return sum(counts) / len(counts) if counts else None


def table(watch: Watch, told: Sequence[Told], span: Span) -> Table:
    """One row for each."""
    rows = tuple(_row(watch, one, span) for one in told)
    return Table(title=f"{watch.name}：账号最多的关键词", columns=COLUMNS, rows=rows)


def lead(word: Told) -> str:
    """For the summary."""
    return f"谈论最多的词是{quoted(word.tally.key)}，{count(word.tally.authors)} 个账号提到，{word.rise}。"


def sentence(watch: Watch, word: Told, span: Span) -> Sentence:
    """The keyword's day."""
    tally = word.tally
    return Sentence(
        text=f"{quoted(watch.name)}谈论最多的词是{quoted(tally.key)}：{count(tally.authors)} 个账号、"
        f"{count(tally.posts)} 条帖文，其中负面 {count(tally.negative)} 条，{word.rise}。",
        query=links.posts(watch.key, span.day, keyword=tally.key),
        tone=Tone.BAD if word.loud and tally.negative * 2 > tally.posts else Tone.PLAIN,
    )


def _row(watch: Watch, word: Told, span: Span) -> tuple[Cell, ...]:
    tally = word.tally
    query = links.posts(watch.key, span.day, keyword=tally.key)
    names = "、".join((tally.key, *word.others))
    bad = Tone.BAD if tally.negative * 2 > tally.posts else Tone.PLAIN
    return (
        Cell(text=names, query=query),
        Cell(text=count(tally.authors), query=query),
        Cell(text=count(tally.posts), query=query),
        Cell(text=count(tally.negative), query=query, tone=bad),
        Cell(text=count(word.usual)),
        Cell(text=word.rise, tone=Tone.BAD if word.loud and bad is Tone.BAD else Tone.PLAIN),
    )
