"""A share in words, with how far it can be trusted."""

from analysis.negativity import wilson


def spoken_share(part: int, whole: int) -> str:
    """38%（95% 区间 29%–48%）, or 未知 where nothing was scored."""
    interval = wilson(part, whole)
    if interval is None:
        return "未知"
    low, high = interval
    return f"{part / whole:.0%}（95% 区间 {low:.0%}–{high:.0%}）"
