"""A topic in the words that pages, mails and reports share."""

from datetime import datetime, timedelta
from math import ceil

from domain.heat import Forecast
from domain.topic import Spread, Topic

TOLD_WITHIN = timedelta(hours=2)  # what was told longer ago says nothing of now
SILENT = timedelta(hours=3)  # without a post nothing rises, however its words do elsewhere
HELD = "五次里有四次落在这个区间"
PARTS = (("engagement", "互动"), ("velocity", "增速"), ("reach", "粉丝覆盖"), ("level", "账号身份"))


def foretold(forecast: Forecast) -> str:
    """未来 6 小时约新增 40–120 条（五次里有四次落在这个区间）."""
    low, high = int(forecast.low), ceil(forecast.high)
    many = f"{low:,}–{high:,} 条" if low < high else f"{low:,} 条"
    return f"未来 {forecast.hours} 小时约新增 {many}（{HELD}）"


def ahead(topic: Topic, now: datetime) -> tuple[Forecast, ...]:
    """The forecasts that still say something: told lately."""
    return topic.forecasts if is_told(topic, now) else ()


def is_told(topic: Topic, now: datetime) -> bool:
    """Whether what is known of the topic was told lately."""
    return now - topic.told_at <= TOLD_WITHIN


def is_rising(topic: Topic, now: datetime) -> bool:
    """Whether it rises as far as anyone knows; a topic that is silent, or not told lately, is not said to."""
    return _has_risen(topic) and is_told(topic, now)


def is_bad(topic: Topic) -> bool:
    """Whether more than half of what is said is negative."""
    return 2 * topic.negative > topic.posts


def share(topic: Topic) -> float | None:
    """Negative ones among all posts, also those that have no verdict yet; None without posts."""
    return topic.negative / topic.posts if topic.posts else None


def standing(topic: Topic, now: datetime) -> str:
    """仍在上升 or 已不再上升; 近况未知 where it was rising and nothing was told since."""
    if not _has_risen(topic):
        return "已不再上升"
    return "仍在上升" if is_told(topic, now) else "近况未知"


def _has_risen(topic: Topic) -> bool:
    """Whether it rose when it was told."""
    return topic.on and topic.told_at - topic.last_at <= SILENT


def copied(topic: Topic) -> str:
    """How much is copied, 疑似刷量/统一转发（最大一组雷同帖文占 64%）; unknown where no post has words of its own."""
    if topic.copied is None:
        return "雷同帖文占比未知"
    whole = f"最大一组雷同帖文占 {topic.copied:.0%}"
    return f"{Spread.COPIED.shown}（{whole}）" if topic.spread is Spread.COPIED else whole
