"""`yuqing inbound`: sources that report by themselves."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from console.inbound_form import BAD_PLACE, PLACE, shown
from domain.day import spoken
from domain.inbound import INBOUND_KINDS
from domain.source import SourceKind
from service import start
from service.clock import now
from service.commands.screen import console, named, say
from service.trouble import Trouble
from storage import inbound

inbound_app = typer.Typer(help="上报来源：系统告警、投诉数据、一线报告", no_args_is_help=True)
BY = "命令行"
Place = Annotated[str, typer.Argument(help="标识，写进地址，例：ops-monitor")]


@inbound_app.command("add")
def add(
    place: Place,
    kind: Annotated[SourceKind, typer.Option(help="system 系统告警、complaints 投诉数据、front_line 一线报告")],
    title: Annotated[str, typer.Option(help="名称，用于显示；默认与标识相同")] = "",
    watch: Annotated[str, typer.Option(help="监测主题；不填为全公司")] = "",
) -> None:
    """建立来源；口令只显示这一次。"""
    start.ready()
    if not PLACE.fullmatch(place):
        raise Trouble(BAD_PLACE)
    if kind not in INBOUND_KINDS:
        raise Trouble(f"--kind {kind.value} 不能自行上报；可用：{'、'.join(one.value for one in INBOUND_KINDS)}")
    about = named(watch).key if watch else None
    token = inbound.add(kind, place, title or place, now(), watch=about, by=BY)
    if token is None:
        raise Trouble(f"标识 {place} 已有来源在用；请换一个，或用 yuqing inbound rotate {place} 换新口令")
    _tell(place, token)


@inbound_app.command("rotate")
def rotate(place: Place) -> None:
    """换新口令或链接，旧的立即失效。"""
    start.ready()
    token = inbound.rotate(place, now(), by=BY)
    if token is None:
        raise Trouble(f"没有标识为 {place} 的上报来源；见 yuqing inbound list")
    _tell(place, token)


@inbound_app.command("remove")
def remove(place: Place) -> None:
    """移除来源，不再接收；收到过的保留。"""
    start.ready()
    if not inbound.remove(place):
        raise Trouble(f"没有标识为 {place} 的上报来源；见 yuqing inbound list")
    say("已移除，不再接收；收到过的保留")


@inbound_app.command("list")
def list_sources() -> None:
    """各来源：类型、最近收到、近七天被拒。"""
    start.ready()
    table = Table("标识", "名称", "类型", "监测主题", "最近收到", "近七天被拒")
    known = inbound.listed(now())
    for one in known:
        refused = "，".join(f"{each.why.shown} {each.count} 次" for each in one.refusals) or "没有"
        received = spoken(one.received_at) if one.received_at else "从未收到"
        table.add_row(one.place, escape(one.name), one.kind.shown, escape(one.watch_name), received, refused)
    console.print(table if known else "还没有上报来源；请用 yuqing inbound add 建立")


def _tell(place: str, token: str) -> None:
    found = shown(place, token)
    assert found is not None
    if found.token:
        say(f"口令（只显示这一次）：{found.token}")
        say(f"地址：{found.address}")
        say(f"\n试发一条：\n{found.curl}")
    else:
        say(f"上报链接：{found.address}")
    if found.alertmanager:
        say(f"\nAlertmanager 配置：\n{found.alertmanager}")
