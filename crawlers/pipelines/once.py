"""Each post goes on once a crawl."""

import hashlib

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawlers.found import Found
from crawlers.ordered import OrderedSpider
from domain.hot import HotReading
from domain.own_account import OwnNumbers
from domain.post import Post
from domain.profile import Profile


class OnceOnly:
    """Drops a post that this crawl has met before, under another word or in another slice, and counts the rest.

    Eight bytes of each post are remembered, no text: a hundred thousand posts take a few megabytes.
    """

    def __init__(self, spider: OrderedSpider) -> None:
        self.ledger = spider.ledger
        self.met: set[int] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "OnceOnly":
        """Made by Scrapy."""
        return cls(OrderedSpider.of(crawler))

    def process_item(self, item: Found) -> Found:
        """The post, the first time; what else was found passes."""
        if not isinstance(item, Post):
            self.ledger.noted += _told(item)
            return item
        mark = _mark(item)
        if mark in self.met:
            raise DropItem("met before in this crawl")
        self.met.add(mark)
        self.ledger.fetched += 1
        return item


def _told(note: Found) -> int:
    """How much a note tells by itself, beside the posts that it belongs to."""
    if isinstance(note, HotReading):
        return len(note.entries)
    return int(isinstance(note, Profile | OwnNumbers))


def _mark(post: Post) -> int:
    """64 bits of a hash; two of a million posts share theirs once in thirty million crawls."""
    written = f"{post.channel.value}:{post.native_id}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(written, digest_size=8).digest())
