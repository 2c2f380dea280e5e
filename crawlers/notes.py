"""What spiders find besides posts goes to where it is remembered."""

from datetime import datetime

from crawlers.found import Note, OfArticles
from domain.absence import Gone
from domain.article_link import LinksFound, LinkTried, SourceAsked
from domain.hot import HotReading
from domain.profile import NoAccount, Profile
from domain.proof import Proof
from domain.revisit import StillThere
from domain.route_check import RouteCheck
from domain.thread import ThreadRead
from storage import accounts, article_queue, hot, proofs, revisits, route_checks, threads


def keep_note(note: Note, now: datetime, watch: int | None = None) -> None:
    """Store one note; each kind has one home. `watch` is the one that the crawl is for, None for none."""
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
        case LinksFound() | LinkTried() | SourceAsked():
            _keep_of_articles(note, now, watch)


def _keep_of_articles(note: OfArticles, now: datetime, watch: int | None) -> None:
    match note:
        case LinksFound():
            article_queue.found(note, watch, now)
        case LinkTried():
            article_queue.tried(note, now)
        case SourceAsked():
            article_queue.asked(note, watch, now)
