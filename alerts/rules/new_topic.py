"""People speak of us with a word that nobody used before."""

from datetime import datetime, timedelta

from alerts.evidence import Evidence, FreshTopic
from alerts.rule import Line, Rule
from alerts.wording import LONGEST_KEY, number, one_line
from domain.alert import Finding, Reason
from domain.day import spoken
from domain.rule_settings import RuleSettings
from domain.watch import Watch

LINE = Line(words="一天内不少于 {} 位作者", values=(10, 20, 50))


def find(evidence: Evidence, now: datetime, settings: RuleSettings) -> list[Finding]:
    """One finding per new topic that enough people use and some speak badly of, unless a rise tells of it already."""
    told = {key for rise in evidence.topics for key in (rise.key, *rise.also)}
    least = LINE.at(settings.sensitivity)
    return [
        _finding(evidence.watch, topic, least)
        for topic in evidence.fresh
        if topic.authors >= least and topic.negative >= settings.floor and topic.key not in told
    ]


def _finding(watch: Watch, topic: FreshTopic, least: float) -> Finding:
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
            Reason(text=count, observed=topic.authors, expected=least),
        ),
        measures=topic.measures,
        posts=topic.posts,
    )


NEW_TOPIC = Rule(
    name="new_topic",
    shown="新话题",
    decide=find,
    when="谈到监测主题时出现了此前 14 天没有人用过的话题或词，一天内被多位作者使用，而且有负面",
    hold=timedelta(hours=6),
    line=LINE,
    floor=5,
    floor_words="谈到这个话题的负面帖文条数",
)
