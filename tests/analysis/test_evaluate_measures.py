from collections.abc import Sequence

import pytest

from analysis.sentiment.corpus import Example
from analysis.sentiment.evaluate import evaluate, measure
from analysis.sentiment.figures import Figure, share
from analysis.sentiment.leaning import NOTHING, Leaning
from domain.label import LabelKind
from domain.score import Polarity

NEG, NEU, POS, NON = LabelKind.NEG, LabelKind.NEU, LabelKind.POS, LabelKind.NON
NEGATIVE, NEUTRAL, POSITIVE = Polarity.NEGATIVE, Polarity.NEUTRAL, Polarity.POSITIVE


def said(label: LabelKind, called: Polarity, negativity: float, lean: float | None = None) -> tuple[LabelKind, Leaning]:
    return label, Leaning(negativity=negativity, polarity=called, words=(), lean=lean)


def value(figure: Figure | None) -> float:
    assert figure is not None
    assert 0 <= figure.low <= figure.value + 1e-12
    assert figure.value <= figure.high + 1e-12
    return figure.value


def test_the_figures_of_a_small_set_are_those_worked_out_by_hand() -> None:
    measures = measure(
        [
            said(NEG, NEGATIVE, 0.9, 0.95),
            said(NEG, NEUTRAL, 0.5, 0.4),
            said(NEU, NEGATIVE, 0.8, 0.9),
            said(NEU, NEUTRAL, 0.4, 0.2),
            said(POS, POSITIVE, 0.1, 0.05),
            said(POS, POSITIVE, 0.6, 0.45),
        ],
        seconds=3,
    )
    assert measures.posts == 6
    assert value(measures.accuracy) == 0.75
    assert value(measures.macro_f1) == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert value(measures.auc) == 0.75
    assert value(measures.negative_precision) == 0.5
    assert value(measures.negative_recall) == 0.5
    assert value(measures.neutral_alarms) == 0.5
    assert value(measures.recall_at_budget) == 0.5
    assert value(measures.three_class_f1) == pytest.approx((0.5 + 0.5 + 1.0) / 3)
    assert value(measures.calibration_error) == pytest.approx((0.05 + 0.15 + 0.05) / 4)
    assert value(measures.unknown) == 0
    assert measures.posts_per_second == 2


def test_what_the_labels_do_not_tell_is_none() -> None:
    measures = measure([said(POS, POSITIVE, 0.1)])
    assert measures.negative_recall is None
    assert measures.negative_precision is None
    assert measures.neutral_alarms is None
    assert measures.recall_at_budget is None
    assert measures.auc is None
    assert measures.three_class_f1 is None
    assert measures.posts_per_second is None
    assert value(measures.accuracy) == 1


def test_not_negative_is_measured_by_the_verdict() -> None:
    measures = measure(
        [said(NEG, NEGATIVE, 0.7), said(NEG, NEUTRAL, 0.6), said(NON, NEUTRAL, 0.55), said(NON, POSITIVE, 0.1)]
    )
    assert value(measures.accuracy) == 0.75
    assert value(measures.auc) == 1


def test_posts_without_a_verdict_count_as_neutral_and_are_told() -> None:
    measures = measure([(NEG, NOTHING), (NEU, NOTHING), said(NEG, NEGATIVE, 0.9)])
    assert value(measures.unknown) == pytest.approx(2 / 3)
    assert value(measures.negative_recall) == 0.5
    assert value(measures.neutral_alarms) == 0


def test_wilsons_interval_is_that_of_the_books() -> None:
    figure = share(8, 10)
    assert figure is not None
    assert [figure.low, figure.high] == pytest.approx([0.4902, 0.9433], abs=1e-4)
    assert share(0, 0) is None


def test_the_same_posts_give_the_same_intervals() -> None:
    posts = [said(kind, NEUTRAL, place / 97) for place, kind in enumerate([NEG, NEU, POS, NEG] * 24)]
    assert measure(posts) == measure(posts)


def test_nothing_to_measure_on_is_an_error() -> None:
    with pytest.raises(ValueError, match="no labelled posts"):
        measure([])


class ByOneWord:
    """Negative is what holds the token 差."""

    name = "by-one-word"

    def judge_all(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Leaning]:
        return [
            Leaning(negativity=float("差" in own), polarity=NEGATIVE if "差" in own else NEUTRAL, words=())
            for _, own in zip(texts, tokens, strict=True)
        ]


def test_an_engine_is_measured_from_text_to_verdict_on_whole_texts() -> None:
    ticks = iter([0.0, 4.0])
    rows = [
        Example(text="路过//@李四:服务差", kind=NEG),
        Example(text="喜欢", kind=POS),
        Example(text="今天星期三", kind=NEU),
        Example(text="送达", kind=NEU),
    ]
    measures = evaluate(ByOneWord(), rows, lambda: next(ticks))
    assert value(measures.negative_recall) == 1
    assert value(measures.neutral_alarms) == 0
    assert measures.posts_per_second == 1
