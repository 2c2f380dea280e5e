"""What spiders find besides posts goes to where it is remembered."""

import logging
from datetime import datetime

from crawlers.found import Note
from domain.absence import Gone
from domain.feed import ArticleOffered, FeedRead
from domain.hot import HotReading
from domain.profile import NoAccount, Profile
from domain.proof import Proof
from domain.revisit import StillThere
from domain.route_check import RouteCheck
from domain.thread import ThreadRead
from storage import accounts, feeds, hot, proofs, revisits, route_checks, threads

logger = logging.getLogger(__name__)


def keep_note(note: Note, now: datetime) -> None:
    """Store one note; each kind has one home."""
    match note:
        case Gone():
            revisits.gone(note, now)
        case StillThere():
            revisits.seen(note.channel, note.native_id, now)
        case Proof():
            proofs.keep(note)
        case ThreadRead():
            threads.keep(note)
        case Profile():
            accounts.keep(note)
        case NoAccount():
            accounts.missing(note.channel, note.key, now)
        case HotReading():
            hot.keep(note.list, note.read_at, note.entries)
        case RouteCheck():
            route_checks.keep(note)
        case FeedRead() | ArticleOffered():
            _keep_of_feed(note, now)


def _keep_of_feed(note: FeedRead | ArticleOffered, now: datetime) -> None:
    if isinstance(note, FeedRead):
        feeds.keep(note, now)
    else:
        offer_article(note, now)


def offer_article(offered: ArticleOffered, now: datetime) -> None:
    """The one place at which an article that a feed names and does not bring goes to those that are read by link."""
    logger.info("a feed names an article without its text: %r", offered.name)
