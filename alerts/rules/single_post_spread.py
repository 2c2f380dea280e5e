"""One negative post is being passed on fast."""

from datetime import datetime, timedelta

from alerts.evidence import Evidence, Spreading
from alerts.rule import Joins, Line, Rule
from alerts.wording import number, one_line
from domain.alert import Finding, Held, Reason
from domain.day import spoken
from domain.rule_settings import RuleSettings
from domain.watch import Watch

LINE = Line(words="一小时内转发与评论增加不少于 {}（阅读按十倍计）", values=(50, 100, 500))
READS = 10  # reads are counted ten times as easily: rows 6 to 8 of the standard
COUNTS = (("reposts", "转发"), ("comments", "评论"), ("reads", "阅读"))


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding for each negative post whose counts grow so fast; counts that are unknown say nothing."""
    least = LINE.at(settings.sensitivity)
    return [_finding(evidence.watch, post, least) for post in evidence.spreading if _is_fast(post, least, settings)]


def _is_fast(post: Spreading, least: float, settings: RuleSettings) -> bool:
    engaged = (post.gained.reposts or 0) + (post.gained.comments or 0)
    total = (post.measures.reposts or 0) + (post.measures.comments or 0)
    read = post.gained.reads is not None and post.gained.reads >= READS * least
    return (engaged >= least and total >= settings.floor) or read


def _finding(watch: Watch, post: Spreading, least: float) -> Finding:
    name = one_line(post.author_name, 30) or "未知作者"
    reasons = [_reason(word, getattr(post.gained, key), getattr(post.measures, key), least) for key, word in COUNTS]
    told = tuple(reason for reason in reasons if reason is not None)
    coming = "、".join(
        f"{word} {number(value)}" for key, word in COUNTS if (value := getattr(post.expected, key)) is not None
    )
    when = f"“{name}”于 {spoken(post.published_at)} 发布，数据读取于 {spoken(post.read_at)}"
    return Finding(
        rule=SINGLE_POST_SPREAD.name,
        watch=watch.key,
        fingerprint=f"{SINGLE_POST_SPREAD.name}:{watch.key}:{post.post}",
        title=f"{watch.name}：{post.channel.shown}“{name}”的一条负面帖文正在快速扩散",
        since=post.published_at,
        reasons=(Reason(text=when), *told, Reason(text=f"按多数帖文的走势，发布满一天时约有{coming or '未知'}")),
        measures=post.measures,
        posts=(post.post,),
        outlook=post.expected,
    )


def _reason(word: str, gained: int | None, total: int | None, least: float) -> Reason | None:
    if gained is None or total is None:
        return None
    text = f"{word}最近一小时增加 {number(gained)}，现为 {number(total)}"
    line = READS * least if word == "阅读" else least
    return Reason(text=text, observed=gained, expected=line, held=Held.LINE)


SINGLE_POST_SPREAD = Rule(
    name="single_post_spread",
    shown="单帖扩散",
    decide=find,
    reads=("spreading",),
    when="一条负面帖文的转发、评论或阅读在一小时内大量增加；给出发布满一天时的预计数（预测不计入定级）",
    hold=timedelta(hours=2),
    line=LINE,
    floor=50,
    floor_words="该帖转发与评论的总数",
    by_channel=True,
    joins=Joins(before=timedelta(hours=6)),
)
