import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.keys import inverse_frequencies, topic_keys

RARE = ["转账", "退款", "手续费", "验证码", "服务器", "闪退", "客服"]


def test_tags_come_first_and_words_fill_up_to_six() -> None:
    keys = topic_keys(RARE, tags=["#崩了#", "#退钱#"])
    assert keys[:2] == ("#崩了#", "#退钱#")
    assert len(keys) == 6


def test_without_tags_there_are_five_words_the_rarest_first() -> None:
    idf, median = inverse_frequencies()
    keys = topic_keys(RARE)
    assert len(keys) == 5
    assert list(keys) == sorted(keys, key=lambda word: -idf.get(word, median))


def test_a_repeated_word_tells_more() -> None:
    assert topic_keys(["客服", "退款", "客服", "客服"])[0] == "客服"


@pytest.mark.parametrize(
    "word",
    ["差", "10086", "3.5", "的话", "昨天", "微博", "哈哈哈哈", "ok", "the", "--", "，", "a" * 21, "星河支付"],
)
def test_what_tells_nothing_is_no_key(word: str) -> None:
    assert topic_keys([word], own=frozenset({"星河支付"})) == ()


def test_a_latin_name_is_a_key() -> None:
    assert topic_keys(["iphone"]) == ("iphone",)


def test_names_of_emoticons_are_no_keys() -> None:
    assert topic_keys(["[", "允悲", "]", "退款", "[", "笑", "cry", "]"]) == ("退款",)


def test_a_bracket_that_never_closes_hides_nothing() -> None:
    assert topic_keys(["[", "退款"]) == ("退款",)


def test_the_tag_of_the_watch_itself_is_no_key() -> None:
    assert topic_keys([], tags=["#星河支付#", "#崩了#"], own=frozenset({"星河支付"})) == ("#崩了#",)


@given(tokens=st.lists(st.text()), tags=st.lists(st.text(min_size=1, max_size=78).map(lambda name: f"#{name}#")))
def test_keys_are_at_most_six_short_and_unlike(tokens: list[str], tags: list[str]) -> None:
    keys = topic_keys(tokens, tags=tags)
    assert len(keys) == len(set(keys)) <= 6
    assert all(0 < len(key) <= 80 for key in keys)
