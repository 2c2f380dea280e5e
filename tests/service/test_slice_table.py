"""The table that `yuqing crawl` prints of a search in pieces."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.crawl import CrawlOutcome, CrawlPlan
from domain.crawl_slice import CrawlSlice, SliceState
from domain.post import Channel
from service.commands.slice_table import row_of, show_slices, total_of
from storage import crawl_slices, crawls
from storage.models import Watch


@pytest.fixture
def piece(now: datetime) -> CrawlSlice:
    return CrawlSlice(
        query="青鹭[red]",
        start=now.replace(minute=0) - timedelta(hours=1),
        end=now.replace(minute=0),
        announced=5,
        read=5,
        fetched=45,
        expected=50,
        outcome=CrawlOutcome.PARTIAL,
        state=SliceState.DONE,
    )


def test_a_line_says_what_should_be_there_and_what_is(piece: CrawlSlice) -> None:
    assert row_of(piece) == ("青鹭[red]", "11-23 08时–11-23 09时", "全部", "5/5", "50", "45", "90.0%", "不完整")


def test_what_nobody_knows_is_said_to_be_unknown(piece: CrawlSlice) -> None:
    unread = replace(piece, announced=None, read=0, fetched=0, expected=None, outcome=None, state=SliceState.OPEN)
    assert row_of(unread)[3:] == ("未问到", "未知", "0", "未知", "未读完")
    assert "占比未知" in total_of([piece, unread])
    assert "50" not in total_of([piece, unread])


def test_the_sum_says_how_much_was_got(piece: CrawlSlice) -> None:
    whole = replace(piece, fetched=150, expected=150, outcome=CrawlOutcome.COMPLETE)
    assert total_of([piece, whole]) == "合计 2 段，读完 2 段：取得 195 条，应有 200 条（97.50%）"


@pytest.mark.django_db
def test_regions_stand_in_the_table_only_where_something_is_missing(
    piece: CrawlSlice, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭")
    plan = CrawlPlan(spider="weibo-search", watch=watch.pk, since=now - timedelta(hours=1), until=now)
    crawl = crawls.begin(plan, Channel.WEIBO, now)
    fine = replace(piece, region="11:1000", place="北京", expected=45, outcome=CrawlOutcome.COMPLETE)
    short = replace(piece, region="44:1000", place="广东")
    crawl_slices.write(crawl, [piece, fine, short])
    show_slices("weibo-search", watch.pk)
    shown = capsys.readouterr().out
    assert "广东" in shown
    assert "北京" not in shown
    assert "青鹭[red]" in shown, "a word is never taken for markup"
    assert "合计 1 段" in shown


@pytest.mark.django_db
def test_a_crawl_without_pieces_prints_no_table(capsys: pytest.CaptureFixture[str]) -> None:
    show_slices("wechat-articles", None)
    assert capsys.readouterr().out == ""
