"""Files of other collectors, known by their columns; adding one is one file and one line in FORMS."""

from crawlers.importers.forms import mediacrawler, we_mp_rss, weibo_crawler, weibo_search, weibo_spider
from crawlers.importers.forms.form import Form

FORMS: tuple[Form, ...] = (
    mediacrawler.NOTES,
    mediacrawler.COMMENTS,
    weibo_search.FORM,
    weibo_crawler.TABLE,
    weibo_crawler.OBJECTS,
    weibo_crawler.COMMENTS,
    weibo_spider.TABLE,
    weibo_spider.OBJECTS,
    we_mp_rss.FORM,
)
WITHOUT_POSTS: tuple[frozenset[str], ...] = (mediacrawler.CREATORS,)
