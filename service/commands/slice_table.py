"""What a search brought, piece by piece: should against did."""

from collections.abc import Iterable, Sequence

from rich.markup import escape
from rich.table import Table

from domain.crawl import CrawlOutcome
from domain.crawl_slice import CrawlSlice, SliceState
from domain.day import CHINA
from service.commands.screen import console, say
from storage import crawl_slices, crawls

COLUMNS = ("搜索词", "时段", "地区", "页", "应有", "取得", "占比", "状态")


def show_slices(spider: str, watch: int | None) -> None:
    """The pieces of the newest crawl of a spider for a watch, and their sum; nothing for a crawl without pieces.

    Regions of an hour are shown only where something is missing of them: their posts are in the hour's own line.
    """
    crawl = crawls.newest(spider, watch)
    pieces = crawl_slices.of(crawl) if crawl is not None else ()
    if not pieces:
        return
    table = Table(*COLUMNS)
    for piece in pieces:
        if not piece.region or piece.outcome not in {CrawlOutcome.COMPLETE, CrawlOutcome.EMPTY}:
            table.add_row(*map(escape, row_of(piece)))
    console.print(table)
    say(total_of([piece for piece in pieces if not piece.region]))


def row_of(piece: CrawlSlice) -> tuple[str, ...]:
    """One line of the table."""
    start, end = piece.start.astimezone(CHINA), piece.end.astimezone(CHINA)
    pages = "未问到" if piece.announced is None else f"{piece.read}/{piece.announced}"
    span = f"{start:%m-%d %H}时–{end:%m-%d %H}时"
    state = piece.outcome.shown if piece.outcome and piece.state is SliceState.DONE else piece.state.shown
    return (
        piece.query,
        span,
        piece.place or "全部",
        pages,
        number(piece.expected),
        str(piece.fetched),
        share(piece),
        state,
    )


def share(piece: CrawlSlice) -> str:
    """The part that was got; 未知 where nobody can tell, — where there was nothing to get."""
    if piece.expected is None:
        return "未知"
    return f"{piece.fetched / piece.expected:.1%}" if piece.expected else "—"


def number(count: int | None) -> str:
    """A count; 未知 where there is none."""
    return "未知" if count is None else str(count)


def total_of(pieces: Sequence[CrawlSlice]) -> str:
    """The sum over pieces; a post that several words find counts once for each of them."""
    fetched = sum(piece.fetched for piece in pieces)
    known = [piece.expected for piece in pieces if piece.expected is not None]
    left = len(pieces) - len(known)
    words = f"合计 {len(pieces)} 段，读完 {_done(pieces)} 段：取得 {fetched} 条"
    if left:
        return f"{words}；另有 {left} 段应有多少未知，占比未知"
    expected = sum(known)
    return f"{words}，应有 {expected} 条" + (f"（{fetched / expected:.2%}）" if expected else "")


def _done(pieces: Iterable[CrawlSlice]) -> int:
    return sum(piece.state is SliceState.DONE for piece in pieces)
