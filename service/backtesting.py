"""Rules tried on the past: for the command line, for the console by a job, and every night for the list of rules."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts import rulebook, standard
from alerts.backtest import Stretch, backtest
from alerts.noisy import proposal_for
from alerts.rulebook import BY_NAME
from alerts.standard import Version
from alerts.walk import Ruling
from domain.day import bucket_of, bucket_time
from domain.rule_settings import RuleSettings, Sensitivity
from domain.strict_json import read
from domain.trial import Outcome
from service import clock
from service.trouble import Trouble
from storage import trials, truths, watches

DAYS = 30
MOST_DAYS = 400
Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What rules would have done as they stand and as proposed, in the order of the rules; the latter may be empty."""

    stretch: Stretch
    present: tuple[Outcome, ...]
    proposed: tuple[Outcome, ...]


def stretch_of(days: int, now: datetime, watch: str = "") -> Stretch:
    """Up to this moment, from so many days before; raises Trouble for too many days or an unknown watch.

    What has just been found is found again: the last moment is now, and not where five minutes ended last.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Trouble(f"--days 现为 {days}，应在 1 到 {MOST_DAYS} 之间")
    try:
        key = watches.named(watch).key if watch else None
    except watches.NoSuchWatch as unknown:
        raise Trouble(str(unknown)) from None
    return Stretch(first=bucket_time(bucket_of(now)) - timedelta(days=days), last=now, watch=key)


def compare(
    stretch: Stretch,
    rules: Sequence[str],
    proposed: Sequence[RuleSettings],
    progress: Progress,
    version: Version | None = None,
) -> Compared:
    """Try the rules as they stand, and with the proposed settings (or standard) where there are any."""
    book, in_force, active = rulebook.in_force(), standard.current(stretch.last), watches.active()
    rulings = [Ruling(book=book, version=in_force)]
    if proposed or version:
        rulings.append(Ruling(book=book.changed(*proposed), version=version or in_force))
    present, *then = backtest(active, stretch, rules, rulings, progress)
    return Compared(stretch=stretch, present=present, proposed=then[0] if then else ())


def keep(compared: Compared, proposed: Sequence[RuleSettings], by: str, now: datetime) -> list[int]:
    """Keep what was found; ids of the trials of the proposed settings, or of the present ones where none were."""
    book = rulebook.in_force()
    kept: list[int] = []
    for outcomes, under in ((compared.present, book), (compared.proposed, book.changed(*proposed))):
        ids = [_keep(under.of(outcome.rule), outcome, compared.stretch, by, now) for outcome in outcomes]
        kept = ids or kept
    return kept


def _keep(settings: RuleSettings, outcome: Outcome, stretch: Stretch, by: str, now: datetime) -> int:
    return trials.keep(settings, outcome, watch=stretch.watch, first=stretch.first, last=stretch.last, by=by, now=now)


def work(arguments: Mapping[str, str], progress: Callable[[int, int | None], None], now: datetime | None = None) -> str:
    """The job: one rule with the settings that the console asks for, or at night all rules at their three words."""
    now = now or clock.now()
    if "rule" not in arguments:
        return every_night(progress, now)
    rule = BY_NAME.get(arguments["rule"])
    if rule is None:
        raise Trouble(f"没有名为“{arguments['rule']}”的规则")
    proposed = [_settings(arguments["settings"])] if arguments.get("settings") else []
    stretch = stretch_of(int(arguments.get("days", DAYS)), now, arguments.get("watch", ""))
    compared = compare(stretch, [rule.name], proposed, progress)
    (trial,) = keep(compared, proposed, arguments.get("by", ""), now)
    words = [summary(one) for one in (*compared.present, *compared.proposed)]
    told = "；".join(f"{name}：{text}" for name, text in zip(("现在", "改后"), words, strict=False))
    return f"{rule.shown}，{told}（试算 {trial}）"


def every_night(progress: Callable[[int, int | None], None], now: datetime) -> str:
    """Every rule that can be tried, at each word of sensitivity and as proposed for the noisy ones."""
    book, stretch = rulebook.in_force(), stretch_of(DAYS, now)
    names = [rule.name for rule in BY_NAME.values() if rule.in_past]
    tallies = truths.tallies(stretch.first)
    proposals = [made for name in names if (made := proposal_for(book.of(name), tallies.get(name))) is not None]
    tried: list[Sequence[RuleSettings]] = [
        [],
        *([replace(one, sensitivity=word) for one in book.settings] for word in Sensitivity),
        *([proposals] if proposals else []),
    ]
    rulings = [Ruling(book=book.changed(*some), version=standard.current(stretch.last)) for some in tried]
    found = backtest(watches.active(), stretch, names, rulings, progress)
    for ruling, outcomes in zip(rulings, found, strict=True):
        for outcome in outcomes:
            _keep(ruling.book.of(outcome.rule), outcome, stretch, "", now)
    return f"试算了 {len(names)} 条规则"


def summary(outcome: Outcome) -> str:
    """Alerts and mails a week, 未知 where there is no past, and how much of what was real it met."""
    if outcome.alerts_per_week is None or outcome.mails_per_week is None:
        return "每周条数未知（历史数据不足一天）"
    met = f"，真实事件 {outcome.incidents} 起覆盖 {outcome.incidents_met} 起" if outcome.incidents else ""
    useful = f"，有用的预警 {outcome.useful} 条覆盖 {outcome.useful_met} 条" if outcome.useful else ""
    return (
        f"{outcome.alerts} 条，每周约 {outcome.alerts_per_week:.1f} 条、"
        f"邮件 {outcome.mails_per_week:.1f} 封{met}{useful}"
    )


def _settings(text: str) -> RuleSettings:
    try:
        made = read(RuleSettings, json.loads(text))
        return rulebook.checked([made], [watch.key for watch in watches.active()])[0]
    except ValueError as bad:  # JSON, its shape, or a setting out of bounds
        raise Trouble(f"要试算的设置无法使用：{bad}") from None
