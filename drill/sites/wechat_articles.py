"""A site that answers as the article host mp.weixin.qq.com does."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from aiohttp import web

from drill.scenario import Article, Fate, Scenario
from drill.sites.trouble import Fault, Temper
from drill.sites.wechat_html import EXPIRED, STATE, STATES, VERIFY, article_page
from drill.sites.wechat_search import key_of

GOOD_FOR = timedelta(hours=6)


class ArticleSite:
    """Articles behind temporary links; deleted and removed ones answer with the page that says so.

    Known faults: CAPTCHA (a redirect), EMPTY_SHELL (the verification page in place), CHANGED_LAYOUT, SERVER_ERROR.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.by_key: dict[str, Article] = {key_of(article): article for article in scenario.articles}
        self.now = scenario.now
        self.temper = Temper()

    def app(self) -> web.Application:
        """The site as an application."""
        app = web.Application()
        app.router.add_get("/s", self.article)
        return app

    async def article(self, request: web.Request) -> web.Response:
        """An article, the word that it is gone, or the check."""
        fault = self.temper.fault_now()
        if fault is Fault.CAPTCHA:
            target = f"/mp/wappoc_appmsgcaptcha?poc_token=x&target_url={quote(str(request.url), safe='')}"
            return web.Response(status=302, headers={"Location": target})
        if fault is Fault.SERVER_ERROR:
            return web.Response(status=502)
        return web.Response(text=self._body(request, fault), content_type="text/html")

    def _body(self, request: web.Request, fault: Fault | None) -> str:
        if fault is Fault.EMPTY_SHELL:
            return VERIFY
        found = self.by_key.get(request.query.get("signature", ""))
        stamp = datetime.fromtimestamp(int(request.query.get("timestamp", "0")), UTC)
        if found is None:
            return STATE.format(words="参数错误")
        if self.now - stamp > GOOD_FOR:
            return STATE.format(words=EXPIRED)
        if found.fate is not Fate.THERE:
            return STATE.format(words=STATES[found.fate])
        body = article_page(found)
        return body.replace("bizuin", "acct").replace("var biz", "var acct") if fault is Fault.CHANGED_LAYOUT else body
