"""What is true behind all hosts: posts, accounts, what is said under posts, and the hot list."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property

from drill.scenario import Account, HotTopic, Microblog, Scenario
from drill.sites.weibo.index import Index
from drill.sites.weibo.talk import Comment, Talk


class World:
    """Everything about a scenario that can be looked up; the time is an argument."""

    def __init__(self, posts: Sequence[Microblog], topics: Sequence[HotTopic]) -> None:
        self.posts = posts
        self.topics = topics

    @classmethod
    def of(cls, scenario: Scenario) -> "World":
        """The world of a story."""
        return cls(scenario.microblogs, scenario.topics)

    @cached_property
    def index(self) -> Index:
        """For the search; made when it is first used."""
        return Index(self.posts)

    @cached_property
    def by_mid(self) -> Mapping[int, Microblog]:
        """Posts and those that they repeat."""
        originals = {post.original.mid: post.original for post in self.posts if post.original}
        return originals | {post.mid: post for post in self.posts}

    @cached_property
    def accounts(self) -> Mapping[int, Account]:
        """Everybody who has posted."""
        return {post.account.uid: post.account for post in self.by_mid.values()}

    @cached_property
    def names(self) -> Mapping[str, Account]:
        """The same by name."""
        return {account.name: account for account in self.accounts.values()}

    @cached_property
    def _by_account(self) -> Mapping[int, list[Microblog]]:
        kept: dict[int, list[Microblog]] = {}
        for post in sorted(self.by_mid.values(), key=lambda one: one.mid, reverse=True):
            kept.setdefault(post.account.uid, []).append(post)
        return kept

    @cached_property
    def _by_original(self) -> Mapping[int, list[Microblog]]:
        kept: dict[int, list[Microblog]] = {}
        for post in self.posts:
            if post.original:
                kept.setdefault(post.original.mid, []).append(post)
        return kept

    @cached_property
    def talk(self) -> Talk:
        """Who says something under posts."""
        return Talk(tuple(self.accounts.values()))

    def post(self, mid: int | None, now: datetime) -> Microblog | None:
        """A post that has been published by now, even if it is gone since; None where there never was one."""
        if mid is None:
            return None
        found = self.by_mid.get(mid) or self.talk.known.get(mid)
        return found if found is not None and found.published_at <= now else None

    def timeline(self, uid: int, now: datetime) -> list[Microblog]:
        """Posts of an account that are there now: the pinned one first, then newest first."""
        there = [post for post in self._by_account.get(uid, ()) if post.is_there(now)]
        return sorted(there, key=lambda post: not post.pinned)

    def comments(self, post: Microblog, now: datetime) -> list[Comment]:
        """What is shown under a post by now, oldest first."""
        return self.talk.comments(post, now)

    def comment(self, mid: int, now: datetime) -> Comment | None:
        """A comment of the first level that somebody has been shown before; None for any other number."""
        found = self.talk.said.get(mid)
        return found if found is not None and found.at <= now else None

    def reposts(self, post: Microblog, now: datetime) -> list[Microblog]:
        """Those that are there now, newest first."""
        told = [one for one in self._by_original.get(post.mid, ()) if one.is_there(now)]
        made = self.talk.reposts(post, now)[len(told) :]
        return sorted((*told, *made), key=lambda one: one.mid, reverse=True)

    def hot(self, now: datetime) -> list[HotTopic]:
        """What is on the hot list, the hottest first."""
        on = [topic for topic in self.topics if topic.heat_at(now) > 0]
        return sorted(on, key=lambda topic: topic.heat_at(now), reverse=True)
