"""Own labels teach the model; it is replaced only by a better one, and one can always go back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis.sentiment.adapt import adapt
from analysis.sentiment.corpus import Example
from analysis.sentiment.engine import make_engine
from analysis.sentiment.weights import read_weights
from domain.label import Label, LabelKind
from service.learning import learn
from service.trouble import Trouble
from service.weighing import standing_weights
from storage import labels, model_versions
from storage.model_versions import Made
from storage.models import ModelVersion, Watch

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PLACES = [
    f"{city}{part}" for city in ("京", "沪", "穗", "蓉", "汉", "杭", "宁", "渝", "津", "苏") for part in "东南西北中"
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("YUQING_DIR", str(tmp_path))
    return tmp_path


def say(kind: LabelKind, pattern: str) -> None:
    rows = [Label(text=pattern.format(place), kind=kind, by="小周", at=NOW, source="own.csv") for place in PLACES]
    labels.add(rows)


def teach() -> None:
    """A manner of complaining that only this company's customers have, beside calm notices in like words."""
    say(LabelKind.NEG, "{}门店又双叒要取号等叫号了")
    say(LabelKind.NEU, "{}门店周三照常取号营业")


def test_labels_move_the_model_and_it_stands_if_better() -> None:
    teach()
    learnt = learn("小周", NOW)
    assert learnt.stands
    assert learnt.comparison.new.loss < learnt.comparison.old.loss
    path = standing_weights()
    assert path is not None
    assert make_engine(weights=path).name == learnt.version == model_versions.standing_name()


def test_a_second_training_on_the_same_labels_is_no_better_and_changes_nothing() -> None:
    teach()
    first = learn("小周", NOW)
    again = learn("小周", NOW)
    assert (again.version, again.stands) == (first.version, False)
    assert model_versions.standing_name() == first.version
    assert ModelVersion.objects.count() == 1


def test_a_model_that_is_no_better_is_kept_but_does_not_stand(tmp_path: Path) -> None:
    teach()
    taught_all = adapt(read_weights(), [Example(text=row.text, kind=row.kind) for row in labels.standing()])
    file = tmp_path / "all.gz"
    taught_all.write(file)
    name = f"blend/{taught_all.version}"
    made = Made(version=name, weights=file.read_bytes(), made_by="小周", labels=100, measures={})
    model_versions.keep(made, NOW, standing=True)
    second = learn("小周", NOW)
    assert not second.stands
    assert second.comparison.new.loss > second.comparison.old.loss
    assert model_versions.standing_name() == name
    assert {row.version for row in model_versions.kept()} == {name, second.version}


def test_going_back_is_one_step() -> None:
    teach()
    version = learn("小周", NOW).version
    assert model_versions.stand_down()
    assert standing_weights() is None
    model_versions.stand(version)
    assert model_versions.standing_name() == version
    with pytest.raises(model_versions.NoSuchVersion, match="现有的自训版本"):
        model_versions.stand("blend/none")


def test_a_trial_leaves_no_trace(folder: Path) -> None:
    teach()
    assert learn("小周", NOW, dry=True).stands is False
    assert not ModelVersion.objects.exists()


@pytest.mark.parametrize("count", [0, 3])
def test_too_few_labels_are_said_with_the_cure(count: int) -> None:
    labels.add(
        [Label(text=f"{place}不错", kind=LabelKind.POS, by="小周", at=NOW, source="a") for place in PLACES[:count]]
    )
    with pytest.raises(Trouble, match=f"现有标注 {count} 条"):
        learn("小周", NOW)


def test_brand_words_are_masked_while_learning() -> None:
    Watch.objects.create(name="云帆", any_words="云帆")
    say(LabelKind.NEG, "云帆{}门店又双叒要取号等叫号了")
    say(LabelKind.NEU, "云帆{}门店周三照常取号营业")
    learn("小周", NOW)
    path = standing_weights()
    engine = make_engine(own=frozenset({"云帆"}), weights=path)
    (said,) = engine.judge_all(["云帆"], [["云帆"]])
    assert said.words == ()
