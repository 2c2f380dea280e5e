import pytest

from analysis.heat import WEIGHTS, Facts, post_heat, topic_heat
from domain.post import Verification


def test_the_weights_make_a_whole() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_more_of_anything_is_hotter() -> None:
    little = Facts(reposts=10, comments=10, likes=10, before=5, followers=1_000, verification=Verification.NONE)
    much = [
        Facts(reposts=100, comments=10, likes=10, before=5, followers=1_000, verification=Verification.NONE),
        Facts(reposts=10, comments=10, likes=10, before=5, followers=100_000, verification=Verification.NONE),
        Facts(reposts=10, comments=10, likes=10, before=5, followers=1_000, verification=Verification.MEDIA),
        Facts(reposts=10, comments=10, likes=10, before=0, followers=1_000, verification=Verification.NONE),
    ]
    base = post_heat(little)
    assert base is not None
    for facts in much:
        heat = post_heat(facts)
        assert heat is not None
        assert heat.index > base.index


def test_what_is_unknown_is_not_taken_for_nothing() -> None:
    known = post_heat(Facts(reposts=1_000))
    silent = post_heat(Facts(reposts=1_000, followers=0))
    assert known is not None
    assert silent is not None
    assert known.reach is None
    assert silent.reach == 0
    assert known.index > silent.index
    assert post_heat(Facts()) is None
    assert topic_heat([]) is None


def test_a_topic_is_hotter_than_each_of_its_posts() -> None:
    posts = [Facts(reposts=50, before=10, followers=2_000)] * 20
    one, all_of_them = post_heat(posts[0]), topic_heat(posts)
    assert one is not None
    assert all_of_them is not None
    assert one.index < all_of_them.index <= 100


def test_the_index_never_leaves_its_scale() -> None:
    most = Facts(reposts=10**9, before=0, followers=10**10, verification=Verification.GOVERNMENT)
    heat = post_heat(most)
    assert heat is not None
    assert heat.index == 100


def test_negative_counts_are_refused_and_lost_likes_are_no_negative_speed() -> None:
    with pytest.raises(ValueError, match="never negative"):
        post_heat(Facts(likes=-1))
    heat = post_heat(Facts(likes=5, before=50))
    assert heat is not None
    assert heat.velocity == 0
