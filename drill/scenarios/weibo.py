"""The Weibo side of a story: ordinary days, an outage, and what has nothing to do with either."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from drill.scenario import Account, Microblog, Mood, Reach
from drill.scenarios import asides, complaints, ordinary, rhythm
from drill.scenarios.people import People
from drill.scenarios.regions import city_of, region_of
from drill.scenarios.slots import SOURCES
from drill.scenarios.telling import Teller

FIRST_SECOND = 515_483_463
SPARE_BITS = 22
A_DAY = (120, 160)
ASIDES_A_DAY = 45
SHARES = ((0.49, Mood.POSITIVE), (0.84, Mood.NEUTRAL), (1.0, Mood.NEGATIVE))
TEMPLATES = {
    Mood.POSITIVE: ordinary.POSITIVE,
    Mood.NEUTRAL: ordinary.NEUTRAL,
    Mood.NEGATIVE: ordinary.NEGATIVE,
}
LEADERS = ((6, 900, 1600, 5200), (14, 6800, 3900, 21000), (22, 2600, 1500, 8800), (41, 4200, 2700, 15500))
"""Posts that lead the outage: the minute they come, and reposts, comments and likes of their first day."""

MEDIA_MINUTES = (34, 58, 83, 117, 149, 201, 262)
APOLOGY_MINUTES = (72, 168)
FALSE_START = 12
REPOST_SHARE = 0.22


class WeiboTeller:
    """Makes posts with numbers that hold their second, as the site does."""

    def __init__(self, rng: random.Random, people: People, teller: Teller) -> None:
        self.rng = rng
        self.people = people
        self.teller = teller
        self.mids: set[int] = set()

    def ordinary_days(self, midnights: list[datetime]) -> Iterator[Microblog]:
        """Posts about the brand and beside it, day by day."""
        for midnight in midnights:
            for at in rhythm.ordinary_day(self.rng, midnight, self.rng.randint(*A_DAY)):
                yield self._ordinary(at)
            for at in rhythm.ordinary_day(self.rng, midnight, ASIDES_A_DAY):
                yield self._post(at, self.people.anyone(), self.teller.tell(asides.ASIDES), Mood.ASIDE)
        for template in asides.HOSTILE:
            at = self.rng.choice(midnights[:-2]) + timedelta(hours=self.rng.uniform(8, 23))
            yield self._post(at, self.people.anyone(), self.teller.fill(template), Mood.NEUTRAL)
        for template in ordinary.LURES:
            at = self.rng.choice(midnights[:-2]) + timedelta(hours=self.rng.uniform(8, 23))
            yield self._post(at, self.people.anyone(), self.teller.fill(template), Mood.ASIDE)

    def outage(self, began: datetime, minutes: int) -> Iterator[Microblog]:
        """The leaders, the papers, the brand's own word, and the crowd that repeats and adds to them."""
        leaders = [self._leader(began, *leader) for leader in LEADERS]
        papers = [self._paper(began + timedelta(minutes=minute)) for minute in MEDIA_MINUTES if minute < minutes]
        yield from leaders
        yield from papers
        for minute, text in zip(APOLOGY_MINUTES, complaints.APOLOGY, strict=True):
            account = self.people.official[0]
            reach = Reach(reposts=900, comments=2400, likes=600)
            yield self._post(began + timedelta(minutes=minute), account, self.teller.fill(text), Mood.NEUTRAL, reach)
        for at in rhythm.outage(self.rng, began, minutes):
            heads = [post for post in (*leaders, *papers) if post.published_at < at]
            yield self._shout(at, at - began, heads)

    def _ordinary(self, at: datetime) -> Microblog:
        if self.rng.random() < 0.012:
            return self._post(at, self.people.official[1], self.teller.tell(ordinary.OFFICIAL), Mood.POSITIVE)
        dice = self.rng.random()
        mood = next(mood for share, mood in SHARES if dice <= share)
        text = self.teller.tell(TEMPLATES[mood], follow_ups=ordinary.FOLLOW_UPS, often=0.25)
        return self._post(at, self.people.anyone(), text, mood)

    def _shout(self, at: datetime, since: timedelta, heads: list[Microblog]) -> Microblog:
        """One voice of the crowd while the outage lasts."""
        dice = self.rng.random()
        if heads and dice < REPOST_SHARE:
            original = self.rng.choices(heads, weights=[head.reach.reposts + 1 for head in heads])[0]
            text = self.teller.fill(self.rng.choice(complaints.COMMENTS))
            return self._post(at, self.people.anyone(), text, Mood.NEGATIVE, original=original)
        if dice > 0.95:
            return self._post(at, self.people.anyone(), self.teller.tell(complaints.NEUTRAL), Mood.NEUTRAL)
        early = since < timedelta(minutes=FALSE_START)
        templates = complaints.FIRST if early else complaints.OUTAGE
        return self._post(at, self.people.anyone(), self.teller.tell(templates), Mood.NEGATIVE)

    def _leader(self, began: datetime, minute: int, reposts: int, comments: int, likes: int) -> Microblog:
        account = self.rng.choice(self.people.loud)
        text = self.teller.tell(complaints.HOT)
        reach = Reach(reposts=reposts, comments=comments, likes=likes)
        return self._post(began + timedelta(minutes=minute), account, text, Mood.NEGATIVE, reach)

    def _paper(self, at: datetime) -> Microblog:
        scale = self.rng.randint(200, 1400)
        reach = Reach(reposts=scale, comments=scale * 2, likes=scale * 4)
        return self._post(
            at, self.rng.choice(self.people.media), self.teller.tell(complaints.MEDIA), Mood.NEGATIVE, reach
        )

    def _post(
        self,
        at: datetime,
        account: Account,
        text: str,
        mood: Mood,
        reach: Reach | None = None,
        *,
        original: Microblog | None = None,
    ) -> Microblog:
        at = at.replace(microsecond=0)
        mid = self._mid(at)
        return Microblog(
            mid=mid,
            account=account,
            published_at=at,
            text=text,
            source=self.rng.choice(SOURCES),
            mood=mood,
            reach=reach or self._small_reach(),
            original=original,
            region=region_of(account.uid, mid),
            city=city_of(account.uid),
        )

    def _mid(self, at: datetime) -> int:
        """A number that nobody has, whose upper bits are the second."""
        while True:
            mid = ((int(at.timestamp()) - FIRST_SECOND) << SPARE_BITS) | self.rng.getrandbits(SPARE_BITS)
            if mid not in self.mids:
                self.mids.add(mid)
                return mid

    def _small_reach(self) -> Reach:
        """Most posts are hardly noticed; the tail is long."""
        likes = int(self.rng.paretovariate(1.1)) - 1
        return Reach(reposts=min(60, likes // 6), comments=min(90, likes // 3), likes=min(400, likes))
