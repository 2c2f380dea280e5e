"""Scrapy's settings, the same for `scrapy crawl` by hand and for a crawl that the service starts."""

BOT_NAME = "yuqing"
SPIDER_MODULES = ["crawlers.spiders"]
NEWSPIDER_MODULE = "crawlers.spiders"

# An operator's own account asks for posts about the operator's own company, at a person's pace; no index is built.
# The robots.txt of both sites speaks to search engines and shuts out everybody else, so it is not asked.
ROBOTSTXT_OBEY = False

USER_AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

# Redirects and error statuses are facts for the refusal middleware, not for Scrapy to follow or hide.
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
HTTPERROR_ALLOW_ALL = True
# Cookies are kept by our own middlewares, identity, session and host_cookies, which say why.
COOKIES_ENABLED = False

RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408]
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
URLLENGTH_LIMIT = 8000

# The pause is kept by crawlers.middlewares.pace, which gives way to a stop at once.
PACE_SECONDS = 10.0
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 8
AUTOTHROTTLE_ENABLED = False

# Every address is asked on purpose; an empty page is even asked twice.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

DOWNLOADER_MIDDLEWARES = {
    "crawlers.middlewares.refusals.Refusals": 540,
    "crawlers.middlewares.identity.IdentityOfRoute": 700,
    "crawlers.middlewares.session.SessionHeader": 710,
    "crawlers.middlewares.host_cookies.HostCookies": 720,
    "crawlers.middlewares.budget.Budget": 750,
    "crawlers.middlewares.pace.Pace": 800,
}
# One by one, so that a mark that follows the posts of a page arrives behind them.
CONCURRENT_ITEMS = 1
ITEM_PIPELINES = {
    "crawlers.pipelines.landed.Landed": 50,
    "crawlers.pipelines.belongs.BelongsToWatch": 100,
    "crawlers.pipelines.once.OnceOnly": 200,
}

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawlers.log_lines.QuietLogFormatter"
LOG_VERSIONS: list[str] = []
STATS_DUMP = False
FEED_EXPORT_ENCODING = "utf-8"
