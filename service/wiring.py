"""Hands the configuration to the rooms, in the form that each wants."""

from pathlib import Path

from django.conf import settings

from crawlers.identities.proxies import BadProxy, checked_proxy
from crawlers.order import Sites
from crawlers.pages.weibo_mid import mid_of
from service.config import Config
from service.trouble import Trouble


def config() -> Config:
    """The configuration that this process started with."""
    found: Config = settings.CONFIG
    return found


def sites() -> Sites:
    """Where the sites are and who we are there."""
    conf = config()
    return Sites(
        weibo_search_url=conf.weibo.search_url.rstrip("/"),
        weibo_web_url=conf.weibo.web_url,
        weibo_mobile_url=conf.weibo.mobile_url,
        weibo_passport_url=conf.weibo.passport_url,
        weibo_visitor_url=conf.weibo.visitor_url,
        weibo_login_url=conf.weibo.login_url,
        weibo_cookie=conf.weibo.cookie.get_secret_value(),
        weibo_mobile_cookie=conf.weibo.mobile_cookie.get_secret_value(),
        weibo_cookie_file=_text_of(conf.weibo.cookie_file),
        weibo_proxy=_proxy(conf.weibo.proxy.get_secret_value()),
        weibo_delay=conf.weibo.delay,
        weibo_daily_budget=conf.weibo.daily_budget,
        weibo_canary_account=conf.weibo.canary_account,
        weibo_canary_post=_post(conf.weibo.canary_post),
        wechat_search_url=conf.wechat.search_url.rstrip("/"),
        wechat_article_url=conf.wechat.article_url.rstrip("/"),
        wechat_delay=conf.wechat.delay,
        wechat_feed_delay=conf.wechat.feed_delay,
    )


def _text_of(path: str) -> str:
    """The file of cookies, read anew each time, so that a newer export counts at once; raises Trouble."""
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as trouble:
        why = trouble.strerror if isinstance(trouble, OSError) else "不是 UTF-8 文本"
        raise Trouble(f"读不到 [weibo] cookie_file 所指的 {path}（{why}）；请检查路径和权限，或重新导出") from None


def _post(written: str) -> str:
    key = written.strip()
    try:
        return key if not key or (key.isascii() and key.isdecimal()) else str(mid_of(key))
    except ValueError:
        raise Trouble(
            f"[weibo] canary_post 的“{key[:60]}”不是帖文编号；请用帖文地址最后一段，或留空由系统挑选"
        ) from None


def _proxy(written: str) -> str:
    try:
        return checked_proxy(written)
    except BadProxy as trouble:
        raise Trouble(f"[weibo] proxy 不对：{trouble}") from None
