"""The parent of crawls: what it knows of a child that never got as far as its own row."""

from datetime import datetime
from pathlib import Path

import pytest

from domain.crawl import CrawlOutcome
from service.crawling import Crawling
from storage.models import Crawl, Watch

pytestmark = pytest.mark.django_db


def test_a_crawl_that_could_not_begin_is_on_record_with_its_last_word(
    now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUQING_DIR", str(tmp_path))
    monkeypatch.setenv("YUQING_MAIL__PORT", "二十五")
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭出行").noun()
    assert Crawling().crawl("weibo-search", watch) == 1
    row = Crawl.objects.get()
    assert (row.outcome, row.channel, row.leads, row.expected) == (CrawlOutcome.FAILED.value, "weibo", True, None)
    assert row.reason.startswith("采集程序没能开始：")
    assert "[mail] port：应是整数" in row.reason
    assert row.since < row.until <= row.started_at
