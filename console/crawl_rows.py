"""Crawls in the words that people read."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.crawl import CrawlOutcome
from domain.post import Channel
from domain.refusal import OWN_ADVICE, cure_for, refusal_of, word_for
from storage import crawl_slices
from storage.crawl_slices import SliceCount
from storage.models import Crawl


@dataclass(frozen=True, kw_only=True)
class Told:
    """A crawl as the table shows it: `word` for how it ended, `cure` for what to do, `pieces` of a split search."""

    crawl: Crawl
    word: str
    cure: str
    pieces: SliceCount | None


def told(crawls: Sequence[Crawl]) -> list[Told]:
    """Crawls with the word and the cure that people read, in two queries however many there are."""
    counts = crawl_slices.counts([crawl.pk for crawl in crawls])
    return [_tell(crawl, counts.get(crawl.pk)) for crawl in crawls]


def _tell(crawl: Crawl, pieces: SliceCount | None) -> Told:
    if not crawl.outcome:
        return Told(crawl=crawl, word="", cure="", pieces=pieces)
    outcome, refusal = CrawlOutcome(crawl.outcome), refusal_of(crawl.refusal)
    cure = cure_for(outcome, refusal, Channel(crawl.channel))
    cure = cure and OWN_ADVICE.get(crawl.spider, cure)
    return Told(crawl=crawl, word=word_for(outcome, refusal), cure=cure, pieces=pieces)
