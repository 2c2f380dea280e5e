"""The mail of an alert says what topic it is of, and what is foretold; in words that do no harm."""

from datetime import datetime, timedelta

import pytest

from alerts.evaluate import evaluate
from alerts.notifiers.email.compose import alert_mail
from domain.day import spoken
from storage.models import Alert, AlertPost, Notice
from tests.alerts.conftest import World
from tests.alerts.test_mail_words import NASTY
from tests.invented_topics import COMING, a_topic


@pytest.fixture
def alert(staffed: World, now: datetime) -> Alert:
    staffed.ordinary_days(until=now - timedelta(hours=1))
    staffed.surge(30, until=now)
    evaluate(now)
    return Alert.objects.get()


def posts_of(alert: Alert) -> list[int]:
    return list(AlertPost.objects.filter(alert=alert).order_by("rank").values_list("post_id", flat=True))


def test_the_mail_tells_the_topic_its_first_sentence_its_copies_and_what_is_to_come(
    alert: Alert, staffed: World, now: datetime
) -> None:
    posts = posts_of(alert)
    facts = {"title": "青鹭单车锁打不开", "negative": 20, "copied": 0.64, "spread": "copied", "forecasts": COMING}
    a_topic(
        staffed.watch, posts, now, sentences=(("锁打不开了，客服也不接电话", posts[0]), ("第二句", posts[1])), **facts
    )
    mail = alert_mail(Notice.objects.get(), alert, now)
    for part in (mail.text, mail.html):
        assert "话题：青鹭单车锁打不开" in part
        assert "网友原话：锁打不开了，客服也不接电话" in part
        assert "第二句" not in part
        assert f"{len(posts)} 个账号，其中负面 20 条，热度 62（0–100）（统计到 {spoken(now)}）" in part
        assert "疑似刷量/统一转发（最大一组雷同帖文占 64%）" in part
        assert "未来 6 小时约新增 40–120 条（五次里有四次落在这个区间）" in part
        assert "未来 24 小时约新增 90–300 条" in part


def test_without_a_topic_the_mail_says_nothing_of_one(alert: Alert, staffed: World, now: datetime) -> None:
    a_topic(staffed.watch, posts_of(alert)[:2], now)
    mail = alert_mail(Notice.objects.get(), alert, now)
    assert "话题" not in mail.text + mail.html


def test_what_is_not_known_or_long_past_is_not_foretold(alert: Alert, staffed: World, now: datetime) -> None:
    a_topic(staffed.watch, posts_of(alert), now, heat=None, forecasts=COMING)
    mail = alert_mail(Notice.objects.get(), alert, now + timedelta(hours=5))
    assert "雷同帖文占比未知" in mail.text
    assert "热度" not in mail.text
    assert "未来" not in mail.text


def test_words_of_strangers_are_quoted_and_cannot_be_clicked(alert: Alert, staffed: World, now: datetime) -> None:
    posts = posts_of(alert)
    a_topic(staffed.watch, posts, now, title=NASTY[:60], sentences=((NASTY, posts[0]),))
    mail = alert_mail(Notice.objects.get(), alert, now)
    assert "hxxp://evil[.]example[.]com" in mail.text
    assert "http://evil" not in mail.text + mail.html
    assert "<script" not in mail.html
    assert "<img" not in mail.html
    assert "\x07" not in mail.text + mail.html
    assert mail.html.count("href=") == 1
