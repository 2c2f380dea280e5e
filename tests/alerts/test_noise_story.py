"""Adverts, lotteries and arranged copies wake nobody; the people who complain beside them still do."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from alerts.evaluate import evaluate
from alerts.notifiers.email import views
from domain.score import Complaint, Noise, Polarity
from storage import evidence, figures, heard_posts, rollups
from storage.evidence import Matter
from storage.models import Alert, AlertPost, Keyword, KeywordPost, Score
from tests.alerts.conftest import World


def hush(posts: Sequence[int], noise: Noise = Noise.LOTTERY) -> None:
    Score.objects.filter(pk__in=posts).update(noise=noise.value)
    rollups.mark_posts(posts)
    rollups.refresh()


@pytest.mark.parametrize("noise", list(Noise))
def test_a_surge_of_noise_raises_nothing(staffed: World, now: datetime, noise: Noise) -> None:
    staffed.ordinary_days(until=now - timedelta(hours=1))
    hush(staffed.surge(60, until=now), noise)
    assert evaluate(now).raised == 0
    assert not Alert.objects.exists()


def test_a_real_surge_amid_noise_is_told_with_real_posts_alone(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now - timedelta(hours=1))
    real = staffed.surge(30, until=now)
    noise = staffed.surge(40, until=now, reposts=90_000)
    hush(noise)
    assert evaluate(now).raised == 1
    alert = Alert.objects.get()
    proof = set(AlertPost.objects.filter(alert=alert).values_list("post_id", flat=True))
    assert proof
    assert proof <= set(real)
    assert alert.title.startswith("青鹭出行：1 小时内负面帖文 3")
    assert not any("转发" in reason and "90,000" in reason for reason in alert.grade_reasons)


def test_a_loud_advertiser_is_no_loud_critic(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now - timedelta(hours=1))
    loud = staffed.write(now - timedelta(minutes=9), negative=True, followers=5_000_000)
    hush([loud], Noise.ADVERT)
    assert evaluate(now).raised == 0


def test_spread_authors_and_keywords_leave_noise_out(staffed: World, now: datetime) -> None:
    at = [now - timedelta(minutes=8)] * 12
    posts = staffed.write_many(at, negative=True, keys=("#青鹭月卡#",), reposts=700)
    hush(posts[2:])
    keyword = Keyword.objects.get()
    assert KeywordPost.objects.filter(keyword=keyword).count() == 12
    first, end = int((now - timedelta(hours=1)).timestamp()), int(now.timestamp()) + 300
    for matter in (Matter(watch=staffed.watch.pk), Matter(watch=staffed.watch.pk, keyword=keyword.pk)):
        assert evidence.authors(matter, first, end, negative_only=True) == 2
        assert len(evidence.gravest_posts(matter, first, end, 20, negative_only=False)) == 2
    assert (
        len(heard_posts.negatives([staffed.watch.pk], first, end))
        == len(heard_posts.of_keyword(keyword.pk, first, end))
        == 2
    )
    (told,) = figures.keywords(staffed.watch.pk, first, end, 5)
    assert (told.posts, told.authors, told.negative) == (2, 2, 2)
    assert figures.authors(staffed.watch.pk, first, end) == 2
    assert figures.keyword_authors(keyword.pk, first, end) == 2
    assert figures.distinct_posts([staffed.watch.pk], first, end) == (2, 2, 2)
    assert len(list(figures.negatives(staffed.watch.pk, first, end))) == 2
    assert sum(tally.noise for tally in figures.tallies(staffed.watch.pk, first // 300 * 300, end)) == 10


def test_a_quoted_post_says_what_it_complains_of_and_no_number_where_there_is_none(
    staffed: World, now: datetime
) -> None:
    staffed.ordinary_days(until=now - timedelta(hours=1))
    staffed.surge(30, until=now)
    evaluate(now)
    alert = Alert.objects.get()
    first, second = alert.evidence.order_by("rank").values_list("post_id", flat=True)[:2]
    Score.objects.filter(pk=first).update(complaint=Complaint.QUALITY.value)
    Score.objects.filter(pk=second).update(polarity=Polarity.UNKNOWN.value, negativity=None)
    told, unknown = views.quotes(alert)[:2]
    assert told.counts.startswith("负面 90% · 质量 · 转发")
    assert unknown.counts.startswith("未知 · 转发")
