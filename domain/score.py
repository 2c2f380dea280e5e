"""One verdict on one post."""

from typing import NamedTuple

from domain.shown import Shown


class Polarity(Shown):
    """Which way a post speaks; UNKNOWN where there is nothing to judge."""

    NEGATIVE = "negative", "负面"
    NEUTRAL = "neutral", "中性"
    POSITIVE = "positive", "正面"
    UNKNOWN = "unknown", "未知"


def strength(negativity: float | None) -> str:
    """A negativity as people read it everywhere, 91%, or 未知; it orders posts and is no probability."""
    return "未知" if negativity is None else f"{negativity:.0%}"


def told(polarity: Polarity, negativity: float | None) -> str:
    """Which way a post speaks and how strongly: 负面 91%; 中性（负面程度 42%）, for 42% of neutral it is not."""
    if negativity is None:
        return polarity.shown
    if polarity is Polarity.NEGATIVE:
        return f"{polarity.shown} {strength(negativity)}"
    return f"{polarity.shown}（负面程度 {strength(negativity)}）"


class Complaint(Shown):
    """What a post complains of; the kinds of clause 2.1 of the agreement and those that customers add to them."""

    SERVICE_DOWN = "service_down", "服务中断"
    REFUND = "refund", "投诉/退款"
    LEAK = "leak", "信息泄露"
    ATTACK = "attack", "网络攻击"
    LAW = "law", "违法违规/监管"
    SAFETY = "safety", "人身安全"
    LOGISTICS = "logistics", "物流"
    QUALITY = "quality", "质量"
    PRICE = "price", "价格"
    ATTITUDE = "attitude", "服务态度"
    OTHER = "other", "其他"


class Noise(Shown):
    """Posts that are kept and shown but must not raise an alarm."""

    ADVERT = "advert", "广告"
    LOTTERY = "lottery", "抽奖"
    COPY = "copy", "统一转发"


class DecidingWord(NamedTuple):
    """A word that moved a score; positive weights (log-odds) speak for negative.

    A tuple, not a dataclass: some are made for every post, and this one is made in a third of the time.
    """

    word: str
    weight: float


class Score(NamedTuple):
    """One verdict on one post: negativity between 0 and 1, what decided it, and what the post speaks of.

    `negativity` is None where `polarity` is UNKNOWN. `complaint` is the kind of complaint with the words that decided
    it, None where the post complains of nothing; `noise` says why the post stays out of alarms, None where it counts.
    `fingerprint` is the same for texts that differ in digits and signs only, None where a text is too short to tell.
    `topic_keys` are the keys by which a topic knows the post, those of the post at its head first; empty where they are
    `keys`. A tuple as DecidingWord is; make it by its fields' names.
    """

    negativity: float | None
    polarity: Polarity
    words: tuple[DecidingWord, ...]
    keys: tuple[str, ...]
    model: str
    complaint: Complaint | None = None
    complaint_words: tuple[str, ...] = ()
    noise: Noise | None = None
    fingerprint: int | None = None
    topic_keys: tuple[str, ...] = ()
