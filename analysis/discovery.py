"""Topics nobody asked for: keys that begin to be used, put together where the same posts and people use them.

A post brings its keys and the pairs of them: two words are far more telling than one. Every 15 minutes keys that
rise (`analysis.trending`) are tracked; tracked keys that share posts (Jaccard at least 0.3) are one topic. A key that
is contained in a topic joins it. A key of every day that holds several topics which have little to do with each
other (疫情, 医院) is an umbrella and joins none; one that is new is what they are all about. A topic goes on where
what is on now is led by its hashtag, or within a day by its word, or overlaps with its last 24 hours; no other topic
takes over the hashtag that leads it. It is on while one of its keys has risen within two hours. Where what is on goes
on with two topics whose posts and people are the same, the younger joins the older, unless hashtags lead both. In its
first 12 hours discovery does not know yet what is said every day, and only hashtags rise.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from math import log
from typing import NamedTuple

from analysis.grouping import grouped
from analysis.sketches import Sketch, hashed, same, sketch_of, union
from analysis.topic_memory import FORGOTTEN, MEMORY, MOST_KEYS, RECENT, Memory, Seen, Standing, Topic
from analysis.trending import LEAST_AUTHORS, QUARTER, TrendTable
from domain.topic import JOINT

WARMING = 12 * 3600  # seconds from the first quarter, or the first after five days of silence
SILENCE = 5 * 86_400
FRESH = 5.0  # times as many people in two hours as its two hours have had of late: a key is new, and no umbrella


class Spoken(NamedTuple):
    """A post as discovery sees it: numbers for post and author, and its keys, those of its thread's head among them."""

    post: int
    author: int
    keys: tuple[str, ...]


Recent = tuple[int, int, tuple[Sketch, Sketch]]
"""The first and the last quarter of the last two hours in which a key was seen, its posts and its authors in them."""


class Discovery:
    """Steps from quarter to quarter (epoch seconds, only forward) and keeps the topics of the last 14 days."""

    def __init__(self, memory: Memory | None = None, *, numbers: int = 0) -> None:
        """Goes on from a memory, or begins; then the first topic has the number after `numbers`."""
        self._table = TrendTable(memory.trends if memory else None)
        self._keys: dict[str, Seen] = {key: list(seen) for key, seen in memory.seen.items()} if memory else {}
        self._topics: list[Standing] = list(memory.topics) if memory else []
        self._rose: dict[str, int] = dict(memory.rose) if memory else {}
        self._numbers = memory.numbers if memory else numbers
        self._began: int | None = memory.began if memory else None
        self._home: dict[str, Standing] = self._homes()
        self._led = self._leads()
        self._joined: dict[int, int] = {}
        self._recently: dict[str, Recent] = {}

    @property
    def memory(self) -> Memory:
        """What another discovery can go on from; it shares everything with this one."""
        return Memory(
            trends=self._table.kept,
            seen=self._keys,
            topics=self._topics,
            rose=self._rose,
            numbers=self._numbers,
            began=self._began,
        )

    @property
    def last(self) -> int | None:
        """The last quarter that was taken in."""
        return self._table.kept.last

    @property
    def topics(self) -> tuple[Standing, ...]:
        """The topics of the last 14 days, in the order of their beginning."""
        return tuple(self._topics)

    @property
    def joined(self) -> dict[int, int]:
        """The numbers of topics that turned out to be others, and of those as they stand, since this was made."""
        return dict(self._joined)

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Give topics the numbers that they are known by elsewhere; those must be nobody's here."""
        for topic in self._topics:
            topic.number = numbers.get(topic.number, topic.number)

    def step(self, quarter: int, posts: Sequence[Spoken]) -> list[Topic]:
        """Take in one quarter of an hour; the topics that are on at its end, largest first."""
        users, uses = _by_key(posts)
        last = self.last
        rising = self._table.step(quarter, {key: len(own) for key, own in users.items()})
        if self._began is None or last is None or quarter - last > SILENCE:
            self._began = quarter
        warm = quarter - self._began >= WARMING
        self._rose |= {key: quarter for key in rising if warm or _is_tag(key)}
        used = self._table.tracked & users.keys()
        for key, posts_of, people_of in _sketched(used, uses, users):
            self._keys.setdefault(key, []).append((quarter, posts_of, people_of))
        self._forget(quarter)
        lately = self._lately(quarter)
        usual = dict(zip(lately, self._table.usual(list(lately)), strict=True))
        fresh = {key for key, (_, people) in lately.items() if people.size >= FRESH * usual[key] * RECENT / QUARTER}
        on = {}
        for group in grouped(lately, fresh):
            rises = [self._rose[key] for key in group if key in self._rose]
            if rises or any(key in self._home for key in group):
                topic = self._stand(quarter, group, used=not used.isdisjoint(group))
                if rises:
                    topic.rose = max(topic.rose, *rises)
                    on[topic.number] = topic
        self._home, self._led = self._homes(), self._leads()
        there = [topic.told() for topic in on.values() if topic.number not in self._joined]
        return sorted(there, key=lambda topic: (-topic.posts, topic.number))

    def home_of(self, keys: Sequence[str], quarter: int) -> int | None:
        """The number of the topic that a post of that quarter with these keys belongs to; None where it is in none.

        A hashtag that leads a topic decides, of several the rarest. Else each key and pair speaks for its topic, the
        rarer the louder: a hashtag as long as its topic stands, a pair for what was spoken of within a day of the post,
        and a word, which was said before too, from two hours before its topic began.
        """
        led = [topic for key in keys if (topic := self._led.get(key)) is not None]
        if led:
            return min(led, key=lambda topic: (-topic.keys.get(topic.lead, 0.0), topic.number)).number
        voices: dict[int, float] = defaultdict(float)
        for key in _with_pairs(keys):
            topic = self._home.get(key)
            if topic is not None and (_is_tag(key) or topic.near(quarter, RECENT if JOINT not in key else MEMORY)):
                voices[topic.number] += topic.keys[key]
        return max(voices, key=lambda number: (voices[number], -number)) if voices else None

    def _lately(self, quarter: int) -> dict[str, tuple[Sketch, Sketch]]:
        """Tracked keys with five people in the last two hours, with their posts and people of that time."""
        found, first = {}, quarter - RECENT + QUARTER
        alike: dict[tuple[tuple[int, int, int], ...], Recent] = {}
        for key, own in self._keys.items():
            if own[-1][0] >= first:
                known = self._recently.get(key)
                if known is None or known[0] < first or known[1] != own[-1][0]:
                    rows = [row for row in own[-(RECENT // QUARTER) :] if row[0] >= first]
                    which = tuple((at, id(posts), id(people)) for at, posts, people in rows)
                    known = self._recently[key] = alike.get(which) or alike.setdefault(which, _recent(rows))
                if len(known[2][1].hashes) >= LEAST_AUTHORS:
                    found[key] = known[2]
        return found

    def _homes(self) -> dict[str, Standing]:
        """The topic of each key: of several that had it, the one that began last."""
        return {key: topic for topic in self._topics for key in topic.keys}

    def _leads(self) -> dict[str, Standing]:
        """The topics that a hashtag leads; where one leads two, the older."""
        return {topic.lead: topic for topic in reversed(self._topics) if _is_tag(topic.lead)}

    def _stand(self, quarter: int, group: dict[str, tuple[Sketch, Sketch]], *, used: bool) -> Standing:
        """The standing topic that a group of keys goes on with, or a new one; `used` says that it was spoken of now."""
        homes = {id(home): home for key in group if (home := self._home.get(key)) is not None}
        if not used and len(homes) == 1:
            (topic,) = homes.values()
            topic.last = quarter
            return topic
        topic = self._again(quarter, group) or self._begun(quarter, group)
        topic.last = quarter
        for key, (own, _) in group.items():
            if self._led.get(key, topic) is not topic:
                continue
            topic.keys.setdefault(key, 1.0 / log(2.0 + own.size))
            self._home[key] = topic
        if used or not topic.posts.hashes:
            rows = [row for key in group for row in self._keys[key]]
            topic.posts, topic.authors = union(*(row[1] for row in rows)), union(*(row[2] for row in rows))
        return topic

    def _again(self, quarter: int, group: dict[str, tuple[Sketch, Sketch]]) -> Standing | None:
        """The standing topic that a group of keys goes on with; two of them that are one are made one."""
        lead = _lead(group)
        led = self._led.get(lead)
        known = {home.number: home for key in group if (home := self._home.get(key)) is not None}.values()
        posts = union(*(own for own, _ in group.values()))
        authors = union(*(own for _, own in group.values()))
        again = [led] if led else []
        again += [
            each
            for each in known
            if (each.lead == lead and each.near(quarter)) or same(each.posts, posts) or same(each.authors, authors)
        ]
        topic = again[0] if again else None
        for other in again[1:]:
            if topic and _are_one(topic, other):
                topic = self._join(*sorted((topic, other), key=lambda each: each.number))
        return topic

    def _join(self, older: Standing, younger: Standing) -> Standing:
        older.keys = younger.keys | older.keys
        older.since, older.rose = min(older.since, younger.since), max(older.rose, younger.rose)
        older.lead = older.lead if _is_tag(older.lead) else younger.lead
        self._topics = [topic for topic in self._topics if topic is not younger]
        self._led = self._leads()
        self._home |= dict.fromkeys(younger.keys, older)
        self._joined = {
            gone: older.number if number == younger.number else number for gone, number in self._joined.items()
        } | {younger.number: older.number}
        return older

    def _begun(self, quarter: int, group: dict[str, tuple[Sketch, Sketch]]) -> Standing:
        self._numbers += 1
        nobody = union()
        topic = Standing(
            number=self._numbers,
            since=quarter,
            last=quarter,
            rose=0,
            lead=_lead(group),
            keys={},
            posts=nobody,
            authors=nobody,
        )
        self._topics.append(topic)
        if _is_tag(topic.lead):
            self._led[topic.lead] = topic
        return topic

    def _forget(self, quarter: int) -> None:
        for key in list(self._keys):
            own = self._keys[key]
            if own and own[0][0] <= quarter - MEMORY:
                own = self._keys[key] = [row for row in own if row[0] > quarter - MEMORY]
            if not own:
                del self._keys[key]
                self._recently.pop(key, None)
        self._rose = {key: last for key, last in self._rose.items() if last > quarter - RECENT}
        self._topics = [topic for topic in self._topics if quarter - topic.last <= FORGOTTEN]


def _recent(rows: Seen) -> Recent:
    """What was seen of a key in these quarters."""
    return rows[0][0], rows[-1][0], (union(*(row[1] for row in rows)), union(*(row[2] for row in rows)))


def _are_one(one: Standing, other: Standing) -> bool:
    """Whether two topics have the same posts and people; two that hashtags lead are two."""
    if one is other or (_is_tag(one.lead) and _is_tag(other.lead)):
        return False
    return same(one.posts, other.posts) and same(one.authors, other.authors)


def _is_tag(key: str) -> bool:
    return key.startswith("#") and JOINT not in key


def _lead(group: dict[str, tuple[Sketch, Sketch]]) -> str:
    """The hashtag with most posts, else the word, else the pair."""
    return max(group, key=lambda key: (_is_tag(key), JOINT not in key, group[key][0].size))


def _by_key(posts: Sequence[Spoken]) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """Hashes of the people and of the posts of each key."""
    users: dict[str, set[int]] = defaultdict(set)
    uses: dict[str, set[int]] = defaultdict(set)
    people, numbers = hashed(post.author for post in posts), hashed(post.post for post in posts)
    for post, person, number in zip(posts, people, numbers, strict=True):
        for key in _with_pairs(post.keys):
            users[key].add(person)
            uses[key].add(number)
    return users, uses


def _sketched(
    keys: Iterable[str], uses: Mapping[str, set[int]], users: Mapping[str, set[int]]
) -> Iterator[tuple[str, Sketch, Sketch]]:
    """Each key with the sketches of its posts and people; equal ones are one object, which is found equal at once."""
    sketched = cache(sketch_of)
    for key in keys:
        yield key, sketched(frozenset(uses[key])), sketched(frozenset(users[key]))


def _with_pairs(keys: Sequence[str]) -> Iterator[str]:
    some = list(dict.fromkeys(keys))[:MOST_KEYS]
    yield from some
    for one, other in combinations(sorted(some), 2):
        yield f"{one}{JOINT}{other}"
