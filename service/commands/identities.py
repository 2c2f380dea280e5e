"""`yuqing sources`, `yuqing login` and `yuqing account`: who we are to the sites, and how the sources stand."""

import json
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import segno
import typer
from rich.markup import escape
from rich.table import Table

from crawlers.identities.accounts import keep
from crawlers.identities.configured import given_by
from crawlers.identities.cookie_files import BadCookies
from crawlers.identities.cookies import read_cookies
from crawlers.identities.log_in import Step, scan
from crawlers.identities.proxies import BadProxy, checked_proxy
from crawlers.identities.stored import adopt
from domain.day import spoken
from domain.identity import USABLE, Origin, Standing
from domain.login import LoginState
from service import start, wiring
from service.clock import now
from service.commands.screen import console, say
from service.config import state_dir
from service.sessions import kept
from service.trouble import Trouble
from storage import identities
from storage.sources import SourceStanding, source_standings

account_app = typer.Typer(help="采集账号", no_args_is_help=True)
IMPORTED = {
    True: "已登录，可以使用",
    False: "网站说没有登录，没有保存；请重新登录后再导出",
    None: "已保存，网站没有答复",
}
Key = Annotated[str, typer.Argument(help="身份编号，见 yuqing sources")]


def sources(as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """各采集身份和来源的状态：健康、最近可用、到期、冷却、怎么办；有问题时以状态 3 结束。"""
    start.ready()
    given = given_by(wiring.sites(), now())
    adopt(given, now)
    known, spiders = identities.standings(now()), source_standings()
    if as_json:
        told = {"identities": [_identity(one) for one in known], "sources": [_source(one) for one in spiders]}
        typer.echo(json.dumps({**told, "problems": list(given.problems)}, ensure_ascii=False, indent=1))
    else:
        _print(known, spiders, given.problems)
    if given.problems or any(_is_ill(one) for one in known) or any(not one.well for one in spiders if one.outcome):
        raise typer.Exit(3)


def login(
    site: Annotated[str, typer.Argument(help="平台，目前只有 weibo")] = "weibo",
    cookie_file: Annotated[Path | None, typer.Option(help="不扫码，改用浏览器导出的 Cookie 文件")] = None,
    name: Annotated[str, typer.Option(help="给账号起的名字，只用于显示")] = "",
    proxy: Annotated[str, typer.Option(help="该账号固定经过的代理，http://用户:密码@主机:端口")] = "",
) -> None:
    """登录采集账号：在终端显示二维码，用微博手机客户端扫码；或用 --cookie-file 导入。"""
    start.ready()
    if site != "weibo":
        raise Trouble(f"不认得平台“{site}”；目前只有 weibo")
    through = _proxy(proxy)
    if cookie_file is not None:
        _import(cookie_file, name, through)
        return
    for step in scan(wiring.sites(), now, time.sleep, through or wiring.sites().weibo_proxy or None):
        _show(step, through)


@account_app.command("retire")
def retire(key: Key) -> None:
    """停用一个身份并抹去它的 Cookie。"""
    start.ready()
    say("已停用，Cookie 已抹去" if identities.retire(_number(key), now()) else "没有这个身份，或早已停用")


@account_app.command("resume")
def resume(key: Key) -> None:
    """解除冷却：在浏览器里完成人工验证之后用。"""
    start.ready()
    say("已恢复使用" if identities.resume(_number(key)) else "没有这个身份，或它的 Cookie 已抹去，请重新登录")


def _import(path: Path, name: str, proxy: str) -> None:
    try:
        found = read_cookies(path.read_text(encoding="utf-8"), now())
    except BadCookies as trouble:
        raise Trouble(f"{path}：{trouble}") from None
    except (OSError, UnicodeDecodeError) as trouble:
        raise Trouble(f"读不到 {path}（{getattr(trouble, 'strerror', None) or '不是 UTF-8 文本'}）") from None
    done = keep(found, wiring.sites(), now, origin=Origin.FILE, name=name, proxy=proxy)
    for each in done:
        say(f"{each.name} · {each.domain.shown}：{IMPORTED[each.alive]}")
    if all(each.alive is False for each in done):
        raise typer.Exit(1)


def _show(step: Step, proxy: str) -> None:
    """One step of a log-in on the terminal; a failed one ends the command."""
    if step.state is LoginState.SHOWN and step.link:
        segno.make(step.link, micro=False).terminal(compact=True)
    elif step.state is LoginState.SHOWN:
        picture = state_dir() / "login.png"
        picture.write_bytes(step.picture)
        say(f"二维码图片在 {picture}，请打开它")
    state, words = kept(step, proxy) if step.state is LoginState.DONE else (step.state, step.words)
    say(f"{state.shown}{f'：{words}' if words else ''}")
    if state in {LoginState.FAILED, LoginState.EXPIRED}:
        raise typer.Exit(1)


def _print(known: tuple[Standing, ...], spiders: tuple[SourceStanding, ...], problems: tuple[str, ...]) -> None:
    who = Table("编号", "身份", "域名", "健康", "最近可用", "到期", "冷却到", "今日请求", "怎么办", title="采集身份")
    for one in known:
        health, until = one.health(now()), one.cool_until if one.cool_until and one.cool_until > now() else None
        who.add_row(
            one.key,
            escape(f"{one.kind.shown} {one.name}"),
            one.domain.shown,
            health.shown,
            spoken(one.last_good_at),
            spoken(one.expires_at),
            spoken(until) if until else "—",
            str(one.used_today),
            escape(one.advice(now())) or "—",
        )
    what = Table("来源", "渠道", "最近一次", "结果", "最近取全", "怎么办", title="采集来源")
    for each in spiders:
        shown = each.outcome.shown if each.outcome else "还没有结果"
        last = (spoken(each.ended_at), escape(shown), spoken(each.good_at), escape(each.advice) or "—")
        what.add_row(escape(each.spider), each.channel.shown, *last)
    console.print(who if known else "还没有采集身份；请用 yuqing login weibo 扫码登录一个账号")
    console.print(what if spiders else "还没有采集过")
    for problem in problems:
        say(f"问题  {problem}")


def _is_ill(one: Standing) -> bool:
    return one.health(now()) not in USABLE


def _identity(one: Standing) -> dict[str, object]:
    return {
        "key": one.key,
        "kind": one.kind.value,
        "name": one.name,
        "domain": one.domain.value,
        "origin": one.origin.value,
        "health": one.health(now()).value,
        "obtained_at": one.obtained_at.isoformat(),
        "last_good_at": _iso(one.last_good_at),
        "expires_at": _iso(one.expires_at),
        "cool_until": _iso(one.cool_until),
        "last_refusal": one.last_refusal.value if one.last_refusal else None,
        "refusals_in_a_row": one.refusals,
        "used_today": one.used_today,
        "in_use": one.held,
        "own_proxy": one.has_proxy,
        "advice": one.advice(now()),
    }


def _source(one: SourceStanding) -> dict[str, object]:
    return {
        "spider": one.spider,
        "channel": one.channel.value,
        "outcome": one.outcome.value if one.outcome else None,
        "reason": one.reason,
        "refusal": one.refusal.value if one.refusal else None,
        "ended_at": _iso(one.ended_at),
        "last_good_at": _iso(one.good_at),
        "advice": one.advice,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _number(key: str) -> str:
    if not key.isascii() or not key.isdigit():
        raise Trouble(f"“{key}”不是身份编号；编号见 yuqing sources")
    return key


def _proxy(written: str) -> str:
    try:
        return checked_proxy(written)
    except BadProxy as trouble:
        raise Trouble(str(trouble)) from None
