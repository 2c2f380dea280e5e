"""kill -9 of the serving process while messages are pushed: what was confirmed is on disk, the rest comes again."""

from pathlib import Path

import pytest

from tests.benchmarks.push_load import Load, measure, table

pytestmark = pytest.mark.slow


def test_no_pushed_message_is_lost_or_kept_twice(tmp_path: Path) -> None:
    load = Load(rate=60, seconds=8, kill_at=4)
    result = measure(load, tmp_path)
    told = table(load, result)
    assert all(one.accepted for one in result.pushed), told
    assert any(one.tries > 1 for one in result.pushed), f"the kill hit nothing\n{told}"
    assert (result.missing, result.stored, result.letters) == (0, len(result.pushed), len(result.pushed)), told
    assert result.back_after is not None
    assert result.back_after < 15, told
