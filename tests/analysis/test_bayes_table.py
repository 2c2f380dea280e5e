import gzip
import marshal
import subprocess
import sys
from importlib.util import find_spec
from math import exp
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.sentiment.bayes import LogOdds, logistic, snownlp_stop_words, snownlp_table
from analysis.words import Tokeniser

SENTENCES = [
    "客服电话打不通，等了一个小时，太差了",
    "物流很快，包装完好，味道也不错，下次还会再来",
    "今天坐地铁去上班",
    "退款一直不到账，投诉也没有人理",
    "登录闪退崩了打不开",
]
KNOWN = sorted(snownlp_table().known)[::37]


@pytest.fixture(scope="module")
def bayes() -> Any:
    from snownlp.classification.bayes import Bayes

    spec = find_spec("snownlp")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    model = Bayes()
    model.load(str(Path(spec.submodule_search_locations[0]) / "sentiment" / "sentiment.marshal"))
    return model


def snownlp_says(bayes: Any, tokens: list[str]) -> float:
    label, chance = bayes.classify(tokens)
    return float(chance if label == "pos" else 1 - chance)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_table_says_what_snownlp_says_of_real_words(bayes: Any, sentence: str) -> None:
    tokens = [token for token in Tokeniser().cut(sentence) if token not in snownlp_stop_words()]
    assert snownlp_table().positive(tokens) == pytest.approx(snownlp_says(bayes, tokens), abs=1e-9)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(st.sampled_from(KNOWN), st.text(max_size=4)), max_size=80))
def test_the_table_says_what_snownlp_says_of_any_tokens(bayes: Any, tokens: list[str]) -> None:
    assert snownlp_table().positive(tokens) == pytest.approx(snownlp_says(bayes, tokens), abs=1e-9)


@pytest.mark.parametrize("word", ["垃圾", "不错"])
def test_thousands_of_words_do_not_overflow(bayes: Any, word: str) -> None:
    assert snownlp_table().positive([word] * 5000) == pytest.approx(snownlp_says(bayes, [word] * 5000), abs=1e-9)


def test_stop_words_are_those_that_snownlp_filters() -> None:
    from snownlp import normal

    assert snownlp_stop_words() == normal.stop


def test_reading_the_table_does_not_import_snownlp() -> None:
    root = Path(__file__).resolve().parents[2]
    program = "import sys; import analysis.sentiment.bayes as b; b.snownlp_table(); assert 'snownlp' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True, capture_output=True)


@given(st.floats(-800, 800))
def test_the_logistic_lies_between_nothing_and_all(log_odds: float) -> None:
    assert 0 <= logistic(log_odds) <= 1
    assert logistic(log_odds) + logistic(-log_odds) == pytest.approx(1)


def test_unknown_words_weigh_as_the_model_says() -> None:
    table = LogOdds(prior=0.0, known={"好": 2.0}, unknown=-0.5)
    assert table.positive(["好", "某某", "某某"]) == pytest.approx(1 / (1 + exp(-1.0)))


def test_the_model_file_is_as_expected() -> None:
    spec = find_spec("snownlp")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    path = Path(spec.submodule_search_locations[0]) / "sentiment" / "sentiment.marshal.3"
    model = marshal.loads(gzip.decompress(path.read_bytes()))
    assert set(model["d"]) == {"pos", "neg"}
    assert all(model["d"][label]["none"] == 1 for label in model["d"])
