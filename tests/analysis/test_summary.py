import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.summary import Told, better_title, is_title_due, summary
from domain.post import Channel
from domain.topic import Spread

TAG = "#星河支付崩了#"


def told(text: str, author: str = "甲", at: int = 0, passed_on: int | None = None) -> Told:
    return Told(post=at, channel=Channel.WEIBO, author_key=author, name=author, at=at, text=text, passed_on=passed_on)


def test_a_topic_is_told_in_sentences_that_stand_in_its_posts() -> None:
    posts = [
        told(f"{TAG} 今天上午十点起，星河支付转账一直失败！客服电话打不通。", "甲", 1),
        told("退款三天了还没有到账，星河支付的客服让我继续等。", "乙", 2),
        told("星河支付发布公告：系统已经恢复，失败的转账将在一小时内退回。", "丙", 3, passed_on=400),
        told("转发微博", "丁", 4),
    ]
    found = summary(posts, [TAG, "星河支付", "转账", "客服"])
    assert found.title == "星河支付崩了"
    assert len(found.sentences) == 3
    words = {post.post: post.text for post in posts}
    assert all(quoted.text in words[quoted.post] for quoted in found.sentences)
    assert (found.spreaders[0].name, found.spreaders[0].posts, found.spreaders[0].passed_on) == ("丙", 1, 400)
    assert found.spreaders[1].passed_on is None
    assert found.spread is Spread.CONVERSATION


def test_a_topic_without_hashtag_is_called_by_a_sentence() -> None:
    found = summary([told("星河支付的转账今天一直失败，大家遇到了吗")], ["转账"])
    assert found.title == "星河支付的转账今天一直失败，大家遇到了吗"


def test_the_same_words_by_many_hands_are_said_to_be_so() -> None:
    copies = [told(f"星河支付骗走了我的血汗钱请大家一定要小心转发扩散{n}", f"号{n}", n) for n in range(20)]
    found = summary([*copies, told("我这里一切正常没有遇到什么问题")], ["血汗钱"])
    assert found.copied == pytest.approx(20 / 21)
    assert found.spread is Spread.COPIED
    assert found.spread.shown == "疑似刷量/统一转发"


def test_three_equal_posts_are_no_campaign() -> None:
    assert summary([told("星河支付转账失败请尽快处理一下谢谢")] * 3, []).spread is Spread.CONVERSATION


def test_bare_reposts_have_no_sentences_and_still_a_title() -> None:
    found = summary([told("转发微博")] * 9, [])
    assert found.sentences == ()
    assert found.title == "无文字的转发"
    assert found.copied is None


@given(st.lists(st.text(max_size=200), min_size=1, max_size=6), st.lists(st.text(max_size=90), max_size=3))
def test_whatever_strangers_write_stays_short_and_on_one_line(texts: list[str], keys: list[str]) -> None:
    found = summary([told(text) for text in texts], keys)
    assert 0 < len(found.title) <= 30
    assert len(found.sentences) <= 3
    for line in (found.title, *(quoted.text for quoted in found.sentences)):
        assert len(line.splitlines()) <= 1
        assert line.isprintable()


def test_no_posts_have_no_summary() -> None:
    with pytest.raises(ValueError, match="no summary"):
        summary([], [])


def test_nobody_knows_whose_posts_without_an_account_are() -> None:
    assert summary([told("星河支付转账失败请尽快处理一下谢谢", author="")], []).spreaders == ()


def test_a_title_holds_until_there_are_twice_as_many_posts() -> None:
    assert is_title_due(5, 0)
    assert not is_title_due(19, 10)
    assert is_title_due(20, 10)


def test_a_hashtag_is_not_given_up_for_a_sentence_but_a_sentence_is_for_a_hashtag() -> None:
    keys = [TAG, "转账"]
    assert better_title("星河支付崩了", "转账一直失败", keys) == "星河支付崩了"
    assert better_title("转账一直失败", "星河支付崩了", keys) == "星河支付崩了"
    assert better_title("转账一直失败", "退款三天了还没有到账", ["转账"]) == "退款三天了还没有到账"
