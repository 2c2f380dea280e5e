"""Feeds by command: added, listed without their keys, removed; wrong input gets its cure."""

from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from service.commands.app import build
from service.commands.screen import console
from service.trouble import Trouble
from storage.models import Feed, Watch

pytestmark = pytest.mark.django_db
KEY = "s3cret-key-99"
ADDRESS = f"https://rss.example/feed/all.xml?k={KEY}"


@pytest.fixture(autouse=True)
def _wide_screen() -> Iterator[None]:
    width, console.width = console.width, 300
    yield
    console.width = width


@pytest.fixture(autouse=True)
def _watch() -> None:
    Watch.objects.create(name="青鹭出行", any_words="青鹭出行")


def said(*arguments: str, given: str = "") -> str:
    done = CliRunner().invoke(build(["feeds"]), ["feeds", *arguments], input=given)
    if isinstance(done.exception, Trouble):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


def test_a_feed_comes_and_goes_and_its_key_is_never_said() -> None:
    added = said("add", "-", "--watch", "青鹭出行", "--name", "早报桥", "--expect", "36", given=f"{ADDRESS}\n")
    assert "已添加订阅“早报桥”" in added
    row = Feed.objects.get()
    listed = said("list")
    for words in ("早报桥", "青鹭出行", "k=***", "36 小时内"):
        assert words in listed
    assert KEY not in added + listed
    assert "密钥已抹去" in said("remove", str(row.pk))
    assert "还没有订阅" in said("list")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("add", "rss.example", "--watch", "青鹭出行", "--name", "x"), "须以 http"),
        (("add", ADDRESS, "--watch", "别的", "--name", "x"), "现有：青鹭出行"),
        (("add", ADDRESS, "--watch", "青鹭出行", "--name", " "), "--name"),
        (("remove", "77"), "yuqing feeds list"),
    ],
)
def test_wrong_input_gets_its_cure(arguments: tuple[str, ...], why: str) -> None:
    with pytest.raises(Trouble, match=why):
        said(*arguments)
    assert not Feed.objects.exists()
