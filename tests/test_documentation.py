"""What exists stands in the documents."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main

from alerts.rule import MINUTE, ORDER, Rule
from alerts.rules import RULES
from analysis.heat import COMMENT, LEVELS, LIKE, MOST_ENGAGED, MOST_FOLLOWERS, MOST_SPEED, REPOST, WEIGHTS
from domain.rule_settings import RuleSettings
from domain.topic_words import PARTS
from reports.sections import SECTIONS
from service.commands.app import COMMANDS, build
from service.config import Config

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs/operators-guide.zh-CN.md").read_text("utf-8")


@pytest.mark.parametrize("table", list(Config.model_fields))
def test_every_setting_stands_in_the_guide(table: str) -> None:
    kind = Config.model_fields[table].annotation
    missing = [key for key in kind.model_fields if f"`{table}.{key}`" not in GUIDE]  # type: ignore[union-attr]
    assert not missing


def test_every_command_stands_in_the_guide() -> None:
    app = build(list(COMMANDS))
    names = {command.name for command in app.registered_commands} | {"init", "demo"}
    for group in app.registered_groups:
        assert group.typer_instance is not None
        names |= {f"{group.name} {command.name}" for command in group.typer_instance.registered_commands}
    assert not [name for name in names if f"`yuqing {name}" not in GUIDE]


def test_the_table_of_commands_names_each_once_and_only_options_that_there_are() -> None:
    rows = re.findall(r"^\| `yuqing ([^`]+)`", GUIDE, re.MULTILINE)
    told = [re.match(r"[a-z-]+( [a-z]+\b)?", row) for row in rows]
    words = [one.group() for one in told if one is not None]
    assert len(words) == len(rows) == len(set(words))
    root = typer.main.get_command(build(list(COMMANDS)))
    for row, name in zip(rows, words, strict=True):
        command = root
        for word in name.split():
            command = getattr(command, "commands", {}).get(word, command)
        if command is root:
            continue  # `init` and `demo` read their own line
        there = {option for parameter in command.params for option in parameter.opts}
        assert not set(re.findall(r"--[a-z][a-z-]*", row)) - there, name


def test_every_rule_and_section_stands_in_the_guide() -> None:
    assert not [rule for rule in RULES if f"`{rule.name}`" not in GUIDE]
    assert not [section for section in SECTIONS if f"`{section.key}`" not in GUIDE]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_table_of_rules_says_what_each_does_and_with_which_settings_it_comes(rule: Rule) -> None:
    words = "；".join(f"{word.shown}：{rule.line.shown(word)}" for word in ORDER) if rule.line else "—"
    floor = f"{rule.floor_words} {rule.floor}" if rule.floor_words else "—"
    row = f"| `{rule.name}` {rule.shown} | {rule.when} | {words} | {floor} | {rule.hold // MINUTE} 分钟 |"
    assert row in GUIDE


def test_every_setting_of_a_rule_stands_in_the_guide() -> None:
    assert not [field.name for field in fields(RuleSettings) if field.name != "rule" and f"`{field.name}`" not in GUIDE]


def test_the_weights_of_the_heat_stand_in_the_guide() -> None:
    for name, shown in PARTS:
        assert f"| {shown} | {WEIGHTS[name]:.0%} |" in GUIDE
    assert f"转发 ×{REPOST:.0f}、评论 ×{COMMENT:.0f}、赞 ×{LIKE:.0f}" in GUIDE
    for most in (MOST_ENGAGED, MOST_SPEED, MOST_FOLLOWERS):
        assert f"| {most:,.0f} |" in GUIDE
    for level, part in LEVELS.items():
        assert f"{level.shown} {part:g}" in GUIDE


def test_the_architecture_fits_on_a_few_pages() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert text.count("\n") <= 150
    for room in ("domain", "analysis", "storage", "crawlers", "alerts", "reports", "drill", "console", "service"):
        assert f"`{room}/`" in text


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
def test_the_readme_gives_its_two_commands(document: str) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / document).read_text("utf-8"), re.DOTALL)
    assert "yuqing demo" in blocks[0]
    assert "pytest" in blocks[1]
    assert blocks[0].count("\n") == blocks[1].count("\n") == 1
