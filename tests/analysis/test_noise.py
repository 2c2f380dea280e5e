"""Adverts, lotteries and fingerprints: marked where somebody sells or draws, never where somebody complains."""

import pytest

from analysis.noise import fingerprint, noise_of
from domain.copies import Copied
from domain.score import Noise

LONG = "青鹭出行新推出的月卡真的太划算了，我和身边的朋友都已经开通，通勤路上再也不用等公交了"


@pytest.mark.parametrize(
    "text",
    [
        "转发本条微博抽3位朋友各送一张月卡",
        "关注我并转发评论，周五揪一位送耳机",
        "转赞评抽5个宝宝送面膜",
        "恭喜以下三位朋友中奖，请私信领取",
        "有奖问答：青鹭的第一辆车是什么颜色",
    ],
)
def test_whoever_draws_lots_is_marked(text: str) -> None:
    assert noise_of(text) is Noise.LOTTERY


@pytest.mark.parametrize(
    "text",
    [
        "券后到手价39.9，点击链接下单",
        "加微信领优惠券，正品保证",
        "诚招代理，在家也能做",
        "手机兼职，日入三百",
        "限时特价，戳这里立即抢购",
    ],
)
def test_whoever_sells_is_marked(text: str) -> None:
    assert noise_of(text) is Noise.ADVERT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "转发抽奖抽中了又不发货，客服装死",
        "抽奖都是内定的吧",
        "加微信领优惠券结果是骗子",
        "天天发短信让我点击链接领券，骚扰谁呢",
        "今天用优惠券买了杯咖啡",
        "抽空去看看",
        "抽出两个小时等客服",
        "明天开会抽查作业",
        "直播间买的东西",
    ],
)
def test_whoever_complains_or_only_talks_is_not(text: str) -> None:
    assert noise_of(text) is None


def test_taking_part_in_a_lottery_is_part_of_it_unless_one_complains() -> None:
    root = "关注青鹭并转发本条微博，抽10位送月卡"
    assert noise_of("冲冲冲，许愿", root) is Noise.LOTTERY
    assert noise_of("", root) is Noise.LOTTERY
    assert noise_of("上次中奖到现在没发货", root) is None
    assert noise_of("许愿", root, complained=True) is None
    assert (
        noise_of("我倒是更关心上个月那辆断了链条的车你们到底怎么处理的，三次电话都说会回复，到现在一个字也没有", root)
        is None
    )


def test_texts_that_differ_in_digits_signs_tags_and_tails_are_alike() -> None:
    one = fingerprint(LONG)
    assert one is not None
    assert fingerprint(f"#青鹭月卡# {LONG}！！[赞] 8817") == one
    assert fingerprint(f"{LONG} x7kq2") == one
    assert fingerprint(LONG.replace("，", " ")) == one
    assert fingerprint(LONG.replace("公交", "地铁")) != one
    assert -(2**63) <= one < 2**63


@pytest.mark.parametrize("text", ["", "崩了崩了", "#青鹭崩了#" * 20, "1234567890" * 10, "😀" * 100, "[doge]" * 30])
def test_short_words_and_tags_alone_are_never_a_copy(text: str) -> None:
    """An outage makes thousands write the same tag; nobody told them to."""
    assert fingerprint(text) is None


@pytest.mark.parametrize("text", ["\ud800" * 50, "a" * 1_000_000, "\x00" * 100, "抽" * 10_000, "转发" * 20_000])
def test_hostile_text_is_answered(text: str) -> None:
    assert noise_of(text) in {None, *Noise}
    assert fingerprint(text) is None or isinstance(fingerprint(text), int)


def test_a_campaign_is_many_accounts_and_no_press() -> None:
    assert Copied(authors=8, press=False).is_campaign()
    assert not Copied(authors=7, press=False).is_campaign()
    assert not Copied(authors=80, press=True).is_campaign()
