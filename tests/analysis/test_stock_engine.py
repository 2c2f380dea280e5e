import pytest

from analysis.sentiment.bayes import snownlp_table
from analysis.sentiment.leaning import NOTHING
from analysis.sentiment.stock import LEAST_KNOWN, MOST_WORDS, NEGATIVE_FROM, StockEngine
from analysis.words import Tokeniser
from domain.score import Polarity


@pytest.fixture(scope="module")
def engine() -> StockEngine:
    return StockEngine(frozenset({"星河支付"}))


def cut(text: str) -> list[str]:
    return Tokeniser(["星河支付"]).cut(text)


def test_a_complaint_is_negative_and_says_why(engine: StockEngine) -> None:
    leaning = engine.judge(cut("星河支付的客服太差了,投诉没人理,垃圾,退款"))
    assert leaning.polarity is Polarity.NEGATIVE
    assert leaning.negativity is not None
    assert leaning.negativity >= NEGATIVE_FROM
    assert {"客服", "投诉", "垃圾"} <= {word.word for word in leaning.words if word.weight > 0}


def test_praise_is_positive_with_negative_weights(engine: StockEngine) -> None:
    leaning = engine.judge(cut("味道很不错,环境优雅,非常喜欢,经典"))
    assert leaning.polarity is Polarity.POSITIVE
    assert leaning.words[0].weight < 0


@pytest.mark.parametrize("tokens", [["垃圾"], ["垃圾", "垃圾"]])
def test_too_few_known_words_are_no_evidence(engine: StockEngine, tokens: list[str]) -> None:
    leaning = engine.judge(tokens)
    assert leaning.polarity is Polarity.NEUTRAL
    assert leaning.words == ()


@pytest.mark.parametrize("tokens", [[], [" "], ["某某某", "甲乙丙", "丁戊己", "庚辛壬"]])
def test_no_known_word_is_nothing_to_judge(engine: StockEngine, tokens: list[str]) -> None:
    assert engine.judge(tokens) == NOTHING


def test_three_known_words_are_evidence(engine: StockEngine) -> None:
    assert engine.judge(["垃圾"] * LEAST_KNOWN).polarity is Polarity.NEGATIVE


def test_own_words_and_stop_words_do_not_count(engine: StockEngine) -> None:
    assert engine.judge(["星河支付", "了", "的", " ", "差"]).negativity == engine.judge(["差"]).negativity


def test_a_weight_is_what_the_word_adds_to_the_log_odds_of_negative(engine: StockEngine) -> None:
    leaning = engine.judge(["垃圾", "垃圾", "退款"])
    assert leaning.words[0].word == "垃圾"
    assert leaning.words[0].weight == pytest.approx(-2 * snownlp_table().known["垃圾"])


def test_the_heaviest_words_are_named_and_no_more(engine: StockEngine) -> None:
    words = engine.judge(sorted(snownlp_table().known)[:3000]).words
    assert len(words) == MOST_WORDS
    assert [abs(word.weight) for word in words] == sorted((abs(word.weight) for word in words), reverse=True)


def test_the_name_fits_its_column(engine: StockEngine) -> None:
    assert engine.name.startswith("snownlp-")
    assert len(engine.name) <= 40
