"""The own WeChat account as configured: who pushes where, whose watch it is, and the job that reads the inbox."""

from collections.abc import Mapping

from crawlers.inbox import Read, read_inbox
from crawlers.pages.wechat_seal import Keys, aes_key_of
from crawlers.push.door import Application, Doors
from domain.source import SourceKind
from domain.watch import Watch
from service import wiring
from service.clock import now
from service.config import OfficialAccount
from service.trouble import Trouble
from storage import arrivals, watches
from storage.sealing import mark_of

PUSH, DESK = "/wechat/push", "/wechat/kf"


def behind_doors(console: Application) -> Application:
    """The console with the addresses before it to which the configured accounts push; unchanged where none does."""
    doors = doors_of(wiring.config().official_account)
    return Doors(console, doors, now) if doors else console


def doors_of(account: OfficialAccount) -> Mapping[str, Keys]:
    """The keys by the path that each platform pushes to."""
    doors: dict[str, Keys] = {}
    if account.token.get_secret_value():
        written = account.aes_key.get_secret_value()
        doors[PUSH] = Keys(
            token=account.token.get_secret_value(),
            receiver=account.appid,
            aes_key=aes_key_of(written) if written else b"",
        )
    if account.kf_token.get_secret_value():
        doors[DESK] = Keys(
            token=account.kf_token.get_secret_value(),
            receiver=account.kf_corpid,
            aes_key=aes_key_of(account.kf_aes_key.get_secret_value()),
        )
    return doors


def watch_of(account: OfficialAccount) -> Watch:
    """The watch to which everything belongs that customers write; raises Trouble where there is none of this name."""
    try:
        return watches.named(account.watch)
    except watches.NoSuchWatch as trouble:
        raise Trouble(f"[official_account] watch 不对：{trouble}") from None


def read_letters() -> str:
    """Read what was pushed since the last time; says how much, nothing where there was nothing."""
    account, done = wiring.config().official_account, Read()
    for keys in doors_of(account).values():
        watch = watch_of(account).key
        source = arrivals.source(SourceKind.PUSH, keys.receiver, account.name, now(), watch)
        done += read_inbox(keys.receiver, source, watch, mark_of, now())
    if not done.letters:
        return ""
    bad = f"，{done.unreadable} 条读不懂（已保留原文）" if done.unreadable else ""
    return f"整理推送 {done.letters} 条，新增私信 {done.posts} 条{bad}"
