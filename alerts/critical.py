"""Posts that say a word which alarms at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from alerts.evidence import CriticalPost
from alerts.rules.critical_words import FRESH
from alerts.spread import Spread
from analysis.complaints import CERTAIN, Complained, ComplaintRules, complaint_of
from analysis.text import compatible, words_alone
from domain.complaint_words import WordBook, with_changes
from domain.day import BUCKET_SECONDS, bucket_of
from domain.watch import Watch
from storage import complaint_words, heard_posts
from storage.heard_posts import HeardPost

AT_ONCE = 2_000  # texts


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A post with what it says."""

    post: HeardPost
    told: Complained


@dataclass(frozen=True, kw_only=True)
class Critical:
    """All posts of a walk that say such a word, by the words in force now."""

    hits: tuple[Hit, ...]
    spread: Spread

    def at(self, watch: Watch, now: datetime) -> tuple[CriticalPost, ...]:
        """Those of the last hours that are known by now."""
        since = now - FRESH
        return tuple(
            self._said(hit, now)
            for hit in self.hits
            if hit.post.watch == watch.key and hit.post.known_at <= now and since < hit.post.published_at <= now
        )

    def _said(self, hit: Hit, now: datetime) -> CriticalPost:
        post = hit.post
        return CriticalPost(
            post=post.post,
            channel=post.channel,
            author_key=post.author_key,
            author_name=post.author_name,
            published_at=post.published_at,
            kind=hit.told.kind,
            words=hit.told.words,
            measures=self.spread.measures([post], now),
        )


def read(watches: Sequence[Watch], asked: Sequence[Watch], since: datetime, now: datetime, spread: Spread) -> Critical:
    """Look through the texts of those asked for from shortly before `since` to `now`; the words name all `watches`."""
    kinds = with_changes(complaint_words.current(WordBook.CRITICAL), WordBook.CRITICAL)
    rules = ComplaintRules(kinds, [word for watch in watches for word in watch.any_words])
    first, end = bucket_of(since - FRESH), bucket_of(now) + BUCKET_SECONDS
    said = heard_posts.texts([watch.key for watch in asked], first, end)
    hits = [hit for some in iter(lambda: list(islice(said, AT_ONCE)), []) for hit in _hits(some, rules, spread)]
    return Critical(hits=tuple(hits), spread=spread)


def _hits(said: Sequence[tuple[HeardPost, str]], rules: ComplaintRules, spread: Spread) -> Iterator[Hit]:
    """Those that say such a word; a look at all texts together passes over most."""
    texts = words_alone(compatible([text for _, text in said]))
    for (post, _), text, heard in zip(said, texts, rules.heard_in(texts), strict=True):
        told = complaint_of(text, rules) if heard >= CERTAIN else None
        if told is not None:
            yield Hit(post=spread.beginnings.known(post), told=told)
