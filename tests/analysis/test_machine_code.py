"""The parts in machine code and their twins in Python say the same, to the last bit."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.hidden import words_of
from analysis.keys import heaviest_words
from analysis.native import BUILT
from analysis.sentiment.blend import BlendEngine
from analysis.sentiment.leaning import Leaning
from analysis.sentiment.weights import read_weights
from analysis.text import chain_of, compatible, words_alone
from analysis.wordbook import Automaton, wordbook
from analysis.words import Tokeniser
from tests.benchmarks import text_path

pytestmark = pytest.mark.skipif(not BUILT, reason="no compiler was there at installation")
OWN = ("星河支付", "Galaxy Pay")
PIECES = [
    *(
        "星河支付",
        "客服",
        "太差",
        "不",
        "没有",
        "好吃",
        "[允悲]",
        "[",
        "]",
        "，",
        "。",
        " ",
        "哈哈哈",
        "😡",
        "a1",
        "垃圾",
        "喜欢",
    ),
    *("退款", "不是", "骗子", "推荐", "galaxy pay", "㐀", "龦", "\x1f", "\x02", "+", "%", "彧", "翀", "喆"),
]
texts_of_pieces = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@cache
def engines() -> tuple[Tokeniser, BlendEngine, BlendEngine]:
    tokeniser, weights = Tokeniser(OWN), read_weights()
    own = tokeniser.own
    return tokeniser, BlendEngine(weights, own, native=True), BlendEngine(weights, own, native=False)


def both(texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> tuple[list[Leaning], list[Leaning]]:
    _, quick, plain = engines()
    return quick.judge_all(texts, tokens), plain.judge_all(texts, tokens)


@given(st.lists(texts_of_pieces, max_size=6))
@settings(deadline=None)
def test_every_figure_and_every_deciding_word_is_the_same(texts: list[str]) -> None:
    quick, plain = both(texts, engines()[0].cut_all(texts))
    assert quick == plain


@given(texts_of_pieces, st.lists(st.text(min_size=1), max_size=4))
@settings(deadline=None)
def test_tokens_that_do_not_make_up_their_text_are_judged_alike(text: str, tokens: list[str]) -> None:
    quick, plain = both(["客服太差", text], [["客服", "太", "差"], tuple(tokens)])
    assert quick == plain


@given(texts_of_pieces, st.lists(texts_of_pieces, min_size=1, max_size=4))
@settings(deadline=None)
def test_a_verdict_does_not_depend_on_the_company_it_is_in(text: str, others: list[str]) -> None:
    cut = engines()[0].cut_all
    for engine in engines()[1:]:
        among = engine.judge_all([*others, text], cut([*others, text]))
        assert among[-1] == engine.judge_all([text], cut([text]))[0]


def test_a_very_long_text_makes_room_for_itself() -> None:
    texts = ["客服太差了[怒]", "客服太差了，投诉没人理[怒]" * 3_000, ""]
    quick, plain = both(texts, engines()[0].cut_all(texts))
    assert quick == plain


@given(
    st.lists(st.sampled_from("甲乙丙丁戊己庚辛"), max_size=80),
    st.lists(st.sampled_from([0.0, 6.5, 6.5, 7.25, 9.0]), min_size=8, max_size=8),
    st.integers(1, 6),
)
def test_the_heaviest_words_are_the_same(tokens: list[str], weights: list[float], most: int) -> None:
    from analysis import heaviest

    table = dict(zip("甲乙丙丁戊己庚辛", weights, strict=True))
    assert heaviest.heaviest_words(tokens, table, most) == heaviest_words(tokens, table, most)


def test_too_many_words_and_too_many_asked_for_are_left_to_the_twin() -> None:
    from analysis import heaviest

    table = {chr(0x4E00 + place): 7.0 for place in range(100)}
    assert heaviest.heaviest_words(list(table), table, 5) is None
    assert heaviest.heaviest_words(["一"], table, 17) is None


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), min_size=1, max_size=64))
def test_the_walk_of_the_hidden_markov_model_finds_the_same_words(run: str) -> None:
    from analysis.hidden import _walk

    assert _walk().words(run) == words_of(run)


@pytest.mark.parametrize("run", ["", "a", "一a", "\u9fd6", "一" * 65, "𠮷"])
def test_what_is_no_short_run_of_chinese_characters_is_left_to_the_twin(run: str) -> None:
    from analysis.hidden import _walk

    assert _walk().words(run) is None


@given(st.lists(texts_of_pieces, min_size=1, max_size=6))
@settings(deadline=None)
def test_tokens_are_told_apart_the_same(texts: list[str]) -> None:
    swift_cutting = pytest.importorskip("analysis.swift_cutting", exc_type=ImportError)
    from analysis import rows
    from analysis.swift_words import with_own

    words = with_own(OWN)
    for runs, model in ((swift_cutting.Runs(words), False), (None, True)):
        joined = swift_cutting.TEXT.join(swift_cutting.HIDDEN.sub(swift_cutting.ODD, text) for text in texts)
        hidden = [sign for text in texts for sign in swift_cutting.HIDDEN.findall(text)]
        tokens = words.cut(joined, model)
        told = swift_cutting.rows_of(tokens, iter(hidden), runs)
        assert rows.rows_of(tokens, iter(hidden), runs) == told


@pytest.mark.shared
@pytest.mark.slow
def test_on_real_posts_both_say_the_same(shared: Path) -> None:
    own = list(dict.fromkeys(words_alone([chain_of(text).own for text in compatible(text_path.posts(20_000, seed=9))])))
    quick, plain = both(own, engines()[0].cut_all(own))
    assert quick == plain


letters = st.text(st.sampled_from("客服太差😡𠮷ab\x00￿"), max_size=5)


@given(
    st.lists(st.tuples(letters, st.integers(0, 3))), st.lists(st.lists(letters, max_size=8).map("".join), max_size=5)
)
def test_the_same_words_are_found_in_the_same_order(words: list[tuple[str, int]], texts: list[str]) -> None:
    entries = list({word: (word, weight, place) for place, (word, weight) in enumerate(words) if word}.values())
    quick, plain = wordbook(entries), Automaton(entries)
    assert quick.loudest(texts) == plain.loudest(texts)
    assert [quick.hits(text) for text in texts] == [plain.hits(text) for text in texts]
