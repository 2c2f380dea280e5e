"""采集情况: what was not collected and why, the ways of getting nothing told apart."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import PureWindowsPath

from domain.crawl import COVERING, CrawlOutcome
from domain.day import spoken, spoken_span
from domain.refusal import cure_for, word_for
from domain.report import Cell, Section, Sentence, Table, Tone
from domain.source import SourceState
from domain.source_state import SourceHealth
from domain.watch import Watch
from reports import links
from reports.coverage import Attempt, Cover, Miss
from reports.facts import Facts, Kept, WatchFacts
from reports.wording import clock, clock_end, count, excerpt, quoted
from storage.models import ImportRun

KEY, TITLE = "coverage", "采集情况"
MOST_GAPS = 6
MOST_IMPORTS = 3
COLUMNS = ("监测主题", "渠道", "覆盖", "未覆盖时长")


def make(facts: Facts) -> Section:
    """A sentence for each gap, a table of how crawls ended, and imports."""
    sentences = [sentence for one in facts.watches for sentence in _sentences(one)]
    sentences += [_source(one) for one in facts.sources]
    return Section(
        key=KEY,
        title=TITLE,
        lead=_lead(facts),
        sentences=tuple(sentences) or (Sentence(text="没有启用的监测主题。"),),
        tables=_tables(facts),
    )


def _source(one: SourceHealth) -> Sentence:
    """A source that is silent or declines, in one sentence: from when, why, and the cure."""
    name, why = f"{one.source.kind.shown}{quoted(one.source.name)}", excerpt(one.source.reason, 80).rstrip("。")
    if one.state is SourceState.STALE:
        expected = one.source.expect_hours
        usual = f"约定 {expected} 小时内应有" if expected else one.usual
        gap = f"自 {spoken(one.since)} 起没有新内容（{usual}）"
    else:
        gap = f"自 {spoken(one.since)} 起{one.state.shown}" + (f"（{why}）" if why else "")
    return Sentence(text=f"{name}{gap}；怎么办：{one.cure.rstrip('。')}。", query=links.sources(), tone=Tone.BAD)


def _tables(facts: Facts) -> tuple[Table, ...]:
    """How often crawls ended in which way; ways that never happened have no column."""
    covers = [(one.watch, cover) for one in facts.watches for cover in one.today.covers]
    seen = {outcome for _, cover in covers for outcome in cover.outcomes()}
    outcomes = [outcome for outcome in CrawlOutcome if outcome in seen]
    rows = tuple(_row(watch, cover, facts.span.day, outcomes) for watch, cover in covers)
    columns = (*COLUMNS, *(outcome.shown for outcome in outcomes))
    return (Table(title="各渠道采集结果（次）", columns=columns, rows=rows),) if rows else ()


def _lead(facts: Facts) -> str:
    covers = [(one, cover) for one in facts.watches for cover in one.today.covers]
    missing = [(one, cover) for one, cover in covers if cover.misses]
    if not facts.watches:
        return ""
    if not missing and facts.sources:
        return f"各渠道采集完整，但有 {len(facts.sources)} 个来源久无更新或没有正常答复，见“{TITLE}”。"
    if not missing:
        if late := sum((one.until - one.since for _, cover in covers for one in cover.made_up), timedelta()):
            return f"各渠道内容已采齐，但有 {spoken_span(late)}的内容迟到，见“{TITLE}”。"
        return "各渠道全天采集完整。" if facts.span.over else "到目前为止各渠道采集完整。"
    if all(one.today.kept is Kept.IMPORTED for one in facts.watches):
        return "数据来自文件导入，当天没有采集记录，是否完整未知。"
    one, worst = max(missing, key=lambda pair: pair[1].missed)
    name = quoted(one.watch.name) if len(facts.watches) > 1 else ""
    more = f"等 {len(missing)} 处" if len(missing) > 1 else ""
    gap = f"{name}{worst.channel.shown}有 {spoken_span(worst.missed)} 未采到（{_why(worst.misses)}）{more}"
    return f"采集有缺口：{gap}，相关数字只是下限。"


def _sentences(one: WatchFacts) -> Iterable[Sentence]:
    for cover in one.today.covers:
        yield from _cover(one.watch, cover, one.today.span.day, imported=one.today.kept is Kept.IMPORTED)
    yield from _imports(one.watch)


def _cover(watch: Watch, cover: Cover, day: date, *, imported: bool) -> Iterable[Sentence]:
    name = f"{quoted(watch.name)}{cover.channel.shown}"
    query = links.crawls(watch.key, day, cover.channel)
    if not cover.misses:
        well = "内容已采齐，其中有迟到的" if cover.made_up else "采集完整"
        yield Sentence(text=f"{name}{well}，共 {count(len(cover.attempts))} 次。", query=query)
        yield from _late(name, cover, query)
        return
    if not cover.attempts:
        known = "，数据来自文件导入，是否完整未知" if imported else ""
        yield Sentence(text=f"{name}当天没有运行过采集任务{known}。", query=query, tone=Tone.UNKNOWN)
        return
    for miss in cover.misses[:MOST_GAPS]:
        stretch = f"{clock(miss.since)} 至 {clock_end(miss.until, miss.since)}"
        text = f"{name} {stretch} 未采到（{spoken_span(miss.until - miss.since)}）：{_why([miss])}。"
        yield Sentence(text=text, query=query, tone=Tone.BAD)
    yield from _late(name, cover, query)
    if cures := _cures(cover.misses):
        yield Sentence(text=f"{name}怎么办：{cures}。", query=query)
    rest = cover.misses[MOST_GAPS:]
    if rest:
        length = spoken_span(sum((miss.until - miss.since for miss in rest), timedelta()))
        yield Sentence(text=f"{name}另有 {len(rest)} 处缺口，合计 {length}。", query=query, tone=Tone.BAD)


def _late(name: str, cover: Cover, query: str) -> Iterable[Sentence]:
    """What came only later: nobody saw it in time, and what was deleted meanwhile never comes."""
    for one in cover.made_up[:MOST_GAPS]:
        stretch = f"{clock(one.since)} 至 {clock_end(one.until, one.since)}"
        why = "、".join(f"{word} {runs} 次" for word, runs in _words(one.tried).items())
        text = (
            f"{name} {stretch} 的内容当时没有采到（{why}），已由 {spoken(one.at)} 的采集补齐；"
            "这段时间的预警因此迟到，补采之前已被删除的帖文补不回来。"
        )
        yield Sentence(text=text, query=query, tone=Tone.BAD)


def _why(misses: Iterable[Miss]) -> str:
    """The outcomes of the crawls that tried, each with its number and last reason; or that none tried."""
    tried = [attempt for miss in misses for attempt in miss.tried]
    if not tried:
        return "这段时间没有采集任务运行"
    said = []
    for word in dict.fromkeys(word_for(attempt.outcome, attempt.refusal) for attempt in _by_outcome(tried)):
        same = [attempt for attempt in tried if word_for(attempt.outcome, attempt.refusal) == word]
        reason = excerpt(same[-1].reason, 60).rstrip("。")
        said.append(f"{word} {len(same)} 次" + (f"，{reason}" if reason else ""))
    return "；".join(said)


def _words(tried: Iterable[Attempt]) -> Counter[str]:
    """How often crawls ended in which way, in the words that headlines use."""
    return Counter(word_for(attempt.outcome, attempt.refusal) for attempt in _by_outcome(tried))


def _by_outcome(tried: Iterable[Attempt]) -> list[Attempt]:
    """In the order in which outcomes are defined."""
    order = list(CrawlOutcome)
    return sorted(tried, key=lambda attempt: order.index(attempt.outcome))


def _cures(misses: Iterable[Miss]) -> str:
    """What to do about each way in which the crawls of these gaps ended; empty where nothing is to be done."""
    tried = _by_outcome(attempt for miss in misses for attempt in miss.tried)
    cures = dict.fromkeys(cure_for(attempt.outcome, attempt.refusal) for attempt in tried)
    return "；".join(cure for cure in cures if cure)


def _imports(watch: Watch) -> Iterable[Sentence]:
    """Files that people brought in; the posts of a file may be of any day."""
    runs = ImportRun.objects.filter(watch_id=watch.key).order_by("-started_at")
    for run in runs[:MOST_IMPORTS]:
        end = f"{spoken(run.finished_at)} 完成" if run.finished_at else "尚未完成"
        text = (
            f"{quoted(watch.name)}有文件导入：{PureWindowsPath(run.path).name}，{spoken(run.started_at)} 开始，{end}，"
            f"新增 {count(run.new)} 条，重复 {count(run.found_again)} 条，拒收 {count(run.refused)} 条；"
            "导入不计入采集覆盖。"
        )
        yield Sentence(text=text)


def _row(watch: Watch, cover: Cover, day: date, shown: Sequence[CrawlOutcome]) -> tuple[Cell, ...]:
    query = links.crawls(watch.key, day, cover.channel)
    outcomes = cover.outcomes()
    missed = spoken_span(cover.missed) if cover.misses else "无"
    return (
        Cell(text=watch.name),
        Cell(text=cover.channel.shown, query=query),
        Cell(text=f"{cover.part:.1%}", query=query, tone=Tone.BAD if cover.misses else Tone.PLAIN),
        Cell(text=missed, query=query),
        *(
            Cell(
                text=count(outcomes[outcome]),
                query=query if outcomes[outcome] else "",
                tone=Tone.BAD if outcomes[outcome] and outcome not in COVERING else Tone.PLAIN,
            )
            for outcome in shown
        ),
    )
