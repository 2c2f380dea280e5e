"""`yuqing links`: articles that a person hands in, and how the queue stands."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from domain.article_link import FoundBy, LinkState, Offered, QueuedLink, Verdict
from domain.day import spoken
from service import start
from service.clock import now
from service.commands.screen import named, say
from service.config import state_dir
from service.trouble import Trouble
from storage import article_queue, links

LARGEST = 32 * 1024 * 1024
SHOWN = 20

links_app = typer.Typer(help="公众号文章链接", no_args_is_help=True)


@links_app.command("add")
def add(
    given: Annotated[list[str], typer.Argument(help="链接，或每行一个链接的文本文件；可重复", metavar="文件或链接…")],
    watch: Annotated[str, typer.Option(help="监测主题；不写则归入内容相符的主题")] = "",
    by: Annotated[str, typer.Option(help="提供者姓名，写进记录")] = "命令行",
) -> None:
    """收下公众号文章或专辑的链接，排队读取；可重复运行，不会重复收下。"""
    start.ready()
    key = named(watch).key if watch else None
    told = links.offer(_lines(given), FoundBy.FILE, now(), watch=key, by=by)
    if not told:
        raise Trouble("没有任何链接；请给出链接，或每行一个链接的文本文件")
    counted = Counter(one.verdict for one in told)
    say("，".join(f"{verdict.shown} {counted[verdict]} 条" for verdict in Verdict if counted[verdict]))
    refused = [one for one in told if one.verdict is Verdict.REFUSED]
    _tell(refused)
    if refused:
        raise typer.Exit(3)


@links_app.command("list")
def show(
    state: Annotated[LinkState | None, typer.Option(help="只看一种状态")] = None,
    most: Annotated[int, typer.Option(min=1, max=1000, help="最多几条")] = 20,
) -> None:
    """文章链接的队列：各状态有多少，最近的是哪些。"""
    start.ready()
    say("，".join(f"{one.shown} {count}" for one, count in article_queue.counts().items()))
    for link in article_queue.recent(most, state):
        say(_line(link))


def _line(link: QueuedLink) -> str:
    """One link on one line; what strangers wrote can neither turn nor end it."""
    parts = [link.state.shown, link.found_by.shown, spoken(link.found_at), link.account or "公众号未知"]
    parts += [link.title or link.url or "（还没有地址）", link.why]
    parts += [f"{spoken(link.next_try_at)} 再试"] if link.next_try_at else []
    return "　".join("".join(letter for letter in part if letter.isprintable()) for part in parts if part)


def _lines(given: Sequence[str]) -> Iterator[str]:
    """The lines of files, and links as they are."""
    for one in given:
        path = Path(one)
        if "://" in one or not path.exists():
            yield one
            continue
        yield from _text(path).splitlines()


def _text(path: Path) -> str:
    """A text file in UTF-8 or GB 18030; raises Trouble with the reason."""
    try:
        if path.stat().st_size > LARGEST:
            raise Trouble(f"{path} 超过 {LARGEST >> 20} MB，不像链接清单；请拆开再导入")
        body = path.read_bytes()
    except OSError as trouble:
        raise Trouble(f"读不到文件 {path}：{trouble.strerror}") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Trouble(f"{path} 不是文本文件；请用 UTF-8 文本，每行一个链接")


def _tell(refused: Sequence[Offered]) -> None:
    """The first refused lines on the screen, all of them in a file."""
    for one in refused[:SHOWN]:
        say(f"第 {one.line} 条不能收：{one.why}")
    if len(refused) <= SHOWN:
        return
    folder = state_dir() / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"links-{now():%Y%m%d-%H%M%S}.refused.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(("行", "原因", "内容"))
        table.writerows((one.line, one.why, f"'{one.written}") for one in refused)
    say(f"共 {len(refused)} 条不能收，全部及原因见 {path}")
