"""How a crawl is judged: each way of getting little has its own outcome and sentence."""

import pytest

from crawlers.expectations import Met, Seen, judge
from domain.crawl import COVERING, CrawlOutcome
from domain.refusal import MEANINGS, Reaction, Refusal

LOGIN = Met(refusal=Refusal.LOGIN, place="微博搜索（状态码 302）")
DOWN = Met(refusal=Refusal.SERVER_ERROR, place="微博搜索（状态码 502）")


@pytest.mark.parametrize(
    ("seen", "outcome", "words"),
    [
        (Seen(pages=3, fetched=25), CrawlOutcome.COMPLETE, "全部读到"),
        (Seen(pages=1), CrawlOutcome.EMPTY, "没有相关结果"),
        (Seen(pages=1, dropped=4), CrawlOutcome.EMPTY, "没有属于本主题"),
        (Seen(pages=2, fetched=9, unread_pages=1), CrawlOutcome.PARTIAL, "没有读到"),
        (Seen(pages=2, fetched=9, gaps=1, unread_pages=1), CrawlOutcome.PARTIAL, "却是空的"),
        (Seen(pages=50, fetched=500, cut=("“云雀” 9时",)), CrawlOutcome.PARTIAL, "50 页上限"),
        (Seen(pages=2, fetched=9, interrupted=True), CrawlOutcome.PARTIAL, "要求停止"),
        (Seen(pages=2, fetched=9, refusals=(DOWN,), unread_pages=1), CrawlOutcome.PARTIAL, "服务器出错"),
        (Seen(refusals=(DOWN,), unopened=1), CrawlOutcome.FAILED, "服务器出错"),
        (Seen(refusals=(LOGIN,), unopened=1), CrawlOutcome.EXPIRED_SESSION, "要求登录"),
        (Seen(pages=5, fetched=40, refusals=(DOWN, LOGIN)), CrawlOutcome.EXPIRED_SESSION, "要求登录"),
        (Seen(pages=5, fetched=40, unreadable=("a.name", "b")), CrawlOutcome.CHANGED_LAYOUT, "同类共 2 处"),
        (Seen(pages=5, fetched=40, unsaved=3), CrawlOutcome.FAILED, "3 条帖文没有写进"),
        (Seen(pages=5, fetched=40, errors=("ValueError：x",), refusals=(LOGIN,)), CrawlOutcome.FAILED, "程序出错"),
        (Seen(pages=90, fetched=880, by_region=1, missing=20), CrawlOutcome.PARTIAL, "估计仍缺约 20 条"),
        (Seen(pages=90, fetched=880, by_region=1), CrawlOutcome.COMPLETE, "已逐地区补采，估计无遗漏"),
        (Seen(pages=2, fetched=9, budget=6000, unread_pages=3), CrawlOutcome.PARTIAL, "请求预算 6000 次已用完"),
        (Seen(pages=2, fetched=9, skipped=("监测词“云”只有一个字",)), CrawlOutcome.PARTIAL, "其余词照常采集"),
        (Seen(pages=1, probed=True), CrawlOutcome.EMPTY, "核对过"),
        (Seen(unopened=1), CrawlOutcome.PARTIAL, "没有读到"),
        (Seen(), CrawlOutcome.PARTIAL, "没有读到"),
    ],
)
def test_the_gravest_decides(seen: Seen, outcome: CrawlOutcome, words: str) -> None:
    verdict = judge(seen)
    assert verdict.outcome is outcome
    assert words in verdict.reason


BLOCKING = [refusal for refusal in Refusal if MEANINGS[refusal].reaction is not Reaction.GO_ON]


@pytest.mark.parametrize("refusal", BLOCKING)
def test_no_refusal_ever_counts_as_covered(refusal: Refusal) -> None:
    verdict = judge(Seen(pages=9, fetched=80, refusals=(Met(refusal=refusal, place="某站"),)))
    assert verdict.outcome not in COVERING
    assert refusal.shown in verdict.reason


def test_the_expected_number_counts_ten_for_a_page_and_one_for_an_article() -> None:
    assert judge(Seen(pages=3, fetched=25)).expected == 25
    assert judge(Seen(pages=3, fetched=25, unread_pages=2, unread_articles=3)).expected == 48


@pytest.mark.parametrize(
    ("seen", "exhausted"),
    [
        (Seen(pages=3, fetched=25), True),
        (Seen(pages=90, fetched=880, by_region=1, missing=20), True),
        (Seen(pages=50, fetched=500, cut=("“云雀” 9时",)), True),
        (Seen(pages=2, fetched=9, interrupted=True), False),
        (Seen(pages=2, fetched=9, budget=6000), False),
        (Seen(pages=2, fetched=9, gaps=1, unread_pages=1), False),
        (Seen(pages=90, fetched=880, by_region=1, missing=20, refusals=(DOWN,)), False),
        (Seen(pages=5, fetched=40, refusals=(LOGIN,)), False),
        (Seen(), False),
    ],
)
def test_a_window_is_exhausted_only_where_asking_again_would_bring_no_more(seen: Seen, exhausted: bool) -> None:
    assert judge(seen).exhausted is exhausted


def test_what_is_estimated_to_be_missing_is_expected() -> None:
    assert judge(Seen(pages=90, fetched=880, by_region=1, missing=20)).expected == 900


@pytest.mark.parametrize("refusal", list(Refusal))
def test_the_refusal_that_decided_is_named(refusal: Refusal) -> None:
    assert judge(Seen(refusals=(Met(refusal=refusal, place="某站"),), unopened=1)).refusal is refusal


def test_a_page_that_cannot_be_read_is_a_changed_layout_and_a_good_crawl_has_no_refusal() -> None:
    assert judge(Seen(pages=5, unreadable=("a.name",), refusals=(LOGIN,))).refusal is Refusal.CHANGED_LAYOUT
    assert judge(Seen(pages=3, fetched=25)).refusal is None


@pytest.mark.parametrize("seen", [Seen(pages=3, unopened=1), Seen(pages=50, cut=("x",)), Seen(), Seen(errors=("x",))])
def test_the_expected_number_is_unknown_where_no_list_told_it(seen: Seen) -> None:
    assert judge(seen).expected is None


def test_the_reason_says_how_far_the_crawl_came() -> None:
    reason = judge(Seen(pages=4, articles=7, fetched=6, gone=1, dropped=2, unread_articles=1)).reason
    assert reason.endswith(
        "读了 4 页，文章读了 7 篇，1 篇未读，1 篇已删除或下架，取得 6 条，另有 2 条不含监测词或不在时段内，未收"
    )
