"""Articles of the own account and the desks of its customer service."""

from datetime import datetime, timedelta

from django.db.models import F

from domain.own_account import CommentsRead, DeskNews, DeskRead, FoundBy, OwnNumbers, next_look
from domain.own_account import OwnArticle as ArticleNoun
from domain.post import Channel, PostKind
from storage.editions import clean
from storage.models import OwnArticle, Post, ServiceDesk
from storage.posts import reread
from storage.sealing import seal, unseal

TICKET_LASTS = timedelta(minutes=10)


def keep(article: ArticleNoun, now: datetime) -> None:
    """Remember an article; what was not known of it is filled, and a number that another way proves is no guess."""
    biz, url = clean(article.biz)[:64], clean(article.url)
    fresh = {
        "biz": biz,
        "url": url,
        "published_at": article.published_at,
        "found_by": article.found_by.value,
        "guessed": article.guessed,
        "next_at": now if next_look(article.published_at, now) else None,
    }
    name = {"account": article.account, "mid": article.mid[:24], "idx": article.idx}
    row, made = OwnArticle.objects.get_or_create(**name, defaults=fresh)
    if made:
        return
    row.biz, row.url = row.biz or biz, row.url or url
    if row.guessed and not article.guessed:
        row.guessed, row.next_at = False, now
    row.save(update_fields=("biz", "url", "guessed", "next_at"))


def learn(account: str, biz: str, now: datetime) -> int:
    """Take over articles of the account that other ways have collected; returns how many there are."""
    if not biz:
        return 0
    since = now - timedelta(days=30)
    rows = Post.objects.filter(
        channel=Channel.WECHAT.value,
        kind=PostKind.ARTICLE.value,
        native_id__startswith=f"{biz}:",
        published_at__gte=since,
    )
    found = 0
    for native, url, at in rows.values_list("native_id", "url", "published_at"):
        _, mid, idx = native.rsplit(":", 2)
        article = ArticleNoun(
            account=account,
            mid=mid,
            idx=int(idx),
            published_at=at,
            found_by=FoundBy.COLLECTED,
            biz=biz,
            url=url,
        )
        keep(article, now)
        found += 1
    return found


def due(now: datetime, most: int) -> tuple[ArticleNoun, ...]:
    """Articles whose comments are to be asked for, those that wait the longest first."""
    rows = OwnArticle.objects.filter(next_at__lte=now).order_by("next_at")
    return tuple(_noun(row) for row in rows[:most])


def named(account: str, mid: str, idx: int) -> ArticleNoun | None:
    """One article; None where it is not known."""
    row = OwnArticle.objects.filter(account=account, mid=mid, idx=idx).first()
    return _noun(row) if row else None


def comments_read(note: CommentsRead) -> None:
    """How far the comments were read; the next look follows from the article's age. One that is unknown has none."""
    rows = OwnArticle.objects.filter(account=note.account, mid=note.mid, idx=note.idx)
    for row in rows:
        row.read_at = note.read_at
        row.next_at = None if note.unknown else next_look(row.published_at, note.read_at)
        if not note.unknown:
            row.announced, row.given, row.guessed = note.announced, note.given, False
        row.save(update_fields=("read_at", "next_at", "announced", "given", "guessed"))


def numbers(note: OwnNumbers) -> bool:
    """A reading of an own article; False where there is no such post in the store or its counts are the same."""
    biz = OwnArticle.objects.filter(account=note.account).exclude(biz="").values_list("biz", flat=True).distinct()
    natives = [f"{one}:{note.mid}:{note.idx}" for one in biz]
    return reread(Channel.WECHAT, natives, note.reading)


def told(news: DeskNews) -> None:
    """A desk has messages."""
    row = {"ticket": seal(news.ticket), "told_at": news.at}
    ServiceDesk.objects.update_or_create(desk=news.desk[:64], defaults=row)


def desk_read(note: DeskRead) -> None:
    """Messages of a desk are read up to a cursor; the posts before it are in the store already."""
    row = {"cursor": note.cursor[:128], "read_at": note.at}
    ServiceDesk.objects.update_or_create(desk=note.desk[:64], defaults=row)


def desks_with_news() -> tuple[str, ...]:
    """Desks that told of messages since they were last read."""
    told_since = ServiceDesk.objects.filter(read_at=None) | ServiceDesk.objects.filter(told_at__gt=F("read_at"))
    return tuple(told_since.exclude(told_at=None).order_by("desk").values_list("desk", flat=True))


def place_of(desk: str, now: datetime) -> tuple[str, str]:
    """(cursor, ticket) to go on reading a desk with; either may be empty, the ticket once its ten minutes are over."""
    row = ServiceDesk.objects.filter(desk=desk).first()
    if row is None:
        return "", ""
    fresh = row.told_at is not None and now - row.told_at < TICKET_LASTS and bytes(row.ticket)
    return row.cursor, unseal(row.ticket) if fresh else ""


def forget(before: datetime) -> None:
    """Forget articles that are out of every plan."""
    OwnArticle.objects.filter(published_at__lt=before).delete()


def _noun(row: OwnArticle) -> ArticleNoun:
    return ArticleNoun(
        account=row.account,
        mid=row.mid,
        idx=row.idx,
        published_at=row.published_at,
        found_by=FoundBy(row.found_by),
        biz=row.biz or None,
        url=row.url or None,
        guessed=row.guessed,
    )
