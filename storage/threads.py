"""Which posts' comments and reposts to read now, and how much was read."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from domain.day import bucket_of
from domain.post import Channel, PostKind
from domain.target import Target
from domain.thread import ThreadRead
from domain.watch import Watch
from storage.models import AlertPost, Mention, Thread

WITHIN = timedelta(days=7)
PAUSE = timedelta(hours=1)
UNFINISHED_PAUSE = timedelta(hours=6)
GREW_BY, GREW_AT_LEAST = 0.1, 3
MOST = 500
COUNT_OF = {PostKind.COMMENT: "comments", PostKind.REPOST: "reposts"}


def due(watch: Watch, kind: PostKind, heat_line: int, now: datetime, limit: int) -> tuple[Target, ...]:
    """Posts of the last week by own accounts, over the line, or shown by an alert, whose thread grew; hottest first."""
    counted = f"post__{COUNT_OF[kind]}"
    heat = sum((Coalesce(F(f"post__{name}"), 0) for name in ("comments", "likes")), Coalesce(F("post__reposts"), 0))
    rows = Mention.objects.filter(watch_id=watch.key, channel=Channel.WEIBO.value, bucket__gte=bucket_of(now - WITHIN))
    rows = rows.filter(post__kind=PostKind.POST.value, **{f"{counted}__gt": 0}).annotate(heat=heat)
    own = Q(post__author_key__in=watch.accounts) if watch.accounts else Q(pk__in=[])
    rows = rows.filter(own | Q(heat__gte=heat_line) | Exists(AlertPost.objects.filter(post_id=OuterRef("post_id"))))
    some = list(rows.order_by("-heat", "-post_id").values_list("post__native_id", "post__author_key", counted)[:MOST])
    read = _read([native for native, *_ in some], kind)
    wanted = [
        Target(key=native, author=author) for native, author, count in some if _grew(read.get(native), count, now)
    ]
    return tuple(wanted[:limit])


def keep(read: ThreadRead) -> None:
    """Write how much was read this time."""
    Thread.objects.update_or_create(
        channel=read.channel.value,
        native_id=read.root[:120],
        kind=read.kind.value,
        defaults={
            "read_at": read.read_at,
            "announced": read.announced,
            "given": read.given,
            "finished": read.finished,
            "left_out": read.left_out,
        },
    )


def of(channel: Channel, native: str) -> tuple[ThreadRead, ...]:
    """The newest readings under a post, comments first."""
    rows = Thread.objects.filter(channel=channel.value, native_id=native).order_by("kind")
    return tuple(_noun(row) for row in rows)


def forget(before: datetime) -> int:
    """Delete readings made before a moment."""
    deleted, _ = Thread.objects.filter(read_at__lt=before).delete()
    return deleted


def _read(natives: list[str], kind: PostKind) -> dict[str, ThreadRead]:
    rows = Thread.objects.filter(channel=Channel.WEIBO.value, native_id__in=natives, kind=kind.value)
    return {row.native_id: _noun(row) for row in rows}


def _noun(row: Thread) -> ThreadRead:
    return ThreadRead(
        channel=Channel(row.channel),
        root=row.native_id,
        kind=PostKind(row.kind),
        read_at=row.read_at,
        announced=row.announced,
        given=row.given,
        finished=row.finished,
        left_out=row.left_out,
    )


def _grew(read: ThreadRead | None, count: int, now: datetime) -> bool:
    """Whether a thread is worth another reading: never read, not finished, or a tenth longer than it was."""
    if read is None:
        return True
    if not read.finished:
        return now - read.read_at >= UNFINISHED_PAUSE
    before = read.given if read.announced is None else read.announced
    return now - read.read_at >= PAUSE and count - before >= max(GREW_AT_LEAST, GREW_BY * before)
