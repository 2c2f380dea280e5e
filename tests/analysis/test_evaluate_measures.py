import pytest

from analysis.pipeline import Pipeline
from analysis.sentiment.evaluate import Labelled, evaluate, measure
from domain.score import Polarity, Score

NEGATIVE, NEUTRAL, POSITIVE = Polarity.NEGATIVE, Polarity.NEUTRAL, Polarity.POSITIVE


def said(label: Polarity, called: Polarity, negativity: float) -> tuple[Polarity, Score]:
    return label, Score(negativity=negativity, polarity=called, words=(), keys=(), model="某模型")


def test_the_figures_of_a_small_set_are_those_worked_out_by_hand() -> None:
    measures = measure(
        [
            said(NEGATIVE, NEGATIVE, 0.9),
            said(NEGATIVE, NEUTRAL, 0.5),
            said(NEUTRAL, NEGATIVE, 0.8),
            said(NEUTRAL, NEUTRAL, 0.4),
            said(POSITIVE, POSITIVE, 0.1),
            said(POSITIVE, POSITIVE, 0.6),
        ]
    )
    assert measures.posts == 6
    assert measures.macro_f1 == pytest.approx((0.5 + 0.5 + 1.0) / 3)
    assert measures.negative_precision == 0.5
    assert measures.negative_recall == 0.5
    assert measures.neutral_alarms == 0.5
    assert measures.recall_at_budget == 0.5
    assert measures.polar_auc == 0.75


def test_what_the_labels_do_not_tell_is_none() -> None:
    measures = measure([said(POSITIVE, POSITIVE, 0.1)])
    assert measures.negative_recall is None
    assert measures.negative_precision is None
    assert measures.neutral_alarms is None
    assert measures.recall_at_budget is None
    assert measures.polar_auc is None
    assert measures.macro_f1 == 1.0


def test_nothing_to_measure_on_is_an_error() -> None:
    with pytest.raises(ValueError, match="no labelled posts"):
        measure([])


def test_a_pipeline_is_measured_end_to_end() -> None:
    rows = [
        Labelled(text="客服太差，垃圾，投诉没人理", label=NEGATIVE),
        Labelled(text="味道不错，环境优雅，非常喜欢", label=POSITIVE),
        Labelled(text="今天星期三", label=NEUTRAL),
    ]
    assert evaluate(Pipeline(), rows).macro_f1 == 1.0
