"""The queue of articles to read: what discoveries and people put in, what is due, what became of each try."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from domain.absence import Absence, Gone
from domain.article_link import (
    READING,
    READING_NAME,
    FoundBy,
    FoundLink,
    LinksFound,
    LinkState,
    LinkTried,
    QueuedLink,
    SourceAsked,
    Step,
    Tried,
    step_after,
)
from domain.pause import REST
from domain.post import Channel
from domain.source import SourceKind
from domain.target import Target
from storage import aliases, arrivals, posts, revisits
from storage.editions import clean
from storage.models import AlertPost, ArticleLink, Post, Source
from storage.watches import active

WECHAT = Channel.WECHAT
BEHIND = timedelta(minutes=10)
WITHOUT_ADDRESS = timedelta(days=3)
AGAIN_AFTER = timedelta(hours=6)
AGAIN_WITHIN = timedelta(days=14)
FADING = Q(name__startswith="row/") | Q(name__startswith="t/")
NEVER_FRESH = "搜索没有再给出可用的链接"


def found(told: LinksFound, watch: int | None, now: datetime) -> int:
    """Take what a discovery gave, each article once; returns how many are new, which its source is told of.

    A new address takes the place of the one before. An article that was read already belongs to `watch` as well where
    it speaks of it.
    """
    source, watch = _source(told.place, told.source, watch, now)
    new: list[datetime] = []
    with transaction.atomic():
        names = [link.name for link in told.links]
        rows = {row.name: row for row in ArticleLink.objects.filter(name__in=names)}
        read = known_posts(names)
        for link in told.links:
            row = rows.get(link.name)
            if row is None:
                rows[link.name], made = _begin(link, told.by, read.get(link.name, ""), watch, now)
                new += [link.told_at or now] * made
            elif row.state == LinkState.WAITING.value and link.url and not link.why:
                ArticleLink.objects.filter(pk=row.pk).update(url=link.url, next_try_at=None)
            elif row.state == LinkState.READ.value:
                _belongs(row.native_id, None)
    arrivals.arrived(source, new, now)
    return len(new)


def tried(note: LinkTried, now: datetime) -> None:
    """Write what a try brought; a name that is not in the queue is passed over, as nobody waits for it."""
    row = ArticleLink.objects.filter(name=note.name).first()
    if row is None:
        return
    step = step_after(note.what, row.tries, now, REST + BEHIND)
    native = aliases.resolved(WECHAT, [note.name]).get(note.name) or note.native_id or row.native_id
    was_read = row.state == LinkState.READ.value
    with transaction.atomic():
        _move(row, note, step, native, now)
        if note.what is Tried.READ:
            _read(row, native, now, first=not was_read)
        if note.what is Tried.GONE and native:
            how = note.how or Absence.UNKNOWN
            revisits.gone(Gone(channel=WECHAT, native_id=native, why=how, words=note.words), now)


def asked(told: SourceAsked, watch: int | None, now: datetime) -> None:
    """How asking a discovery went."""
    source, _ = _source(told.place, told.source, watch, now)
    arrivals.asked(source, told.outcome, told.reason, now, told.refusal)


def due(now: datetime, limit: int) -> tuple[Target, ...]:
    """What to read now: links that fade within hours first, then the least tried; last, articles behind an alert again.

    The key is the link's name, `url` its address on the real host.
    """
    fading = Case(When(FADING, then=Value(0)), default=Value(1), output_field=IntegerField())
    waiting = ArticleLink.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=now), state=LinkState.WAITING.value)
    rows = waiting.exclude(url="").order_by(fading, "tries", F("next_try_at").asc(nulls_first=True), "pk")
    some = [*rows[:limit], *_shown_by_alerts(now)[:limit]]
    return tuple(Target(key=row.name, url=row.url) for row in some[:limit])


def known(watch: int, since: datetime, now: datetime) -> dict[str, bool]:
    """Names of search results since a moment that need not be opened again, and whether the store has their post.

    A result that was read for another watch and did not speak of that one is opened again.
    """
    rows = ArticleLink.objects.filter(told_at__gte=since).exclude(state=LinkState.WAITING.value, next_try_at=None)
    told = list(rows.values_list("name", "state", "native_id", "watch_id", "next_try_at"))
    stored = set(
        Post.objects.filter(channel=WECHAT.value, native_id__in=[row[2] for row in told]).values_list(
            "native_id", flat=True
        )
    )
    return {
        name: native in stored
        for name, state, native, of, next_try_at in told
        if native in stored
        or (state == LinkState.READ.value and of == watch)
        or state in {LinkState.GONE.value, LinkState.REFUSED.value, LinkState.GIVEN_UP.value}
        or (state == LinkState.WAITING.value and next_try_at is not None and next_try_at > now)
    }


def listed_in_albums() -> dict[str, bool]:
    """Names of all articles that albums have listed; none of them is asked for by whoever lists."""
    return dict.fromkeys(ArticleLink.objects.filter(found_by=FoundBy.ALBUM.value).values_list("name", flat=True), True)


def known_posts(names: Sequence[str]) -> dict[str, str]:
    """By name, the post that it belongs to: by an alias, or because it is the identity itself."""
    told = aliases.resolved(WECHAT, names)
    stored = Post.objects.filter(channel=WECHAT.value, native_id__in=[name for name in names if name not in told])
    return told | {native: native for native in stored.values_list("native_id", flat=True)}


def recent(limit: int, state: LinkState | None = None) -> tuple[QueuedLink, ...]:
    """The newest links, all or in one state."""
    rows = ArticleLink.objects.all() if state is None else ArticleLink.objects.filter(state=state.value)
    return tuple(_noun(row) for row in rows[:limit])


def counts() -> dict[LinkState, int]:
    """How many links are in each state, none left out."""
    rows = ArticleLink.objects.order_by().values("state").annotate(count=Count("pk"))
    told = {row["state"]: row["count"] for row in rows}
    return {state: told.get(state.value, 0) for state in LinkState}


def tidy(before: datetime, now: datetime) -> None:
    """Give up search results that never got a fresh address, and forget what was settled before a moment."""
    waiting = ArticleLink.objects.filter(state=LinkState.WAITING.value, url="", found_at__lt=now - WITHOUT_ADDRESS)
    waiting.update(state=LinkState.GIVEN_UP.value, why=NEVER_FRESH)
    ArticleLink.objects.filter(found_at__lt=before).exclude(state=LinkState.WAITING.value).delete()


def _source(place: str, name: str, watch: int | None, now: datetime) -> tuple[int, int | None]:
    """The source and its watch; a name or a watch that is not told stays as it was."""
    row = Source.objects.filter(kind=SourceKind.ARTICLES.value, place=place).first()
    if row is not None:
        name, watch = name or row.name, watch if watch is not None else row.watch_id
    return arrivals.source(SourceKind.ARTICLES, place, name or place, now, watch), watch


def _begin(link: FoundLink, by: FoundBy, native: str, watch: int | None, now: datetime) -> tuple[ArticleLink, bool]:
    """The row of a link that was not there a moment ago, and whether it is ours: another crawl may have been faster."""
    state = LinkState.READ if native else LinkState.REFUSED if link.why else LinkState.WAITING
    facts = {
        "url": link.url or "",
        "account": clean(link.account)[:120],
        "title": clean(link.title),
        "told_at": link.told_at,
        "found_by": by.value,
        "found_at": now,
        "watch_id": watch,
        "state": state.value,
        "why": link.why[:300],
        "native_id": native,
    }
    return ArticleLink.objects.get_or_create(name=link.name[:120], defaults=facts)


def _move(row: ArticleLink, note: LinkTried, step: Step, native: str, now: datetime) -> None:
    """A look at an article that was read before takes nothing back but that it is there."""
    was_read = row.state == LinkState.READ.value
    row.state = row.state if was_read and step.state is not LinkState.GONE else step.state.value
    row.tries, row.next_try_at, row.tried_at = step.tries, step.next_try_at, now
    row.url = row.url if step.keeps_url else ""
    row.why = "" if note.what is Tried.READ else (clean(note.words) or note.what.shown)[:300]
    row.native_id = native[:120]
    if note.what is Tried.READ:
        row.seen_at, row.gone_at = now, None
    elif note.what is Tried.GONE:
        row.gone_at = row.gone_at or now
    row.save()


def _read(row: ArticleLink, native: str, now: datetime, *, first: bool) -> None:
    """The article is there: its post is seen, belongs where it should, and has a link that lasts where one is known."""
    stored = Post.objects.filter(channel=WECHAT.value, native_id=native)
    at = stored.values_list("published_at", flat=True).first()
    if at is None:
        return
    revisits.seen(WECHAT, native, now)
    _belongs(native, None if row.found_by == FoundBy.SEARCH.value else row.watch_id)
    if "signature=" not in row.url:
        stored.filter(url__contains="signature=").update(url=row.url)
    if first:
        source, _ = _source(READING, READING_NAME, None, now)
        arrivals.arrived(source, [at], now)


def _belongs(native: str, given: int | None) -> None:
    """Let a stored article belong to every watch of WeChat that it speaks of, and to the one it was given for."""
    row = Post.objects.filter(channel=WECHAT.value, native_id=native).order_by("-edition").first()
    if row is None:
        return
    words = f"{row.title}\n{row.text}\n{row.quoted}"
    for watch in active():
        if watch.key == given or (WECHAT in watch.channels and watch.matches(words)):
            posts.mention(watch.key, WECHAT, [native])


def _shown_by_alerts(now: datetime) -> QuerySet[ArticleLink]:
    shown = AlertPost.objects.filter(post__channel=WECHAT.value, alert__detected_at__gte=now - AGAIN_WITHIN)
    rows = ArticleLink.objects.filter(state=LinkState.READ.value, tried_at__lte=now - AGAIN_AFTER)
    return rows.filter(native_id__in=shown.values("post__native_id")).exclude(FADING).exclude(url="").order_by("pk")


def _noun(row: ArticleLink) -> QueuedLink:
    return QueuedLink(
        name=row.name,
        url=row.url,
        account=row.account,
        title=row.title,
        told_at=row.told_at,
        found_by=FoundBy(row.found_by),
        found_at=row.found_at,
        by=row.by,
        state=LinkState(row.state),
        why=row.why,
        tries=row.tries,
        next_try_at=row.next_try_at,
        tried_at=row.tried_at,
        seen_at=row.seen_at,
        gone_at=row.gone_at,
        native_id=row.native_id,
    )
