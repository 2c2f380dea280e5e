"""How much one post moves people, by its newest counts and how they grew."""

from collections.abc import Sequence
from datetime import datetime

from alerts.grown import FRESH, gained
from analysis.heat import Facts, engaged, post_heat
from domain.heat import Heat
from storage.listing import Listed
from storage.models import Reading


def heat_of(post: Listed, readings: Sequence[Reading], now: datetime) -> Heat | None:
    """The heat of a post with these readings, the newest first; None where nothing at all is known."""
    facts = Facts(
        reposts=post.reposts,
        comments=post.comments,
        likes=post.likes,
        before=_before(post, readings, now),
        followers=post.followers,
        verification=post.verification,
    )
    return post_heat(facts)


def _before(post: Listed, readings: Sequence[Reading], now: datetime) -> float | None:
    """The engagement an hour before the newest reading; None where that one is old or no earlier one tells."""
    if not readings or now - readings[0].read_at > FRESH:
        return None
    done = _engaged(readings[0])
    if done is None:
        return None
    counts = [(one.read_at, did) for one in reversed(readings) if (did := _engaged(one)) is not None]
    came = gained(post.published_at, counts)
    return None if came is None else done - came


def _engaged(one: Reading) -> float | None:
    return engaged(Facts(reposts=one.reposts, comments=one.comments, likes=one.likes))
