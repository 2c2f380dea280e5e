"""Accounts looked after and logged in, in the scheduler's process."""

import time
from collections.abc import Callable

from crawlers.identities.accounts import keep, look_after
from crawlers.identities.log_in import Step, scan
from domain.identity import Origin
from domain.login import LoginState
from service import wiring
from service.clock import now
from service.trouble import Trouble
from storage import logins


def look_after_accounts() -> str:
    """Check every account that no crawl is using; says what was found, nothing where there is none."""
    found = look_after(wiring.sites(), now)
    parts = [(found.alive, "个正常"), (found.over, "个已过期"), (found.silent, "个没有答复")]
    return "，".join(f"{count} {words}" for count, words in parts if count)


def log_in(login: int, pause: Callable[[float], None] = time.sleep) -> str:
    """Carry out a log-in that somebody asked for on the console; says how it ended."""
    state, words = LoginState.FAILED, "程序出错，请看日志"
    try:
        for step in scan(wiring.sites(), now, pause):
            state, words = _written(login, step)
    except Trouble as trouble:
        words = str(trouble)
        raise
    finally:
        logins.move(login, state, now(), words=words)
    return words or state.shown


def _written(login: int, step: Step) -> tuple[LoginState, str]:
    """Write one step down; gives the state and the words that hold after it."""
    if step.state is LoginState.SHOWN:
        logins.show(login, step.picture, now())
    elif step.state is LoginState.SCANNED:
        logins.move(login, step.state, now())
    elif step.state is LoginState.DONE:
        return kept(step, proxy="")
    return step.state, step.words


def kept(step: Step, proxy: str) -> tuple[LoginState, str]:
    """Keep what a log-in brought; gives the state and the words that hold then."""
    found = keep(step.cookies, wiring.sites(), now, origin=Origin.QR, proxy=proxy)
    good = [each for each in found if each.alive is not False]
    if not good:
        return LoginState.FAILED, "微博给了登录，核对时却说没有登录；请重新扫码"
    return LoginState.DONE, f"{good[0].name}：{'、'.join(each.domain.shown for each in good)}"
