"""When the model changes, what was judged before is judged again behind what is new, and people's word stays."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.label import LabelKind
from domain.post import Author, Channel, Post, PostKind
from domain.score import Polarity, Score
from service.scoring import score_all, score_stale
from service.weighing import current_model
from storage import labels, posts, rollups, scores
from storage.models import Post as PostRow
from storage.models import Rollup, Watch
from storage.models import Score as ScoreRow

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 4, 2, tzinfo=UTC)
OLD = Score(negativity=0.5, polarity=Polarity.NEUTRAL, words=(), keys=(), model="old/1")


def nobody(done: int, total: int | None) -> None:
    """Hears no progress."""


@pytest.fixture
def rows() -> list[int]:
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭出行")
    some = [
        Post(
            channel=Channel.WEIBO,
            native_id=str(number),
            kind=PostKind.POST,
            text=f"青鹭出行太垃圾了，客服骗人，退款都不给，第{number}次",
            published_at=AT + timedelta(minutes=number),
            collected_at=AT,
            author=Author(key=f"u{number}"),
        )
        for number in range(6)
    ]
    posts.store(some, watch=watch.pk, now=AT)
    keys = list(PostRow.objects.order_by("id").values_list("pk", flat=True))
    scores.save([(key, OLD) for key in keys[:5]], AT)
    rollups.refresh()
    return keys


def test_new_posts_first_then_the_newest_of_the_old_ones(rows: list[int]) -> None:
    assert score_all(nobody) == 1
    assert score_stale(nobody, most=2) == 2
    assert set(ScoreRow.objects.filter(model="old/1").values_list("post_id", flat=True)) == set(rows[:3])
    assert score_stale(nobody) == 3
    assert score_stale(nobody) == 0
    assert set(ScoreRow.objects.values_list("model", flat=True)) == {current_model()}


def test_rollups_follow_and_a_person_is_not_overruled(rows: list[int]) -> None:
    labels.correct(rows[0], LabelKind.POS, "小周", AT)
    score_all(nobody)
    score_stale(nobody)
    assert sum(Rollup.objects.values_list("negative", flat=True)) == 5
    assert sum(Rollup.objects.values_list("positive", flat=True)) == 1
    assert ScoreRow.objects.get(pk=rows[0]).corrected_by == "小周"
