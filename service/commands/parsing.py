"""`yuqing parse`: what one saved answer holds, for people who want to see what a page gives."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from crawlers.pages.answer import Answer
from crawlers.pages.saved import Given, Kind, Kinds, Saved
from crawlers.pages.saved_wechat import NOT_PAGES, WECHAT
from crawlers.pages.saved_weibo import WEIBO
from crawlers.pages.unreadable import UnreadablePage
from domain.day import CHINA, spoken
from domain.post import Channel
from domain.refusal import MEANINGS, cure_for
from domain.strict_json import written
from service.trouble import Trouble

CHANNELS: dict[Channel, Kinds] = {Channel.WEIBO: WEIBO, Channel.WECHAT: WECHAT}
UNSAFE = re.compile("[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
LARGEST = 64 * 1024 * 1024
REFUSED, UNREADABLE = 3, 4


def parse(
    file: Annotated[Path, typer.Argument(help="保存下来的一份回答（JSON 或网页）")],
    channel: Annotated[Channel, typer.Option(help="渠道：weibo 或 wechat")],
    kind: Annotated[str, typer.Option(help="哪一种回答；写错时列出全部")],
    at: Annotated[str, typer.Option(help="采集时间，如 2026-11-23T09:30；默认用文件的修改时间")] = "",
    status: Annotated[int, typer.Option(help="当时的 HTTP 状态码")] = 200,
    of: Annotated[str, typer.Option(help="回答不写自己属于谁时，由此指明帖文或账号的编号")] = "",
) -> None:
    """读一份保存下来的回答，逐行输出其中的帖文（JSON）；被拒绝时状态为 3，有读不懂之处时为 4。"""
    found = known(channel, kind)
    saved = Saved(body=_body(file), at=_moment(at) if at else _saved_at(file), of=of or None)
    if (refusal := found.refusal(Answer(url=found.url, status=status, body=saved.body))) is not None:
        _tell([f"不能读：{refusal.shown}", cure_for(MEANINGS[refusal].outcome, refusal, channel)])
        raise typer.Exit(REFUSED)
    try:
        given = found.read(saved)
    except UnreadablePage as reason:
        _tell([f"读不懂：{reason.why}；位置：{reason.place}"])
        raise typer.Exit(UNREADABLE) from None
    _show(given, saved.at)
    if given.state is not None:
        raise typer.Exit(REFUSED)
    if given.unreadable:
        raise typer.Exit(UNREADABLE)


def known(channel: Channel, name: str) -> Kind:
    """The kind of this name; raises Trouble with those that there are."""
    kinds = CHANNELS.get(channel)
    if kinds is None:
        raise Trouble(f"{channel.shown}没有可读的页面；可用的渠道：{'、'.join(CHANNELS)}")
    if channel is Channel.WECHAT and name in NOT_PAGES:
        raise Trouble(NOT_PAGES[name])
    if name not in kinds:
        rows = "\n".join(f"  {key}：{kind.shown}" for key, kind in kinds.items())
        raise Trouble(f"{channel.shown}没有“{name[:40]}”这一种回答。可用的：\n{rows}")
    return kinds[name]


def _body(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise Trouble(f"{file} 超过 64 MB，不像一份网页回答")
        return file.read_bytes()
    except OSError as trouble:
        raise Trouble(f"读不到文件 {file}：{trouble.strerror}") from None


def _saved_at(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _moment(words: str) -> datetime:
    """A moment as typed; without a zone it is China time. Raises Trouble."""
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        raise Trouble(f"“{words}”不是认得的时间；请写 2026-11-23T09:30") from None
    return (found if found.tzinfo else found.replace(tzinfo=CHINA)).astimezone(UTC)


def _show(given: Given, at: datetime) -> None:
    """Lines of JSON to standard output, all else to standard error, so that a pipe gets nothing but JSON."""
    for line in given.lines:
        typer.echo(json_line(line).encode())
    if given.state is not None:
        _tell([f"原内容看不到：{given.state}"])
        return
    _tell([f"共 {len(given.lines)} 条，采集时间 {spoken(at)}", *given.notes])
    _tell(f"读不懂：{reason.why}；位置：{reason.place}" for reason in given.unreadable)


def json_line(value: object) -> str:
    """A dataclass as one line of JSON; marks that turn or end lines on a terminal are written as escapes."""
    return _harmless(json.dumps(written(value), ensure_ascii=False))


def _tell(words: Iterable[str]) -> None:
    for line in words:
        typer.echo(_harmless(line), err=True)


def _harmless(words: str) -> str:
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", words)
