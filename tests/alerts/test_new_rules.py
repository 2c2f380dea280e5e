"""What the newer rules find in their evidence, without a database, at each word of sensitivity."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alerts.evidence import (
    Across,
    ChannelRise,
    CriticalPost,
    Evidence,
    FreshTopic,
    HotFact,
    Regions,
    ShareRise,
    SlowRise,
    Spreading,
    Surge,
)
from alerts.grading import propose, propose_for
from alerts.notifiers.email.views import OURS
from alerts.rule import Rule
from alerts.rules import RULES
from alerts.rules.critical_words import CRITICAL_WORDS
from alerts.rules.cross_channel import CROSS_CHANNEL
from alerts.rules.hot_list import HOT_LIST
from alerts.rules.negative_share import NEGATIVE_SHARE
from alerts.rules.new_topic import NEW_TOPIC
from alerts.rules.region_spread import REGION_SPREAD
from alerts.rules.single_post_spread import SINGLE_POST_SPREAD
from alerts.rules.slow_rise import SLOW_RISE
from alerts.standard import DEFAULT_FILE, parse
from analysis.negativity import Shift
from analysis.slow_rise import SlowRise as Stretched
from domain.alert import Grade, Measures
from domain.hot import HotList
from domain.post import Channel
from domain.rule_settings import Sensitivity
from domain.score import Complaint
from domain.strict_json import read, written
from domain.topic import Burst
from domain.watch import Watch

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
WATCH = Watch(key=7, name="青鹭出行", any_words=("青鹭",))
NASTY = "<b>坏人</b>\r\nBcc: x@y.z\u202e"
ROWS = parse(json.loads(DEFAULT_FILE.read_text("utf-8")))
SHARE = ShareRise(
    shift=Shift(z=3.6, hours=3, negative=30, posts=60, low=0.38, high=0.62, usual=0.2, moved=True),
    at=NOW - 0.5 * HOUR,
    surged=False,
    measures=Measures(reposts=12),
    posts=(4, 2),
)
FAST = Spreading(
    post=9,
    channel=Channel.WEIBO,
    author_name=NASTY,
    published_at=NOW - 2 * HOUR,
    read_at=NOW,
    gained=Measures(reposts=180, comments=30),
    measures=Measures(reposts=400, comments=50),
    expected=Measures(reposts=651, comments=82),
)
HOT = HotFact(
    topic=5,
    list=HotList.SEARCH,
    title="青鹭崩了" + NASTY,
    rank=12,
    before=31,
    heat=1_200_000,
    label="新",
    since=NOW - 2 * HOUR,
    read_at=NOW,
)
SAID = CriticalPost(
    post=3,
    channel=Channel.WEIBO,
    author_key="a",
    author_name=NASTY,
    published_at=NOW - HOUR,
    kind=Complaint.LAW,
    words=("12315",),
    measures=Measures(reposts=2),
)
ACROSS = Across(
    hours=6,
    rises=(
        ChannelRise(channel=Channel.WEIBO, observed=20, expected=4.0, strength=4.5),
        ChannelRise(channel=Channel.WECHAT, observed=5, expected=0.5, strength=2.6),
    ),
    measures=Measures(channels=2),
    posts=(1,),
)
REGIONS = Regions(
    hours=6,
    counts=(("广东", 9), ("北京", 4), ("上海", 3), ("四川", 2), ("湖北", 1), ("山东", 1), ("河南", 1), ("浙江", 1)),
    authors=22,
    unknown=3,
    usual=2.5,
    measures=Measures(),
    posts=(1,),
)
FRESH = FreshTopic(
    key="青鹭涨价", first_at=NOW - 8 * HOUR, authors=24, negative=9, count=30, measures=Measures(), posts=(1, 2)
)
SLOW = SlowRise(
    rise=Stretched(strength=7.1, hours=12, observed=90, usual=31.0),
    at=NOW - timedelta(minutes=30),
    authors=80,
    measures=Measures(negative_per_hour=9.0),
    posts=(5, 4),
)
EVIDENCE = Evidence(
    watch=WATCH,
    share=SHARE,
    spreading=(FAST,),
    hot=(HOT,),
    critical=(SAID,),
    across=ACROSS,
    regions=REGIONS,
    fresh=(FRESH,),
    slow=SLOW,
)
NEW_RULES = (
    NEGATIVE_SHARE,
    SLOW_RISE,
    SINGLE_POST_SPREAD,
    HOT_LIST,
    CRITICAL_WORDS,
    CROSS_CHANNEL,
    REGION_SPREAD,
    NEW_TOPIC,
)


@pytest.mark.parametrize("rule", NEW_RULES, ids=lambda rule: rule.name)
def test_every_new_rule_explains_itself_on_one_line_with_figures(rule: Rule) -> None:
    (found,) = rule.find(EVIDENCE, NOW)
    assert found.fingerprint.startswith(f"{rule.name}:7")
    assert len(found.fingerprint) < 200
    assert found.since < NOW
    assert any(reason.observed is not None for reason in found.reasons)
    assert found.posts or rule is HOT_LIST
    for text in (found.title, *(reason.text for reason in found.reasons)):
        assert "\n" not in text
        assert "\u202e" not in text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_that_is_off_or_looks_elsewhere_finds_nothing(rule: Rule) -> None:
    assert rule.find(EVIDENCE, NOW, replace(rule.defaults(), on=False)) == []
    assert rule.find(EVIDENCE, NOW, replace(rule.defaults(), watches=(8,))) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_settings_that_a_rule_comes_with_survive_the_table(rule: Rule) -> None:
    usual = rule.defaults()
    assert read(type(usual), written(usual)) == usual


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.line], ids=lambda rule: rule.name)
def test_the_three_words_stand_in_order(rule: Rule) -> None:
    assert rule.line is not None
    lenient, usual, strict = (rule.line.at(word) for word in Sensitivity)
    ordered = (lenient, usual, strict) if rule is not HOT_LIST else (strict, usual, lenient)
    assert ordered[0] <= ordered[1] <= ordered[2]
    assert len({rule.line.shown(word) for word in Sensitivity}) > 1


@pytest.mark.parametrize("rule", NEW_RULES, ids=lambda rule: rule.name)
def test_the_strict_word_lets_this_evidence_pass(rule: Rule) -> None:
    strict = replace(rule.defaults(), sensitivity=Sensitivity.STRICT)
    evidence = replace(EVIDENCE, hot=(replace(HOT, rank=44),))
    assert rule.find(evidence, NOW, strict) == []


@pytest.mark.parametrize(
    "rule",
    [rule for rule in NEW_RULES if rule.floor_words],
    ids=lambda rule: rule.name,
)
def test_less_than_the_floor_is_no_finding(rule: Rule) -> None:
    assert rule.find(EVIDENCE, NOW, replace(rule.defaults(), floor=10_000)) == []


def test_a_share_is_not_told_of_beside_a_surge_or_after_one() -> None:
    assert NEGATIVE_SHARE.find(replace(EVIDENCE, share=replace(SHARE, surged=True)), NOW) == []
    small = replace(SHARE, shift=replace(SHARE.shift, low=0.24))
    assert NEGATIVE_SHARE.find(replace(EVIDENCE, share=small), NOW) == []


SURGE = Surge(
    burst=Burst(strength=6.2, window_minutes=60, observed=42, expected=6.0, since=0, at=0),
    negative=42,
    scored=60,
    usual_negative=100,
    usual_scored=1000,
    authors=39,
    measures=Measures(),
    posts=(3,),
)


def test_a_slow_rise_is_not_told_of_beside_a_surge() -> None:
    assert SLOW_RISE.find(EVIDENCE, NOW)
    assert SLOW_RISE.find(replace(EVIDENCE, surge=SURGE), NOW) == []


def test_what_a_post_will_reach_is_said_and_grades_nothing() -> None:
    (found,) = SINGLE_POST_SPREAD.find(EVIDENCE, NOW)
    proposal = propose_for(found, SINGLE_POST_SPREAD.defaults(), ROWS, 1)
    assert proposal.grade is Grade.FOUR
    assert "预计一天内，第 6 行“单条负面内容转发”：转发 651 次" in proposal.reasons[-1]
    assert "预测，未计入定级" in proposal.reasons[-1]


def test_counts_that_are_unknown_are_not_fast() -> None:
    unknown = replace(FAST, gained=Measures(), measures=Measures(), expected=Measures())
    assert SINGLE_POST_SPREAD.find(replace(EVIDENCE, spreading=(unknown,)), NOW) == []
    read_often = replace(unknown, gained=Measures(reads=1_000), measures=Measures(reads=4_000))
    assert len(SINGLE_POST_SPREAD.find(replace(EVIDENCE, spreading=(read_often,)), NOW)) == 1


def test_a_hot_title_tells_its_rise_and_its_rank_grades() -> None:
    (found,) = HOT_LIST.find(EVIDENCE, NOW)
    assert "登上微博热搜榜第 12 位" in found.title
    assert found.reasons[1].text == "一小时前在第 31 位，上升 19 位"
    proposal = propose(found.measures, ROWS, 1)
    assert proposal.grade is Grade.TWO
    assert "热搜名次第 12 位" in proposal.reasons[0]
    for rank, grade in ((1, Grade.ONE), (10, Grade.ONE), (11, Grade.TWO), (31, Grade.THREE), (50, Grade.THREE)):
        assert propose(Measures(hot_rank=rank), ROWS, 1).grade is grade


def test_a_hot_title_is_no_trouble_of_our_own() -> None:
    assert "hot_list" not in OURS
    assert {"silent_channel", "expiring_session", "changed_layout", "stale_source", "model_drift"} == OURS


def test_a_pinned_title_is_told_of_without_a_rank_and_other_lists_grade_nothing() -> None:
    pinned = replace(HOT, rank=None, before=None)
    (found,) = HOT_LIST.find(replace(EVIDENCE, hot=(pinned,)), NOW)
    assert "（无名次）" in found.title
    (found,) = HOT_LIST.find(replace(EVIDENCE, hot=(replace(HOT, list=HotList.SOCIAL),)), NOW)
    assert found.measures.hot_rank is None


def test_critical_words_are_told_by_kind_and_old_ones_not_at_all() -> None:
    leak = replace(SAID, post=4, kind=Complaint.LEAK, words=("数据泄露",))
    found = CRITICAL_WORDS.find(replace(EVIDENCE, critical=(SAID, leak)), NOW)
    assert sorted(one.fingerprint for one in found) == ["critical_words:7:law", "critical_words:7:leak"]
    assert CRITICAL_WORDS.find(replace(EVIDENCE, critical=(replace(SAID, published_at=NOW - 2 * HOUR),)), NOW) == []


def test_one_author_who_repeats_a_critical_word_is_one_voice() -> None:
    strict = replace(CRITICAL_WORDS.defaults(), sensitivity=Sensitivity.STRICT)
    same = tuple(replace(SAID, post=n) for n in range(5))
    assert CRITICAL_WORDS.find(replace(EVIDENCE, critical=same), NOW, strict) == []
    several = tuple(replace(SAID, post=n, author_key=str(n)) for n in range(3))
    assert len(CRITICAL_WORDS.find(replace(EVIDENCE, critical=several), NOW, strict)) == 1


def test_a_rule_of_one_channel_does_not_see_the_others() -> None:
    wechat = replace(CRITICAL_WORDS.defaults(), channels=(Channel.WECHAT,))
    assert CRITICAL_WORDS.find(EVIDENCE, NOW, wechat) == []


def test_many_regions_are_no_news_where_they_are_usual() -> None:
    assert REGION_SPREAD.find(replace(EVIDENCE, regions=replace(REGIONS, usual=5.0)), NOW) == []


def test_one_channel_alone_is_no_spread() -> None:
    alone = replace(ACROSS, rises=ACROSS.rises[:1])
    assert CROSS_CHANNEL.find(replace(EVIDENCE, across=alone), NOW) == []


def test_rows_and_the_lowest_grade_are_as_people_set_them() -> None:
    (found,) = HOT_LIST.find(EVIDENCE, NOW)
    only = replace(HOT_LIST.defaults(), rows=("reposts",))
    assert propose_for(found, only, ROWS, 1).grade is Grade.FOUR
    least = replace(only, lowest=3)
    proposal = propose_for(found, least, ROWS, 1)
    assert proposal.grade is Grade.THREE
    assert "至少按三级（较重）提出" in proposal.reasons[-1]
