"""`yuqing inbound` and `yuqing complaints`: set up, look, renew, remove, import."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.commands.app import build
from service.trouble import Trouble
from storage import inbound
from storage.models import GrievanceHour

pytestmark = pytest.mark.django_db


def yuqing(*words: str) -> Result:
    return CliRunner().invoke(build([words[0]]), list(words))


def token_in(result: Result) -> str:
    return result.output.splitlines()[0].partition("：")[2]


def test_a_source_is_made_renewed_listed_and_removed() -> None:
    first = token_in(yuqing("inbound", "add", "ops", "--kind", "system", "--title", "机房监控"))
    second = token_in(yuqing("inbound", "rotate", "ops"))
    assert inbound.admitted("ops", first) is None
    assert inbound.admitted("ops", second) is not None
    listed = yuqing("inbound", "list").output
    assert "机房监控" in listed
    assert second not in listed
    yuqing("inbound", "remove", "ops")
    assert "还没有上报来源" in yuqing("inbound", "list").output


def test_a_front_line_source_gives_its_link() -> None:
    assert "上报链接：http://testserver/r/" in yuqing("inbound", "add", "agents", "--kind", "front_line").output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "机房", "--kind", "system"), "标识只能用小写字母"),
        (("add", "ops", "--kind", "feed"), "可用：system、complaints、front_line"),
        (("add", "ops", "--kind", "system", "--watch", "没有"), "没有名为“没有”的监测主题"),
        (("rotate", "nobody"), "没有标识为 nobody"),
        (("remove", "nobody"), "没有标识为 nobody"),
    ],
)
def test_a_slip_is_said_with_its_cure(words: tuple[str, ...], said: str) -> None:
    result = yuqing("inbound", *words)
    assert isinstance(result.exception, Trouble)
    assert said in str(result.exception)


def test_complaints_are_imported_once(tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_text("工单号,投诉时间,类别\nT1,2026-11-20 09:10,退款\nT2,昨天,退款\n", encoding="utf-8")
    assert "共 2 行：新增 1，已有 0，拒收 1" in yuqing("complaints", "import", str(file)).output
    assert "新增 0，已有 1" in yuqing("complaints", "import", str(file)).output
    assert GrievanceHour.objects.get().count == 1
    wrong = yuqing("complaints", "import", str(file), "--source", "nobody")
    assert "没有标识为 nobody 的投诉数据来源" in str(wrong.exception)
