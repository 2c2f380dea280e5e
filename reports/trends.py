"""Whether a day's share of negative posts stands out from the days before it."""

from domain.shown import Shown
from reports.facts import WatchFacts


class Verdict(Shown):
    """How the day's share stands to the usual one."""

    HIGHER = "higher", "高于平日，超出偶然波动"
    LOWER = "lower", "低于平日，超出偶然波动"
    USUAL = "usual", "在平日波动范围内"
    UNKNOWN = "unknown", "无可比数据"


def verdict(facts: WatchFacts) -> Verdict:
    """HIGHER or LOWER only where the two 95 % intervals do not touch; UNKNOWN where either share is not known."""
    today, usual = facts.today.counts.share, facts.usual_share
    if today is None or usual is None:
        return Verdict.UNKNOWN
    if today.low > usual.high:
        return Verdict.HIGHER
    return Verdict.LOWER if today.high < usual.low else Verdict.USUAL
