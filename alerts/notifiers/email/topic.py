"""What a mail says of the topic that an alert belongs to; foreign words are made harmless."""

from dataclasses import dataclass
from datetime import datetime

from alerts.notifiers.email.quoting import quoted
from alerts.wording import number
from domain import topic_words
from domain.day import spoken
from domain.topic import Topic
from storage import topics
from storage.models import Alert


@dataclass(frozen=True, kw_only=True)
class TopicLines:
    """The title, and lines that are ready to read."""

    title: str
    lines: tuple[str, ...]


def topic_lines(alert: Alert, now: datetime) -> TopicLines | None:
    """The topic of the alert's posts; None where they belong to none."""
    topic = topics.of_alerts([alert.pk]).get(alert.pk)
    if topic is None:
        return None
    said = [f"网友原话：{quoted(topic.sentences[0].text)}"] if topic.sentences else []
    coming = [topic_words.foretold(forecast) for forecast in topic_words.ahead(topic, now)]
    lines = (*said, _size(topic), topic_words.copied(topic), *coming)
    return TopicLines(title=quoted(topic.title), lines=lines)


def _size(topic: Topic) -> str:
    many = f"{number(topic.posts)} 条帖文、{number(topic.authors)} 个账号，其中负面 {number(topic.negative)} 条"
    heat = "" if topic.heat is None else f"，热度 {topic.heat.index:.0f}（0–100）"
    return f"{spoken(topic.since)} 起，{many}{heat}（统计到 {spoken(topic.told_at)}）"
