"""`yuqing check`: configuration, database, people, mail, accounts, clock and disk, before the night needs them."""

import shutil
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import typer
from django.core.mail import get_connection
from django.db import connection

from alerts.people import roster_at
from alerts.rota import first_told
from analysis import native
from analysis.words import Cutting, Tokeniser
from crawlers.identities.configured import given_by
from domain.identity import USABLE, IdentityKind
from domain.push import CURES
from service import start, wiring
from service.clock import now
from service.commands.screen import say
from service.config import config_path, state_dir
from service.own_account import doors_of, watch_of
from service.trouble import Trouble
from storage import identities, inbox
from storage.models import Post, Watch

LEAST_FREE = 1 << 30
BUILT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one check found: whether it is well, and the sentence that says so or says the cure."""

    well: bool
    words: str


def check() -> None:
    """检查配置、数据库、值班、邮件服务器、采集账号、时钟、磁盘和文本判断的方式；有问题时以状态 1 结束。"""
    start.ready()
    findings = [probe() for probe in PROBES]
    for finding in findings:
        say(f"{'正常' if finding.well else '问题'}  {finding.words}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


def _config() -> Finding:
    path = config_path()
    where = str(path.resolve()) if path.exists() else "全部使用默认值（可用 yuqing init 生成配置文件）"
    return Finding(well=True, words=f"配置：{where}")


def _database() -> Finding:
    posts = Post.objects.order_by("-id").values_list("id", flat=True).first() or 0
    watches = Watch.objects.filter(active=True).count()
    if not watches:
        return Finding(well=False, words="数据库可用，但还没有启用的监测主题；请用 yuqing watch add 或后台新建")
    return Finding(well=True, words=f"数据库：{connection.vendor}，约 {posts} 条帖文，{watches} 个监测主题")


def _people() -> Finding:
    told = first_told(roster_at(now()), now())
    if not told:
        words = "预警没有人可通知；请在后台“值班表”排班，或在 [mail] fallback 填写备用邮箱"
        return Finding(well=False, words=words)
    return Finding(well=True, words=f"此刻的预警会通知：{'、'.join(each.name or each.address for each in told)}")


def _own_account() -> Finding:
    account = wiring.config().official_account
    if not (account.appid or account.kf_corpid):
        return Finding(well=True, words="自有公众号：没有配置")
    try:
        watch_of(account)
    except Trouble as trouble:
        return Finding(well=False, words=str(trouble))
    declined = inbox.declined_since(now() - timedelta(days=1))
    if not declined:
        ways = ["接口"] * bool(account.secret.get_secret_value()) + list(doors_of(account))
        used = "、".join(ways) or "什么都没用到（没有填 secret 和 token）"
        return Finding(well=True, words=f"自有公众号：{account.name}，用到 {used}")
    told = "；".join(f"{why.shown} {count} 次（{CURES[why]}）" for why, count in declined.items())
    return Finding(well=False, words=f"近一天拒收了推送：{told}")


def _mail() -> Finding:
    channel = get_connection()
    try:
        channel.open()
        channel.close()
    except (OSError, smtplib.SMTPException) as trouble:
        return Finding(well=False, words=f"邮件服务器连不上（{trouble}）；请检查 [mail] 的 host、port、security 和密码")
    return Finding(well=True, words="邮件服务器：可以连接")


def _clock() -> Finding:
    moment = now()
    newest = Post.objects.order_by("-id").values_list("collected_at", flat=True).first()
    if moment < BUILT or (newest is not None and moment < newest):
        return Finding(well=False, words=f"系统时钟 {moment:%Y-%m-%d %H:%M} UTC 早于已有数据；请先校准时钟")
    return Finding(well=True, words="时钟：正常")


def _disk() -> Finding:
    free = shutil.disk_usage(state_dir()).free
    words = f"磁盘：{state_dir()} 剩余 {free / (1 << 30):.1f} GB"
    return Finding(well=free >= LEAST_FREE, words=words if free >= LEAST_FREE else words + "，不足 1 GB，请清理")


def _accounts() -> Finding:
    try:
        given = given_by(wiring.sites(), now())
    except Trouble as trouble:
        return Finding(well=False, words=str(trouble))
    if given.problems:
        return Finding(well=False, words="；".join(given.problems))
    known = [one for one in identities.standings(now()) if one.kind is IdentityKind.ACCOUNT]
    if not given.accounts and not any(one.health(now()) in USABLE for one in known):
        words = "没有可用的微博账号，关键词搜索采不到；请在“采集来源”页扫码，或运行 yuqing login weibo"
        return Finding(well=False, words=words)
    return Finding(well=True, words="微博账号：已配置，各账号的状态见 yuqing sources")


def _judging() -> Finding:
    """Which way texts take; all give the same verdicts."""
    way = "机器码" if native.BUILT else "纯 Python（安装时没有 C 编译器，判断结果相同，只是慢一些）"
    swift = Tokeniser().cutting is not Cutting.PLAIN
    cut = "rjieba" if swift else "jieba（装上可选组件 fast 会更快）"
    return Finding(well=True, words=f"文本判断：{way}，分词用 {cut}")


PROBES: Sequence[Callable[[], Finding]] = (
    *(_config, _database, _people, _mail, _own_account, _accounts, _clock, _disk),
    _judging,
)
