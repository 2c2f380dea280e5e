"""Where the stage set's sites are, for whoever crawls them."""

from typing import Any

from crawlers.order import Sites
from drill.stage import Stage


def sites_on(stage: Stage, **more: Any) -> Sites:
    """The addresses of Weibo on the stage, without a pause; cookies and the rest as given."""
    return Sites(
        **{
            "weibo_search_url": stage.weibo_url,
            "weibo_web_url": stage.weibo_web_url,
            "weibo_mobile_url": stage.weibo_mobile_url,
            "weibo_passport_url": stage.weibo_passport_url,
            "weibo_visitor_url": stage.weibo_visitor_url,
            "weibo_login_url": stage.weibo_login_url,
            "weibo_delay": 0,
            **more,
        }
    )
