"""`yuqing links` and the job that reads the queue: every line answered, no process started for nothing."""

import os
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from domain.article_link import FoundBy
from domain.job import JobName
from domain.watch import Watch as WatchNoun
from service.clock import now
from service.commands.app import build
from service.config import Config
from service.crawling import Crawling
from service.gathering import gather
from service.trouble import Trouble
from storage import links
from storage.models import ArticleLink, Watch

pytestmark = pytest.mark.django_db
GOOD = "https://mp.weixin.qq.com/s/7FkK0lM3tq_X-b2Yz01abQ"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build(["links"]), ["links", *arguments])


class Recorded(Crawling):
    """Remembers what it was asked to start and starts nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []

    def crawl(self, spider: str, watch: WatchNoun | None, since: datetime | None = None) -> int:
        self.asked.append((spider, watch.name if watch else ""))
        return 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_taken_line_by_line_and_only_once(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "清单.txt"
    file.write_text(f"标题 {GOOD}\r\n\r\n没有链接的一行\r\n", encoding=encoding)
    first, second = run("add", str(file), "--by", "林晓"), run("add", str(file))
    assert first.exit_code == second.exit_code == 3
    assert "已收下，排队读取 1 条，不能收 1 条" in first.stdout
    assert "没有链接" in first.stdout
    assert "已经有了 1 条" in second.stdout
    assert ArticleLink.objects.get().by == "林晓"


def test_links_may_stand_in_the_command_itself_and_the_queue_is_shown_harmlessly() -> None:
    assert run("add", GOOD).exit_code == 0
    ArticleLink.objects.update(title="红\x1b[31m字\n换行[bold]")
    shown = run("list", "--state", "waiting").stdout
    assert "待读取 1" in shown
    assert "\x1b" not in shown
    assert "红[31m字换行[bold]" in shown


def test_a_file_that_is_no_text_or_cannot_be_read_says_so(tmp_path: Path) -> None:
    picture = tmp_path / "图.png"
    picture.write_bytes(b"\x89PNG\xff\xff\xff")
    for given in (str(picture), str(tmp_path)):
        result = run("add", given)
        assert isinstance(result.exception, Trouble), given
        assert "文件" in str(result.exception)
    assert "不能收 1 条" in run("add", str(tmp_path / "没有这个文件")).stdout


def test_many_refusals_are_written_to_a_file_as_text(tmp_path: Path) -> None:
    file = tmp_path / "坏.txt"
    file.write_text("\n".join(f"=cmd|{number}" for number in range(30)), encoding="utf-8")
    told = run("add", str(file)).stdout
    path = Path(told.rpartition("全部及原因见")[2].replace("\n", "").strip())
    assert path.parent == Path(os.environ["YUQING_DIR"]).resolve() / "imports"
    lines = path.read_text("utf-8-sig").splitlines()
    assert len(lines) == 31
    assert lines[1].startswith("1,这一行里没有链接,'=cmd|0")


def test_articles_are_read_only_where_some_wait_and_somebody_watches_wechat() -> None:
    conf, crawling = Config(), Recorded()
    links.offer([GOOD], FoundBy.FILE, now())
    assert gather(crawling, JobName.ARTICLES, conf) == ""
    Watch.objects.create(name="青鹭出行", any_words="青鹭", channels=["wechat"])
    assert gather(crawling, JobName.ARTICLES, conf) == "1 项采集，1 项完整"
    assert gather(crawling, JobName.ALBUMS, conf) == ""
    ArticleLink.objects.all().delete()
    assert gather(crawling, JobName.ARTICLES, conf) == ""
    assert crawling.asked == [("wechat-fetch", "")]
