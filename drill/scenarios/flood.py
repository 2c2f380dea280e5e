"""A flood: tens of thousands of posts about the brand within a day, far more than any list of the search can hold."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from domain.day import CHINA
from drill.scenario import Microblog, Mood, Reach, Scenario
from drill.scenarios import complaints, ordinary, rhythm
from drill.scenarios.hot import brand_topics, hot_topics
from drill.scenarios.outage import BRAND, HOT_WORDS
from drill.scenarios.people import People
from drill.scenarios.regions import city_of, region_of
from drill.scenarios.slots import SLOTS, SOURCES
from drill.scenarios.telling import Teller
from drill.scenarios.weibo import FIRST_SECOND, SPARE_BITS

HOURS = 24
PEAK_HOUR, PEAK = 10, 3.0
"""The hour of the flood (from 0) that is loudest, and how many times as loud as the day curve makes it."""

CROWD = 5000
REPOST_SHARE, PICTURE_SHARE, VIDEO_SHARE, LONG_SHARE = 0.2, 0.3, 0.05, 0.02
SAID = {**SLOTS, "hour": ("九",), "fan": ("晚星在路上", "大力同学", "江湖喝拿铁")}
TEMPLATES = (*complaints.OUTAGE, *complaints.NEUTRAL, *ordinary.NEGATIVE)


def flood_story(seed: int, now: datetime, posts: int = 50_000) -> Scenario:
    """`posts` posts that all hold the brand's name, spread unevenly over the 24 hours before `now`.

    The loudest hour holds about an eighth of them. One in twenty-five has no region; the others have a province and a
    city. The same seed and moment make the same.
    """
    rng = random.Random(seed)  # noqa: S311  # a story, no secret
    now = now.replace(microsecond=0)
    began = now - timedelta(hours=HOURS)
    people = People(rng, CROWD)
    told = tuple(_Flood(rng, people).posts(_seconds(rng, began, posts)))
    topics = (*hot_topics(seed, began, now + timedelta(days=1)), *brand_topics(HOT_WORDS, began, told[0].mid))
    return Scenario(
        seed=seed, now=now, began=began, outage_began=began, brand=BRAND, microblogs=told, articles=(), topics=topics
    )


def _seconds(rng: random.Random, began: datetime, posts: int) -> list[int]:
    """Epoch seconds of all posts, in order of time; hours are weighed by the day curve of their hour in China."""
    hour_of_day = began.astimezone(CHINA).hour
    weights = [rhythm.HOURS[(hour_of_day + hour) % 24] for hour in range(HOURS)]
    weights[PEAK_HOUR] *= PEAK
    first = int(began.timestamp())
    return sorted(first + 3600 * hour + rng.randrange(3600) for hour in rng.choices(range(HOURS), weights, k=posts))


class _Flood:
    """Makes the posts one after the other."""

    def __init__(self, rng: random.Random, people: People) -> None:
        self.rng = rng
        self.people = people
        self.teller = Teller(rng, SAID)
        self.heads: list[Microblog] = []

    def posts(self, seconds: Sequence[int]) -> Iterator[Microblog]:
        """One for each second given; numbers rise with time."""
        last = 0
        for second in seconds:
            mid = ((second - FIRST_SECOND) << SPARE_BITS) | self.rng.getrandbits(SPARE_BITS - 1)
            last = max(mid, last + 1)
            yield self._post(last, second)

    def _post(self, mid: int, second: int) -> Microblog:
        rng, account = self.rng, self.people.anyone()
        original = rng.choice(self.heads) if self.heads and rng.random() < REPOST_SHARE else None
        dice = rng.random()
        post = Microblog(
            mid=mid,
            account=account,
            published_at=datetime.fromtimestamp(second, CHINA),
            text=self._text(original),
            source=rng.choice(SOURCES),
            mood=Mood.NEGATIVE,
            reach=self._reach(),
            original=original,
            region=region_of(account.uid, mid),
            city=city_of(account.uid),
            pictures=rng.randint(1, 9) if dice < PICTURE_SHARE else 0,
            video=dice > 1 - VIDEO_SHARE,
        )
        if original is None and len(self.heads) < 200:
            self.heads.append(post)
        return post

    def _text(self, original: Microblog | None) -> str:
        """What it says; the brand's name is in it."""
        text = self.teller.fill(self.rng.choice(complaints.COMMENTS if original else TEMPLATES))
        text = text if BRAND.name in text else f"{text} #{BRAND.name}#"
        return f"{text}\n{complaints.WHOLE_STORY}" if self.rng.random() < LONG_SHARE else text

    def _reach(self) -> Reach:
        likes = int(self.rng.paretovariate(1.1)) - 1
        return SMALL[min(likes, len(SMALL) - 1)]


SMALL = tuple(Reach(reposts=likes // 6, comments=likes // 3, likes=likes) for likes in range(400))
"""The reach of most posts, made once."""
