"""Links that people hand in, line by line: taken, known already, or refused with the reason."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from domain.article_address import Address, AddressKind, BadAddress, address_of
from domain.article_link import FoundBy, LinkState, Offered, Verdict
from domain.feed import ArticleOffered
from domain.source import LINK_LISTS, SourceKind
from storage import arrivals
from storage.article_queue import known_posts
from storage.editions import clean
from storage.models import ArticleLink

AT_A_TIME = 2_000
SHOWN = 120
NO_CHECK_CODE = "这是不带校验码（chksm）的长链接，微信不对外显示；请在文章页右上角选“复制链接”取得短链接"
LIST_NAMES = {
    FoundBy.FILE: "链接清单（文件）",
    FoundBy.CONSOLE: "链接清单（控制台）",
    FoundBy.MAIL: "链接清单（邮件）",
}


def offer(
    lines: Iterable[str], found_by: FoundBy, now: datetime, *, watch: int | None = None, by: str = ""
) -> tuple[Offered, ...]:
    """Put articles into the queue, one link a line; says of every line that is not blank what became of it.

    Text around a link is allowed. A link to an album makes it a source that is looked at from now on. Articles belong
    to `watch` whatever they say where one is given, else to every watch that they speak of. `by` is who handed them in.
    """
    told: list[Offered] = []
    batch: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            batch.append((number, line))
        if len(batch) >= AT_A_TIME:
            told += _batch(batch, found_by, now, watch, by)
            batch = []
    told += _batch(batch, found_by, now, watch, by)
    return tuple(told)


def complete(offered: ArticleOffered, now: datetime) -> bool:
    """Let an article be read of which a feed brought only the beginning; says whether it was not in the queue before.

    It belongs to every watch that it speaks of. A link that is no article's is passed over: the feed is read as it is.
    """
    address = _address(offered.link)
    if not isinstance(address, Address) or not address.opens:
        return False
    row = _row(address, FoundBy.FEED, now, None, "")
    row.title, row.account = clean(offered.title), clean(offered.account)[:120]
    row.told_at = offered.published_at
    return not ArticleLink.objects.filter(name=row.name).exists() and bool(
        ArticleLink.objects.bulk_create([row], ignore_conflicts=True)
    )


def _batch(
    lines: Sequence[tuple[int, str]], found_by: FoundBy, now: datetime, watch: int | None, by: str
) -> list[Offered]:
    read = [(number, line, _address(line)) for number, line in lines]
    names = [address.name for _, _, address in read if isinstance(address, Address)]
    with transaction.atomic():
        have = {source.place for source in arrivals.sources((SourceKind.ARTICLES,))}
        have |= set(ArticleLink.objects.filter(name__in=names).values_list("name", flat=True)) | set(known_posts(names))
        told: list[Offered] = []
        rows: list[ArticleLink] = []
        for number, line, address in read:
            verdict, why = _judged(address, have)
            told.append(Offered(line=number, written=line.strip()[:SHOWN], verdict=verdict, why=why))
            if isinstance(address, Address) and verdict is Verdict.TAKEN:
                rows.append(_row(address, found_by, now, watch, by))
            if isinstance(address, Address):
                have.add(address.name)
                if verdict is Verdict.ALBUM:
                    arrivals.source(SourceKind.ARTICLES, address.name, f"专辑 {address.name[-12:]}", now, watch)
        ArticleLink.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        place = arrivals.source(SourceKind.ARTICLES, f"{LINK_LISTS}{found_by.value}", LIST_NAMES[found_by], now)
        arrivals.arrived(place, [now] * len(rows), now)
    return told


def _address(line: str) -> Address | BadAddress:
    try:
        return address_of(line)
    except BadAddress as bad:
        return bad


def _judged(address: Address | BadAddress, have: set[str]) -> tuple[Verdict, str]:
    if isinstance(address, BadAddress):
        return Verdict.REFUSED, str(address)
    if address.name in have:
        return Verdict.KNOWN, ""
    if address.kind is AddressKind.ALBUM:
        return Verdict.ALBUM, ""
    return (Verdict.TAKEN, "") if address.opens else (Verdict.REFUSED, NO_CHECK_CODE)


def _row(address: Address, found_by: FoundBy, now: datetime, watch: int | None, by: str) -> ArticleLink:
    return ArticleLink(
        name=address.name,
        url=address.url,
        told_at=None,
        found_by=found_by.value,
        found_at=now,
        by=clean(by)[:80],
        watch_id=watch,
        state=LinkState.WAITING.value,
    )
