"""All commands that work with the store."""

from collections.abc import Sequence

import typer
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from crawlers.importers.files import BadFile
from crawlers.run import NoSuchSpider
from service.commands import checking, collecting, judging, keeping, serving
from service.database import BadDatabaseUrl
from service.start import database_saying
from service.trouble import Trouble
from storage.watches import NoSuchWatch

HELP = """舆情监测：采集、判定、预警、通知、日报。

另有 yuqing init（生成配置文件）和 yuqing demo（离线演示）。全局选项写在命令前：--config 配置文件，--dir 数据目录。
"""

app = typer.Typer(help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command("run")(serving.run)
app.command("check")(checking.check)
app.command("crawl")(collecting.crawl)
app.command("import")(collecting.import_file)
app.command("score")(judging.score)
app.command("evaluate")(judging.evaluate_command)
app.command("report")(judging.report)
app.command("rollups")(judging.rebuild_rollups)
app.add_typer(keeping.watch_app, name="watch")
app.add_typer(keeping.user_app, name="user")


def run(arguments: Sequence[str]) -> None:
    """Run one command; what a person can mend comes out as Trouble."""
    try:
        app(list(arguments), prog_name="yuqing")
    except (BadFile, NoSuchWatch, NoSuchSpider, BadDatabaseUrl, ImproperlyConfigured) as trouble:
        raise Trouble(str(trouble)) from None
    except DatabaseError as trouble:
        raise Trouble(database_saying(trouble)) from None
