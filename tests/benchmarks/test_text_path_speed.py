"""Our text path beside plain jieba and SnowNLP, in one run: only the ratio means anything.

A table of all ways: python -m tests.benchmarks.text_path
"""

import importlib.util

import pytest

from analysis.native import BUILT
from analysis.words import Cutting
from tests.benchmarks import text_path

pytestmark = pytest.mark.slow
LEAST = {Cutting.PLAIN: 20.0, Cutting.SWIFT: 70.0, Cutting.RUST: 90.0} if BUILT else {Cutting.PLAIN: 20.0}
"""Floors for short real posts while other tests run beside; what a quiet machine does stands in docs/performance.md."""
MOST_MEGABYTES, MOST_SECONDS = 250, 4.0


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return text_path.posts(text_path.OUR_POSTS, seed=3)


@pytest.mark.parametrize("cutting", LEAST)
def test_ours_is_many_times_as_fast_with_the_same_tokens(cutting: Cutting, texts: list[str]) -> None:
    if cutting is not Cutting.PLAIN:
        pytest.importorskip("rjieba")
    assert cutting is Cutting.RUST or text_path.identical(cutting, texts) == 1
    rounds = text_path.times_as_fast(text_path.plain(), text_path.ours(cutting), texts)
    assert sorted(rounds)[1] >= LEAST[cutting], rounds


def test_a_process_starts_soon_and_stays_small() -> None:
    if importlib.util.find_spec("rjieba") is None:
        pytest.skip("with jieba alone the dictionary lies in Python: a second and 100 MB more")
    first, peak = text_path.alone(text_path.OUR_POSTS)
    assert first < MOST_SECONDS
    assert peak < MOST_MEGABYTES
