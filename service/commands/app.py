"""All commands that work with the store; only the module of the command that is called is loaded."""

import importlib
from collections.abc import Mapping, Sequence

import typer
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from service.start import database_saying
from service.trouble import Trouble

HELP = """舆情监测：采集、判定、预警、通知、日报。

另有 yuqing init（生成配置文件）和 yuqing demo（离线演示）。全局选项写在命令前：--config 配置文件，--dir 数据目录。
"""
COMMANDS: Mapping[str, tuple[str, str]] = {
    "run": ("serving", "run"),
    "check": ("checking", "check"),
    "crawl": ("crawling", "crawl"),
    "parse": ("parsing", "parse"),
    "import": ("importing", "import_file"),
    "links": ("linking", "links_app"),
    "label": ("labelling", "label"),
    "sources": ("identities", "sources"),
    "canary": ("canary", "canary"),
    "login": ("identities", "login"),
    "account": ("identities", "account_app"),
    "train": ("training", "train"),
    "evaluate-model": ("measuring", "evaluate_model"),
    "score": ("scoring", "score"),
    "topics": ("discovering", "topics"),
    "evaluate": ("evaluating", "evaluate_command"),
    "bench-bursts": ("benching", "bench_bursts"),
    "backtest": ("backtesting", "backtest_command"),
    "report": ("reporting", "report"),
    "rollups": ("keeping", "rebuild_rollups"),
    "inbound": ("inbound", "inbound_app"),
    "complaints": ("complaints", "complaints_app"),
    "feeds": ("feeds", "feeds_app"),
    "watch": ("keeping", "watch_app"),
    "user": ("keeping", "user_app"),
}


def build(names: Sequence[str]) -> typer.Typer:
    """The application with these commands."""
    app = typer.Typer(help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(lambda: None)
    for name in names:
        module, function = COMMANDS[name]
        found = getattr(importlib.import_module(f"service.commands.{module}"), function)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)
    return app


def run(arguments: Sequence[str]) -> None:
    """Run one command; what a person can mend comes out as Trouble."""
    called = [name for name in arguments[:1] if name in COMMANDS]
    try:
        build(called or list(COMMANDS))(list(arguments), prog_name="yuqing")
    except ImproperlyConfigured as trouble:
        raise Trouble(str(trouble)) from None
    except DatabaseError as trouble:
        raise Trouble(database_saying(trouble)) from None
