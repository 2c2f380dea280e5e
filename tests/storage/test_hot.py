"""Ranks over time, in few rows."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.hot import HotEntry, HotList
from domain.watch import Watch
from storage import hot
from storage.models import HotRank, HotTopic

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
TEN = timedelta(minutes=10)


def board(at: datetime, *titles: str, heat: int = 1_000_000, label: str | None = None) -> tuple[HotEntry, ...]:
    return tuple(
        HotEntry(list=HotList.SEARCH, title=title, read_at=at, rank=place, heat=heat // place, label=label)
        for place, title in enumerate(titles, start=1)
    )


def read(at: datetime, *titles: str, **more: object) -> int:
    return hot.keep(HotList.SEARCH, at, board(at, *titles, **more))  # type: ignore[arg-type]


def test_only_what_moved_gets_a_row() -> None:
    assert read(AT, "青鹭出行崩了", "别的事") == 2
    assert read(AT + TEN, "青鹭出行崩了", "别的事") == 0
    assert read(AT + 2 * TEN, "别的事", "青鹭出行崩了") == 2
    rows = HotRank.objects.filter(topic__title="青鹭出行崩了").values_list("read_at", "rank", "off")
    assert list(rows) == [(AT, 1, False), (AT + 2 * TEN, 2, False)]


def test_leaving_and_coming_back_are_told() -> None:
    read(AT, "青鹭出行崩了", "别的事")
    read(AT + TEN, "别的事")
    topic = HotTopic.objects.get(title="青鹭出行崩了")
    assert (topic.gone_at, topic.last_seen_at, topic.best_rank) == (AT + TEN, AT, 1)
    read(AT + 2 * TEN, "别的事", "青鹭出行崩了")
    topic.refresh_from_db()
    assert topic.gone_at is None
    assert [row.off for row in topic.ranks.order_by("read_at")] == [False, True, False]


def test_a_mark_and_a_fifth_of_heat_are_worth_a_row() -> None:
    read(AT, "青鹭出行崩了")
    assert read(AT + TEN, "青鹭出行崩了", heat=1_100_000) == 0
    assert read(AT + 2 * TEN, "青鹭出行崩了", heat=1_250_000) == 1
    assert read(AT + 3 * TEN, "青鹭出行崩了", heat=1_250_000, label="爆") == 1
    assert HotTopic.objects.get().peak_heat == 1_250_000


def test_an_empty_or_older_reading_changes_nothing() -> None:
    read(AT, "青鹭出行崩了")
    assert read(AT + TEN) == 0
    assert read(AT - TEN, "别的事") == 0
    assert HotTopic.objects.get().gone_at is None


def test_titles_that_name_a_watch_are_found() -> None:
    read(AT, "青鹭出行崩了", "青鹭出行 招聘", "别的事", label="热")
    watch = Watch(key=1, name="青鹭", any_words=("青鹭出行",), none_words=("招聘",))
    (named,) = hot.naming(watch, AT - TEN)
    assert (named.title, named.rank, named.best_rank, named.label, named.on) == ("青鹭出行崩了", 1, 1, "热", True)
    assert hot.naming(watch, AT + TEN) == ()


def test_a_year_of_a_restless_list_stays_small() -> None:
    """Below the tenth place titles swap with their neighbours at every reading; that is no news."""
    calm = [f"事件{number}" for number in range(50)]
    restless = calm[:12] + [calm[place ^ 1] for place in range(12, 50)]
    rows = sum(read(AT + step * TEN, *(restless if step % 2 else calm)) for step in range(40))
    assert rows == 50


def test_old_titles_are_forgotten_with_their_history() -> None:
    read(AT, "青鹭出行崩了")
    assert hot.forget(AT + TEN) == 1
    assert not HotRank.objects.exists()
