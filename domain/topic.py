"""Posts that speak of the same thing, and a rise of a series against its own seasonal past."""

from dataclasses import dataclass
from datetime import datetime

from domain.heat import Forecast, Heat
from domain.post import Channel
from domain.shown import Shown

JOINT = "\x1f"  # between the two keywords of a pair; no normalised text holds it


class Spread(Shown):
    """Whether people speak for themselves."""

    CONVERSATION = "conversation", "自发讨论"
    COPIED = "copied", "疑似刷量/统一转发"


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A sentence and the post that it stands in."""

    text: str
    post: int


@dataclass(frozen=True, kw_only=True)
class Spreader:
    """An account that brought much of a topic: its posts, and how often they were passed on (None where unknown)."""

    channel: Channel
    author_key: str
    name: str
    posts: int
    passed_on: int | None
    followers: int | None


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What is known of one topic at `told_at`.

    `title` and `sentences` are people's words on one line each. `on` says that it still rises. `posts` and `negative`
    leave noise out, `authors` are different accounts. `copied` is the share of the largest group of near copies among
    posts with own words, None where none has any. `forecasts` are empty where the topic is silent.
    """

    key: int
    watch: int
    title: str
    sentences: tuple[Quoted, ...]
    keywords: tuple[str, ...]
    since: datetime
    last_at: datetime
    told_at: datetime
    on: bool
    posts: int
    negative: int
    authors: int
    first_post: int | None
    spreaders: tuple[Spreader, ...]
    copied: float | None
    spread: Spread
    heat: Heat | None
    forecasts: tuple[Forecast, ...]


@dataclass(frozen=True, kw_only=True)
class Burst:
    """One episode that is on at the moment of evaluation.

    `strength` is S = -log10 of the chance of so many in the best window; `observed` and `expected` are counts in that
    window of `window_minutes`; `since` and `at` are bucket starts in epoch seconds.
    """

    strength: float
    window_minutes: int
    observed: int
    expected: float
    since: int
    at: int
