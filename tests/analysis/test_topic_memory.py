"""Discovery that was put away and taken up again goes on as if nothing had happened."""

import zlib
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.discovery import Discovery, Spoken
from analysis.topic_memory import MARK, Topic, UnreadableMemory, packed, unpacked
from analysis.trending import QUARTER

FIRST = 1_791_129_600
WORDS = [f"词{n}" for n in range(60)]


def quarters(many: int = 120) -> Iterator[tuple[int, list[Spoken]]]:
    """A day and a quarter of talk, in which two matters come up and go on."""
    rng = np.random.default_rng(5)
    for number in range(many):
        said = [tuple(rng.choice(WORDS, 3).tolist()) for _ in range(20)]
        if number > 60:
            said += [("#青鹭崩了#", *rng.choice(WORDS, 2).tolist()) for _ in range(number % 7 * 5)]
        if number > 90:
            said += [("涨价", "司机", "抽成")] * 30
        people = rng.integers(0, 500, len(said)).tolist()
        posts = [Spoken(post=number * 1_000 + n, author=people[n], keys=keys) for n, keys in enumerate(said)]
        yield FIRST + number * QUARTER, posts


def unbroken() -> list[list[Topic]]:
    discovery = Discovery()
    return [discovery.step(quarter, posts) for quarter, posts in quarters()]


def test_one_broken_off_after_every_quarter_finds_what_an_unbroken_one_finds() -> None:
    found, body = [], packed(Discovery().memory)
    for quarter, posts in quarters():
        discovery = Discovery(unpacked(body))
        found.append(discovery.step(quarter, posts))
        body = packed(discovery.memory)
    assert found == unbroken()
    assert any(found)
    whole = Discovery()
    for quarter, posts in quarters():
        whole.step(quarter, posts)
    assert packed(whole.memory) == body


def test_bytes_of_another_version_are_refused() -> None:
    body = packed(Discovery().memory)
    with pytest.raises(UnreadableMemory, match="version"):
        unpacked(body.replace(MARK, b"topics 0\n"))


def test_bytes_that_lack_their_end_are_refused() -> None:
    plain = zlib.decompress(packed(Discovery().memory)[len(MARK) :])
    with pytest.raises(UnreadableMemory):
        unpacked(MARK + zlib.compress(plain[:-4]))


@given(st.binary(max_size=200))
def test_whatever_else_stands_there_is_refused(rubbish: bytes) -> None:
    for body in (rubbish, MARK + rubbish, MARK + zlib.compress(rubbish)):
        with pytest.raises(UnreadableMemory):
            unpacked(body)
