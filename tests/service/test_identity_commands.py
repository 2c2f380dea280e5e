"""The operator's commands for accounts, against the replica: what is shown, what is kept, what is never shown."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from domain.identity import Health, IdentityKind
from domain.job import JobName
from domain.login import LoginState
from drill.scenarios.outage import outage_story
from drill.sites.weibo.login import Phone
from drill.stage import Stage
from service import sessions
from service.clock import now
from service.commands.app import build
from service.config import Config, Weibo
from service.runner import Runner
from service.trouble import Trouble
from service.wiring import sites
from storage import identities, jobs, logins
from storage.models import JobRun, Login

pytestmark = pytest.mark.django_db
STARTED = datetime.fromisoformat("2026-11-23T01:30:00+00:00")


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage(outage_story(7, STARTED)) as raised:
        yield raised


@pytest.fixture(autouse=True)
def _pointed(stage: Stage, settings: Any) -> None:
    stage.move_to(now())
    stage.weibo.login.phone = Phone(scans_after=0, confirms_after=1)
    settings.CONFIG = configured(stage)


def configured(stage: Stage, **more: Any) -> Config:
    weibo = Weibo(
        search_url=stage.weibo_url,
        web_url=stage.weibo_web_url,
        mobile_url=stage.weibo_mobile_url,
        passport_url=stage.weibo_passport_url,
        visitor_url=stage.weibo_visitor_url,
        login_url=stage.weibo_login_url,
        **more,
    )
    return Config(weibo=weibo)


def yuqing(*arguments: str) -> Result:
    return CliRunner().invoke(build([arguments[0]]), list(arguments))


@pytest.mark.django_db(transaction=True)
def test_a_log_in_asked_for_on_the_console_is_carried_out() -> None:
    login, _ = logins.ask("艾丽丝", now())
    run = jobs.ask(JobName.LOGIN, now(), arguments={"login": str(login)}, by="艾丽丝")
    runner = Runner({JobName.LOGIN: lambda given, _: sessions.log_in(int(given["login"]), pause=lambda _: None)})
    told = runner.run(run, JobName.LOGIN, {"login": str(login)})
    row = Login.objects.get()
    assert (row.state, bytes(row.picture)) == (LoginState.DONE, b"")
    assert told is not None
    assert "微博账号（尾号" in told
    assert {one.health(now()) for one in identities.standings(now())} == {Health.GOOD}
    assert len(identities.standings(now())) == 2
    assert JobRun.objects.get().state == "done"


def test_a_broken_configuration_ends_the_log_in_with_its_words(stage: Stage, settings: Any) -> None:
    settings.CONFIG = configured(stage, proxy="socks5://u:hush@h:1")
    login, _ = logins.ask("艾丽丝", now())
    with pytest.raises(Trouble, match="不支持 socks") as trouble:
        sessions.log_in(login, pause=lambda _: None)
    assert "hush" not in str(trouble.value)
    assert Login.objects.get().state == LoginState.FAILED
    assert "不支持 socks" in Login.objects.get().words


def test_an_export_is_imported_checked_and_shown_without_its_values(stage: Stage, tmp_path: Path) -> None:
    export = tmp_path / "cookies.json"
    rows = [{"name": "SUB", "value": stage.session, "domain": ".weibo.com"}]
    export.write_text(json.dumps(rows), "utf-8")
    done = yuqing("login", "weibo", "--cookie-file", str(export), "--name", "专用", "--proxy", "")
    assert done.exit_code == 0, done.output
    assert "已登录" in done.output
    shown, machine = yuqing("sources"), yuqing("sources", "--json")
    told = json.loads(machine.output)
    assert (told["identities"][0]["name"], told["identities"][0]["health"]) == ("专用", "good")
    assert shown.exit_code == machine.exit_code == 0
    assert stage.session not in done.output + shown.output + machine.output


def test_what_nobody_is_logged_in_with_is_not_imported(tmp_path: Path) -> None:
    export = tmp_path / "cookies.txt"
    export.write_text("SUB=unknown; SUBP=x", "utf-8")
    done = yuqing("login", "weibo", "--cookie-file", str(export))
    assert done.exit_code == 1
    assert "没有保存" in done.output
    assert not identities.standings(now())


@pytest.mark.parametrize(
    ("text", "says"), [("SUBP=x; ALF=1", "缺少 SUB"), ("\tx", "第 1 段"), ("SUB=s; ALF=1600000000", "过期")]
)
def test_a_file_that_cannot_be_used_is_refused_by_name(tmp_path: Path, text: str, says: str) -> None:
    export = tmp_path / "cookies.txt"
    export.write_text(text, "utf-8")
    trouble = yuqing("login", "weibo", "--cookie-file", str(export)).exception
    assert isinstance(trouble, Trouble)
    assert says in str(trouble)
    assert "cookies.txt" in str(trouble)


def test_a_file_in_the_configuration_is_an_account(stage: Stage, settings: Any, tmp_path: Path) -> None:
    export = tmp_path / "cookies.txt"
    settings.CONFIG = configured(stage, cookie_file=str(export))
    with pytest.raises(Trouble, match="cookie_file"):
        sites()
    export.write_text(f".weibo.cn\tTRUE\t/\tTRUE\t0\tSUB\t{stage.weibo.mobile_session}\n", "utf-8")
    found = json.loads(yuqing("sources", "--json").output)["identities"]
    assert [(one["domain"], one["origin"], one["name"]) for one in found] == [
        ("weibo.cn", "config", "weibo.cookie_file")
    ]


def test_sources_ends_with_a_status_that_scripts_can_see(stage: Stage, settings: Any) -> None:
    settings.CONFIG = configured(stage, cookie="SUB=s; ALF=1600000000")
    done = yuqing("sources")
    assert done.exit_code == 3
    assert "weibo.cookie" in done.output
    assert "过期" in done.output


def test_an_account_is_retired_and_resumed_by_its_number(stage: Stage, settings: Any) -> None:
    settings.CONFIG = configured(stage, cookie=stage.cookie)
    (one,) = json.loads(yuqing("sources", "--json").output)["identities"]
    assert one["kind"] == IdentityKind.ACCOUNT
    assert "已恢复" in yuqing("account", "resume", one["key"]).output
    assert "已抹去" in yuqing("account", "retire", one["key"]).output
    assert "Cookie 已抹去，请重新登录" in yuqing("account", "resume", one["key"]).output
    assert isinstance(yuqing("account", "retire", "x").exception, Trouble)


def test_the_round_of_check_ups_says_what_it_found(stage: Stage, settings: Any) -> None:
    settings.CONFIG = configured(stage, cookie=stage.cookie, mobile_cookie=stage.mobile_cookie)
    assert sessions.look_after_accounts() == "2 个正常"
    stage.weibo.end_session(now() - timedelta(days=1))
    assert sessions.look_after_accounts() == "1 个正常，1 个已过期"
    stage.weibo.end_session(now() + timedelta(days=30))
