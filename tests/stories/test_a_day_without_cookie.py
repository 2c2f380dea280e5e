"""A whole day of the schedule: the log-in dies at noon, people are told, and in the evening somebody logs in again.

Mail, console and the next morning's report say from when to when nothing came, what to do, and what was made up.
"""

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-m", "tests.crawlers.child", "tests.stories.day_play"]
MIDNIGHT = "2026-11-22T16:00:00+00:00"
SCAN = "请在“采集来源”页扫码重新登录采集账号；登录后下一轮采集会自动补上缺口"
Told = dict[str, Any]


def lived(folder: Path, *, logs_in: bool) -> Told:
    outside = {"DATABASE_URL", "YUQING_DATABASE__URL"}
    named = {name: value for name, value in os.environ.items() if name not in outside}
    own = {"YUQING_DIR": str(folder), "YUQING_SCHEDULE__CRAWL_MINUTES": "30"}
    child = subprocess.run(
        COMMAND,
        input=json.dumps({"midnight": MIDNIGHT, "logs_in": logs_in}),
        env={**named, **own, "DJANGO_SETTINGS_MODULE": "service.settings"},
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert child.returncode == 0, child.stderr[-3000:]
    told: Told = json.loads(child.stdout)
    return told


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The day on which somebody logs in again at eight in the evening."""
    return lived(tmp_path_factory.mktemp("mended"), logs_in=True)


@pytest.fixture(scope="module")
def unheard(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The day on which nobody does."""
    return lived(tmp_path_factory.mktemp("unheard"), logs_in=False)


def read(page: str) -> str:
    """What a person reads of a page, on one line."""
    shown = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(shown).split())


def sentences(report: str, about: str) -> str:
    """The lines of one part of the report."""
    return report.partition(f"【{about}】")[2].partition("-" * 40)[0]


def test_the_morning_is_quiet_and_says_so(mended: Told) -> None:
    page = read(mended["pages"]["morning"]["today"])
    assert "目前平稳" in page
    assert "各渠道完整采到" in page


def test_at_noon_one_mail_goes_to_who_is_on_duty_with_what_since_when_and_the_cure(mended: Told) -> None:
    first, *others = mended["mails"]
    assert first["to"] == ["p1@example.com"]
    assert first["subject"] == "【四级·蓝】青鹭出行：微博登录已过期，舆情可能漏报"
    for words in (
        "这是监测系统自身的问题，不是舆情事件",
        "2026年11月23日 12:00 的采集结果：登录已过期",
        "完整数据只到 2026年11月23日 11:30，已缺 30 分钟",
        f"怎么办：{SCAN}",
        "主班值班经理",
    ):
        assert words in first["text"]
    assert not [mail for mail in others if mail["subject"] == first["subject"]]


def test_nobody_answers_so_the_next_in_line_is_told_and_four_hours_later_both_again(mended: Told) -> None:
    next_one, *again = [mail for mail in mended["mails"] if mail["subject"].startswith("【无人认领")]
    assert next_one["to"] == ["p2@example.com"]
    assert SCAN in next_one["text"]
    assert sorted(mail["to"] for mail in again) == [["p1@example.com"], ["p2@example.com"]]
    assert all("第 1 次再通知" in mail["text"] for mail in again)


def test_in_the_afternoon_every_page_says_since_when_and_what_to_do(mended: Told) -> None:
    pages = {name: read(page) for name, page in mended["pages"]["afternoon"].items()}
    assert "有 1 起预警无人认领" in pages["today"]
    assert "登录已过期，完整数据只到 2026年11月23日 11:30，缺 2 小时 30 分钟" in pages["today"]
    assert "去“采集来源”处理" in pages["today"]
    assert "已过期" in pages["sources"]
    assert "扫码登录" in pages["sources"]
    assert all(SCAN in page for page in pages.values())


def test_a_dead_log_in_is_asked_for_once_and_not_again(mended: Told) -> None:
    refused = [crawl for crawl in mended["crawls"] if crawl["outcome"] == "expired_session"]
    assert len(refused) == 16
    assert [crawl["requests"] for crawl in refused[1:]] == [0] * 15
    assert {crawl["refusal"] for crawl in refused} == {"login"}


def test_after_the_log_in_the_gap_is_crawled_from_the_watermark(mended: Told) -> None:
    places = [number for number, crawl in enumerate(mended["crawls"]) if crawl["outcome"] == "expired_session"]
    made_up = mended["crawls"][places[-1] + 1]
    assert made_up["outcome"] == "complete"
    assert made_up["since"].startswith("2026-11-23 03:00")
    assert made_up["until"].startswith("2026-11-23 12:00")
    assert len(mended["there"]) > 50
    assert not set(mended["there"]) - set(mended["found"])


def test_who_was_told_hears_that_it_is_over_and_from_when_to_when_it_was(mended: Told) -> None:
    over = [mail for mail in mended["mails"] if mail["subject"].startswith("【已解除")]
    assert sorted(mail["to"][0] for mail in over) == ["p1@example.com", "p2@example.com"]
    assert "2026年11月23日 11:30 起，2026年11月23日 20:00 恢复" in over[0]["text"]
    assert "目前平稳" in read(mended["pages"]["night"]["today"])


def test_next_morning_the_report_says_what_came_late_and_what_cannot_come(mended: Told) -> None:
    report = mended["report"]
    assert "各渠道内容已采齐，但有 8 小时的内容迟到" in report
    coverage = sentences(report, "采集情况")
    assert "11:30 至 19:30 的内容当时没有采到（登录已过期 16 次）" in coverage
    assert "已由 2026年11月23日 20:00 的采集补齐" in coverage
    assert "补采之前已被删除的帖文补不回来" in coverage
    assert mended["mails"][-1]["subject"].startswith("【舆情日报】2026年11月23日")


def test_where_nobody_logs_in_the_report_says_from_when_to_when_and_what_to_do(unheard: Told) -> None:
    report = unheard["report"]
    coverage = sentences(report, "采集情况")
    assert "11:30 至 24:00 未采到（12 小时 30 分钟）：登录已过期 25 次" in coverage
    assert f"怎么办：{SCAN}" in coverage
    assert "采集有缺口" in report
    assert "至少" in unheard["mails"][-1]["subject"]
    assert "完整数据只到 2026年11月23日 11:30，缺 10 小时 30 分钟" in read(unheard["pages"]["night"]["today"])
    assert not [mail for mail in unheard["mails"] if mail["subject"].startswith("【已解除")]
