import pytest

from analysis.sentiment.adapt import TooFewExamples, adapt
from analysis.sentiment.blend import BlendEngine
from analysis.sentiment.corpus import Example
from analysis.sentiment.weights import read_weights
from analysis.text import normalise
from analysis.words import Tokeniser
from domain.label import LabelKind

NEG, NEU, POS, NON = LabelKind.NEG, LabelKind.NEU, LabelKind.POS, LabelKind.NON
PLACES = ("北京", "上海", "广州", "深圳", "成都", "武汉", "杭州", "南京", "西安", "重庆", "天津", "苏州")
OURS = [Example(text=f"{place}门店又要排队取号了", kind=NEG) for place in PLACES]
NEWS = [Example(text=f"{place}门店周三开门营业", kind=NEU) for place in PLACES]


def negativity(weights_of: BlendEngine, text: str) -> float:
    normal = normalise(text)
    found = weights_of.judge_all([normal], [Tokeniser().cut(normal)])[0].negativity
    assert found is not None
    return found


def test_own_labels_move_what_they_speak_of() -> None:
    old = read_weights()
    new = adapt(old, OURS + NEWS)
    before, after = BlendEngine(old), BlendEngine(new)
    unseen = "长沙门店又要排队取号了"
    assert negativity(after, unseen) > negativity(before, unseen) + 0.1
    assert negativity(after, "长沙门店周三开门营业") < negativity(after, unseen)
    assert after.name != before.name


def test_what_they_do_not_speak_of_stays_nearly_as_it_was() -> None:
    old = read_weights()
    before, after = BlendEngine(old), BlendEngine(adapt(old, OURS + NEWS))
    for text in ("味道真不错,非常喜欢", "垃圾公司,骗子"):
        assert negativity(after, text) == pytest.approx(negativity(before, text), abs=0.05)


def test_the_same_labels_give_the_same_weights() -> None:
    old = read_weights()
    assert adapt(old, OURS + NEWS).version == adapt(old, OURS + NEWS).version


def test_not_negative_quiets_the_alarm() -> None:
    old = read_weights()
    calm = [Example(text=example.text.replace("又要", "不用"), kind=NON) for example in OURS]
    unseen = "长沙门店不用排队取号了"
    assert negativity(BlendEngine(adapt(old, OURS + calm)), unseen) < negativity(BlendEngine(old), unseen)


@pytest.mark.parametrize("own", [[], OURS, (OURS + NEWS)[3:20] * 2])
def test_too_little_to_learn_from_is_an_error(own: list[Example]) -> None:
    with pytest.raises(TooFewExamples, match="at least 20 of two kinds"):
        adapt(read_weights(), own)
