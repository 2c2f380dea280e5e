import numpy as np
import pytest

from analysis.discovery import Discovery, Spoken
from analysis.overlap import connected, same
from analysis.sketches import contained, hashed, jaccard, sketch_of, union
from analysis.topic_memory import Topic
from analysis.trending import QUARTER

FIRST = 1_791_129_600
RNG = np.random.default_rng(4)


def posts(quarter: int, many: int, *keys: str, first: int = 0) -> list[Spoken]:
    return [Spoken(post=quarter * 10_000 + first + n, author=first + n, keys=keys) for n in range(many)]


def quiet(discovery: Discovery, quarters: int = 100) -> int:
    """A day in which 医院 is a word of every day; the number of the next quarter."""
    for quarter in range(quarters):
        discovery.step(FIRST + quarter * QUARTER, posts(quarter, 40, "医院"))
    return quarters


def step(discovery: Discovery, quarter: int, spoken: list[Spoken]) -> list[Topic]:
    return discovery.step(FIRST + quarter * QUARTER, spoken)


def test_keys_that_the_same_posts_use_are_one_topic() -> None:
    discovery = Discovery()
    now = quiet(discovery)
    found = step(discovery, now, posts(now, 30, "#星河支付崩了#", "转账", "客服"))
    assert [topic.keys[0] for topic in found] == ["#星河支付崩了#"]
    assert set(found[0].keys) == {"#星河支付崩了#", "转账", "客服"}
    assert found[0].posts == 30


def test_two_matters_that_share_a_word_of_every_day_stay_two() -> None:
    discovery = Discovery()
    now = quiet(discovery)
    one = posts(now, 30, "#甲医院停电#", "医院", "停电", first=100)
    other = posts(now, 30, "#乙医院搬迁#", "医院", "搬迁", first=200)
    step(discovery, now, one + other)
    homes = [discovery.home_of(post.keys, FIRST + now * QUARTER) for post in (one[0], other[0])]
    assert None not in homes
    assert homes[0] != homes[1]


def test_a_topic_keeps_its_number_from_quarter_to_quarter_and_over_the_night() -> None:
    discovery = Discovery()
    now = quiet(discovery)
    (evening,) = step(discovery, now, posts(now, 30, "#星河支付崩了#", "转账"))
    (later,) = step(discovery, now + 1, posts(now + 1, 20, "#星河支付崩了#", "转账", first=10))
    (morning,) = step(discovery, now + 40, posts(now + 40, 20, "#星河支付崩了#", "赔偿", first=50))
    assert evening.number == later.number == morning.number
    assert morning.since == evening.since


def test_a_post_that_came_before_the_alarm_finds_its_topic_later() -> None:
    discovery = Discovery()
    now = quiet(discovery)
    early = posts(now, 1, "#星河支付崩了#", "转账")
    step(discovery, now, early)
    assert discovery.home_of(early[0].keys, FIRST + now * QUARTER) is None
    (topic,) = step(discovery, now + 1, posts(now + 1, 30, "#星河支付崩了#", "转账"))
    assert discovery.home_of(early[0].keys, FIRST + now * QUARTER) == topic.number


def test_a_plain_word_of_this_morning_is_no_part_of_what_it_means_since_tonight() -> None:
    discovery = Discovery()
    now = quiet(discovery)
    (topic,) = step(discovery, now, posts(now, 30, "#星河支付崩了#", "转账", "客服"))
    tonight, morning = FIRST + now * QUARTER - 7200, FIRST + now * QUARTER - 7201
    assert discovery.home_of(["客服"], tonight) == topic.number
    assert discovery.home_of(["客服"], morning) is None
    assert discovery.home_of(["客服", "转账"], morning) == topic.number, "two words together are telling"
    assert discovery.home_of(["#星河支付崩了#"], morning) == topic.number


def test_a_storm_is_one_topic_however_it_is_worded() -> None:
    discovery = Discovery()
    now = quiet(discovery)
    ways = ["转账", "客服", "退款", "失败", "崩溃"]
    storm = [
        Spoken(post=n, author=n, keys=("#星河支付崩了#", *RNG.choice(ways, 2, replace=False).tolist()))
        for n in range(2_000)
    ]
    assert len(step(discovery, now, storm)) == 1


def test_ten_thousand_hashtags_in_a_post_make_no_topic() -> None:
    discovery = Discovery()
    now = quiet(discovery)
    flood = Spoken(post=1, author=1, keys=tuple(f"#话题{n}#" for n in range(10_000)))
    assert step(discovery, now, [flood]) == []


def test_one_person_is_no_topic_however_loud() -> None:
    discovery = Discovery()
    now = quiet(discovery)
    loud = [Spoken(post=n, author=7, keys=("#星河支付崩了#", "骗子")) for n in range(500)]
    assert step(discovery, now, loud) == []


def test_a_clock_that_jumps_back_is_refused() -> None:
    discovery = Discovery()
    step(discovery, 10, [])
    with pytest.raises(ValueError, match="quarter of an hour after"):
        step(discovery, 9, [])


def test_a_topic_is_forgotten_after_fourteen_days() -> None:
    discovery = Discovery()
    now = quiet(discovery)
    (before,) = step(discovery, now, posts(now, 30, "#星河支付崩了#"))
    later = now + 15 * 96
    step(discovery, later - 1, [])
    (after,) = step(discovery, later, posts(later, 30, "#星河支付崩了#"))
    assert after.number != before.number


def test_sketches_know_how_much_large_sets_share() -> None:
    one, other, part = (sketch_of(hashed(range(low, high))) for low, high in ((0, 9_000), (3_000, 12_000), (0, 3_000)))
    assert jaccard(one, other) == pytest.approx(0.5, abs=0.1)
    assert contained(part, one) == pytest.approx(1.0, abs=0.15)
    assert one.size == pytest.approx(9_000, rel=0.2)
    assert union(one, other).size == pytest.approx(12_000, rel=0.2)
    nothing = sketch_of([])
    assert jaccard(nothing, nothing) == contained(nothing, one) == 0.0


@pytest.mark.parametrize("seed", range(20))
def test_what_is_left_uncounted_is_below_the_line(seed: int) -> None:
    chance = np.random.default_rng(seed)
    size, other_size, shared = (int(most * chance.random()) + 1 for most in (3_000, 3_000, 2_000))
    one = sketch_of(hashed(range(size + shared)))
    other = sketch_of(hashed([*range(size, size + shared), *range(10_000, 10_000 + other_size)]))
    both = sorted(one.hashes | other.hashes)[:256]
    assert jaccard(one, other) == sum(each in one.hashes and each in other.hashes for each in both) / len(both)
    for least in (0.05, 0.3, 0.6, 0.9):
        assert (jaccard(one, other, least) >= least) == (jaccard(one, other) >= least)
        assert (contained(one, other, least) >= least) == (contained(one, other) >= least)


def test_small_sets_are_counted_exactly() -> None:
    assert sketch_of([1, 2, 2, 3]).size == 3
    assert jaccard(sketch_of([1, 2, 3]), sketch_of([2, 3, 4])) == 0.5


def test_groups_are_the_same_directly_or_by_way_of_others() -> None:
    groups = [frozenset({1, 2, 3}), frozenset({9}), frozenset({2, 3, 4}), frozenset({4})]
    assert connected(groups) == [[0, 2, 3], [1]]
    assert not same(frozenset(), frozenset())


def test_a_hashtag_with_a_plus_in_it_is_one_key() -> None:
    discovery = Discovery()
    now = quiet(discovery)
    (topic,) = step(discovery, now, posts(now, 30, "#甲 + 乙#"))
    assert topic.keys == ("#甲 + 乙#",)
