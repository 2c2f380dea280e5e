"""What each rule finds in its evidence, without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alerts.evidence import ChannelFacts, CrawlFact, Evidence, LoudPost, Surge, TopicRise, Volume
from alerts.rules import RULES
from alerts.rules.loud_author import LOUD_AUTHOR
from alerts.rules.negative_surge import NEGATIVE_SURGE
from alerts.rules.silent_channel import SILENT_CHANNEL
from alerts.rules.topic_burst import TOPIC_BURST
from alerts.share import spoken_share
from alerts.wording import number, one_line, sureness, times
from analysis.negativity import wilson
from domain.alert import Finding, Measures
from domain.crawl import COVERING, CrawlOutcome
from domain.day import bucket_of
from domain.post import Channel, Verification
from domain.refusal import CURES_OF_WECHAT, MEANINGS, Refusal
from domain.topic import Burst
from domain.watch import Watch

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WATCH = Watch(key=7, name="青鹭出行")
BURST = Burst(
    strength=6.2,
    window_minutes=60,
    observed=42,
    expected=6.0,
    since=bucket_of(NOW - 60 * MINUTE),
    at=bucket_of(NOW - 5 * MINUTE),
)
SURGE = Surge(
    burst=BURST,
    negative=42,
    scored=60,
    usual_negative=100,
    usual_scored=1000,
    authors=39,
    measures=Measures(reposts=7),
    posts=(3, 1),
)
LOUD = LoudPost(
    post=11,
    channel=Channel.WEIBO,
    author_key="u1",
    author_name="大嗓门",
    followers=320_000,
    verification=Verification.NONE,
    published_at=NOW - 30 * MINUTE,
    negativity=0.93,
    measures=Measures(reposts=5, followers=320_000),
)
FACTS = ChannelFacts(
    channel=Channel.WECHAT,
    interval=10 * MINUTE,
    first_crawl_at=NOW - timedelta(days=3),
    covered_until=NOW - 5 * MINUTE,
    crawls=(CrawlFact(outcome=CrawlOutcome.COMPLETE, reason="", ended_at=NOW - 4 * MINUTE),),
    volumes=(Volume(hours=1, observed=9, expected=10.0), Volume(hours=3, observed=30, expected=28.0)),
)


def ended(outcome: CrawlOutcome, minutes: int, reason: str = "") -> CrawlFact:
    return CrawlFact(outcome=outcome, reason=reason, ended_at=NOW - minutes * MINUTE)


def silent(facts: ChannelFacts) -> Finding | None:
    found = SILENT_CHANNEL.find(Evidence(watch=WATCH, channels=(facts,)), NOW)
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_is_silent_without_evidence(rule: "object") -> None:
    assert rule.find(Evidence(watch=WATCH), NOW) == []  # type: ignore[attr-defined]


def test_a_surge_is_told_with_figures_surety_and_share() -> None:
    (found,) = NEGATIVE_SURGE.find(Evidence(watch=WATCH, surge=SURGE), NOW)
    assert found.title == "青鹭出行：1 小时内负面帖文 42 条，约为平时的 7.0 倍"
    assert found.fingerprint == "negative_surge:7"
    assert found.since == NOW - 60 * MINUTE
    assert [reason.text for reason in found.reasons] == [
        "1 小时内负面帖文 42 条，按往日同一时段预计 6 条；若一切如常，碰巧出现这么多的机会不到一百万分之一（S=6.2）",
        "负面占比 70%（95% 区间 57%–80%），近 28 天为 10%",
        "这些负面帖文来自 39 位不同的作者",
    ]
    assert (found.posts, found.measures.reposts) == ((3, 1), 7)


def test_a_surge_before_anything_was_scored_claims_no_share() -> None:
    bare = replace(SURGE, scored=0, usual_scored=0, authors=0)
    (found,) = NEGATIVE_SURGE.find(Evidence(watch=WATCH, surge=bare), NOW)
    assert len(found.reasons) == 1


def test_each_rising_topic_is_a_matter_of_its_own_whatever_it_is_called() -> None:
    nasty = "<b>崩了\r\nBcc: x@y.z\u202e</b>"
    rises = tuple(
        TopicRise(
            key=key, burst=BURST, also=("打不开",), authors=40, count=55, negative=31, measures=Measures(), posts=(1,)
        )
        for key in ("青鹭崩了", nasty)
    )
    first, second = TOPIC_BURST.find(Evidence(watch=WATCH, topics=rises), NOW)
    assert first.title == "青鹭出行：话题“青鹭崩了”1 小时内有 42 人谈论，约为平时的 7.0 倍"
    assert "负面 31 条" in first.reasons[1].text
    assert "“打不开”" in first.reasons[2].text
    assert second.fingerprint != first.fingerprint
    assert "\n" not in second.title
    assert "\u202e" not in second.title


def test_a_loud_author_is_one_matter_however_often_he_writes() -> None:
    again = replace(LOUD, post=12, published_at=NOW - 5 * MINUTE, measures=Measures(reposts=2))
    (found,) = LOUD_AUTHOR.find(Evidence(watch=WATCH, loud=(LOUD, again)), NOW)
    assert found.fingerprint == "loud_author:7:weibo:u1"
    assert found.title == "青鹭出行：微博“大嗓门”（粉丝 32 万）发布负面内容"
    assert (found.since, found.posts) == (LOUD.published_at, (12, 11))
    assert found.measures.reposts == 5


@pytest.mark.parametrize(
    ("followers", "verification", "loud"),
    [
        (100_000, None, True),
        (99_999, None, False),
        (None, None, False),
        (None, Verification.MEDIA, True),
        (12, Verification.GOVERNMENT, True),
        (12, Verification.PERSON, False),
    ],
)
def test_an_author_of_unknown_reach_is_not_taken_for_a_loud_one(
    followers: int | None, verification: Verification | None, loud: bool
) -> None:
    post = replace(LOUD, followers=followers, verification=verification)
    found = LOUD_AUTHOR.find(Evidence(watch=WATCH, loud=(post,)), NOW)
    assert bool(found) is loud
    assert not found or (followers is not None) or "粉丝数未知" in found[0].title


def test_a_loud_post_is_news_for_two_hours() -> None:
    old = replace(LOUD, published_at=NOW - 120 * MINUTE)
    assert LOUD_AUTHOR.find(Evidence(watch=WATCH, loud=(old,)), NOW) == []


def test_a_channel_that_gives_is_left_in_peace() -> None:
    assert silent(FACTS) is None
    refused_once = replace(FACTS, crawls=(ended(CrawlOutcome.REFUSED, 1), ended(CrawlOutcome.COMPLETE, 11)))
    assert silent(refused_once) is None


@pytest.mark.parametrize(
    ("crawls", "title", "cure"),
    [
        ((ended(CrawlOutcome.EXPIRED_SESSION, 1, "跳转到登录页"),), "登录已过期", "扫码"),
        ((ended(CrawlOutcome.REFUSED, 1), ended(CrawlOutcome.REFUSED, 11)), "被平台拒绝", "delay"),
        ((ended(CrawlOutcome.CHANGED_LAYOUT, 1), ended(CrawlOutcome.CHANGED_LAYOUT, 11)), "页面已改版", "存证"),
    ],
)
def test_each_way_of_being_shut_out_is_told_with_its_own_cure(
    crawls: tuple[CrawlFact, ...], title: str, cure: str
) -> None:
    found = silent(replace(FACTS, crawls=crawls))
    assert found is not None
    assert found.title == f"青鹭出行：微信{title}，舆情可能漏报"
    assert found.fingerprint == "silent_channel:7:wechat"
    assert cure in found.reasons[-1].text


SHUT_OUT = [refusal for refusal in Refusal if MEANINGS[refusal].outcome not in {*COVERING, CrawlOutcome.FAILED}]


@pytest.mark.parametrize("refusal", SHUT_OUT)
def test_each_refusal_has_its_own_word_in_the_title_and_its_own_cure(refusal: Refusal) -> None:
    crawls = tuple(replace(ended(MEANINGS[refusal].outcome, minutes, "原因"), refusal=refusal) for minutes in (1, 11))
    found = silent(replace(FACTS, channel=Channel.WEIBO, crawls=crawls))
    assert found is not None
    assert MEANINGS[refusal].word in found.title
    assert found.reasons[-1].text == f"怎么办：{MEANINGS[refusal].cure}"


@pytest.mark.parametrize("refusal", CURES_OF_WECHAT)
def test_wechat_has_no_account_to_change_and_is_told_so(refusal: Refusal) -> None:
    crawls = tuple(replace(ended(CrawlOutcome.REFUSED, minutes, "原因"), refusal=refusal) for minutes in (1, 11))
    found = silent(replace(FACTS, crawls=crawls))
    assert found is not None
    assert found.reasons[-1].text == f"怎么办：{CURES_OF_WECHAT[refusal]}"
    assert "账号" not in found.reasons[-1].text


def test_no_two_refusals_are_called_the_same() -> None:
    assert len({meaning.word for meaning in MEANINGS.values()}) == len(Refusal)


def test_three_intervals_without_cover_are_told_with_what_happened_last() -> None:
    at_the_line = replace(FACTS, covered_until=NOW - 30 * MINUTE)
    assert silent(at_the_line) is None
    failing = replace(FACTS, covered_until=NOW - 31 * MINUTE, crawls=(ended(CrawlOutcome.FAILED, 1, "连接超时\nX: 1"),))
    found = silent(failing)
    assert found is not None
    assert "采集失败" in found.title
    assert found.reasons[0].text == "2026年11月23日 09:29 的采集结果：采集失败（连接超时 X: 1）"
    assert found.reasons[1].text == "完整数据只到 2026年11月23日 08:59，已缺 31 分钟"


def test_a_crawler_that_no_longer_runs_is_not_blamed_on_the_platform() -> None:
    stopped = replace(FACTS, covered_until=NOW - 90 * MINUTE, crawls=(ended(CrawlOutcome.COMPLETE, 89),))
    found = silent(stopped)
    assert found is not None
    assert "采集停止" in found.title
    assert "yuqing run" in found.reasons[-1].text


def test_covered_but_nearly_empty_is_not_calm() -> None:
    thin = replace(
        FACTS, volumes=(Volume(hours=1, observed=1, expected=8.0), Volume(hours=6, observed=2, expected=40.0))
    )
    found = silent(thin)
    assert found is not None
    assert "帖文量异常少" in found.title
    assert found.reasons[0].text == "采集显示正常，但最近 6 小时只有 2 位作者发帖，按往日同一时段预计 40 位"


def test_figures_and_foreign_words_are_fit_for_a_sentence() -> None:
    assert [number(value) for value in (0, 3.46, 42.4, 1_200, 100_000, 123_456)] == [
        "0", "3.5", "42", "1,200", "10 万", "12.3 万",
    ]  # fmt: skip
    assert times(5, 0.2) == "平时几乎没有"
    assert times(300, 10) == "约为平时的 30 倍"
    assert "一亿分之一" in sureness(9.0)
    assert "请结合内容判断" in sureness(2.0)
    assert one_line("一\r\n\t二\u2028三\x00四\u202e", 20) == "一 二 三 四"
    assert one_line("一二三四五", 4) == "一二三…"


def test_a_share_of_nothing_is_unknown() -> None:
    assert wilson(0, 0) is None
    assert spoken_share(0, 0) == "未知"
    low, high = wilson(10, 10) or (0, 0)
    assert 0.7 < low < 0.73
    assert high == pytest.approx(1.0)
