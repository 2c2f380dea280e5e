"""Topics nobody asked for: keys that begin to be used, put together where the same posts and people use them.

A post brings its keys and the pairs of them: two words are far more telling than one. Every 15 minutes keys that
rise (`analysis.trending`) are tracked; tracked keys that share posts (Jaccard at least 0.3) are one topic. A key that
is contained in a topic joins it. A key of every day that holds several topics which have little to do with each
other (疫情, 医院) is an umbrella and joins none; one that is new is what they are all about. A topic goes on where
what is on now is led by its hashtag or overlaps with its last 24 hours; it is on while one of its keys has risen
within two hours.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import log
from typing import NamedTuple

import numpy as np

from analysis.grouping import grouped
from analysis.sketches import Sketch, same, sketch_of, union
from analysis.text import TAG
from analysis.trending import LEAST_AUTHORS, QUARTER, TrendTable

RECENT = 2 * 3600  # seconds in which keys must be used to be put together
MEMORY = 24 * 3600  # seconds that a topic is recognised by
FORGOTTEN = 14 * 86_400
MOST_KEYS = 6  # of a post; ten thousand hashtags make no more pairs than six
JOINT = "\x1f"  # between the keys of a pair; no normalised text holds it
FRESH = 5.0  # times as many people in two hours as its two hours have had of late: a key is new, and no umbrella


class Spoken(NamedTuple):
    """A post as discovery sees it: numbers for post and author, and its keys, those of its thread's head among them."""

    post: int
    author: int
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic that is on: `number` stays, `keys` are the single keys it goes by, the most used first."""

    number: int
    since: int
    keys: tuple[str, ...]
    posts: float
    authors: float


@dataclass
class _Key:
    """What was seen of one tracked key: (quarter, posts, authors) of the last day, oldest first."""

    seen: list[tuple[int, Sketch, Sketch]] = field(default_factory=list)

    def since(self, first: int) -> tuple[Sketch, Sketch] | None:
        some = [(posts, authors) for quarter, posts, authors in self.seen if quarter >= first]
        if not some:
            return None
        return union(*(posts for posts, _ in some)), union(*(authors for _, authors in some))


@dataclass
class _Standing:
    """A topic with all keys that it ever had, and the hashtag that led it when it began ('' where there was none)."""

    number: int
    since: int
    last: int
    lead: str
    keys: dict[str, float]
    posts: Sketch
    authors: Sketch


class Discovery:
    """Steps from quarter to quarter (epoch seconds, only forward) and keeps the topics of the last 14 days."""

    def __init__(self) -> None:
        self._table = TrendTable()
        self._keys: dict[str, _Key] = defaultdict(_Key)
        self._topics: list[_Standing] = []
        self._home: dict[str, _Standing] = {}
        self._rose: dict[str, int] = {}
        self._numbers = 0

    def step(self, quarter: int, posts: Sequence[Spoken]) -> list[Topic]:
        """Take in one quarter of an hour; the topics that are on at its end, largest first."""
        users, uses = _by_key(posts)
        rising = self._table.step(quarter, {key: len(own) for key, own in users.items()})
        self._rose |= dict.fromkeys(rising, quarter)
        tracked = self._table.tracked
        for key in tracked & users.keys():
            seen = sketch_of(np.array(uses[key])), sketch_of(np.array(list(users[key])))
            self._keys[key].seen.append((quarter, *seen))
        self._forget(quarter, tracked)
        lately = self._lately(quarter)
        fresh = {key for key, (_, people) in lately.items() if people.size >= FRESH * self._usual(key)}
        on = []
        for group in grouped(lately, fresh):
            rises = not group.keys().isdisjoint(self._rose)
            if rises or not group.keys().isdisjoint(self._home):
                topic = self._stand(quarter, group)
                on += [topic] if rises else []
        self._home = {key: topic for topic in self._topics for key in topic.keys}
        unlike = {topic.number: topic for topic in on}.values()
        return sorted((_told(topic) for topic in unlike), key=lambda topic: (-topic.posts, topic.number))

    def home_of(self, keys: Sequence[str]) -> int | None:
        """The number of the topic that a post with these keys belongs to; None where it belongs to none.

        Each key and pair speaks for its topic, the rarer the louder.
        """
        voices: dict[int, float] = defaultdict(float)
        for key in _with_pairs(keys):
            topic = self._home.get(key)
            if topic is not None:
                voices[topic.number] += topic.keys[key]
        return max(voices, key=lambda number: (voices[number], -number)) if voices else None

    def _lately(self, quarter: int) -> dict[str, tuple[Sketch, Sketch]]:
        """Tracked keys with five people in the last two hours, with their posts and people of that time."""
        found = {}
        for key, own in self._keys.items():
            if own.seen and own.seen[-1][0] > quarter - RECENT:
                recent = own.since(quarter - RECENT + QUARTER)
                if recent is not None and recent[1].size >= LEAST_AUTHORS:
                    found[key] = recent
        return found

    def _usual(self, key: str) -> float:
        return self._table.usual(key) * RECENT / QUARTER

    def _stand(self, quarter: int, group: dict[str, tuple[Sketch, Sketch]]) -> _Standing:
        """The standing topic that a group of keys goes on with, or a new one."""
        posts = union(*(own for own, _ in group.values()))
        authors = union(*(own for _, own in group.values()))
        known = {home.number: home for key in group if (home := self._home.get(key)) is not None}.values()
        lead = _lead(group)
        again = (
            each for each in known if each.lead == lead != "" or same(each.posts, posts) or same(each.authors, authors)
        )
        topic = next(again, None)
        if topic is None:
            self._numbers += 1
            topic = _Standing(
                number=self._numbers, since=quarter, last=quarter, lead=lead, keys={}, posts=posts, authors=authors
            )
            self._topics.append(topic)
        topic.last = quarter
        for key, (own, _) in group.items():
            topic.keys.setdefault(key, 1.0 / log(2.0 + own.size))
            self._home[key] = topic
        day = [whole for key in group if (whole := self._keys[key].since(quarter - MEMORY)) is not None]
        topic.posts, topic.authors = union(*(own for own, _ in day)), union(*(own for _, own in day))
        return topic

    def _forget(self, quarter: int, tracked: frozenset[str]) -> None:
        for key in list(self._keys):
            own = self._keys[key]
            own.seen = [row for row in own.seen if row[0] > quarter - MEMORY]
            if key not in tracked and not own.seen:
                del self._keys[key]
        self._rose = {key: last for key, last in self._rose.items() if last > quarter - RECENT}
        self._topics = [topic for topic in self._topics if quarter - topic.last <= FORGOTTEN]


def _lead(group: dict[str, tuple[Sketch, Sketch]]) -> str:
    """The hashtag with most posts."""
    return max((key for key in group if TAG.fullmatch(key)), key=lambda key: group[key][0].size, default="")


def _told(topic: _Standing) -> Topic:
    single = [key for key in topic.keys if JOINT not in key]
    words = single or list(dict.fromkeys(word for key in topic.keys for word in key.split(JOINT)))
    return Topic(
        number=topic.number,
        since=topic.since,
        keys=tuple(words[:MOST_KEYS]),
        posts=topic.posts.size,
        authors=topic.authors.size,
    )


def _by_key(posts: Sequence[Spoken]) -> tuple[dict[str, set[int]], dict[str, list[int]]]:
    users: dict[str, set[int]] = defaultdict(set)
    uses: dict[str, list[int]] = defaultdict(list)
    for post in posts:
        for key in _with_pairs(post.keys):
            users[key].add(post.author)
            uses[key].append(post.post)
    return users, uses


def _with_pairs(keys: Sequence[str]) -> Iterator[str]:
    some = list(dict.fromkeys(keys))[:MOST_KEYS]
    yield from some
    for one, other in combinations(sorted(some), 2):
        yield f"{one}{JOINT}{other}"
