"""What discovery remembers from quarter to quarter, and the same as bytes.

The bytes are a line that names their kind and version, then compressed: the length of a header in JSON (names, times,
numbers), the header, and in single precision and 32 bits what is too much for JSON (means, variances, sketches).
"""

import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.sketches import Sketch
from analysis.trending import CELLS, Trends
from domain.topic import JOINT

MARK = b"topics 1\n"
LEVEL = 1  # of compression: the sketches are as good as noise, the table is mostly empty or full
RECENT = 2 * 3600  # seconds in which keys must be used to be put together
MEMORY = 24 * 3600  # seconds that a topic is recognised by
FORGOTTEN = 14 * 86_400  # seconds after which a topic that nobody speaks of is none
MOST_KEYS = 6  # of a post; ten thousand hashtags make no more pairs than six


class UnreadableMemory(ValueError):
    """Bytes that are no memory, one of another version, or one that is broken."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic that is on: `number` stays, `keys` are the single keys it goes by, the most used first."""

    number: int
    since: int
    keys: tuple[str, ...]
    posts: float
    authors: float


Seen = list[tuple[int, Sketch, Sketch]]
"""What was seen of one tracked key: (quarter, posts, authors) of the last day, oldest first."""


@dataclass
class Standing:
    """A topic with all keys that it ever had, and the one that led it when it began: a hashtag where there was one.

    `last` is the quarter in which it was spoken of last, `rose` the one in which one of its keys rose. `keys` tell how
    loud each speaks for the topic; `posts` and `authors` are those of its last day.
    """

    number: int
    since: int
    last: int
    rose: int
    lead: str
    keys: dict[str, float]
    posts: Sketch
    authors: Sketch

    def near(self, quarter: int, before: int = MEMORY) -> bool:
        """Whether it was spoken of within a day of that quarter; `before` seconds before it began still count."""
        return self.since - before <= quarter <= self.last + MEMORY

    def told(self) -> Topic:
        """The topic as others know it."""
        single = [key for key in self.keys if JOINT not in key]
        words = single or list(dict.fromkeys(word for key in self.keys for word in key.split(JOINT)))
        return Topic(
            number=self.number,
            since=self.since,
            keys=tuple(words[:MOST_KEYS]),
            posts=self.posts.size,
            authors=self.authors.size,
        )


@dataclass(frozen=True, kw_only=True)
class Memory:
    """All that a discovery must remember to go on; `numbers` is the last number that was given.

    `began` is the quarter from which it learns what is said every day; None before the first.
    """

    trends: Trends
    seen: dict[str, Seen]
    topics: list[Standing]
    rose: dict[str, int]
    numbers: int
    began: int | None


def packed(memory: Memory) -> bytes:
    """A memory as bytes."""
    trends = memory.trends
    sketches = list(_sketches(memory))
    header = {
        "numbers": memory.numbers,
        "began": memory.began,
        "last": trends.last,
        "tracked": trends.tracked,
        "rose": memory.rose,
        "seen": {key: [quarter for quarter, _, _ in rows] for key, rows in memory.seen.items()},
        "topics": [[each.number, each.since, each.last, each.rose, each.lead, each.keys] for each in memory.topics],
        "sizes": [len(each.hashes) for each in sketches],
    }
    told = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    columns = [trends.mean, trends.variance, *(_column(each) for each in sketches)]
    whole = [struct.pack("<Q", len(told)), told, *(each.tobytes() for each in columns)]
    return MARK + zlib.compress(b"".join(whole), LEVEL)


def unpacked(body: bytes) -> Memory:
    """The memory that `packed` made these bytes of; raises UnreadableMemory."""
    if not body.startswith(MARK):
        raise UnreadableMemory("bytes of another kind or version")
    try:
        plain = zlib.decompress(body[len(MARK) :])
        (length,) = struct.unpack_from("<Q", plain)
        header = json.loads(plain[8 : 8 + length].decode("utf-8", "surrogatepass"))
        return _memory(header, plain[8 + length :])
    except (zlib.error, struct.error, ValueError, KeyError, TypeError) as broken:
        raise UnreadableMemory(f"broken: {broken}") from broken


def _sketches(memory: Memory) -> Iterator[Sketch]:
    for rows in memory.seen.values():
        for _, posts, authors in rows:
            yield from (posts, authors)
    for topic in memory.topics:
        yield from (topic.posts, topic.authors)


def _memory(header: dict[str, Any], plain: bytes) -> Memory:
    mean, variance = np.frombuffer(plain, np.float32, 2 * CELLS).reshape(2, CELLS)
    hashes = np.frombuffer(plain, np.uint32, offset=8 * CELLS).tolist()
    if sum(header["sizes"]) != len(hashes):
        raise UnreadableMemory("sketches are missing")
    sketches = iter([Sketch(hashes=frozenset(part)) for part in _cut(hashes, header["sizes"])])
    seen = {
        key: [(quarter, next(sketches), next(sketches)) for quarter in quarters]
        for key, quarters in header["seen"].items()
    }
    topics = [
        Standing(
            number=number,
            since=begun,
            last=last,
            rose=rose,
            lead=lead,
            keys=keys,
            posts=next(sketches),
            authors=next(sketches),
        )
        for number, begun, last, rose, lead, keys in header["topics"]
    ]
    trends = Trends(mean=mean, variance=variance, tracked=header["tracked"], last=header["last"])
    return Memory(
        trends=trends,
        seen=seen,
        topics=topics,
        rose=header["rose"],
        numbers=header["numbers"],
        began=header["began"],
    )


def _column(sketch: Sketch) -> NDArray[np.uint32]:
    return np.array(sorted(sketch.hashes), np.uint32)


def _cut(hashes: Sequence[int], sizes: Iterable[int]) -> Iterator[Sequence[int]]:
    start = 0
    for size in sizes:
        yield hashes[start : start + size]
        start += size
