"""One watch at one moment as the rules may ask of it, part by part; what nobody asks for is never gathered."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from alerts.channels import facts_of, gaps_of, is_blind
from alerts.evidence import ChannelFacts, ComplaintFact, Evidence, ShareRise, SlowRise, Surge, TopicRise
from alerts.past import PAST, Past
from alerts.rule import Rule
from alerts.spread import NOBODY
from alerts.view import View
from domain.alert import Measures
from domain.day import BUCKET_SECONDS
from domain.topic import Burst
from domain.watch import Watch
from storage.evidence import Matter

HALF_HOUR = 6  # buckets
Names = Callable[[int, datetime], Collection[str]]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The moment `now`, at which `bucket` ends, under one view; `shared` is what every view sees alike.

    `names` tells by which keys topics went lately.
    """

    past: Past
    watch: Watch
    view: View
    names: Names
    bucket: int
    now: datetime
    shared: dict[str, Any]
    _own: dict[tuple[str, bool], Any] = field(default_factory=dict)

    def evidence(self, rule: Rule, *, whole: bool) -> Evidence | None:
        """What a rule reads, or only what it decides by; None where the first is empty, so that it finds nothing."""
        ground, *rest = rule.reads if whole else (name for name in rule.reads if name not in rule.tells)
        seen = self.part(ground, whole=whole)
        if not seen:
            return None
        return Evidence(watch=self.watch, **{ground: seen}, **{name: self.part(name, whole=whole) for name in rest})

    def part(self, name: str, *, whole: bool = True) -> Any:  # noqa: ANN401 - a field of the Evidence
        """One part, made once; not `whole`, it may lack who proves it."""
        if name in SHARED:
            if name not in self.shared:
                self.shared[name] = SHARED[name](self)
            return self.shared[name]
        if (name, True) not in self._own and (name, whole) not in self._own:
            self._own[name, whole] = OWN[name](self, whole)
        return self._own.get((name, True), self._own.get((name, whole)))

    @property
    def gaps(self) -> tuple[str, ...]:
        """What was not collected."""
        return gaps_of(self.watch, self.past.table, self.part("channels"), self.now)

    @property
    def blind(self) -> bool:
        """Whether nothing at all was covered in the last hour."""
        crawled = [each.channel for each in self.part("channels")]
        return is_blind(self.watch, self.past.table, self.place, crawled)

    @property
    def place(self) -> int:
        """Column of the bucket."""
        return self.past.table.place(self.bucket)


def _channels(scene: Scene) -> tuple[ChannelFacts, ...]:
    past = scene.past
    return facts_of(scene.watch, past.table, past.crawls, past.scan, scene.place, past.interval, scene.now)


def _complaints(scene: Scene) -> tuple[ComplaintFact, ...]:
    return tuple(one for one in scene.past.complaints if one.watch in {None, scene.watch.key})


def _share(scene: Scene, whole: bool) -> ShareRise | None:
    return scene.past.sharing.at(scene.watch, scene.now, scene.view.surge)


def _slow(scene: Scene, whole: bool) -> SlowRise | None:
    slow = scene.past.slowly(scene.view.surge).at(scene.watch, scene.bucket, scene.now)
    return None if slow is None else replace(slow, measures=_with_speed(scene, slow.measures))


def _topics(scene: Scene, whole: bool) -> tuple[TopicRise, ...]:
    rising, names = scene.past.rising(scene.watch), scene.names(scene.watch.key, scene.now)
    return rising.at(scene.bucket, scene.now, scene.view, names, whole=whole)


def _surge(scene: Scene, whole: bool) -> Surge | None:
    burst = scene.past.scan.surge(scene.view.surge, scene.watch.key, scene.place)
    return None if burst is None else _told(scene, burst, whole)


def _told(scene: Scene, burst: Burst, whole: bool) -> Surge:
    past, table, matter = scene.past, scene.past.table, Matter(watch=scene.watch.key)
    rows, end = table.rows_of(scene.watch.key), table.place(burst.at) + 1
    inside = slice(max(0, end - burst.window_minutes * 60 // BUCKET_SECONDS), end)
    since = max(0, table.place(burst.since))
    before = slice(max(0, since - int(PAST.total_seconds()) // BUCKET_SECONDS), since)
    asked = partial(past.spread.witnesses, matter, burst.since, scene.bucket, scene.now, negative_only=True)
    witnesses = asked() if whole else NOBODY
    reach = past.spread.reach(matter, burst.since, scene.bucket, scene.now)
    measures = past.spread.measures(reach.negative, scene.now)
    return Surge(
        burst=burst,
        negative=int(table.negative[rows, inside].sum()),
        scored=int(table.scored[rows, inside].sum()),
        usual_negative=int(table.negative[rows, before].sum()),
        usual_scored=int(table.scored[rows, before].sum()),
        authors=witnesses.authors,
        measures=_with_speed(scene, measures),
        posts=witnesses.posts,
    )


def _with_speed(scene: Scene, measures: Measures) -> Measures:
    """Add the standard's row 10: negative posts an hour over the last 30 minutes, beside what was expected."""
    past, table, key = scene.past, scene.past.table, scene.watch.key
    start, end = max(0, scene.place + 1 - HALF_HOUR), scene.place + 1
    expected = past.scan.negative[past.watches.index(scene.watch), start:end] @ table.share_of(key, start, end)
    observed = table.negative[table.rows_of(key), start:end].sum()
    return replace(measures, negative_per_hour=float(observed * 2), negative_expected_per_hour=float(expected * 2))


OWN: Mapping[str, Callable[[Scene, bool], Any]] = {"surge": _surge, "share": _share, "slow": _slow, "topics": _topics}
"""Parts that depend on the settings; not whole, they may lack who proves them."""

SHARED: Mapping[str, Callable[[Scene], Any]] = {
    "loud": lambda scene: scene.past.loud.at(scene.watch, scene.now),
    "spreading": lambda scene: scene.past.velocity.at(scene.watch, scene.now),
    "hot": lambda scene: scene.past.hot.at(scene.watch, scene.now),
    "critical": lambda scene: scene.past.critical.at(scene.watch, scene.now),
    "across": lambda scene: scene.past.places.across(scene.watch, scene.bucket, scene.now),
    "regions": lambda scene: scene.past.places.regions(scene.watch, scene.bucket, scene.now),
    "fresh": lambda scene: scene.past.rising(scene.watch).fresh(scene.bucket, scene.now),
    "channels": _channels,
    "drifts": lambda scene: scene.past.drifting.at(scene.watch.key, scene.now),
    "sessions": lambda scene: tuple(scene.past.sessions),
    "routes": lambda scene: tuple(scene.past.routes),
    "complaints": _complaints,
    "sources": lambda scene: tuple(scene.past.sources),
}
