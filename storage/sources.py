"""How every source stands, one row for each spider that has ever run; read only."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from domain.crawl import COVERING, CrawlOutcome
from domain.post import Channel
from domain.refusal import MEANINGS, OWN_ADVICE, Refusal
from domain.route_check import CANARY
from storage.crawls import COVERING_VALUES
from storage.models import Crawl

ADVICE = {
    CrawlOutcome.PARTIAL: "下一轮会自动补采；反复出现时请看采集记录里应有与取得的差额",
    CrawlOutcome.REFUSED: "平台拒绝了采集，请放慢（delay）或过两小时再看",
    CrawlOutcome.EXPIRED_SESSION: MEANINGS[Refusal.LOGIN].cure,
    CrawlOutcome.CHANGED_LAYOUT: MEANINGS[Refusal.CHANGED_LAYOUT].cure,
    CrawlOutcome.FAILED: "下一轮会自动重试；若持续，请看采集记录里的失败说明",
}


@dataclass(frozen=True, kw_only=True)
class SourceStanding:
    """A spider's newest crawl that ended, over all watches; `good_at` is when one last missed nothing, None for never.

    `outcome` is None where none has ended yet.
    """

    spider: str
    channel: Channel
    outcome: CrawlOutcome | None
    reason: str
    ended_at: datetime | None
    good_at: datetime | None
    refusal: Refusal | None
    running_since: datetime | None

    @property
    def well(self) -> bool:
        """Whether the newest crawl missed nothing."""
        return self.outcome in COVERING

    @property
    def advice(self) -> str:
        """What a person can do; empty where nothing is to be done."""
        if self.outcome is None or self.well:
            return ""
        if self.spider in OWN_ADVICE:
            return OWN_ADVICE[self.spider]
        return MEANINGS[self.refusal].cure if self.refusal else ADVICE[self.outcome]


def source_standings() -> tuple[SourceStanding, ...]:
    """Every spider that collects, by name."""
    rows = (
        Crawl.objects.exclude(spider=CANARY)
        .order_by()
        .values("spider", "channel")
        .annotate(
            newest=Max("ended_at"),
            good_at=Max("ended_at", filter=Q(outcome__in=COVERING_VALUES)),
            running_since=Max("started_at", filter=Q(outcome="")),
        )
    )
    found = [_standing(row["spider"], row["channel"], row["good_at"], row["running_since"]) for row in rows]
    return tuple(sorted(found, key=lambda one: one.spider))


def _standing(spider: str, channel: str, good_at: datetime | None, running: datetime | None) -> SourceStanding:
    ended = Crawl.objects.filter(spider=spider, channel=channel, ended_at__isnull=False)
    last = ended.exclude(outcome="").order_by("-ended_at", "-id").first()
    return SourceStanding(
        spider=spider,
        channel=Channel(channel),
        outcome=CrawlOutcome(last.outcome) if last else None,
        reason=last.reason if last else "",
        ended_at=last.ended_at if last else None,
        good_at=good_at,
        refusal=Refusal(last.refusal) if last and last.refusal else None,
        running_since=running,
    )
