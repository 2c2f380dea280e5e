import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text import chain_of, compatible, hashtags, normalise, split_chain, tags_of, words_alone

ZERO_WIDTH = "\u200b"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("ＡＰＰ崩了！", "app崩了!"),
        ("看这里http://t.cn/A6abcD太慢了", "看这里 太慢了"),
        ("看这里https://example.com/a?b=1#c，太慢了", "看这里 ,太慢了"),
        ("@星河支付 什么时候修好", "什么时候修好"),
        ("谢谢@客服小张:已经好了", "谢谢 已经好了"),
        ("回复@路人甲:我也是", "我也是"),
        ("转发微博", ""),
        ("快转微博 。", "。"),
        (f"打{ZERO_WIDTH}不{ZERO_WIDTH}开", "打不开"),
        ("写信到help@example.com吧", "写信到help@example.com吧"),
        ("两行\n\n　之间", "两行 之间"),
        ("轉發微博", ""),
        ("客服態度很差，頭髮都氣白了", "客服态度很差,头发都气白了"),
        ("乾坤未定，餅乾已潮", "乾坤未定,饼干已潮"),
        ("半\ud83d个\x00表\x07情", "半个表情"),
        ("", ""),
    ],
)
def test_normalise_keeps_the_words_alone(text: str, bare: str) -> None:
    assert normalise(text) == bare


@given(st.text())
def test_normalise_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.lists(st.text(alphabet=st.characters(categories=["L", "M", "N", "P", "S", "Z", "C"]))))
def test_a_batch_is_its_texts_one_by_one(texts: list[str]) -> None:
    ready = compatible(texts)
    assert words_alone(ready) == [normalise(text) for text in texts]
    assert [chain_of(text) for text in ready] == [split_chain(text) for text in texts]
    assert [tags_of(text) for text in ready] == [hashtags(text) for text in texts]


def test_the_sign_between_texts_may_stand_in_a_text() -> None:
    assert words_alone(compatible(["甲\ufdd0乙", "", "\ufdd0", "丙"])) == ["甲 乙", "", "", "丙"]


@given(own=st.text(alphabet="崩了 #!ab"), names=st.lists(st.text(alphabet="张三a1_-", min_size=1, max_size=9)))
def test_a_chain_has_one_part_for_each_name(own: str, names: list[str]) -> None:
    chain = split_chain(own + "".join(f"//@{name}:我也是" for name in names))
    assert chain.own == own.strip()
    assert chain.repeated == ("我也是",) * len(names)


def test_own_words_stand_in_front_of_the_chain() -> None:
    chain = split_chain("气死我了//@张三:我也登不上 //@李四：星河支付崩了")
    assert chain.own == "气死我了"
    assert chain.repeated == ("我也登不上", "星河支付崩了")


def test_a_repost_without_own_words_has_none() -> None:
    assert split_chain("//@张三:我也登不上").own == ""


def test_a_link_glued_to_the_chain_does_not_swallow_it() -> None:
    assert split_chain("看http://t.cn/abc//@张三:真的").repeated == ("真的",)


def test_hashtags_come_in_order_once_and_lower_case() -> None:
    assert hashtags("#星河支付崩了# 又来 #APP故障##星河支付崩了#") == ("#星河支付崩了#", "#app故障#")


def test_traditional_hashtags_are_the_simplified_ones() -> None:
    assert hashtags("#星河支付崩潰了#") == hashtags("#星河支付崩溃了#")


def test_full_width_signs_and_super_topics_are_hashtags_too() -> None:
    assert hashtags("＃扣款两次＃ #星河[超话]#") == ("#扣款两次#", "#星河#")


@pytest.mark.parametrize("text", ["#1#", "##", "# #", "http://a.cn/#甲#", f"#{'长' * 79}#", "#只有一个"])
def test_what_is_no_topic_is_no_hashtag(text: str) -> None:
    assert hashtags(text) == ()


def test_a_hashtag_of_eighty_characters_still_counts() -> None:
    assert hashtags(f"#{'长' * 78}#") == (f"#{'长' * 78}#",)
