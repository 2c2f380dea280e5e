"""What becomes of a link after each kind of try."""

from datetime import datetime, timedelta

import pytest

from domain.article_link import MOST_TRIES, LinkState, Tried, step_after

REST = timedelta(hours=2)


@pytest.mark.parametrize(
    ("what", "state"),
    [(Tried.READ, LinkState.READ), (Tried.GONE, LinkState.GONE), (Tried.BAD_LINK, LinkState.REFUSED)],
)
def test_what_the_article_says_itself_is_final(now: datetime, what: Tried, state: LinkState) -> None:
    step = step_after(what, 0, now, REST)
    assert (step.state, step.next_try_at) == (state, None)


def test_a_check_page_is_our_state_and_counts_as_no_try(now: datetime) -> None:
    step = step_after(Tried.BLOCKED, 3, now, REST)
    assert (step.state, step.tries, step.next_try_at) == (LinkState.WAITING, 3, now + REST)


@pytest.mark.parametrize("what", [Tried.NOT_NOW, Tried.UNREADABLE, Tried.FAILED])
def test_other_failures_are_tried_ever_later_and_then_given_up(now: datetime, what: Tried) -> None:
    waits = [step_after(what, tries, now, REST).next_try_at for tries in range(MOST_TRIES - 1)]
    assert waits == sorted(waits, key=lambda at: at or now)
    assert all(at is not None and at > now for at in waits)
    assert step_after(what, MOST_TRIES - 1, now, REST).state is LinkState.GIVEN_UP


def test_a_temporary_link_that_is_over_waits_for_a_fresh_one(now: datetime) -> None:
    step = step_after(Tried.EXPIRED, 0, now, REST)
    assert (step.state, step.keeps_url, step.next_try_at) == (LinkState.WAITING, False, None)
