from datetime import UTC, datetime

import pytest

from crawlers.importers.values import BadValue, count_of, kind_of, moment_of, shortened
from domain.post import PostKind

NINE_THIRTY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-23 09:30",
        "2026-11-23T09:30:00+08:00",
        "2026-11-23T01:30:00Z",
        "2026/11/23 09:30",
        "2026/11/23 9:30",
        "2026-11-23 9:30:00",
        "2026年11月23日 09:30",
        "Mon Nov 23 09:30:00 +0800 2026",
        "1795397400",
        "1795397400000",
    ],
)
def test_times_are_read_in_every_form_that_files_hold(cell: str) -> None:
    assert moment_of(cell) == NINE_THIRTY


@pytest.mark.parametrize("cell", ["", "昨天", "2026-13-01", "1970-01-01 08:00", "Mon Foo 23 09:30:00 +0800 2026"])
def test_what_is_no_time_is_refused(cell: str) -> None:
    with pytest.raises(BadValue):
        moment_of(cell)


def test_counts_and_kinds_are_read_or_refused() -> None:
    assert [count_of(cell) for cell in ("", "0", "1,234", "1.2万", "100万+")] == [None, 0, 1234, 12_000, 1_000_000]
    assert [kind_of(cell) for cell in ("", "评论", "REPOST")] == [PostKind.POST, PostKind.COMMENT, PostKind.REPOST]
    for bad in ("很多", "-3"):
        with pytest.raises(BadValue):
            count_of(bad)
    with pytest.raises(BadValue, match="视频"):
        kind_of("视频")


def test_a_cell_in_a_message_is_one_short_line() -> None:
    assert shortened("a\nb\x1b[31m" + "字" * 99).startswith("a□b□[31m字")
    assert len(shortened("字" * 99)) == 40
