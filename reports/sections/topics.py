"""话题: what most accounts spoke of, against the topic's own past; topics of the same posts are told as one."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.report import Cell, Section, Sentence, Table, Tone
from domain.watch import Watch
from reports import links
from reports.facts import Facts, Span, WatchFacts
from reports.wording import count, quoted, times
from storage import figures
from storage.figures import TopicTally

KEY, TITLE = "topics", "话题"
MOST_SHOWN = 8
MOST_ASKED = 40
SAME = 0.6  # of all posts of two topics, this part speaks of both: they are one matter
NEW = 0.5  # accounts a day: what is spoken of less than that has no past
LOUD = 3.0
COLUMNS = ("话题", "账号", "帖文", "负面", "前 7 日日均账号", "与平日相比")


@dataclass(frozen=True, kw_only=True)
class Told:
    """A topic of the day, others of the same posts, and how many accounts a day spoke of it before (None: unknown)."""

    tally: TopicTally
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


def make(facts: Facts) -> Section:
    """A table for each watch with topics."""
    told = [(one.watch, topics) for one in facts.watches if (topics := _told(one))]
    return Section(
        key=KEY,
        title=TITLE,
        lead=_lead(told[0][1][0]) if told else "",
        sentences=tuple(_sentence(watch, topics[0], facts.span) for watch, topics in told)
        or (Sentence(text="当天没有两条以上帖文共同提到的话题。"),),
        tables=tuple(
            Table(
                title=f"{watch.name}：账号最多的话题",
                columns=COLUMNS,
                rows=tuple(_row(watch, topic, facts.span) for topic in topics),
            )
            for watch, topics in told
        ),
    )


def _told(one: WatchFacts) -> list[Told]:
    span = one.today.span
    own = {word.casefold() for word in (one.watch.name, *one.watch.any_words, *one.watch.all_words)}
    tallies = figures.topics(one.watch.key, span.first, span.last, MOST_ASKED)
    foreign = [tally for tally in tallies if tally.key.strip("#").casefold() not in own]
    return [
        Told(tally=head, others=tuple(other.key for other in others[:2]), usual=_usual(head.topic, one))
        for head, others in _folded(foreign, span)[:MOST_SHOWN]
    ]


def _folded(tallies: list[TopicTally], span: Span) -> list[tuple[TopicTally, list[TopicTally]]]:
    """Each matter once, under the topic with most accounts."""
    posts = figures.topic_posts([tally.topic for tally in tallies], span.first, span.last)
    heads: list[tuple[TopicTally, list[TopicTally]]] = []
    for tally in tallies:
        mine = posts[tally.topic]
        same = next((others for head, others in heads if _alike(posts[head.topic], mine)), None)
        if same is None:
            heads.append((tally, []))
        else:
            same.append(tally)
    return heads


def _alike(one: set[int], other: set[int]) -> bool:
    return bool(one | other) and len(one & other) / len(one | other) >= SAME


def _usual(topic: int, one: WatchFacts) -> float | None:
    spans: Iterable[Span] = [day.span for day in one.usual]
    counts = [figures.topic_authors(topic, span.first, span.last) for span in spans]
    return sum(counts) / len(counts) if counts else None


def _lead(topic: Told) -> str:
    return f"谈论最多的话题是{quoted(topic.tally.key)}，{count(topic.tally.authors)} 个账号提到，{topic.rise}。"


def _sentence(watch: Watch, topic: Told, span: Span) -> Sentence:
    tally = topic.tally
    return Sentence(
        text=f"{quoted(watch.name)}谈论最多的是{quoted(tally.key)}：{count(tally.authors)} 个账号、"
        f"{count(tally.posts)} 条帖文，其中负面 {count(tally.negative)} 条，{topic.rise}。",
        query=links.posts(watch.key, span.day, topic=tally.key),
        tone=Tone.BAD if topic.loud and tally.negative * 2 > tally.posts else Tone.PLAIN,
    )


def _row(watch: Watch, topic: Told, span: Span) -> tuple[Cell, ...]:
    tally = topic.tally
    query = links.posts(watch.key, span.day, topic=tally.key)
    names = "、".join((tally.key, *topic.others))
    bad = Tone.BAD if tally.negative * 2 > tally.posts else Tone.PLAIN
    return (
        Cell(text=names, query=query),
        Cell(text=count(tally.authors), query=query),
        Cell(text=count(tally.posts), query=query),
        Cell(text=count(tally.negative), query=query, tone=bad),
        Cell(text=count(topic.usual)),
        Cell(text=topic.rise, tone=Tone.BAD if topic.loud and bad is Tone.BAD else Tone.PLAIN),
    )
