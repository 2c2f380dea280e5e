from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analysis.sentiment.grams import Grams

LETTERS = "甲乙丙[]a\x00\ud800𠮷"


def naive(grams: list[str], text: str) -> list[tuple[int, int]]:
    return sorted(
        (start + len(gram), place)
        for place, gram in enumerate(grams)
        for start in range(len(text))
        if text.startswith(gram, start)
    )


def found(grams: list[str], text: str) -> list[tuple[int, int]]:
    ends, numbers = Grams(grams).find(text)
    return sorted(zip(ends.tolist(), numbers.tolist(), strict=True))


@given(
    st.lists(st.text(alphabet=LETTERS, min_size=1, max_size=5).filter(lambda gram: "\ud800" not in gram), unique=True),
    st.text(alphabet=LETTERS),
)
def test_every_gram_is_found_wherever_it_stands(grams: list[str], text: str) -> None:
    text = text if all(len(gram) <= 3 for gram in grams) else text.replace("\ud800", "")
    assert found(grams, text) == naive(grams, text)


def test_many_grams_find_their_numbers() -> None:
    letters = [chr(0x4E00 + place) for place in range(3000)]
    grams = letters + [first + second for first, second in pairwise(letters)]
    text = "".join(letters[:500])
    assert found(grams, text) == naive(grams, text)


def test_no_grams_and_no_text_find_nothing() -> None:
    assert found([], "甲乙") == []
    assert found(["甲"], "") == []
