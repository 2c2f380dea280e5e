"""What the rules look at: one watch at one moment, gathered beforehand, so that a rule needs no database."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from analysis.drift import Drift
from analysis.negativity import Shift
from analysis.slow_rise import SlowRise as Stretched
from domain.alert import Measures
from domain.crawl import CrawlOutcome
from domain.hot import HotList
from domain.identity import CookieDomain
from domain.post import Channel, Verification
from domain.refusal import Refusal
from domain.score import Complaint
from domain.source import SourceKind, SourceState
from domain.topic import Burst
from domain.watch import Watch

SAME_BEGINNING = 3600  # seconds


@dataclass(frozen=True, kw_only=True)
class Surge:
    """Negative posts of the watch are rising; counts of the burst's own window and of the 28 days before."""

    burst: Burst
    negative: int
    scored: int
    usual_negative: int
    usual_scored: int
    authors: int
    measures: Measures
    posts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class TopicRise:
    """A topic that rises by its count of distinct authors; `also` are the keys that the same authors used."""

    key: str
    burst: Burst
    also: tuple[str, ...]
    authors: int
    count: int
    negative: int
    measures: Measures
    posts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class LoudPost:
    """A negative post whose author is widely read or speaks for a medium or an authority."""

    post: int
    channel: Channel
    author_key: str
    author_name: str
    followers: int | None
    verification: Verification | None
    published_at: datetime
    negativity: float
    measures: Measures


@dataclass(frozen=True, kw_only=True)
class ShareRise:
    """The share of negative posts over whole hours that ended at `at`; `shift` is the test's own word.

    `surged` says that the count of negative posts was itself rising at some moment of those hours.
    """

    shift: Shift
    at: datetime
    surged: bool
    measures: Measures
    posts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class SlowRise:
    """Negative posts have grown over the whole hours that ended at `at`, surges left out."""

    rise: Stretched
    at: datetime
    authors: int
    measures: Measures
    posts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Spreading:
    """A negative post with its newest counts and how many came in the last hour; None where a count is unknown.

    `expected` are the counts that it will have a day after publication if it goes the way that most posts go.
    """

    post: int
    channel: Channel
    author_name: str
    published_at: datetime
    read_at: datetime
    gained: Measures
    measures: Measures
    expected: Measures


@dataclass(frozen=True, kw_only=True)
class HotFact:
    """A title on a hot list that names the watch; ranks are None where the list gives no number.

    `before` is its rank an hour ago, None too where it was not there; `heat` and `label` as the list tells them.
    """

    topic: int
    list: HotList
    title: str
    rank: int | None
    before: int | None
    heat: int | None
    label: str
    since: datetime
    read_at: datetime


@dataclass(frozen=True, kw_only=True)
class CriticalPost:
    """A post that says a word which alarms at once; `words` as they stand in the book."""

    post: int
    channel: Channel
    author_key: str
    author_name: str
    published_at: datetime
    kind: Complaint
    words: tuple[str, ...]
    measures: Measures


@dataclass(frozen=True, kw_only=True)
class ChannelRise:
    """Negative posts of one channel in the last hours beside its own past; `strength` is S."""

    channel: Channel
    observed: int
    expected: float
    strength: float


@dataclass(frozen=True, kw_only=True)
class Across:
    """How each channel of the watch stands over the last `hours`, with what proves it."""

    hours: int
    rises: tuple[ChannelRise, ...]
    measures: Measures
    posts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Regions:
    """Where the authors of negative posts of the last `hours` are: (region, authors), the most first.

    `usual` is the number of regions in an ordinary stretch of that length, `authors` count those of known region.
    """

    hours: int
    counts: tuple[tuple[str, int], ...]
    authors: int
    unknown: int
    usual: float
    measures: Measures
    posts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class FreshTopic:
    """A topic that nobody used before `first_at`, within the last day, by how many authors it is used now."""

    key: str
    first_at: datetime
    authors: int
    negative: int
    count: int
    measures: Measures
    posts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class CrawlFact:
    """How one crawl ended."""

    outcome: CrawlOutcome
    reason: str
    ended_at: datetime
    refusal: Refusal | None = None


@dataclass(frozen=True, kw_only=True)
class Volume:
    """Distinct authors in the covered part of the last hours, beside what their own past lets expect."""

    hours: int
    observed: int
    expected: float


@dataclass(frozen=True, kw_only=True)
class ChannelFacts:
    """One channel of the watch that is crawled; `crawls` newest first, `covered_until` None where it never covered."""

    channel: Channel
    interval: timedelta
    first_crawl_at: datetime
    covered_until: datetime | None
    crawls: tuple[CrawlFact, ...]
    volumes: tuple[Volume, ...]


@dataclass(frozen=True, kw_only=True)
class DriftFact:
    """The scores of one channel, in the week that began on `monday`, have left their own past under the same model."""

    channel: Channel
    monday: date
    model: str
    drift: Drift


@dataclass(frozen=True, kw_only=True)
class SessionFact:
    """An account that is logged in at a site until `expires_at`; `key` names it."""

    key: str
    name: str
    domain: CookieDomain
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class RouteFact:
    """A way of collecting whose page the parsers could not read at `checked_at`, and at no check since `since`.

    `name`, `host` and `words` are Chinese; `good_at` is the last check that could read it, None for none.
    """

    channel: Channel
    name: str
    host: str
    words: str
    cure: str
    since: datetime
    checked_at: datetime
    good_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ComplaintFact:
    """Complaints of one category (empty: of all together) that an hour brought, beside what it usually brings.

    `expected` and `strength` are None where fewer than two weeks are known; `watch` is None for the whole company.
    """

    source: int
    source_name: str
    watch: int | None
    category: str
    hour: datetime
    count: int
    expected: float | None
    strength: float | None
    weeks: int


@dataclass(frozen=True, kw_only=True)
class SourceFact:
    """A source that has been silent for too long, or that declines; `watch` is None for one that serves all watches.

    `since` is from when on nothing came; `usual` and `cure` are Chinese, `reason` what the last asking gave.
    """

    key: int
    watch: int | None
    kind: SourceKind
    name: str
    state: SourceState
    since: datetime
    newest_at: datetime | None
    usual: str
    expect_hours: int | None
    reason: str
    cure: str


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """All that is known of one watch at one moment.

    `gaps` are sentences on what was not collected; `blind` says that nothing at all was covered in the last hour, so
    that quiet proves nothing. `sessions`, `routes`, `complaints` and `sources` are those of now: what was known of them
    in the past is not kept.
    """

    watch: Watch
    surge: Surge | None = None
    topics: tuple[TopicRise, ...] = ()
    loud: tuple[LoudPost, ...] = ()
    share: ShareRise | None = None
    slow: SlowRise | None = None
    spreading: tuple[Spreading, ...] = ()
    hot: tuple[HotFact, ...] = ()
    critical: tuple[CriticalPost, ...] = ()
    across: Across | None = None
    regions: Regions | None = None
    fresh: tuple[FreshTopic, ...] = ()
    channels: tuple[ChannelFacts, ...] = ()
    drifts: tuple[DriftFact, ...] = ()
    sessions: tuple[SessionFact, ...] = ()
    routes: tuple[RouteFact, ...] = ()
    complaints: tuple[ComplaintFact, ...] = ()
    sources: tuple[SourceFact, ...] = ()
    gaps: tuple[str, ...] = ()
    blind: bool = False

    def of_channels(self, channels: Collection[Channel]) -> "Evidence":
        """What belongs to these channels alone; what is counted over all of them stays as it is."""
        return replace(
            self,
            loud=tuple(each for each in self.loud if each.channel in channels),
            spreading=tuple(each for each in self.spreading if each.channel in channels),
            critical=tuple(each for each in self.critical if each.channel in channels),
            channels=tuple(each for each in self.channels if each.channel in channels),
            drifts=tuple(each for each in self.drifts if each.channel in channels),
            routes=tuple(each for each in self.routes if each.channel in channels),
        )

    def topics_of_surge(self) -> tuple[TopicRise, ...]:
        """Rising topics that are what the surge speaks of: as negative, and begun with it or after."""
        return tuple(
            rise
            for rise in self.topics
            if self.is_of_surge(rise)
            and self.surge is not None
            and rise.burst.since > self.surge.burst.since - SAME_BEGINNING
        )

    def is_of_surge(self, topic: TopicRise | FreshTopic) -> bool:
        """Whether a topic is at least half as negative as all that is said while negative posts surge."""
        surge = self.surge
        return surge is not None and 2 * topic.negative * surge.scored >= topic.count * surge.negative
