"""kill -9 of the serving process while messages are pushed: what was confirmed is on disk, the rest comes again."""

from pathlib import Path

import pytest

from tests.benchmarks.push_load import Load, measure, table

pytestmark = pytest.mark.slow
BACK_IN_TIME = 10.0
"""Seconds after which the platform may have pushed for the last time; a crowded machine starts more slowly."""


def test_no_pushed_message_is_lost_or_kept_twice(tmp_path: Path) -> None:
    load = Load(rate=60, seconds=8, kill_at=4)
    result = measure(load, tmp_path)
    told = table(load, result)
    assert result.lost == 0, told
    assert any(one.tries > 1 for one in result.pushed), f"the kill hit nothing\n{told}"
    assert result.stored == result.letters == len(result.pushed) - result.given_up, told
    assert result.back_after is not None
    if result.back_after < BACK_IN_TIME:
        assert result.given_up == 0, told
