"""Topics as lists show them: the rising and negative ones first, and what is to be said of all together. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import topic_words
from domain.day import spoken, spoken_span
from domain.topic import Spread, Topic
from reports.wording import quoted

LATE = timedelta(hours=1)  # the search runs every quarter of an hour


@dataclass(frozen=True, kw_only=True)
class Row:
    """One topic; `share` is None without posts, `coming` empty where nothing is foretold."""

    topic: Topic
    watch_name: str
    rising: bool
    bad: bool
    standing: str
    share: float | None
    index: float | None
    coming: str
    copied: str

    @property
    def is_copied(self) -> bool:
        """Whether most of it is the same words by many hands."""
        return self.topic.spread is Spread.COPIED


def told(topics: Sequence[Topic], names: Mapping[int, str], now: datetime) -> list[Row]:
    """Rising topics that are mostly negative, then others that rise, then the rest; the hottest first in each."""
    return sorted((_row(topic, names.get(topic.watch, ""), now) for topic in topics), key=_place)


def sentence(rows: Sequence[Row]) -> str:
    """What is going on: how many topics rise, the worst of them, since when and how big."""
    rising = [row for row in rows if row.rising]
    bad = [row for row in rising if row.bad]
    if not rising:
        return "没有正在上升的话题"
    if not bad:
        return f"{len(rising)} 个话题正在上升，{'都' if len(rising) > 1 else ''}不以负面为主"
    whose = f"其中 {len(bad)} 个" if len(bad) < len(rising) else "都" if len(bad) > 1 else ""
    return f"{len(rising)} 个话题正在上升，{whose}以负面为主"


def first_of(rows: Sequence[Row]) -> str:
    """The first rising topic in a sentence; empty where none rises."""
    row = next((row for row in rows if row.rising), None)
    if row is None:
        return ""
    topic = row.topic
    facts = f"{topic.posts:,} 条帖文、{topic.authors:,} 个账号，其中负面 {topic.negative:,} 条"
    return f"{quoted(topic.title)}从 {spoken(topic.since)} 开始，{facts}。{row.coming and row.coming + '。'}"


def doubts(looked: Mapping[int, datetime], names: Mapping[int, str], now: datetime) -> list[str]:
    """Watches for which a missing topic proves nothing, since the search has not come so far."""
    said = []
    for watch, name in names.items():
        until = looked.get(watch)
        if until is None:
            said.append(f"{name}：还没有做过话题发现")
        elif now - until > LATE:
            said.append(f"{name}：话题发现只做到 {spoken(until)}，缺 {spoken_span(now - until)}")
    return said


def _row(topic: Topic, name: str, now: datetime) -> Row:
    forecasts = topic_words.ahead(topic, now)
    return Row(
        topic=topic,
        watch_name=name,
        rising=topic_words.is_rising(topic, now),
        bad=topic_words.is_bad(topic),
        standing=topic_words.standing(topic, now),
        share=topic_words.share(topic),
        index=topic.heat.index if topic.heat else None,
        coming=topic_words.foretold(forecasts[0]) if forecasts else "",
        copied=topic_words.copied(topic),
    )


def _place(row: Row) -> tuple[bool, bool, bool, float, int, int]:
    known = row.index is not None
    worst = row.rising and row.bad
    return not worst, not row.rising, not known, -(row.index or 0.0), -row.topic.posts, row.topic.key
