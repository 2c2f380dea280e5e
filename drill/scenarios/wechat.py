"""The WeChat side of a story: a handful of articles a day, and those that an outage brings."""

import base64
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from drill.scenario import Article, Fate, Mood
from drill.scenarios import papers, rhythm
from drill.scenarios.telling import Teller

A_DAY = (3, 6)
OUTAGE_MINUTES = (38, 64, 95, 133, 171, 215, 290)
GONE_SHARE = 0.04

Template = tuple[str, tuple[str, ...], str]


@dataclass(frozen=True, kw_only=True)
class _Paper:
    """One account that publishes articles; `biz` is its number in base64."""

    name: str
    region: str
    biz: str
    user_name: str


class WeChatTeller:
    """Makes articles of invented accounts; each message of an account has the next number."""

    def __init__(self, rng: random.Random, teller: Teller) -> None:
        self.rng = rng
        self.teller = teller
        self.papers = [self._paper(name, region) for name, region in papers.ACCOUNTS]
        self.next_mid = {paper.biz: rng.randrange(2_247_480_000, 2_247_520_000) for paper in self.papers}

    def ordinary_days(self, midnights: list[datetime]) -> Iterator[Article]:
        """A handful a day about the brand, one a day beside it."""
        for midnight in midnights:
            for at in rhythm.ordinary_day(self.rng, midnight, self.rng.randint(*A_DAY)):
                yield self._article(at, papers.ORDINARY)
            for at in rhythm.ordinary_day(self.rng, midnight, 1):
                yield self._article(at, papers.ASIDES)

    def outage(self, began: datetime, minutes: int) -> Iterator[Article]:
        """What the papers write while it lasts."""
        for minute in OUTAGE_MINUTES:
            if minute < minutes:
                yield self._article(began + timedelta(minutes=minute), papers.OUTAGE)

    def _article(self, at: datetime, templates: Sequence[Template]) -> Article:
        title, paragraphs, mood = self.rng.choice(templates)
        paper = self.rng.choice(self.papers)
        self.next_mid[paper.biz] += self.rng.randint(1, 4)
        fate = self.rng.choice((Fate.DELETED, Fate.REMOVED)) if self.rng.random() < GONE_SHARE else Fate.THERE
        return Article(
            biz=paper.biz,
            user_name=paper.user_name,
            account=paper.name,
            mid=self.next_mid[paper.biz],
            idx=1,
            title=self.teller.tell((title,)),
            paragraphs=tuple(self.teller.fill(paragraph) for paragraph in paragraphs),
            published_at=at.replace(microsecond=0),
            region=paper.region,
            mood=Mood(mood),
            comments=self.rng.choice((None, 0, 2, 5, 13, 27)),
            fate=fate,
        )

    def _paper(self, name: str, region: str) -> _Paper:
        number = str(self.rng.randrange(3_000_000_000, 3_999_999_999))
        user_name = f"gh_{self.rng.getrandbits(48):012x}"
        return _Paper(name=name, region=region, biz=base64.b64encode(number.encode()).decode(), user_name=user_name)
