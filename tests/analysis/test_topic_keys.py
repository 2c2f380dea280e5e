import gc
import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.keys import LEAST_IDF, KeyChooser, inverse_frequencies
from analysis.quiet_jieba import jieba
from analysis.text import normalise
from analysis.words import Tokeniser

CHOOSER = KeyChooser(frozenset({"星河支付"}))
RARE = ["转账", "退款", "手续费", "验证码", "服务器", "闪退", "客服"]


def test_tags_come_first_and_words_fill_up_to_six() -> None:
    keys = CHOOSER.choose(RARE, tags=["#崩了#", "#退钱#"])
    assert keys[:2] == ("#崩了#", "#退钱#")
    assert len(keys) == 6


def test_without_tags_there_are_five_words_the_rarest_first() -> None:
    idf, median = inverse_frequencies()
    keys = CHOOSER.choose(RARE)
    assert len(keys) == 5
    assert list(keys) == sorted(keys, key=lambda word: -idf.get(word, median))


def test_a_repeated_word_tells_more() -> None:
    assert CHOOSER.choose(["客服", "退款", "客服", "客服"])[0] == "客服"


@pytest.mark.parametrize(
    "word",
    ["差", "10086", "3.5", "的话", "昨天", "微博", "哈哈哈哈", "ok", "the", "--", "，", "a" * 21, "星河支付"],
)
def test_what_tells_nothing_is_no_key(word: str) -> None:
    assert CHOOSER.choose([word]) == ()


def test_a_latin_name_is_a_key() -> None:
    assert CHOOSER.choose(["iphone"]) == ("iphone",)


def test_names_of_emoticons_are_no_keys() -> None:
    assert CHOOSER.choose(["[", "允悲", "]", "退款", "[", "笑", "cry", "]"]) == ("退款",)


def test_a_bracket_that_never_closes_hides_nothing() -> None:
    assert CHOOSER.choose(["[", "退款"]) == ("退款",)


def test_the_tag_of_the_watch_itself_is_no_key() -> None:
    assert CHOOSER.choose([], tags=["#星河支付#", "#崩了#"]) == ("#崩了#",)


@given(tokens=st.lists(st.text()), tags=st.lists(st.text(min_size=1, max_size=78).map(lambda name: f"#{name}#")))
def test_keys_are_at_most_six_short_and_unlike(tokens: list[str], tags: list[str]) -> None:
    keys = CHOOSER.choose(tokens, tags=tags)
    assert len(keys) == len(set(keys)) <= 6
    assert all(0 < len(key) <= 80 for key in keys)


@pytest.fixture(scope="module")
def theirs() -> Any:
    """Jieba's extractor on a tokeniser of its own, so that the global one stays unread."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from jieba.analyse.tfidf import TFIDF

        extractor = TFIDF()
        gc.collect()
    tokeniser = jieba.Tokenizer()
    tokeniser.FREQ, tokeniser.total = jieba.Tokenizer.gen_pfdict(tokeniser.get_dict_file())
    tokeniser.initialized = True
    extractor.tokenizer = tokeniser
    return extractor


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "text",
    [
        "星河支付的客服电话一直打不通，转账的钱扣了两次，退款还没有到账，客服说要等验证码",
        "手续费涨了，提现手续费又涨了，转账手续费没有涨",
        "服务器崩溃，验证码收不到，登录页面白屏，重启手机无效，卸载重装无效",
    ],
)
def test_words_are_those_of_jieba_in_its_order(theirs: Any, text: str) -> None:
    text = normalise(text)
    idf, median = inverse_frequencies()
    ranked = [word for word in theirs.extract_tags(text, topK=None) if idf.get(word, median) > LEAST_IDF]
    telling = [word for word in ranked if KeyChooser().choose([word])]
    assert list(KeyChooser().choose(Tokeniser().cut(text))) == telling[:5]
