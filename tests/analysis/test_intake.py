"""Which posts make a quarter: over, in order, and whoever comes late."""

from analysis.discovery import Spoken
from analysis.intake import LATE, SETTLED, Heard, intake
from analysis.topic_memory import FORGOTTEN
from analysis.trending import QUARTER

AT = 1_791_129_600
LONG_AFTER = AT + 10 * QUARTER


def heard(post: int, at: int, collected: int | None = None, *, proves: bool = True) -> Heard:
    spoken = Spoken(post=post, author=post, keys=("转账",))
    return Heard(spoken=spoken, at=at, collected=collected or at + 60, proves=proves)


def test_posts_stand_in_the_quarter_of_their_publication_in_order() -> None:
    found = intake([heard(2, AT + QUARTER), heard(1, AT), heard(3, AT + 600)], None, LONG_AFTER)
    assert {quarter: [each.post for each in some] for quarter, some in found.quarters.items()} == {
        AT: [1, 3],
        AT + QUARTER: [2],
    }
    assert list(found.quarters) == [AT, AT + QUARTER]


def test_a_quarter_waits_for_the_round_of_crawling_that_brings_its_end() -> None:
    posts = [heard(1, AT)]
    assert intake(posts, None, AT + QUARTER + SETTLED - 1).waiting == tuple(posts)
    assert intake(posts, None, AT + QUARTER + SETTLED).waiting == ()


def test_who_is_an_hour_late_counts_in_the_next_quarter_and_who_is_later_only_finds_a_home() -> None:
    posts = [heard(1, AT - LATE + QUARTER), heard(2, AT - LATE), heard(3, AT + QUARTER)]
    found = intake(posts, AT, LONG_AFTER)
    assert [each.post for each in found.quarters[AT + QUARTER]] == [3, 1]
    assert [each.spoken.post for each in found.placing] == [1, 2, 3]


def test_who_is_older_than_topics_are_remembered_wants_nothing() -> None:
    found = intake([heard(1, 86_400), heard(2, AT - FORGOTTEN)], AT, LONG_AFTER)
    assert found.placing == found.waiting == ()


def test_a_post_from_the_future_counts_when_it_was_collected() -> None:
    found = intake([heard(1, AT + 9_999 * QUARTER, AT)], None, LONG_AFTER)
    assert list(found.quarters) == [AT]


def test_a_copy_on_order_finds_a_home_and_proves_nothing() -> None:
    found = intake([heard(1, AT, proves=False)], None, LONG_AFTER)
    assert (found.quarters, len(found.placing)) == ({}, 1)
