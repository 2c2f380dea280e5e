"""What several rules find of one matter wakes people once; what must not wait is still told."""

from datetime import datetime, timedelta

import pytest

from alerts import handling
from alerts.evaluate import evaluate, evaluate_range
from domain.hot import HotEntry, HotList
from domain.notice import Stage
from domain.post import Channel
from storage import hot
from storage.models import Alert, Notice, Transition
from tests.alerts.conftest import World

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LOUD = 400_000


def mails(*stages: Stage) -> int:
    return Notice.objects.filter(stage__in=[stage.value for stage in stages]).count()


def rules() -> list[str]:
    return sorted(Alert.objects.values_list("rule", flat=True))


@pytest.fixture
def surging(staffed: World, now: datetime) -> World:
    """Thirty negative posts of an hour on two channels; three of them by people with many readers."""
    staffed.watch.channels = ["weibo", "wechat"]
    staffed.watch.save()
    staffed.ordinary_days(until=now - HOUR)
    staffed.ordinary_days(until=now - HOUR, channel=Channel.WECHAT)
    staffed.surge(25, until=now)
    staffed.write_many([now - n * 2 * MINUTE for n in range(1, 25)], negative=True, channel=Channel.WECHAT)
    for n in range(3):
        staffed.write(now - (10 + n) * MINUTE, negative=True, author=f"大嗓门{n}", followers=LOUD)
    return staffed


def test_one_alert_tells_what_all_rules_found_and_is_as_grave_as_the_gravest(surging: World, now: datetime) -> None:
    assert evaluate(now).raised == 1
    alert = Alert.objects.get()
    assert alert.rule == "negative_surge"
    said = [reason["text"] for reason in alert.reasons]
    assert sum(text.startswith("重点账号负面：微博“大嗓门") for text in said) == 1
    assert any(text.startswith("跨平台扩散：") for text in said)
    assert alert.measures["followers"] == LOUD
    assert any("粉丝 40 万" in reason for reason in alert.grade_reasons)
    assert mails(Stage.FIRED) == len(Notice.objects.values_list("address").distinct())


def test_what_joins_later_is_written_down_and_mails_nobody(surging: World, now: datetime) -> None:
    evaluate(now)
    before = Notice.objects.count()
    surging.write(now + 2 * MINUTE, negative=True, author="迟到的大嗓门", followers=LOUD)
    assert evaluate(now + 5 * MINUTE).raised == 0
    evaluate(now + 10 * MINUTE)
    note = Transition.objects.get(what="note")
    assert note.reason == "又发现：重点账号负面：微博“迟到的大嗓门”（粉丝 40 万）发布负面内容"
    assert "等共 4 项" in str(Alert.objects.get().reasons)
    assert Notice.objects.count() == before


def test_a_grave_word_that_comes_later_is_mailed_once_in_the_same_thread(surging: World, now: datetime) -> None:
    evaluate(now)
    Alert.objects.update(grade=1)
    surging.write(now + 2 * MINUTE, negative=True, text="青鹭的车闸断了，有人伤亡，打了12315")
    evaluate(now + 5 * MINUTE)
    surging.write(now + 6 * MINUTE, negative=True, text="青鹭的车闸断了，有人伤亡，打了12315")
    evaluate(now + 10 * MINUTE)
    assert rules() == ["negative_surge"]
    told = Notice.objects.filter(stage=Stage.JOINED.value)
    assert {notice.alert_id for notice in told} == {Alert.objects.get().pk}
    kinds = Transition.objects.filter(what="note", reason__contains="严重词").count()
    assert kinds == 1
    assert told.count() % Notice.objects.filter(stage=Stage.FIRED.value).count() == 0
    assert 0 < told.values("address").distinct().count() == told.count()


def test_when_the_surge_is_over_what_it_told_stays_told_and_news_are_news(surging: World, now: datetime) -> None:
    surging.write(now + 7 * HOUR, negative=True, author="晚上的大嗓门", followers=LOUD)
    evaluate_range(now, now + 7 * HOUR + 10 * MINUTE, progress=lambda done, total: None)
    assert rules() == ["loud_author", "negative_surge"]
    assert "晚上的大嗓门" in Alert.objects.get(rule="loud_author").title


def test_of_a_surge_that_people_called_false_the_rest_still_speaks(surging: World, now: datetime) -> None:
    evaluate(now)
    handling.dismiss(Alert.objects.get().pk, actor="林晓", reason="抽奖", now=now + MINUTE)
    surging.write(now + 2 * MINUTE, negative=True, text="青鹭的车出了事故，打了12315", followers=LOUD, author="记者")
    evaluate(now + 5 * MINUTE)
    assert {"critical_words", "loud_author"} <= set(rules())
    assert Alert.objects.filter(rule="loud_author").count() == 1


def test_what_a_settled_surge_told_stays_told_while_it_goes_on_and_news_are_news(surging: World, now: datetime) -> None:
    evaluate(now)
    alert = Alert.objects.get().pk
    handling.acknowledge(alert, actor="林晓", now=now + MINUTE)
    handling.settle(alert, actor="林晓", reason="已退款", now=now + 2 * MINUTE)
    assert [evaluate(now + minutes * MINUTE).raised for minutes in (5, 10, 15)] == [0, 0, 0]
    surging.write(now + 17 * MINUTE, negative=True, author="记者", followers=LOUD)
    assert evaluate(now + 20 * MINUTE).raised == 1
    assert "记者" in Alert.objects.get(rule="loud_author").title


def test_an_alert_from_before_the_surge_goes_on_by_itself(staffed: World, now: datetime) -> None:
    staffed.ordinary_days(until=now)
    staffed.write(now - 20 * MINUTE, negative=True, author="大嗓门", followers=LOUD)
    evaluate(now - 10 * MINUTE)
    assert rules() == ["loud_author"]
    staffed.surge(30, until=now, minutes=8)
    assert evaluate(now).raised == 1
    assert rules() == ["loud_author", "negative_surge"]
    assert Alert.objects.get(rule="loud_author").last_seen_at == now


def test_a_row_of_the_standard_is_named_once_by_what_went_furthest(surging: World, now: datetime) -> None:
    read_at = now - 5 * MINUTE
    ranks = {"青鹭退款": 8, "青鹭崩了": 1, "青鹭客服": 4}
    entries = [HotEntry(list=HotList.SEARCH, title=title, read_at=read_at, rank=rank) for title, rank in ranks.items()]
    hot.keep(HotList.SEARCH, read_at, entries)
    evaluate(now)
    reasons = Alert.objects.get().grade_reasons
    (said,) = [reason for reason in reasons if reason.startswith("第 11 行")]
    assert "热搜名次第 1 位" in said
    assert said.endswith("；另有 2 项也达到")
