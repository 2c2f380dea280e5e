"""话题: what was found to be spoken of, with the day's counts; keywords below, or alone where nothing was searched."""

from datetime import datetime

from domain import topic_words
from domain.day import spoken
from domain.report import Cell, Section, Sentence, Table, Tone
from domain.score import Polarity
from domain.topic import Spread
from reports import found_topics, keywords, links
from reports.facts import Facts, WatchFacts
from reports.found_topics import DayTopic
from reports.telling import told
from reports.wording import UNKNOWN, count, moment, people, quoted, times
from storage import topics

KEY, TITLE = "topics", "话题"
MOST_SHOWN = 8
MOST_WORDS = 5  # keywords below the topics
TOLD_WHOLE = 3  # topics of a watch that get a sentence
NAMELESS = "未知账号"
COLUMNS = ("话题", "账号", "帖文", "负面", "开始", "与此前相比", "最近热度", "现状")


def make(facts: Facts) -> Section:
    """Sentences and tables for each watch."""
    looked = topics.looked_until()
    lead, sentences, tables = "", [], []
    for one in facts.watches:
        first, said, rows = _watch(one, facts, looked.get(one.watch.key))
        lead = lead or first
        sentences += said
        tables += rows
    return Section(key=KEY, title=TITLE, lead=lead, sentences=tuple(sentences), tables=tuple(tables))


def _watch(one: WatchFacts, facts: Facts, until: datetime | None) -> tuple[str, list[Sentence], list[Table]]:
    """(what it gives to the summary, sentences, tables)."""
    if until is None or not found_topics.searched(until, facts.span):
        return _words_alone(one, until)
    found = found_topics.of_day(one)
    shown, words = found[:MOST_SHOWN], keywords.of_day(one, MOST_WORDS)
    several = len(facts.watches) > 1
    sentences = [_sentence(one, each, facts, several=several) for each in shown[:TOLD_WHOLE]]
    if not found:
        sentences.append(_plain(f"{quoted(one.watch.name)}当天没有发现被突然谈论的话题。"))
    if not found_topics.whole(until, facts.span):
        sentences.append(_unsure(f"{quoted(one.watch.name)}的话题发现只做到 {spoken(until)}，之后的话题没有列出。"))
    if len(found) > len(shown):
        sentences.append(_plain(f"{quoted(one.watch.name)}另有 {len(found) - len(shown)} 个账号较少的话题没有列出。"))
    tables = [_table(one, shown, facts)] if shown else []
    tables += [keywords.table(one.watch, words, facts.span)] if words else []
    return _lead(one, found[0]) if found else "", sentences, tables


def _words_alone(one: WatchFacts, until: datetime | None) -> tuple[str, list[Sentence], list[Table]]:
    """The day by keywords, and why there is no more."""
    name, span = quoted(one.watch.name), one.today.span
    reached = "还没有运行过" if until is None else f"只做到 {spoken(until)}"
    words = keywords.of_day(one, MOST_SHOWN)
    if not words:
        return "", [_unsure(f"{name}的话题发现{reached}；当天也没有两条以上帖文共同提到的词。")], []
    said = [_unsure(f"{name}的话题发现{reached}，下面按关键词列出。"), keywords.sentence(one.watch, words[0], span)]
    return keywords.lead(words[0]), said, [keywords.table(one.watch, words, span)]


def _plain(text: str) -> Sentence:
    return Sentence(text=text)


def _unsure(text: str) -> Sentence:
    return Sentence(text=text, tone=Tone.UNKNOWN)


def _lead(one: WatchFacts, each: DayTopic) -> str:
    tally = each.tally
    return (
        f"谈论最多的话题是{quoted(each.topic.title)}，{told(one.today, tally.authors)} 个账号、"
        f"{told(one.today, tally.posts)} 条帖文，负面 {told(one.today, tally.negative)} 条，{_rise(each)}。"
    )


def _sentence(one: WatchFacts, each: DayTopic, facts: Facts, *, several: bool) -> Sentence:
    topic, tally = each.topic, each.tally
    whose = f"{quoted(one.watch.name)}的" if several else ""
    size = (
        f"{whose}话题{quoted(topic.title)}当天有 {told(one.today, tally.authors)} 个账号、"
        f"{told(one.today, tally.posts)} 条帖文，其中负面 {told(one.today, tally.negative)} 条，{_rise(each)}"
    )
    coming = [topic_words.foretold(forecast) for forecast in topic_words.ahead(topic, facts.now)[:1]]
    parts = [size, _began(each, facts), _heat(each, facts), *coming]
    if topic.spread is Spread.COPIED:
        parts.append(topic_words.copied(topic))
    tone = Tone.BAD if _bad(each) and (each.new or topic_words.is_rising(topic, facts.now)) else Tone.PLAIN
    return Sentence(text="；".join(parts) + "。", query=links.topic(topic.key), tone=tone)


def _began(each: DayTopic, facts: Facts) -> str:
    writer = each.writer
    who = f"{writer.name or NAMELESS}（粉丝 {people(writer.followers)}）" if writer else UNKNOWN
    return f"{moment(each.topic.since, facts.span.day)} 开始，采到的首发是 {who}"


def _heat(each: DayTopic, facts: Facts) -> str:
    heat, told_at = each.topic.heat, moment(each.topic.told_at, facts.span.day)
    return f"热度 {heat.index:.0f}（0–100，{told_at} 统计）" if heat else "热度未知"


def _rise(each: DayTopic) -> str:
    """How the day stands to the days before."""
    if each.new:
        return "当天新出现"
    if each.usual is None:
        return "此前就有，无可比数据"
    much = f"，是其 {times(each.tally.authors, each.usual)}" if each.usual else ""
    return f"此前日均 {count(each.usual)} 个账号{much}"


def _bad(each: DayTopic) -> bool:
    return each.tally.negative * 2 > each.tally.posts


def _table(one: WatchFacts, shown: list[DayTopic], facts: Facts) -> Table:
    rows = tuple(_row(one, each, facts) for each in shown)
    return Table(title=f"{one.watch.name}：当天的话题", columns=COLUMNS, rows=rows)


def _row(one: WatchFacts, each: DayTopic, facts: Facts) -> tuple[Cell, ...]:
    topic, tally, key, day = each.topic, each.tally, one.watch.key, facts.span.day
    query = links.posts(key, day, topic=topic.key)
    copied = f"，{topic.spread.shown}" if topic.spread is Spread.COPIED else ""
    return (
        Cell(text=topic.title, query=links.topic(topic.key)),
        Cell(text=told(one.today, tally.authors), query=query),
        Cell(text=told(one.today, tally.posts), query=query),
        Cell(
            text=told(one.today, tally.negative),
            query=links.posts(key, day, topic=topic.key, polarity=Polarity.NEGATIVE),
            tone=Tone.BAD if _bad(each) else Tone.PLAIN,
        ),
        Cell(text=moment(topic.since, day)),
        Cell(text=_rise(each)),
        Cell(text=f"{topic.heat.index:.0f}" if topic.heat else UNKNOWN),
        Cell(text=topic_words.standing(topic, facts.now) + copied),
    )
