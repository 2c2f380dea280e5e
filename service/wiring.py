"""Hands the configuration to the rooms, in the form that each wants."""

from django.conf import settings

from crawlers.order import Sites
from service.config import Config


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
        weibo_delay=conf.weibo.delay,
        wechat_search_url=conf.wechat.search_url.rstrip("/"),
        wechat_article_url=conf.wechat.article_url.rstrip("/"),
        wechat_delay=conf.wechat.delay,
    )
