from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.job import JobName, JobState
from service.lock import AlreadyRunning, OnlyOne
from service.runner import Progress, Runner, Work
from service.trouble import Trouble
from storage import jobs
from storage.models import JobRun

pytestmark = pytest.mark.django_db(transaction=True)


def runner(work: Work) -> Runner:
    return Runner({JobName.SCORE: work})


def test_a_run_leaves_its_progress_and_result() -> None:
    def work(arguments: Mapping[str, str], progress: Progress) -> str:
        progress(3, 10)
        return f"判定 3 条，{arguments['watch']}"

    runner(work).scheduled(JobName.SCORE, {"watch": "青鹭出行"})
    row = JobRun.objects.get()
    assert (row.state, row.result, row.done, row.total) == (JobState.DONE.value, "判定 3 条，青鹭出行", 3, 10)
    assert row.started_at is not None
    assert row.ended_at is not None


@pytest.mark.parametrize("wrong", [ValueError("坏了"), Trouble("磁盘已满")], ids=["bug", "trouble"])
def test_a_failing_run_is_seen_and_stops_nobody(wrong: Exception) -> None:
    def work(arguments: Mapping[str, str], progress: Progress) -> str:
        raise wrong

    runner(work).scheduled(JobName.SCORE)
    row = JobRun.objects.get()
    assert row.state == JobState.FAILED.value
    assert str(wrong) in row.failure


def test_runs_that_found_nothing_to_do_leave_one_row() -> None:
    idle = runner(lambda arguments, progress: "")
    for _ in range(3):
        idle.scheduled(JobName.SCORE)
    assert JobRun.objects.count() == 1


def test_what_a_person_asked_for_is_taken_once(now: datetime) -> None:
    ran: list[str] = []

    def work(arguments: Mapping[str, str], progress: Progress) -> str:
        ran.append(arguments["watch"])
        return "好"

    run = jobs.ask(JobName.SCORE, now, arguments={"watch": "a"}, by="赵敏")
    one = runner(work)
    one.asked()
    one.asked()
    assert one.run(run, JobName.SCORE, {"watch": "a"}) is None
    assert ran == ["a"]
    assert JobRun.objects.get().asked_by == "赵敏"


def test_what_a_dead_process_left_running_is_marked_lost_and_says_who_does_it_again(now: datetime) -> None:
    for by in ("", "林晓"):
        jobs.take(jobs.ask(JobName.BACKTEST, now, by=by), now)
    assert jobs.mark_lost(now) == 2
    scheduled, asked = JobRun.objects.order_by("id")
    assert scheduled.state == asked.state == JobState.LOST.value
    assert "下一轮会补做" in scheduled.failure
    assert "重新要求" in asked.failure


def test_old_runs_are_forgotten_but_not_those_that_wait(now: datetime) -> None:
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    jobs.finish(jobs.ask(JobName.SCORE, long_ago), now, result="好")
    jobs.ask(JobName.SCORE, long_ago, by="赵敏")
    assert jobs.forget_before(now) == 1


def test_a_second_scheduler_is_refused_with_the_first_one_s_number(tmp_path: Path) -> None:
    second = OnlyOne(tmp_path, "scheduler", "定时任务")
    refused = pytest.raises(AlreadyRunning, match=r"定时任务已在运行（进程 \d+")
    with OnlyOne(tmp_path, "scheduler", "定时任务"), refused, second:
        pass
    with OnlyOne(tmp_path, "scheduler", "定时任务"):
        pass
