"""`yuqing backtest`: what rules would have done on the past, as they stand and as proposed."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from alerts import rulebook
from alerts.rulebook import BY_NAME
from domain.alert import Grade
from domain.day import spoken
from domain.rule_settings import RuleSettings
from domain.trial import Fired
from service import start
from service.backtesting import DAYS, Compared, compare, keep, stretch_of, summary
from service.clock import now
from service.commands.screen import bar, say
from service.rule_file import WORDS, read_rules, read_standard
from service.trouble import Trouble
from storage import rollups


def backtest_command(
    rule: Annotated[str, typer.Option("--rule", help="只试一条规则（英文名，见手册规则表）；省略即全部")] = "",
    days: Annotated[int, typer.Option("--days", help="最近多少天")] = DAYS,
    watch: Annotated[str, typer.Option("--watch", help="只统计这个监测主题")] = "",
    sensitivity: Annotated[str, typer.Option("--sensitivity", help="改用 灵敏、标准 或 严格")] = "",
    settings: Annotated[Path | None, typer.Option("--settings", help="改用这个 TOML 文件里的规则设置")] = None,
    standard: Annotated[Path | None, typer.Option("--standard", help="改用这个 JSON 文件里的分级标准")] = None,
) -> None:
    """在过去的数据上试算规则：会发哪些预警、多少邮件、与真实事件重合多少；不发通知，不改设置。"""
    start.ready()
    rollups.refresh()
    stretch, rules = stretch_of(days, now(), watch), _rules(rule)
    proposed = _proposed(rules, sensitivity, settings)
    version = read_standard(standard, now()) if standard else None
    with bar("试算") as advance:
        compared = compare(stretch, rules, proposed, advance, version)
    if version is None:
        keep(compared, proposed, "", now())
    _tell(compared)


def _rules(rule: str) -> list[str]:
    if rule and rule not in BY_NAME:
        raise Trouble(f"没有名为“{rule}”的规则；现有：{'、'.join(BY_NAME)}")
    chosen = [BY_NAME[rule]] if rule else list(BY_NAME.values())
    able = [one.name for one in chosen if one.in_past]
    if not able:
        raise Trouble(f"“{chosen[0].shown}”看的是此刻的登录和巡检，过去的没有留存，无法试算")
    return able


def _proposed(rules: list[str], sensitivity: str, path: Path | None) -> list[RuleSettings]:
    if sensitivity and path:
        raise Trouble("--sensitivity 和 --settings 只能用一个")
    if path:
        return list(read_rules(path))
    if not sensitivity:
        return []
    if sensitivity not in WORDS:
        raise Trouble(f"--sensitivity 现为“{sensitivity}”，应为 {'、'.join(WORDS)}")
    book = rulebook.in_force()
    word = next(one for one in type(book.settings[0].sensitivity) if one.shown == sensitivity)
    return [replace(book.of(name), sensitivity=word) for name in rules]


def _tell(compared: Compared) -> None:
    say(f"{spoken(compared.stretch.first)} 至 {spoken(compared.stretch.last)}，按当时已知的数据重放")
    after = {outcome.rule: outcome for outcome in compared.proposed}
    for outcome in compared.present:
        say(f"{BY_NAME[outcome.rule].shown}：现在 {summary(outcome)}")
        if outcome.rule in after:
            say(f"{'　' * len(BY_NAME[outcome.rule].shown)}　改后 {summary(after[outcome.rule])}")
    for outcome in compared.proposed or compared.present:
        for one in outcome.fired:
            say(_line(outcome.rule, one))


def _line(rule: str, one: Fired) -> str:
    ended = f"{spoken(one.ended_at)} 解除" if one.ended_at else "仍在持续"
    known = "，当时确有其事" if one.known else ""
    parts = [f"{spoken(one.detected_at)} 发现，{ended}", BY_NAME[rule].shown, Grade(one.grade).shown, one.title + known]
    return "  " + "｜".join(parts)
