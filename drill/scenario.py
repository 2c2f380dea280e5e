"""What a scenario is made of: an invented brand, its accounts, what they posted, and what became of it."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.shown import Shown

GROWTH = ((0.0, 0.0), (0.5, 0.35), (1.0, 0.48), (3.0, 0.74), (6.0, 0.88), (24.0, 1.0))
"""Share of a cascade's first day that has happened after so many hours: medians of 1,649 real Weibo cascades."""


class Mood(Shown):
    """What the maker of a text meant; the truth that a verdict can be held against."""

    POSITIVE = "positive", "正面"
    NEUTRAL = "neutral", "中性"
    NEGATIVE = "negative", "负面"
    ASIDE = "aside", "与品牌无关"


class Badge(Shown):
    """The badge that a site paints beside an account."""

    NONE = "none", "无"
    BLUE = "vblue", "蓝V"
    YELLOW = "vyellow", "黄V"
    GOLD = "vgold", "金V"


class Gone(Shown):
    """How a Weibo post went away."""

    DELETED = "deleted", "作者删除"
    REPORTED = "reported", "被投诉删除"
    HIDDEN = "hidden", "作者设为不可见"


class Fate(Shown):
    """What became of an article."""

    THERE = "there", "在"
    DELETED = "deleted", "已删除"
    REMOVED = "removed", "已下架"
    COMPLAINED = "complained", "被投诉"
    PRIVATE = "private", "作者设为不可见"
    RUMOUR = "rumour", "已被辟谣"
    BLOCKED = "blocked", "账号被屏蔽"
    MOVED = "moved", "账号已迁移"
    NOT_NOW = "not_now", "暂时看不到"
    REVIEW = "review", "审核中"


@dataclass(frozen=True, kw_only=True)
class Brand:
    """The company that the watch is for."""

    name: str
    words: tuple[str, ...]
    rivals: tuple[str, ...]
    department: str


@dataclass(frozen=True, kw_only=True)
class Account:
    """Who posts on Weibo; None where the site makes up a number that fits the badge."""

    uid: int
    name: str
    badge: Badge = Badge.NONE
    followers: int | None = None
    verified_type: int | None = None


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How often a post is repeated, commented and liked once its first day is over."""

    reposts: int = 0
    comments: int = 0
    likes: int = 0

    def after(self, age: timedelta) -> "Reach":
        """The counts at an age of the post."""
        share = grown(age)
        return Reach(
            reposts=round(self.reposts * share), comments=round(self.comments * share), likes=round(self.likes * share)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """What a post says from a moment on."""

    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """From when on a post is gone, and how it went."""

    at: datetime
    how: Gone


@dataclass(frozen=True, kw_only=True, slots=True)
class Microblog:
    """One Weibo post; `text` is plain, with [emoticons], #topics#, @mentions, t.cn links and line breaks.

    `region` is the province that the site shows for it, None where the site knows none; `city` is the site's number of
    the city in it. `edits` are in order of time; `ad` marks what somebody paid for.
    """

    mid: int
    account: Account
    published_at: datetime
    text: str
    source: str
    mood: Mood
    reach: Reach = field(default_factory=Reach)
    original: "Microblog | None" = None
    region: str | None = None
    city: int = 1
    pictures: int = 0
    video: bool = False
    pinned: bool = False
    ad: bool = False
    edits: tuple[Edit, ...] = ()
    end: End | None = None

    def words(self) -> str:
        """Everything that a search for it looks at."""
        return f"{self.text}\n{self.original.text}" if self.original else self.text

    def text_at(self, now: datetime) -> str:
        """What it says at a moment."""
        return next((edit.text for edit in reversed(self.edits) if edit.at <= now), self.text)

    def edited_by(self, now: datetime) -> tuple[Edit, ...]:
        """The edits that were made by a moment."""
        return tuple(edit for edit in self.edits if edit.at <= now)

    def is_gone(self, now: datetime) -> bool:
        """Whether it has been taken away by a moment."""
        return self.end is not None and self.end.at <= now

    def is_there(self, now: datetime) -> bool:
        """Whether it is published and not yet taken away at a moment."""
        return self.published_at <= now and not self.is_gone(now)


@dataclass(frozen=True, kw_only=True)
class Article:
    """One WeChat article; identity is (biz, mid, idx).

    `kind` is the host's item_show_type. `origin` is the article that it repeats, `heir` the one at the account's new
    place where the account has moved, `album` the id of an album that lists it. `of_2018` pages tell only their link.
    """

    biz: str
    user_name: str
    account: str
    mid: int
    idx: int
    title: str
    paragraphs: tuple[str, ...]
    published_at: datetime
    region: str
    mood: Mood
    comments: int | None = None
    fate: Fate = Fate.THERE
    kind: str = "0"
    origin: "Article | None" = None
    heir: "Article | None" = None
    album: str = ""
    of_2018: bool = False

    def words(self) -> str:
        """Everything that a search for it looks at."""
        return "\n".join((self.title, *self.paragraphs))


@dataclass(frozen=True, kw_only=True)
class HotTopic:
    """A word of the hot list: its heat rises from `began` to `peak` and ebbs until `ended`."""

    word: str
    category: str
    began: datetime
    peaked: datetime
    ended: datetime
    heat: int
    paid: bool = False
    mid: int | None = None

    def heat_at(self, now: datetime) -> int:
        """Its heat at a moment; 0 where it is not on the list."""
        if not self.began < now < self.ended:
            return 0
        rising = now <= self.peaked
        edge = self.began if rising else self.ended
        return round(self.heat * ((now - edge) / (self.peaked - edge)))


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Everything that happens, in order of time, some of it after `now`; the same seed and now make the same."""

    seed: int
    now: datetime
    began: datetime
    outage_began: datetime
    brand: Brand
    microblogs: tuple[Microblog, ...]
    articles: tuple[Article, ...]
    topics: tuple[HotTopic, ...] = ()

    def about_brand(self) -> tuple[Microblog, ...]:
        """The Weibo posts up to `now` that hold one of the brand's words."""
        words = self.brand.words
        return tuple(
            post
            for post in self.microblogs
            if post.published_at < self.now and any(word in post.words() for word in words)
        )

    def articles_about_brand(self) -> tuple[Article, ...]:
        """The articles up to `now` that hold one of the brand's words and can still be read."""
        words = self.brand.words
        return tuple(
            article
            for article in self.articles
            if article.published_at < self.now
            and article.fate is Fate.THERE
            and any(word in article.words() for word in words)
        )


def grown(age: timedelta) -> float:
    """The share of a post's final counts that it has at an age, between 0 and 1."""
    hours = age.total_seconds() / 3600
    for (before, low), (after, high) in itertools.pairwise(GROWTH):
        if hours < after:
            return max(0.0, low + (high - low) * (hours - before) / (after - before))
    return 1.0
