import pytest

from analysis.pipeline import Pipeline, Text
from domain.score import Polarity, Score

BAD = "客服太差了，投诉没人理，垃圾，退款"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(["星河支付", "Galaxy Pay"])


def score(pipeline: Pipeline, text: str, quoted: str = "", root_tags: tuple[str, ...] = ()) -> Score:
    return pipeline.score([Text(post=7, text=text, quoted=quoted, root_tags=root_tags)])[0].score


def test_verdicts_come_in_order_of_the_texts(pipeline: Pipeline) -> None:
    verdicts = pipeline.score([Text(post=5, text=BAD), Text(post=3, text="今天星期三")])
    assert [verdict.post for verdict in verdicts] == [5, 3]
    assert [verdict.score.polarity for verdict in verdicts] == [Polarity.NEGATIVE, Polarity.NEUTRAL]


def test_a_verdict_names_its_model(pipeline: Pipeline) -> None:
    assert score(pipeline, BAD).model == pipeline.model


def test_only_own_words_are_scored(pipeline: Pipeline) -> None:
    alone = score(pipeline, "路过看看")
    assert score(pipeline, f"路过看看//@张三:{BAD}").negativity == alone.negativity
    assert score(pipeline, "路过看看", quoted=BAD).negativity == alone.negativity


@pytest.mark.parametrize("text", ["转发微博", "快转微博", f"//@张三:{BAD}", "", "。。。", "@李四"])
def test_a_bare_repost_is_neutral_without_evidence(pipeline: Pipeline, text: str) -> None:
    verdict = score(pipeline, text, quoted=BAD)
    assert verdict.polarity is Polarity.NEUTRAL
    assert verdict.words == ()


def test_a_bare_repost_speaks_of_what_it_quotes(pipeline: Pipeline) -> None:
    assert "退款" in score(pipeline, "转发微博", quoted="#崩了#退款不到账").keys
    assert "#崩了#" in score(pipeline, "转发微博", quoted="#崩了#退款不到账").keys
    assert "退款" in score(pipeline, "//@张三:退款不到账").keys


def test_tags_of_the_root_are_inherited_after_the_own_ones(pipeline: Pipeline) -> None:
    keys = score(pipeline, "#扣款两次#我也是", root_tags=("#星河崩了#",)).keys
    assert keys[:2] == ("#扣款两次#", "#星河崩了#")


def test_the_brand_is_neither_scored_nor_a_key(pipeline: Pipeline) -> None:
    plain, branded = score(pipeline, BAD), score(pipeline, f"Galaxy Pay {BAD} 星河支付")
    assert branded.negativity == plain.negativity
    assert not {"星河支付", "galaxy", "pay"} & {*branded.keys, *(word.word for word in branded.words)}


def test_hostile_text_is_only_text(pipeline: Pipeline) -> None:
    verdict = score(
        pipeline, "<script>alert(1)</script>\r\nBcc: x@y.z\x00\ud800" + "[" * 3000 + "#" * 3000 + "//@" * 3000
    )
    assert verdict.negativity is not None
    assert 0 <= verdict.negativity <= 1
    assert all(len(key) <= 80 for key in verdict.keys)
