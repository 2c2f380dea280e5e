"""What is said of one watch's day, honest about what was not collected."""

from domain.report import Sentence, Tone
from reports import links
from reports.facts import DayCount, Kept, WatchFacts
from reports.trends import Verdict, verdict
from reports.wording import UNKNOWN, change, count, per_cent, quoted, times


def told(day: DayCount, number: int) -> str:
    """A count of the day, honest about what was not collected."""
    if day.kept is Kept.NONE:
        return UNKNOWN
    return f"至少 {count(number)}" if day.kept is Kept.PART else count(number)


def sentence(watch: WatchFacts) -> Sentence:
    """The watch's day in one sentence: how much, how negative, against the days before."""
    today, name = watch.today, quoted(watch.watch.name)
    query = links.posts(watch.watch.key, today.span.day)
    if today.kept is Kept.NONE:
        return Sentence(text=f"{name}当天没有采集到任何数据，帖文数与负面数均为未知。", query=query, tone=Tone.UNKNOWN)
    counts, judged = today.counts, verdict(watch)
    share = f"，占 {per_cent(counts.share)}" if counts.share else ""
    unscored = f"，另有 {count(counts.unscored)} 条尚未判定" if counts.unscored else ""
    noise = f"另有 {count(counts.noise)} 条广告、抽奖或统一转发未计入；" if counts.noise else ""
    text = (
        f"{name}{'至少有' if today.kept is Kept.PART else '共有'} {count(counts.posts)} 条帖文，"
        f"来自 {count(today.authors)} 个账号，其中负面 {count(counts.negative)} 条{share}{unscored}；{noise}"
        f"{_against(watch)}；{_judgement(watch, judged)}。"
    )
    return Sentence(text=text, query=query, tone=Tone.BAD if judged is Verdict.HIGHER else Tone.PLAIN)


def gist(watch: WatchFacts) -> str:
    """The watch's day as the summary tells it, shorter."""
    today, name = watch.today, quoted(watch.watch.name)
    if today.kept is Kept.NONE:
        return sentence(watch).text
    counts = today.counts
    share = f"（{per_cent(counts.share)}）" if counts.share else ""
    return (
        f"{name}{'至少有' if today.kept is Kept.PART else '共有'} {count(counts.posts)} 条帖文，"
        f"负面 {count(counts.negative)} 条{share}；{_against(watch)}；{_judgement(watch, verdict(watch))}。"
    )


def _against(watch: WatchFacts) -> str:
    now = watch.today.counts.posts
    if not watch.today.comparable:
        return "当天采集不完整，帖文数不作对比"
    before = watch.before
    if not before.comparable:
        day = "前一日没有数据" if before.kept is Kept.NONE else "前一日采集不完整"
        return f"{day}，无法与之对比"
    mine = watch.usual_posts
    usual = f"，为前 7 日均值的 {times(now, mine)}" if mine else ""
    return f"帖文{change(now, before.counts.posts, '前一日')}{usual}"


def _judgement(watch: WatchFacts, judged: Verdict) -> str:
    if judged is Verdict.UNKNOWN:
        return "负面占比无可比数据"
    return f"负面占比{judged.shown}（前 7 日为 {per_cent(watch.usual_share)}）"


def note(watch: WatchFacts) -> str:
    """How the number of posts stands to the day before and to the usual."""
    before = watch.before
    compared = watch.today.comparable and before.comparable
    first = (
        change(watch.today.counts.posts, before.counts.posts, "前一日")
        if compared
        else f"前一日 {told(before, before.counts.posts)}"
    )
    return f"{first}；前 7 日均值 {mean(watch)}"


def mean(watch: WatchFacts) -> str:
    """The usual number of posts, and of how many days it is the mean where they are not all seven."""
    days = len(watch.usual)
    part = "" if days in {0, len(watch.past)} else f"（{days} 天可比）"
    return f"{count(watch.usual_posts)}{part}"
