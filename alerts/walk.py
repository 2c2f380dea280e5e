"""Every five minutes of a past time judged as if each were now; what it would have raised is kept in memory."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts import gather
from alerts.finding import Asked, find
from alerts.gather import Moment
from alerts.kept import Kept
from alerts.lookback import Lookback
from alerts.past import Past
from alerts.rulebook import Rulebook
from alerts.rules import RULES
from alerts.rules.topic_burst import TOPIC_BURST
from alerts.standard import Version
from alerts.view import view_of
from domain.day import BUCKET_SECONDS
from domain.watch import Watch

NAME_KEPT = timedelta(hours=24)
Progress = Callable[[int, int], None]
Weeks = Callable[[Past, datetime], None]


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """Settings and a standard under which a stretch is judged."""

    book: Rulebook
    version: Version


def walk(
    watches: Sequence[Watch],
    first: datetime,
    last: datetime,
    *,
    interval: timedelta,
    rulings: Sequence[Ruling],
    progress: Progress,
    rules: Collection[str] | None = None,
    asked: Collection[int] | None = None,
    names: Collection[str] = (),
    words: bool = True,
    after: Weeks = lambda past, since: None,
) -> list[Lookback]:
    """Judge the moments of [first, last] once for all rulings; what each of them would have raised, in their order.

    `progress` is called with the steps done and the steps in all. Only the `rules` (all, if None) and the watches that
    are `asked` for are judged. `names` are fingerprints by which topics went before `first`. Without `words` the
    reasons may lack what only people read. `after` is handed what was read for each week.
    """
    judges = [_Judge(one, _wanted(rules), names, words=words) for one in rulings]
    total, done = int((last - first).total_seconds()) // BUCKET_SECONDS + 1, 0
    read, views, kept = gather.read(watches, first, last), [judge.view for judge in judges], Kept()
    for since, until in gather.weeks(first, last):
        past = gather.past(read, watches, since, until, interval=interval, views=views, kept=kept, asked=asked)
        for moment in gather.steps(past):
            for judge in judges:
                judge.see(moment)
            done += 1
            progress(done, max(done, total))
        after(past, since)
    return [judge.lookback for judge in judges]


def _wanted(rules: Collection[str] | None) -> Asked:
    """The rules, those whose alerts have a say in what they read, and the surge that may tell of what they find.

    Where the surge is asked for itself, it tells of what all others find. Where it is not, it is taken to be as grave
    as it is by itself and by what was asked for.
    """
    if rules is None:
        return Asked()
    names = {*rules, *(name for rule in RULES if rule.name in rules for name in rule.after)}
    told = any(rule.joins for rule in RULES if rule.name in names)
    always = [rule for rule in RULES if rule.name in names or (told and rule.leads)]
    leads = any(rule.leads for rule in RULES if rule.name in names)
    return Asked(rules=always, beside=[rule for rule in RULES if leads and rule.joins and rule not in always])


class _Judge:
    """One ruling as it goes through the moments."""

    def __init__(self, ruling: Ruling, asked: Asked, names: Collection[str], *, words: bool) -> None:
        self.lookback, self.view = Lookback(book=ruling.book), view_of(ruling.book)
        self._ruling, self._asked, self._names, self._words = ruling, asked, names, words

    def see(self, moment: Moment) -> None:
        """Judge one moment."""
        now, scenes = moment.now, moment.scenes(self.view, self._lately)
        for found in find(scenes, self._ruling.book, self._ruling.version, now, self._asked, whole=False):
            self.lookback.see(found if self._words else replace(found, whole=None), now)
        self.lookback.let_go(lambda watch: any(scene.watch.key == watch and scene.blind for scene in scenes), now)

    def _lately(self, watch: int, now: datetime) -> frozenset[str]:
        prefix = f"{TOPIC_BURST.name}:{watch}:"
        before = {name.removeprefix(prefix) for name in self._names if name.startswith(prefix)}
        return self.lookback.names(TOPIC_BURST.name, watch, now, NAME_KEPT) | before
