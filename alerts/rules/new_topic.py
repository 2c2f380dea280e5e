"""People speak of us with a word that nobody used before."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from alerts.evidence import Evidence, FreshTopic
from alerts.measures import gravest
from alerts.rule import Joins, Line, Rule
from alerts.wording import LONGEST_KEY, joined, number, one_line
from analysis.overlap import connected
from domain.alert import Finding, Held, Reason
from domain.day import spoken
from domain.rule_settings import RuleSettings
from domain.watch import Watch

LINE = Line(words="一天内不少于 {} 位作者", values=(10, 20, 50))


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding per new topic that enough people use and some speak badly of, unless a rise tells of it already.

    Topics that stand in the same posts are one, by the name of the first.
    """
    told = {key for rise in evidence.topics for key in (rise.key, *rise.also)}
    least = LINE.at(settings.sensitivity)
    topics = sorted(
        (
            topic
            for topic in evidence.fresh
            if topic.authors >= least and topic.negative >= settings.floor and topic.key not in told
        ),
        key=lambda topic: (topic.first_at, topic.key),
    )
    groups = [[topics[place] for place in group] for group in connected([frozenset(topic.posts) for topic in topics])]
    return [
        _finding(evidence.watch, first, others, least, apart=not evidence.is_of_surge(first))
        for first, *others in groups
    ]


def _finding(watch: Watch, topic: FreshTopic, others: Sequence[FreshTopic], least: float, *, apart: bool) -> Finding:
    key = one_line(topic.key, LONGEST_KEY)
    count = f"一天内 {number(topic.authors)} 位作者发了 {number(topic.count)} 条，其中负面 {number(topic.negative)} 条"
    return Finding(
        rule=NEW_TOPIC.name,
        watch=watch.key,
        fingerprint=f"{NEW_TOPIC.name}:{watch.key}:{topic.key}",
        title=f"{watch.name}：出现新话题“{key}”，已有 {number(topic.authors)} 人谈论",
        since=topic.first_at,
        reasons=(
            Reason(text=f"此前 14 天没有人用过，首次出现于 {spoken(topic.first_at)}", expected=0),
            Reason(text=count, observed=topic.authors, expected=least, held=Held.LINE),
            *_also(others),
        ),
        measures=gravest([topic.measures, *(other.measures for other in others)]),
        posts=topic.posts,
        apart=apart,
    )


def _also(others: Sequence[FreshTopic]) -> tuple[Reason, ...]:
    if not others:
        return ()
    words = joined([f"“{one_line(other.key, LONGEST_KEY)}”" for other in others], 5)
    return (Reason(text=f"同一批帖文还说到{words}"),)


NEW_TOPIC = Rule(
    name="new_topic",
    shown="新话题",
    decide=find,
    reads=("fresh", "topics", "surge"),
    after=("topic_burst",),  # a topic keeps the name under which it was told of
    when="谈到监测主题时出现了此前 14 天没有人用过的话题或词，一天内被多位作者使用，而且有负面",
    hold=timedelta(hours=6),
    line=LINE,
    floor=5,
    floor_words="谈到这个话题的负面帖文条数",
    joins=Joins(before=timedelta(hours=6)),
)
