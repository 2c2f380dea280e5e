"""Which posts hold which two letters, so that a search among fifty thousand is a matter of milliseconds."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice

from drill.scenario import Badge, Microblog
from drill.scenarios.regions import WHOLE
from drill.sites.weibo.person import MEDIA, verified_type


@dataclass(frozen=True, kw_only=True)
class Sieve:
    """What a search is narrowed to besides words and time; None or False where it is not."""

    region: str | None = None
    city: int = WHOLE
    original: bool = False
    verified: bool = False
    media: bool = False
    pictures: bool = False
    video: bool = False
    link: bool = False
    music: bool = False

    def holds(self, post: Microblog) -> bool:
        """Whether a post goes through; a post without region goes through no region."""
        return (
            (self.region is None or post.region == self.region)
            and self.city in {WHOLE, post.city}
            and not (self.original and post.original is not None)
            and not (self.verified and post.account.badge is Badge.NONE)
            and not (self.media and verified_type(post.account) != MEDIA)
            and not (self.pictures and not post.pictures)
            and not (self.video and not post.video)
            and not (self.link and "http://t.cn/" not in post.text)
            and not self.music
        )


ALL = Sieve()


class Index:
    """Posts in order of time, found by words, window and sieve; newest first."""

    def __init__(self, posts: Sequence[Microblog]) -> None:
        self.posts = sorted(posts, key=lambda post: (post.published_at, post.mid))
        self.seconds = array("d", (post.published_at.timestamp() for post in self.posts))
        self.places: dict[str, array[int]] = {}
        self.regions: dict[str | None, array[int]] = {}
        for place, post in enumerate(self.posts):
            self.regions.setdefault(post.region, array("I")).append(place)
            for pair in _pairs(_words(post)):
                self.places.setdefault(pair, array("I")).append(place)
        self.sifted = lru_cache(maxsize=512)(self._sifted)
        self.worded = lru_cache(maxsize=8)(lambda query: frozenset(self.sifted(query, ALL)))

    def search(
        self, query: str, *, start: datetime | None, end: datetime | None, now: datetime, sieve: Sieve = ALL
    ) -> Iterator[Microblog]:
        """Loosely, as the site does: every two letters of every word have to be there, not the word itself.

        `start` is the first moment of the window, `end` the first one after it; None for no such limit.
        """
        places = self.sifted(query, sieve)
        last = bisect_right(self.seconds, now.timestamp())
        if end is not None:
            last = min(last, bisect_left(self.seconds, end.timestamp()))
        first = bisect_left(self.seconds, start.timestamp()) if start is not None else 0
        low, high = bisect_left(places, first), bisect_left(places, last)
        found = (self.posts[places[number]] for number in range(high - 1, low - 1, -1))
        return (post for post in found if not post.is_gone(now))

    def between(self, start: datetime, end: datetime) -> Sequence[Microblog]:
        """All posts from a moment up to another one, oldest first."""
        first, last = bisect_left(self.seconds, start.timestamp()), bisect_right(self.seconds, end.timestamp())
        return self.posts[first:last]

    def _sifted(self, query: str, sieve: Sieve) -> "array[int]":
        if sieve.region is not None:
            near, worded = self.regions.get(sieve.region, array("I")), self.worded(query)
            return array("I", (place for place in near if place in worded and sieve.holds(self.posts[place])))
        if sieve != ALL:
            return array("I", (place for place in self.sifted(query, ALL) if sieve.holds(self.posts[place])))
        words = query.lower().split()
        if not words:
            return array("I")
        pairs = {pair for word in words for pair in _pairs(word)}
        single = [word for word in words if len(word) == 1]
        return self._with(pairs, single)

    def _with(self, pairs: set[str], single: list[str]) -> "array[int]":
        """The places that hold all pairs and all single letters."""
        lists = sorted((self.places.get(pair, array("I")) for pair in pairs), key=len)
        found = set(lists[0]) if lists else set(range(len(self.posts)))
        for places in lists[1:]:
            found.intersection_update(places)
        kept = (
            place for place in sorted(found) if not single or all(one in _words(self.posts[place]) for one in single)
        )
        return array("I", kept)


def newest(found: Iterator[Microblog], most: int) -> list[Microblog]:
    """So many of what was found."""
    return list(islice(found, most))


def _words(post: Microblog) -> str:
    """Everything that it says or has said, and the post that it repeats."""
    said = "\n".join((post.words(), *(edit.text for edit in post.edits))) if post.edits else post.words()
    return said.lower()


def _pairs(words: str) -> set[str]:
    return {words[start : start + 2] for start in range(len(words) - 1)}
