"""A job that computes for long is done by a child, and ends in its row like any other."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from alerts.rules import RULES
from domain.job import JobName, JobState
from service.crawling import Crawling
from service.errands import Errands
from service.runner import Runner
from service.works import works
from storage.models import JobRun

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def errands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Errands:
    """Errands whose children have an empty folder of state, and so a database, of their own."""
    monkeypatch.setenv("YUQING_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("YUQING_DATABASE__URL", raising=False)
    return Errands()


def ran(errands: Errands, arguments: Mapping[str, str]) -> JobRun:
    Runner(works(Crawling(), errands)).scheduled(JobName.BACKTEST, arguments)
    return JobRun.objects.get()


def test_the_child_s_progress_and_result_end_in_the_row(errands: Errands) -> None:
    row = ran(errands, {})
    assert (row.state, row.failure) == (JobState.DONE.value, "")
    assert row.result == f"试算了 {sum(rule.in_past for rule in RULES)} 条规则"
    assert row.total is not None
    assert row.done == row.total > 8_000


def test_what_the_child_cannot_do_is_said_in_its_own_words(errands: Errands) -> None:
    row = ran(errands, {"rule": "nonsense"})
    assert (row.state, row.failure) == (JobState.FAILED.value, "没有名为“nonsense”的规则")


def test_a_child_that_never_began_is_told_of(errands: Errands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert ran(errands, {}).failure == "子进程以状态 1 结束：没有留下说明"


def test_it_ends_with_the_program_and_none_begins_afterwards(errands: Errands) -> None:
    heard: list[int] = []

    def stop(done: int, total: int | None) -> None:
        heard.append(done)
        errands.stop()

    runner = Runner({JobName.BACKTEST: lambda arguments, progress: errands.run(JobName.BACKTEST, arguments, stop)})
    runner.scheduled(JobName.BACKTEST)
    assert heard
    assert JobRun.objects.get().failure == "程序停止时还没有做完；需要时请重新开始"
    JobRun.objects.all().delete()
    assert ran(errands, {}).failure == "程序正在停止，没有开始"
