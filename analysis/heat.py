"""How much a post or a topic moves people: one index from 0 to 100, and the parts it is made of.

index = 100 * weighted mean of four parts, each between 0 and 1 on a logarithmic scale (attention is spread over powers
of ten: from 10 to 100 reposts is as far as from 1,000 to 10,000). A part of which nothing is known is left out and
the others count the more; it is never taken for 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10

from domain.heat import Heat
from domain.post import Verification

WEIGHTS: Mapping[str, float] = {
    "engagement": 0.40,  # what people did is the surest sign, and the only one that costs them something
    "velocity": 0.30,  # what grows now decides whether anybody must act today
    "reach": 0.20,  # followers are who could have seen it, not who did: half of what was done
    "level": 0.10,  # an authority or a medium makes others write; its followers are counted above already
}
REPOST, COMMENT, LIKE = 3.0, 2.0, 1.0  # a repost shows it to others, a comment takes a sentence, a like one touch
MOST_ENGAGED, MOST_SPEED, MOST_FOLLOWERS = 1e6, 1e5, 1e8  # where a part is 1: the top of the hot list; per hour; people
LEVELS: Mapping[Verification, float] = {
    Verification.NONE: 0.0,
    Verification.PERSON: 0.4,
    Verification.ORGANISATION: 0.6,
    Verification.MEDIA: 0.9,
    Verification.GOVERNMENT: 1.0,
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one post; None where the platform did not tell. `before` is the engagement an hour ago."""

    reposts: int | None = None
    comments: int | None = None
    likes: int | None = None
    before: float | None = None
    followers: int | None = None
    verification: Verification | None = None


def engaged(facts: Facts) -> float | None:
    """Weighted count of what people did; None where no count is known."""
    known = [
        weight * count
        for weight, count in ((REPOST, facts.reposts), (COMMENT, facts.comments), (LIKE, facts.likes))
        if count is not None
    ]
    if any(count < 0 for count in known):
        raise ValueError(f"counts are never negative: {facts}")
    return sum(known) if known else None


def post_heat(facts: Facts) -> Heat | None:
    """The heat of one post; None where nothing at all is known."""
    return topic_heat([facts])


def topic_heat(posts: Sequence[Facts]) -> Heat | None:
    """The heat of posts together: what was done, its growth and the followers add up, the highest author counts."""
    done = [(now, facts.before) for facts in posts if (now := engaged(facts)) is not None]
    grown = [max(now - before, 0.0) for now, before in done if before is not None]
    followers = [facts.followers for facts in posts if facts.followers is not None]
    levels = [LEVELS[facts.verification] for facts in posts if facts.verification is not None]
    parts = {
        "engagement": _scaled(sum(now for now, _ in done), MOST_ENGAGED) if done else None,
        "velocity": _scaled(sum(grown), MOST_SPEED) if grown else None,
        "reach": _scaled(float(sum(followers)), MOST_FOLLOWERS) if followers else None,
        "level": max(levels) if levels else None,
    }
    known = {name: part for name, part in parts.items() if part is not None}
    if not known:
        return None
    index = 100 * sum(WEIGHTS[name] * part for name, part in known.items()) / sum(WEIGHTS[name] for name in known)
    return Heat(index=round(index, 1), **parts)


def _scaled(count: float, most: float) -> float:
    return min(1.0, log10(1 + count) / log10(1 + most))
