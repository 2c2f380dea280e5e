import pytest
from scipy.stats import binomtest

from reports.shares import wilson


@pytest.mark.parametrize(("part", "whole"), [(0, 1), (1, 1), (0, 30), (86, 512), (3, 10), (9999, 20000)])
def test_the_interval_is_wilsons(part: int, whole: int) -> None:
    share = wilson(part, whole)
    other = binomtest(part, whole).proportion_ci(0.95, method="wilson")
    assert share is not None
    assert share.value == part / whole
    assert (share.low, share.high) == pytest.approx((other.low, other.high))


def test_nothing_has_no_share() -> None:
    assert wilson(0, 0) is None


def test_a_part_larger_than_the_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)
