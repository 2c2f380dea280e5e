"""Before a demo: the stage set is up, and this process is pointed at it instead of at the world."""

import os
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from drill.scenarios.outage import outage_story
from drill.sites.weibo.login import Phone
from drill.stage import Stage
from service.clock import now
from service.trouble import Trouble

SEED = 2026
PHONE = Phone(scans_after=2, confirms_after=4)
"""Somebody who scans every log-in code of the demo after a few seconds."""

MARK = "这是 yuqing demo 的数据目录，可以整个删除。\n"
USAGE = "用法：yuqing demo [--exit] [--dir 目录] [--port 端口]"


@dataclass(frozen=True, kw_only=True)
class Demo:
    """A demo that can begin: its stage, its folder, and whether it ends after the summary."""

    stage: Stage
    folder: Path
    ends: bool
    port: int


@contextmanager
def raised(arguments: Sequence[str]) -> Iterator[Demo]:
    """Start sites and mailbox, and point configuration and state at them while the block runs; raises Trouble."""
    ends, folder, port = _options(arguments)
    _claim(folder)
    with Stage(outage_story(SEED, now()), mail_folder=folder / "mailbox") as stage:
        stage.weibo.login.phone = PHONE
        _point(stage, folder, port)
        yield Demo(stage=stage, folder=folder, ends=ends, port=port)


def _options(arguments: Sequence[str]) -> tuple[bool, Path, int]:
    ends, folder, port = False, "", "8321"
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--exit":
            ends = True
        elif word in {"--dir", "--port"} and rest:
            value = rest.pop(0)
            folder, port = (value, port) if word == "--dir" else (folder, value)
        else:
            raise Trouble(USAGE)
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Trouble(f"端口 {port} 不对；{USAGE}")
    return ends, Path(folder or tempfile.mkdtemp(prefix="yuqing-demo-")).resolve(), int(port)


def _official(stage: Stage) -> int:
    """The brand's own account, which every page of the stage set knows."""
    brand = stage.scenario.brand.name
    return next(post.account.uid for post in stage.scenario.microblogs if post.account.name == brand)


def _claim(folder: Path) -> None:
    """Take an empty folder; one that holds anything else is never touched."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Trouble(f"目录 {folder} 不是空的；演示只在空目录里进行，请换一个 --dir 或先清空它")
        (folder / "README.txt").write_text(MARK, encoding="utf-8")
    except OSError as trouble:
        raise Trouble(f"目录 {folder} 用不了（{trouble.strerror}）；请换一个 --dir") from None


def _point(stage: Stage, folder: Path, port: int) -> None:
    """Nothing of the machine's own configuration reaches the demo, and nothing of the demo reaches the world."""
    for name in list(os.environ):
        if name.startswith("YUQING_") or name == "DATABASE_URL":
            del os.environ[name]
    os.environ |= {
        "YUQING_CONFIG": str(folder / "yuqing.toml"),
        "YUQING_DIR": str(folder / "data"),
        "YUQING_SITE__ORGANISATION": stage.scenario.brand.name,
        "YUQING_SITE__PORT": str(port),
        "YUQING_SITE__BASE_URL": f"http://127.0.0.1:{port}",
        "YUQING_SITE__SECRET_KEY": secrets.token_urlsafe(40),
        "YUQING_MAIL__HOST": stage.mail_host,
        "YUQING_MAIL__PORT": str(stage.mail_port),
        "YUQING_MAIL__SENDER": "舆情监测（演示） <yuqing@demo.invalid>",
        "YUQING_WEIBO__SEARCH_URL": stage.weibo_url,
        "YUQING_WEIBO__WEB_URL": stage.weibo_web_url,
        "YUQING_WEIBO__MOBILE_URL": stage.weibo_mobile_url,
        "YUQING_WEIBO__PASSPORT_URL": stage.weibo_passport_url,
        "YUQING_WEIBO__VISITOR_URL": stage.weibo_visitor_url,
        "YUQING_WEIBO__LOGIN_URL": stage.weibo_login_url,
        "YUQING_WEIBO__COOKIE": stage.cookie,
        "YUQING_WEIBO__MOBILE_COOKIE": stage.mobile_cookie,
        "YUQING_WEIBO__DELAY": "0",
        "YUQING_WEIBO__CANARY_ACCOUNT": str(_official(stage)),
        "YUQING_WECHAT__SEARCH_URL": stage.wechat_search_url,
        "YUQING_WECHAT__ARTICLE_URL": stage.wechat_article_url,
        "YUQING_WECHAT__DELAY": "0",
        "YUQING_WECHAT__ARTICLE_DELAY": "0",
    }
