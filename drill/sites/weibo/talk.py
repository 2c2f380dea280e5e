"""Comments and reposts under a post: made up from its number when somebody asks, always the same ones."""

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from drill.scenario import GROWTH, Account, Microblog, Mood, Reach
from drill.scenarios import complaints
from drill.scenarios.regions import city_of, region_of
from drill.scenarios.replies import REPLIES
from drill.scenarios.slots import SLOTS, SOURCES
from drill.scenarios.telling import Teller
from drill.sites.weibo.numbers import number_at

MOST_COMMENTS, MOST_REPOSTS = 1500, 600
FILTERED_ONE_IN = 31
REPLY_SHARE, SEEN = 0.3, 40
"""How many of the comments answer another one, and among how many the most liked is the one answered."""

SAID = {**SLOTS, "hour": ("九",), "fan": ("晚星在路上", "大力同学", "江湖喝拿铁")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """One comment; `root` is the number of the comment that it answers, None for one of the first level."""

    mid: int
    post: int
    at: datetime
    account: Account
    text: str
    likes: int
    root: int | None = None
    region: str | None = None


class Talk:
    """What the accounts of a world say under its posts."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        self.accounts = accounts
        self.under = lru_cache(maxsize=128)(self._comments)
        self.repeats = lru_cache(maxsize=128)(self._reposts)
        self.known: dict[int, Microblog] = {}
        self.said: dict[int, Comment] = {}

    def comments(self, post: Microblog, now: datetime) -> list[Comment]:
        """All that is shown by now, oldest first; about one in thirty never is."""
        return [one for one in self.under(post) if one.at <= now and one.mid % FILTERED_ONE_IN]

    def reposts(self, post: Microblog, now: datetime) -> list[Microblog]:
        """Those by now, oldest first."""
        return [one for one in self.repeats(post) if one.published_at <= now]

    def _comments(self, post: Microblog) -> tuple[Comment, ...]:
        rng = random.Random(post.mid)  # noqa: S311  # a story, no secret
        teller = Teller(rng, SAID)
        roots: list[Comment] = []
        made: list[Comment] = []
        for at in moments(post, post.reach.comments, MOST_COMMENTS):
            answers = len(roots) > 2 and rng.random() < REPLY_SHARE
            root = max(rng.sample(roots, min(len(roots), SEEN)), key=lambda one: one.likes).mid if answers else None
            comment = self._comment(post, at, root, rng, teller)
            made.append(comment)
            if root is None:
                roots.append(comment)
                self.said[comment.mid] = comment
        return tuple(made)

    def _comment(self, post: Microblog, at: datetime, root: int | None, rng: random.Random, teller: Teller) -> Comment:
        account = rng.choice(self.accounts)
        mid = number_at(at, rng.getrandbits(22))
        text = teller.fill(rng.choice(REPLIES[post.mood]))
        return Comment(
            mid=mid,
            post=post.mid,
            at=at,
            account=account,
            text=text if root is None else f"回复@{rng.choice(self.accounts).name}:{text}",
            likes=min(post.reach.likes, int(rng.paretovariate(1.0)) - 1),
            root=root,
            region=region_of(account.uid, mid),
        )

    def _reposts(self, post: Microblog) -> tuple[Microblog, ...]:
        rng = random.Random(post.mid + 1)  # noqa: S311  # a story, no secret
        teller = Teller(rng, SAID)
        made = [self._repost(post, at, rng, teller) for at in moments(post, post.reach.reposts, MOST_REPOSTS)]
        self.known.update((one.mid, one) for one in made)
        return tuple(made)

    def _repost(self, post: Microblog, at: datetime, rng: random.Random, teller: Teller) -> Microblog:
        account = rng.choice(self.accounts)
        mid = number_at(at, rng.getrandbits(22))
        angry = post.mood is Mood.NEGATIVE
        return Microblog(
            mid=mid,
            account=account,
            published_at=at,
            text=teller.fill(rng.choice(complaints.COMMENTS if angry else ("转发微博", *REPLIES[post.mood]))),
            source=rng.choice(SOURCES),
            mood=post.mood,
            reach=Reach(likes=int(rng.paretovariate(1.2)) - 1),
            original=post,
            region=region_of(account.uid, mid),
            city=city_of(account.uid),
        )


def moments(post: Microblog, count: int, most: int) -> list[datetime]:
    """When each of `count` reactions comes in the post's first day, the first `most` of them, to the second."""
    ages = (aged((number + 0.5) / count) for number in range(min(count, most)))
    return [(post.published_at + age).replace(microsecond=0) for age in ages]


def aged(share: float) -> timedelta:
    """How old a post is once a share of its first day's reactions has come: the inverse of `grown`."""
    for (before, low), (after, high) in itertools.pairwise(GROWTH):
        if share <= high:
            return timedelta(hours=before + (after - before) * (share - low) / (high - low))
    return timedelta(hours=GROWTH[-1][0])
