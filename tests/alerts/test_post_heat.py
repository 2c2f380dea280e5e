"""The heat of one post: from its counts and their growth; what is not known is left out, never 0."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts.post_heat import heat_of
from analysis.heat import Facts, post_heat
from domain.post import Author, Verification
from domain.post import Reading as Counts
from storage import listing
from storage.models import Post, Reading, Watch
from tests.console.conftest import a_post, keep

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
OLD = NOON - timedelta(hours=8)
pytestmark = pytest.mark.django_db


def written(published: datetime, readings: dict[int, int | None], followers: int | None = None) -> tuple[int, datetime]:
    """A post with reposts by the minutes before noon at which they were read."""
    watch = Watch.objects.create(name="云帆", any_words="云帆")
    level = Verification.MEDIA if followers else None
    author = Author(key="u", name="报", followers=followers, verification=level)
    for ago, reposts in sorted(readings.items(), reverse=True):
        at = NOON - timedelta(minutes=ago)
        counts = Counts(read_at=at, reposts=reposts)
        keep(watch, [a_post("p", published, author=author, reading=counts)], at)
    return Post.objects.get(native_id="p").pk, NOON


def heat(post: int, now: datetime) -> object:
    shown = listing.one(post)
    assert shown is not None
    return heat_of(shown, list(Reading.objects.filter(post_id=post).order_by("-read_at")), now)


def test_growth_is_what_the_last_hour_brought() -> None:
    post, now = written(OLD, {5: 400, 65: 100, 300: 10}, followers=50_000)
    expected = Facts(reposts=400, before=300.0, followers=50_000, verification=Verification.MEDIA)
    assert heat(post, now) == post_heat(expected)


def test_growth_over_many_hours_is_told_as_that_of_one() -> None:
    post, now = written(OLD, {5: 400, 245: 100})
    assert heat(post, now) == post_heat(Facts(reposts=400, before=1200 - 900 / 4))


def test_a_post_younger_than_an_hour_had_nothing_before() -> None:
    post, now = written(NOON - timedelta(minutes=50), {5: 40})
    assert heat(post, now) == post_heat(Facts(reposts=40, before=0.0))


@pytest.mark.parametrize(
    "readings",
    [{5: 400}, {5: 400, 12: 390}, {180: 400, 260: 100}, {5: 400, 70: None}],
    ids=["one reading", "two in ten minutes", "read long ago", "an unknown count before"],
)
def test_where_nothing_tells_of_the_last_hour_growth_is_unknown(readings: dict[int, int | None]) -> None:
    post, now = written(OLD, readings)
    assert heat(post, now) == post_heat(Facts(reposts=400))


def test_of_a_post_of_which_nothing_is_known_the_heat_is_unknown() -> None:
    post, now = written(OLD, {5: None})
    assert heat(post, now) is None
