"""What spiders find besides posts goes to where it is remembered."""

from datetime import datetime

from crawlers.found import Note, OfArticles, OfFeeds, OfOwn, OfPosts
from domain.absence import Gone
from domain.article_link import LinksFound, LinkTried, SourceAsked
from domain.feed import ArticleOffered, FeedRead
from domain.hot import HotReading
from domain.own_account import CommentsRead, DeskRead, OwnArticle, OwnNumbers
from domain.profile import NoAccount, Profile
from domain.proof import Proof
from domain.revisit import StillThere
from domain.route_check import RouteCheck
from domain.thread import ThreadRead
from storage import accounts, article_queue, feeds, hot, links, own_account, proofs, revisits, route_checks, threads


def keep_note(note: Note, now: datetime, watch: int | None = None) -> bool:
    """Store one note; each kind has one home. `watch` is the one that the crawl is for, None for none.

    Says whether it is news beside the posts: only changed numbers are.
    """
    if isinstance(note, OfOwn):
        return _keep_own(note, now)
    if isinstance(note, OfArticles):
        _keep_of_articles(note, now, watch)
    elif isinstance(note, OfFeeds):
        _keep_of_feed(note, now)
    else:
        _keep_of_posts(note, now)
    return False


def _keep_of_posts(note: OfPosts, now: datetime) -> None:
    """What posts, accounts, hot lists and routes tell besides."""
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


def _keep_own(note: OfOwn, now: datetime) -> bool:
    """What the own account tells of itself."""
    match note:
        case OwnNumbers():
            return own_account.numbers(note)
        case OwnArticle():
            own_account.keep(note, now)
        case CommentsRead():
            own_account.comments_read(note)
        case DeskRead():
            own_account.desk_read(note)
    return False


def _keep_of_articles(note: OfArticles, now: datetime, watch: int | None) -> None:
    match note:
        case LinksFound():
            article_queue.found(note, watch, now)
        case LinkTried():
            article_queue.tried(note, now)
        case SourceAsked():
            article_queue.asked(note, watch, now)


def _keep_of_feed(note: OfFeeds, now: datetime) -> None:
    match note:
        case FeedRead():
            feeds.keep(note, now)
        case ArticleOffered():
            links.complete(note, now)
