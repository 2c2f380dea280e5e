"""A share and how far it can be trusted."""

from math import sqrt

Z95 = 1.959964


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """95 % interval of a share by Wilson (1927); None where there is nothing to divide by."""
    if whole <= 0:
        return None
    share = part / whole
    middle = share + Z95**2 / (2 * whole)
    spread = Z95 * sqrt(share * (1 - share) / whole + Z95**2 / (4 * whole**2))
    scale = 1 + Z95**2 / whole
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def spoken_share(part: int, whole: int) -> str:
    """38%（95% 区间 29%–48%）, or 未知 where nothing was scored."""
    interval = wilson(part, whole)
    if interval is None:
        return "未知"
    low, high = interval
    return f"{part / whole:.0%}（95% 区间 {low:.0%}–{high:.0%}）"
