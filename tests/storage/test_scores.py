"""Posts that want a verdict, because they have none or have another model's."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.post import Author, Channel, Post, PostKind
from domain.score import Polarity, Score
from storage import posts, scores
from storage.models import Post as PostRow
from storage.models import Watch

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 4, 2, tzinfo=UTC)


def verdict(model: str) -> Score:
    return Score(negativity=0.5, polarity=Polarity.NEUTRAL, words=(), keys=(), model=model)


def test_verdicts_of_another_model_are_found_newest_first_until_there_are_none() -> None:
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭出行")
    some = [
        Post(
            channel=Channel.WEIBO,
            native_id=str(number),
            kind=PostKind.POST,
            text=f"青鹭出行 {number}",
            published_at=AT + timedelta(minutes=number),
            collected_at=AT,
            author=Author(key="u"),
        )
        for number in range(7)
    ]
    posts.store(some, watch=watch.pk, now=AT)
    rows = list(PostRow.objects.order_by("id").values_list("pk", flat=True))
    scores.save([(row, verdict("b" if row == rows[3] else "a")) for row in rows[:6]], AT)
    assert scores.count_stale("b") == 5
    assert scores.count_stale("a") == 1
    first = [one.post for one in scores.stale("b", 3)]
    assert first == [rows[5], rows[4], rows[2]]
    assert [one.post for one in scores.stale("b", 3, before=first[-1])] == [rows[1], rows[0]]
    scores.save([(row, verdict("b")) for row in rows[:6]], AT)
    assert (scores.count_stale("b"), scores.stale("b", 3)) == (0, [])
    assert [one.post for one in scores.unscored(10)] == [rows[6]]
