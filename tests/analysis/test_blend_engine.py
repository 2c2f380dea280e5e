import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.sentiment.blend import BlendEngine
from analysis.sentiment.engine import BLEND, ENGINES, SNOWNLP, Engine, UnknownEngine, make_engine
from analysis.sentiment.leaning import NOTHING, Leaning
from analysis.sentiment.telling import MOST_WORDS
from analysis.sentiment.weights import SHIPPED, BadWeights, read_weights
from analysis.text import normalise
from analysis.words import Tokeniser
from domain.score import Polarity

OWN = ("星河支付", "Galaxy Pay")
TOKENISER = Tokeniser(OWN)
NEGATIVE, NEUTRAL, POSITIVE, UNKNOWN = Polarity.NEGATIVE, Polarity.NEUTRAL, Polarity.POSITIVE, Polarity.UNKNOWN
BAD = "客服太差了，投诉没人理，垃圾"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return make_engine(BLEND, TOKENISER.own)


def judge(engine: Engine, *texts: str) -> list[Leaning]:
    normal = [normalise(text) for text in texts]
    return engine.judge_all(normal, [TOKENISER.cut(text) for text in normal])


def only(engine: Engine, text: str) -> Leaning:
    return judge(engine, text)[0]


def test_complaints_are_negative_and_say_why(engine: Engine) -> None:
    leaning = only(engine, BAD)
    assert leaning.polarity is NEGATIVE
    assert leaning.negativity is not None
    assert leaning.negativity > 0.9
    assert {"太差", "投诉", "垃圾"} <= {word.word for word in leaning.words if word.weight > 0}


def test_praise_is_positive_with_negative_weights(engine: Engine) -> None:
    leaning = only(engine, "味道真不错，环境优雅，非常喜欢，强烈推荐")
    assert leaning.polarity is POSITIVE
    assert leaning.words[0].weight < 0


def test_news_is_neutral(engine: Engine) -> None:
    assert only(engine, "公司将于下周三在北京举行新闻发布会，介绍年度财务数据").polarity is NEUTRAL


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "。。。",
        "@李四",
        "http://t.cn/x",
        "@李四 http://t.cn/y 转发微博",
        "12345",
        "hello, this is bad",
        "плохо",
    ],
)
@pytest.mark.parametrize("name", [BLEND, SNOWNLP])
def test_where_there_is_nothing_to_judge_the_verdict_is_unknown(name: str, text: str) -> None:
    assert only(make_engine(name), text) == NOTHING


@pytest.mark.parametrize("text", ["\ud800\x00", "😡", "差" * 3, "太差 so bad, 最悪", "\x00太\x00差\x00", "[怒]" * 400])
def test_odd_texts_get_a_verdict(engine: Engine, text: str) -> None:
    leaning = only(engine, text)
    assert leaning.polarity in Polarity
    assert (leaning.negativity is None) == (leaning.polarity is UNKNOWN)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.text(st.characters(exclude_categories=())), max_size=5))
def test_no_text_breaks_it(engine: Engine, texts: list[str]) -> None:
    """Not normalised, with tokens that do not fit: the engine stands by itself."""
    for leaning in engine.judge_all(texts, [text.split() for text in texts]):
        assert leaning.negativity is None or 0 < leaning.negativity < 1


def test_a_megabyte_is_judged_and_named_in_words(engine: Engine) -> None:
    leaning = only(engine, BAD * 24_000)
    assert leaning.polarity is NEGATIVE
    assert leaning.words


def test_a_text_is_judged_alike_alone_and_among_others(engine: Engine) -> None:
    texts = [BAD, "", "喜欢这家店", "今天星期三", "[怒]" * 20, "不好吃"] * 300
    together = judge(engine, *texts)
    assert len(together) == len(texts)
    for alone, among in zip(judge(engine, *texts[:6]), together, strict=False):
        assert among.polarity is alone.polarity
        assert among.negativity == pytest.approx(alone.negativity)
        assert [word.word for word in among.words] == [word.word for word in alone.words]


def test_the_brand_counts_for_nothing(engine: Engine) -> None:
    plain, branded = only(engine, BAD), only(engine, f"Galaxy Pay {BAD} 星河支付")
    assert branded.negativity == pytest.approx(plain.negativity, abs=1e-9)
    assert not {"星河支付", "galaxy", "pay"} & {word.word for word in branded.words}
    assert only(engine, "星河支付") == NOTHING


def test_a_negated_word_is_told_with_its_negation_and_an_emoticon_whole(engine: Engine) -> None:
    words = {word.word for word in only(engine, "这个不好吃[怒]").words}
    assert "不好吃" in words
    assert "[怒]" in words


def test_words_are_few_distinct_and_the_heaviest_first(engine: Engine) -> None:
    words = only(engine, "服务态度恶劣，欺骗消费者，退款拖了三个月，气死我了，再也不来了，避雷，垃圾公司").words
    assert 0 < len(words) <= MOST_WORDS
    assert len({word.word for word in words}) == len(words)
    assert [abs(word.weight) for word in words] == sorted((abs(word.weight) for word in words), reverse=True)


def test_what_is_called_negative_lies_above_what_is_not() -> None:
    engine = make_engine()
    judged = judge(
        engine, *[f"{head}{tail}" for head in ("还行", BAD, "真棒", "今天") for tail in ("", "吧", "了", "[泪]")]
    )
    negativity = {flag: [x.negativity for x in judged if (x.polarity is NEGATIVE) is flag] for flag in (True, False)}
    assert min(x for x in negativity[True] if x) > max(x for x in negativity[False] if x)


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_has_a_name_that_fits_its_column(name: str) -> None:
    engine = make_engine(name)
    assert len(engine.name) <= 40
    assert engine.name.startswith("snownlp" if "snownlp" in name else "blend/")
    assert len(judge(engine, BAD, "")) == 2


def test_an_unknown_engine_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(UnknownEngine, match="blend, snownlp, snownlp-stock"):
        make_engine("bert")


def test_weights_written_again_are_the_same_bytes(tmp_path: Path) -> None:
    weights = read_weights()
    weights.write(tmp_path / "again.gz")
    assert (tmp_path / "again.gz").read_bytes() == SHIPPED.read_bytes()
    again = read_weights(tmp_path / "again.gz")
    assert again.version == weights.version
    assert BlendEngine(again).name == make_engine().name


@pytest.mark.parametrize("damage", [b"", b"not gzip", SHIPPED.read_bytes()[:5000]])
def test_a_damaged_file_is_an_error_that_names_it(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "weights.gz"
    path.write_bytes(damage)
    with pytest.raises(BadWeights, match=re.escape(str(path))):
        make_engine(BLEND, weights=path)
    with pytest.raises(BadWeights, match="missing"):
        make_engine(BLEND, weights=tmp_path / "missing.gz")


def test_the_shipped_weights_are_small() -> None:
    assert SHIPPED.stat().st_size < 2_000_000
