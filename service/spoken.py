"""Posts of the store as discovery sees them, and what it found as the store takes it."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from analysis.discovery import Discovery, Spoken
from analysis.intake import Heard
from analysis.summary import title_of
from analysis.topic_memory import RECENT
from analysis.trending import QUARTER
from storage.topic_due import Known
from storage.topic_rows import Found

Keys = Mapping[int, frozenset[str]]
"""The keys of topics by number."""


def heard(known: Known) -> Heard:
    """A post with numbers for itself and its author; who is unknown is somebody else each time."""
    author = f"{known.channel}\x1f{known.author_key}" if known.author_key else f"\x1f{known.post}"
    spoken = Spoken(post=known.post, author=_number(author), keys=known.keys)
    at, collected = known.bucket, int(known.collected_at.timestamp())
    return Heard(spoken=spoken, at=at, collected=collected, proves=not known.copied)


def homes(discovery: Discovery, posts: Iterable[Known]) -> list[tuple[int, int, int]]:
    """(post, bucket, number of its topic) of those that belong to one."""
    found = ((post, discovery.home_of(post.keys, post.bucket)) for post in posts)
    return [(post.post, post.bucket, number) for post, number in found if number is not None]


def keys_of(discovery: Discovery) -> Keys:
    """The keys of all topics that stand."""
    return {topic.number: frozenset(topic.keys) for topic in discovery.topics}


def found(discovery: Discovery, known: Keys) -> list[Found]:
    """The topics that stand, with the keys that were not known yet."""
    return [
        Found(
            number=topic.number,
            since=topic.since,
            title=title_of(topic.told().keys, ()),
            keys=tuple(key for key in topic.keys if key not in known.get(topic.number, ())),
        )
        for topic in discovery.topics
    ]


def rising(discovery: Discovery, now: datetime) -> frozenset[int]:
    """Numbers of the topics of which a key rose within two hours."""
    moment = int(now.timestamp())
    return frozenset(topic.number for topic in discovery.topics if moment < topic.rose + QUARTER + RECENT)


def _number(name: str) -> int:
    digest = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
