"""Parsers over pages that were really served, where they are at hand."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from crawlers.pages.answer import Answer
from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_article import read_article
from crawlers.pages.wechat_gate import article_refusal, search_refusal
from crawlers.pages.wechat_jump import article_address
from crawlers.pages.wechat_search import read_results
from crawlers.pages.wechat_state import ArticleState, NoArticle
from domain.post import Post
from domain.refusal import Refusal
from service.commands.app import build

pytestmark = pytest.mark.shared
NOW = datetime(2026, 11, 23, tzinfo=UTC)
HOST = "mp.weixin.qq.com"
URL = f"https://{HOST}/s"
SEARCH = "https://weixin.sogou.com/weixin"


def body_of(shared: Path, name: str) -> bytes:
    return (shared / "samples" / "wechat" / name).read_bytes()


def test_the_check_page_is_known(shared: Path) -> None:
    answer = Answer(url=SEARCH, status=200, body=body_of(shared, "sogou/antispider.2021-09-02.html"))
    assert search_refusal(answer, HOST) is Refusal.CAPTCHA


@pytest.mark.parametrize(
    ("name", "count", "more"),
    [("article_results.2017.html", 10, True), ("article_results.2026-08.synthetic.html", 3, False)],
)
def test_result_pages_of_both_generations(shared: Path, name: str, count: int, more: bool) -> None:
    body = body_of(shared, f"sogou/{name}")
    assert search_refusal(Answer(url=SEARCH, status=200, body=body), HOST) is None
    found = read_results(body)
    assert (len(found.rows), found.more, found.unreadable) == (count, more, ())
    assert all(row.title and row.account and row.link for row in found.rows)


def test_a_page_of_accounts_is_no_page_of_articles(shared: Path) -> None:
    with pytest.raises(UnreadablePage, match="找不到结果列表"):
        read_results(body_of(shared, "sogou/account_results_multi.2021-12.html"))


def test_a_real_jump_page(shared: Path) -> None:
    address = article_address(body_of(shared, "sogou/link_page.2023-10.html"), urlsplit(f"https://{HOST}"))
    assert address.startswith(f"https://{HOST}/s?src=11&timestamp=1697512486&ver=4839&signature=")
    assert address.endswith("&new=1")


@pytest.mark.parametrize(
    ("name", "identity", "when", "comments", "least"),
    [
        ("t0_plain.2025-11-12.slim.html", "MzIyNjMxOTY0NA==:2247504179:1", "2025-11-10T04:00:10", 13, 2000),
        ("t10_text.2025-11-12.slim.html", "MzIyNjMxOTY0NA==:2247483649:1", "2020-05-26T10:10:13", 3, 100),
        ("t8_pictures.2025-12-19.slim.html", "MzkyODQ5MTIzNw==:2247490415:1", "2025-12-18T09:13:08", 15, 200),
        ("t5_video.2019-11.html", "MzA3MDY0NTMxOQ==:2247487547:1", "2019-11-28T14:54:08", None, 10),
    ],
)
def test_real_articles(shared: Path, name: str, identity: str, when: str, comments: int | None, least: int) -> None:
    body = body_of(shared, f"article/{name}")
    assert article_refusal(Answer(url=URL, status=200, body=body)) is None
    post = read_article(body, URL, NOW)
    assert isinstance(post, Post)
    assert (post.native_id, post.published_at.isoformat()) == (identity, f"{when}+00:00")
    assert (post.reading.comments if post.reading else None) == comments
    assert len(post.text) >= least
    assert "<" not in post.text[:200]
    assert post.url is not None
    assert post.url.startswith("https://mp.weixin.qq.com/s")


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("deleted_by_author.zh.html", ArticleState.DELETED),
        ("violation_law.html", ArticleState.REMOVED),
        ("temp_link_expired.2018.html", ArticleState.EXPIRED),
    ],
)
def test_real_pages_of_articles_that_are_gone(shared: Path, name: str, state: ArticleState) -> None:
    body = body_of(shared, f"state/{name}")
    assert article_refusal(Answer(url=URL, status=200, body=body)) is None
    found = read_article(body, URL, NOW)
    assert isinstance(found, NoArticle)
    assert found.state is state


WECHAT = {
    ("article", "article/t0_plain.2025-11-12.slim.html"): (0, 1),
    ("article", "article/t10_text.2025-11-12.slim.html"): (0, 1),
    ("article", "article/t8_pictures.2025-12-19.slim.html"): (0, 1),
    ("article", "article/t5_video.2019-11.html"): (0, 1),
    ("article", "state/deleted_by_author.zh.html"): (3, 0),
    ("state", "state/deleted_by_author.zh.html"): (0, 1),
    ("state", "state/violation_law.html"): (0, 1),
    ("state", "state/temp_link_expired.2018.html"): (0, 1),
    ("search", "sogou/article_results.2017.html"): (0, 10),
    ("search", "sogou/article_results.2026-08.synthetic.html"): (0, 3),
    ("search", "sogou/antispider.2021-09-02.html"): (3, 0),
    ("search", "sogou/account_results_multi.2021-12.html"): (4, 0),
    ("jump", "sogou/link_page.2023-10.html"): (0, 1),
}


@pytest.mark.parametrize(("kind", "name"), WECHAT)
def test_every_wechat_page_parses_or_is_refused_for_its_reason(shared: Path, kind: str, name: str) -> None:
    file = shared / "samples" / "wechat" / name
    result = CliRunner().invoke(build(["parse"]), ["parse", "--channel", "wechat", "--kind", kind, str(file)])
    assert (result.exit_code, len(result.stdout.splitlines())) == WECHAT[kind, name]


def test_no_page_is_left_out(shared: Path) -> None:
    folder = shared / "samples" / "wechat"
    there = {f"{kind}/{file.name}" for kind in ("article", "sogou", "state") for file in (folder / kind).iterdir()}
    assert {name for _, name in WECHAT} == there
