"""Ten minutes of outrage about one matter, batch by batch through store, verdicts and rules: one alert, not fifty."""

from collections import Counter
from datetime import timedelta

import pytest

from domain.notice import Stage
from storage.models import Alert, Notice, Post
from tests.benchmarks import storm

FIVE = timedelta(minutes=5)


@pytest.mark.django_db
@pytest.mark.parametrize("posts", [10_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_a_storm_is_one_alert_within_five_minutes_and_one_mail_to_each(posts: int) -> None:
    told = storm.storm(storm.prepared(), posts, after=20)
    assert Post.objects.count() >= posts
    assert told.first == storm.BEGIN + FIVE
    alert = Alert.objects.get()
    assert (alert.rule, alert.grade) == ("negative_surge", 1)
    said = " ".join(reason["text"] for reason in alert.reasons)
    for rule in ("严重词", "重点账号负面", "单帖扩散", "跨平台扩散", "跨地域扩散"):
        assert f"{rule}：" in said
    by_address = Counter(Notice.objects.filter(stage=Stage.FIRED.value).values_list("address", flat=True))
    assert set(by_address.values()) == {1}
    assert Notice.objects.exclude(stage=Stage.FIRED.value).count() == 0
