"""The rules: how each stands, its settings to be changed, tried on the past and rolled back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from alerts import rulebook
from alerts.rule import Rule
from alerts.standard import LABELS
from console import acts, clock, shell
from console.rule_form import RuleForm, first_values
from console.rule_standing import by_word, outcome_of, standing
from domain.job import JobName
from domain.rule_settings import BadSettings, RuleSettings, differences
from domain.strict_json import read, written
from storage import jobs, rule_versions, trials, truths
from storage.models import JobRun, RuleVersion, Watch

JUDGED_FOR = timedelta(days=90)
TRIED_DAYS = 30
RESTORED = "退回到第 {} 版"
MOST_VERSIONS = 30
TRIED = "tried"  # in an address: the run whose settings the form shows


@dataclass(frozen=True, kw_only=True)
class Change:
    """One version with what it changed, in words."""

    version: RuleVersion
    told: tuple[str, ...]


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """All rules, the first to be read first."""
    now = clock.now()
    book, versions, tallies = rulebook.in_force(), rule_versions.newest(), truths.tallies(now - JUDGED_FOR)
    context = {
        "now": now,
        "standings": [standing(one, book, versions, tallies) for one in rulebook.BY_NAME.values()],
    }
    return shell.page(request, "console/rules.html", "预警规则", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """GET shows one rule; POST saves, tries or rolls back, and comes back, or shows what is wrong."""
    one = rulebook.BY_NAME.get(name)
    if one is None:
        raise Http404
    if request.method != "POST":
        return _show(request, one, None)
    acts.need(request, "incident")
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        messages.error(request, acts.NOT_KNOWN)
        return _back(one)
    return act(request, one, clock.now())


def _save(request: HttpRequest, one: Rule, now: datetime) -> HttpResponse:
    form = RuleForm(one, request.POST)
    if form.is_valid() and not form.cleaned_data["why"].strip():
        form.add_error("why", "请写明为什么这样改，日后复盘要看")
    if not form.is_valid():
        return _show(request, one, form)
    given = form.cleaned_data
    if given["settings"] == rulebook.in_force().of(one.name):
        messages.success(request, "没有变化，未作保存。")
        return _back(one)
    return _keep(request, one, given["settings"], why=given["why"].strip(), seen=given["seen"], form=form)


def _keep(
    request: HttpRequest, one: Rule, settings: RuleSettings, *, why: str, seen: int, form: RuleForm | None = None
) -> HttpResponse:
    try:
        number = rule_versions.save(settings, by=shell.actor(request), why=why, now=clock.now(), seen=seen)
    except rule_versions.Outdated as outdated:
        messages.error(request, str(outdated))
        return _show(request, one, form) if form else _back(one)
    messages.success(request, f"已保存为第 {number} 版，下一次评估起生效。")
    return _back(one)


def _try(request: HttpRequest, one: Rule, now: datetime) -> HttpResponse:
    form = RuleForm(one, request.POST)
    if not form.is_valid():
        return _show(request, one, form)
    if not one.in_past:
        messages.error(request, "这条规则看的是此刻的登录和巡检，过去的没有留存，无法试算。")
        return _back(one)
    settings = json.dumps(written(form.cleaned_data["settings"]))
    actor = shell.actor(request)
    arguments = {"rule": one.name, "settings": settings, "days": str(TRIED_DAYS), "by": actor}
    run = jobs.ask(JobName.BACKTEST, now, arguments=arguments, by=actor)
    told = f"已开始在最近 {TRIED_DAYS} 天的数据上试算，完成后结果显示在本页。"
    messages.success(request, f"{told}试算不发通知，也不改设置。")
    return HttpResponseRedirect(f"{reverse('rule', args=[one.name])}?{urlencode({TRIED: run})}")


def _restore(request: HttpRequest, one: Rule, now: datetime) -> HttpResponse:
    number, seen = request.POST.get("number", ""), request.POST.get("seen", "")
    if not (number.isdecimal() and seen.isdecimal() and len(number) < 9 and len(seen) < 9):
        messages.error(request, acts.NOT_KNOWN)
        return _back(one)
    old = rule_versions.version(one.name, int(number)) if int(number) else None
    if old is None and int(number):
        messages.error(request, "没有这个版本，请重新打开本页。")
        return _back(one)
    settings = rule_versions.noun(old) if old else one.defaults()
    try:
        rulebook.checked([settings], Watch.objects.values_list("pk", flat=True))
    except BadSettings as bad:
        messages.error(request, f"第 {number} 版不能再用：{bad}")
        return _back(one)
    why = RESTORED.format(number) if old else "退回出厂设置"
    return _keep(request, one, settings, why=why, seen=int(seen))


ACTS: Mapping[str, Callable[[HttpRequest, Rule, datetime], HttpResponse]] = {
    "save": _save,
    "try": _try,
    "restore": _restore,
}


def _show(request: HttpRequest, one: Rule, form: RuleForm | None) -> HttpResponse:
    now, versions = clock.now(), rule_versions.newest()
    settings = rulebook.in_force().of(one.name)
    newest = versions.get(one.name)
    seen = newest.number if newest else 0
    run = jobs.newest_about(JobName.BACKTEST, "rule", one.name)
    shown = _tried(run, request.GET.get(TRIED, "")) or settings
    tried = next((row for row in trials.newest(one.name) if row.asked_by), None)
    context = {
        "now": now,
        "standing": standing(one, rulebook.in_force(), versions, truths.tallies(now - JUDGED_FOR)),
        "form": form or RuleForm(one, initial=first_values(shown, seen)),
        "seen": seen,
        "gone": len(set(settings.watches) - set(Watch.objects.values_list("pk", flat=True))),
        "words": by_word(settings) if one.line else [],
        "run": run,
        "trial": tried,
        "outcome": trials.outcome(tried) if tried else None,
        "changes": differences(settings, trials.settings(tried), _names()) if tried else (),
        "beside": outcome_of(trials.newest(one.name), settings),
        "history": _history(one),
        "may": shell.may(request.user, "incident"),
    }
    return shell.page(request, "console/rule.html", f"预警规则：{one.shown}", context)


def _tried(run: JobRun | None, number: str) -> RuleSettings | None:
    """The settings that were just asked to be tried, so that the form still shows them."""
    if run is None or str(run.pk) != number:
        return None
    return read(RuleSettings, json.loads(run.arguments["settings"]))


def _history(one: Rule) -> list[Change]:
    rows, names = rule_versions.history(one.name, MOST_VERSIONS + 1), _names()
    settings = [*map(rule_versions.noun, rows), one.defaults()]
    return [
        Change(version=row, told=_in_words(differences(old, new, names)))
        for row, (new, old) in zip(rows[:MOST_VERSIONS], pairwise(settings), strict=False)
    ]


def _in_words(told: tuple[str, ...]) -> tuple[str, ...]:
    """Keys of the standard's rows as people know them."""
    for key, (number, label) in LABELS.items():
        told = tuple(text.replace(key, f"第 {number} 行{label}") if "标准条款" in text else text for text in told)
    return told


def _names() -> dict[int, str]:
    return dict(Watch.objects.values_list("pk", "name"))


def _back(one: Rule) -> HttpResponse:
    return HttpResponseRedirect(reverse("rule", args=[one.name]))
