"""The same long words by many hands: marked, counted apart, and heard once."""

from datetime import datetime, timedelta

import pytest

from domain.day import bucket_of
from domain.label import LabelKind
from domain.post import Author, Channel, Post, PostKind, Verification
from domain.score import Noise, Polarity, Score
from storage import copies, labels, posts, rollups, scores
from storage.models import Post as PostRow
from storage.models import Rollup, Watch
from storage.models import Score as ScoreRow

PRINT = -7_316_529_000_000_000_001


@pytest.fixture
def watch(db: None) -> Watch:
    return Watch.objects.create(name="青鹭出行", any_words="青鹭")


def write(
    watch: Watch,
    now: datetime,
    number: int,
    *,
    kind: PostKind = PostKind.POST,
    author: str | None = None,
    verification: Verification | None = None,
    noise: Noise | None = None,
    first: int = 0,
) -> list[int]:
    """So many scored negative posts with one fingerprint, an author each, a second apart."""
    some = [
        Post(
            channel=Channel.WEIBO,
            native_id=f"{kind}-{first + n}",
            kind=kind,
            text=f"青鹭的文案 {n}",
            published_at=now - timedelta(minutes=20) + timedelta(seconds=first + n),
            collected_at=now,
            author=Author(key=author or f"a{first + n}", verification=verification),
        )
        for n in range(number)
    ]
    posts.store(some, watch=watch.pk, now=now)
    rows = PostRow.objects.filter(native_id__in=[post.native_id for post in some]).order_by("pk")
    score = Score(
        negativity=0.9, polarity=Polarity.NEGATIVE, words=(), keys=(), model="test", noise=noise, fingerprint=PRINT
    )
    keys = list(rows.values_list("pk", flat=True))
    scores.save([(key, score) for key in keys], now)
    rollups.refresh()
    return keys


def marked() -> set[int]:
    return set(ScoreRow.objects.filter(noise=Noise.COPY.value).values_list("pk", flat=True))


def test_the_eighth_account_turns_the_copies_into_a_campaign_and_the_first_goes_on_to_count(
    watch: Watch, now: datetime
) -> None:
    seven = write(watch, now, 7)
    assert marked() == set()
    assert sum(Rollup.objects.values_list("negative", flat=True)) == 7
    (eighth,) = write(watch, now, 1, first=7)
    assert marked() == {*seven[1:], eighth}
    sums = [sum(Rollup.objects.values_list(name, flat=True)) for name in ("posts", "authors", "negative", "noise")]
    assert sums == [1, 1, 1, 7]
    assert copies.alike(eighth) == copies.Alike(posts=8, authors=8)


def test_scoring_anew_keeps_the_marks(watch: Watch, now: datetime) -> None:
    keys = write(watch, now, 9)
    before = marked()
    plain = Score(negativity=0.1, polarity=Polarity.NEUTRAL, words=(), keys=(), model="new", fingerprint=PRINT)
    scores.save([(key, plain) for key in keys[4:6]], now)
    assert marked() == before


@pytest.mark.parametrize(
    ("kind", "author", "verification"),
    [
        (PostKind.REPOST, None, None),
        (PostKind.ARTICLE, None, None),
        (PostKind.POST, "one-and-the-same", None),
        (PostKind.POST, None, Verification.MEDIA),
        (PostKind.COMMENT, None, Verification.GOVERNMENT),
    ],
)
def test_reposts_reprints_one_author_and_news_are_no_campaign(
    watch: Watch, now: datetime, kind: PostKind, author: str | None, verification: Verification | None
) -> None:
    write(watch, now, 12, kind=kind, author=author, verification=verification)
    assert marked() == set()
    assert sum(Rollup.objects.values_list("negative", flat=True)) == 12


def test_an_earlier_post_found_later_takes_the_place_of_the_first(watch: Watch, now: datetime) -> None:
    keys = write(watch, now, 8, first=100)
    (earlier,) = write(watch, now, 1)
    assert marked() == set(keys)
    assert earlier not in marked()


def test_what_a_person_calls_negative_counts_again(watch: Watch, now: datetime) -> None:
    keys = write(watch, now, 8)
    labels.correct(keys[5], LabelKind.NEG, "林晓", now)
    rollups.refresh()
    assert keys[5] not in marked()
    write(watch, now, 1, first=50)
    assert keys[5] not in marked()
    assert sum(Rollup.objects.values_list("negative", flat=True)) == 2


def test_unknown_posts_and_noise_are_counted_apart(watch: Watch, now: datetime) -> None:
    write(watch, now, 3, noise=Noise.ADVERT)
    row = Rollup.objects.get(bucket=bucket_of(now - timedelta(minutes=20)))
    assert (row.posts, row.noise, row.authors, row.negative, row.engagement) == (0, 3, 0, 0, 0)
    unknown = Score(negativity=None, polarity=Polarity.UNKNOWN, words=(), keys=(), model="test")
    scores.save([(PostRow.objects.order_by("pk")[0].pk, unknown)], now)
    rollups.refresh()
    row = Rollup.objects.get(bucket=row.bucket)
    assert (row.posts, row.unknown, row.noise) == (1, 1, 2)
