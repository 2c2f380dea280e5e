"""When the next request may go to a host under one identity; pure, in seconds of a monotonic clock.

Reported paces (weibo-search 10 s a page, weibo-crawler 8 to 15 s, blocks that lift after minutes to an hour) set the
numbers. Scrapy's AutoThrottle is not used: it aims at a pause of about one latency, 0.4 to 1 s here, and could only
ever be overruled by the far longer pause that keeps an account alive. The one thing that it does better is taken over:
a site that answers slowly is asked more slowly.
"""

from dataclasses import dataclass

JITTER = 0.5
QUIET_SECONDS = 60.0
QUIET_FACTOR = 2.0
BACK_OFF_FACTOR = 6.0
LONGEST_BACK_OFF = 900.0
MOST_STRAIN = 8.0
RECOVERY = 0.9
LATENCIES = 2.0


@dataclass(kw_only=True)
class Tempo:
    """The pause between two requests: `delay` seconds times 0.5 to 1.5, at least two latencies.

    In the first minute the pause is doubled. Each rebuff doubles the strain on every later pause, up to eightfold, and
    each good answer takes a tenth of it off. The n-th rebuff in a row also stops everything for 6 x 2^(n-1) delays, a
    quarter of an hour at most, or for as long as the site asks.
    """

    delay: float
    began: float | None = None
    free_at: float = 0.0
    strain: float = 1.0
    rebuffs: int = 0
    latency: float = 0.0

    def turn(self, now: float, chance: float) -> float:
        """The moment at which a request that comes now may go; `chance` is a random number from 0 to 1."""
        if self.began is None:
            self.began = now
        at = max(now, self.free_at)
        quiet = QUIET_FACTOR if at - self.began < QUIET_SECONDS else 1.0
        pause = self.delay * quiet * self.strain * (1 - JITTER + 2 * JITTER * chance)
        self.free_at = at + max(pause, LATENCIES * self.latency)
        return at

    def answered(self, latency: float) -> None:
        """A good answer came after so many seconds."""
        self.latency = latency
        self.rebuffs = 0
        self.strain = max(1.0, self.strain * RECOVERY)

    def rebuffed(self, now: float, asked_to_wait: float | None) -> float:
        """The site has had enough of us; `asked_to_wait` is its Retry-After. Returns the seconds that all must wait."""
        self.rebuffs += 1
        self.strain = min(MOST_STRAIN, self.strain * 2)
        own = min(LONGEST_BACK_OFF, self.delay * BACK_OFF_FACTOR * 2.0 ** (self.rebuffs - 1))
        wait: float = max(own, asked_to_wait or 0.0)
        self.free_at = max(self.free_at, now + wait)
        return wait
