"""What was read for the moments of a week, or for one moment; each part is read when somebody first asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from alerts import critical, hot_titles
from alerts.channels import CrawlLog, logs
from alerts.complaining import complaints_at
from alerts.critical import Critical
from alerts.drifting import Drifting
from alerts.evidence import ComplaintFact, RouteFact, SessionFact, SourceFact
from alerts.hot_titles import HotTitles
from alerts.kept import Kept
from alerts.knowledge import Knowledge
from alerts.loud import Loud
from alerts.places import SPAN, USUAL_SPANS, Places
from alerts.rising import PAST as KEYWORDS_BACK
from alerts.rising import Rising
from alerts.routes import changed_at
from alerts.scanning import Scan
from alerts.sessions import sessions_at
from alerts.sharing import Sharing
from alerts.silences import silences_at
from alerts.slowly import Slowly
from alerts.spread import Spread
from alerts.table import Pair, Table
from alerts.velocity import Velocity
from alerts.view import View
from domain.day import BUCKET_SECONDS, DAY_SECONDS, bucket_of
from domain.watch import Watch

PAST = timedelta(days=28)


@dataclass(frozen=True, kw_only=True)
class Past:
    """All that is read for the moments from `since` to `now`; knowledge and scan go forward as it is walked.

    The `asked` are judged, by each of the `views`; all `watches` share what is learnt of the hours of the day.
    """

    watches: tuple[Watch, ...]
    asked: tuple[Watch, ...]
    views: tuple[View, ...]
    knowledge: Knowledge
    scan: Scan
    kept: Kept
    interval: timedelta
    since: datetime
    now: datetime
    _rising: dict[int, Rising] = field(default_factory=dict)
    _slowly: dict[float, Slowly] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        """Counts and coverage."""
        return self.knowledge.table

    @property
    def judged(self) -> int:
        """The bucket that ends with the first moment."""
        return bucket_of(self.since - timedelta(seconds=1))

    @property
    def last(self) -> int:
        """The bucket that the last moment ends or lies in."""
        return bucket_of(self.now - timedelta(microseconds=1))

    @property
    def keys(self) -> list[int]:
        """The watches that are judged."""
        return [watch.key for watch in self.asked]

    @property
    def is_now(self) -> bool:
        """Whether it is of one moment: what is not kept of the past is known of now only."""
        return self.since == self.now

    @cached_property
    def _up_to_date(self) -> Kept:
        """What was kept of these watches, without what has changed since."""
        self.kept.follow(self.keys, self.judged - KEYWORDS_BACK * BUCKET_SECONDS, self.last + BUCKET_SECONDS)
        return self.kept

    @cached_property
    def spread(self) -> Spread:
        """Negative posts one by one."""
        oldest = self.judged - max(2 * DAY_SECONDS, (USUAL_SPANS + 1) * SPAN)
        return Spread(
            watches=self.keys,
            beginnings=self.knowledge.beginnings,
            kept=self._up_to_date,
            first=oldest,
            last=self.last,
        )

    @cached_property
    def crawls(self) -> Mapping[Pair, CrawlLog]:
        """How the crawls of each pair ended."""
        pairs = [pair for pair in self.knowledge.beginnings.of if pair[0] in self.keys]
        return logs(pairs, self.since, self.now)

    @cached_property
    def loud(self) -> Loud:
        """Negative posts of widely read authors."""
        followers = min(view.followers for view in self.views)
        return Loud(spread=self.spread, since=self.since, now=self.now, followers=followers)

    @cached_property
    def sharing(self) -> Sharing:
        """Shares of negative posts."""
        return Sharing(table=self.table, scan=self.scan, spread=self.spread)

    @cached_property
    def velocity(self) -> Velocity:
        """Posts that are passed on fast."""
        return Velocity(spread=self.spread, first=self.judged, last=self.last)

    @cached_property
    def hot(self) -> HotTitles:
        """Hot lists."""
        return hot_titles.read(self.since)

    @cached_property
    def critical(self) -> Critical:
        """Posts that say a word which alarms at once."""
        return critical.read(self.watches, self.asked, self.since, self.now, self.spread)

    @cached_property
    def places(self) -> Places:
        """Channels and regions of negative posts."""
        return Places(table=self.table, scan=self.scan, spread=self.spread)

    @cached_property
    def drifting(self) -> Drifting:
        """Weeks of scores."""
        return Drifting.read(self.keys, self.since)

    @cached_property
    def sessions(self) -> Sequence[SessionFact]:
        """Accounts that are logged in."""
        return sessions_at(self.now) if self.is_now else ()

    @cached_property
    def routes(self) -> Sequence[RouteFact]:
        """Ways of collecting whose pages are no longer understood."""
        return changed_at(self.now) if self.is_now else ()

    @cached_property
    def complaints(self) -> Sequence[ComplaintFact]:
        """Complaints of customers."""
        return complaints_at(self.now) if self.is_now else ()

    @cached_property
    def sources(self) -> Sequence[SourceFact]:
        """Sources that are silent."""
        return silences_at(self.now) if self.is_now else ()

    def slowly(self, line: float) -> Slowly:
        """Negative posts that grow slowly, without what surges at this S."""
        if line not in self._slowly:
            self._slowly[line] = Slowly(
                table=self.table, watches=self.watches, scan=self.scan, spread=self.spread, line=line
            )
        return self._slowly[line]

    def rising(self, watch: Watch) -> Rising:
        """The topics of a watch."""
        if watch.key not in self._rising:
            self._rising[watch.key] = Rising(
                watch=watch,
                table=self.table,
                scan=self.scan,
                spread=self.spread,
                kept=self._up_to_date,
                since=self.judged,
                last=self.last,
                views=self.views,
            )
        return self._rising[watch.key]
