import pandas as pd
import pytest

from analysis.frames import VERDICT, NoTexts, score_frame
from analysis.pipeline import Pipeline, Text


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(["星河支付"])


def test_a_frame_comes_back_with_the_pipelines_verdicts(pipeline: Pipeline) -> None:
    frame = pd.DataFrame({"id": [7, 3], "text": ["客服太差了，退款没人理", "今天星期三"]}, index=["b", "a"])
    scored = score_frame(pipeline, frame)
    first = pipeline.score([Text(post=0, text="客服太差了，退款没人理")])[0].score
    assert list(scored.columns) == ["id", "text", *VERDICT]
    assert list(scored.index) == ["b", "a"]
    assert scored.loc["b", "polarity"] == "negative" == first.polarity.value
    assert scored.loc["b", "negativity"] == pytest.approx(first.negativity)
    assert scored.loc["b", "complaint"] == first.complaint
    assert scored.loc["b", "keys"] == " ".join(first.keys)


def test_missing_texts_are_unknown_and_old_verdicts_are_replaced(pipeline: Pipeline) -> None:
    scored = score_frame(pipeline, pd.DataFrame({"text": [None, float("nan"), ""], "polarity": ["x"] * 3}))
    assert list(scored["polarity"]) == ["unknown"] * 3
    assert scored["negativity"].isna().all()


def test_a_lottery_is_known_by_what_is_quoted(pipeline: Pipeline) -> None:
    frame = pd.DataFrame({"text": ["转发微博"], "quoted": ["转发本条微博抽奖，关注并转发，抽三位送手机一台"]})
    assert score_frame(pipeline, frame).loc[0, "noise"] == "lottery"


def test_no_rows_and_repeated_index_labels_are_fine(pipeline: Pipeline) -> None:
    assert score_frame(pipeline, pd.DataFrame({"text": []})).empty
    assert len(score_frame(pipeline, pd.DataFrame({"text": ["好", "坏"]}, index=[1, 1]))) == 2


def test_a_frame_without_texts_is_refused(pipeline: Pipeline) -> None:
    with pytest.raises(NoTexts, match="'text'"):
        score_frame(pipeline, pd.DataFrame({"words": ["好"]}))
