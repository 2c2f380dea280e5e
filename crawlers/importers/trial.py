"""What an import would take and what it would refuse, without storing anything."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.importers.load import Loading, Refused, Taken, batches, take
from crawlers.importers.reading import reading
from domain.post import Post, PostKind

EXAMPLES = 5
REASONS = 30
QUOTED = re.compile("“[^”]*”|[0-9]+")
OTHER = "其他原因"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One kind of refusal: its words as first met, how many rows it met, and the first of them."""

    words: str
    rows: int
    first: Refused


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What one pass over the file found; `earliest` and `latest` are None where no row would be taken."""

    rows: int
    taken: int
    passed_over: int
    kinds: tuple[tuple[PostKind, int], ...]
    earliest: datetime | None
    latest: datetime | None
    examples: tuple[Post, ...]
    reasons: tuple[Reason, ...]


@dataclass
class _Tally:
    """What was counted so far; it stays small however long the file is."""

    rows: int = 0
    passed_over: int = 0
    kinds: Counter[PostKind] = field(default_factory=Counter)
    earliest: datetime | None = None
    latest: datetime | None = None
    examples: list[Post] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    firsts: dict[str, Refused] = field(default_factory=dict)

    def add(self, read: Taken) -> None:
        self.rows += read.rows
        self.passed_over += read.passed_over
        self.kinds.update(post.kind for post in read.posts)
        self.examples.extend(read.posts[: EXAMPLES - len(self.examples)])
        if times := [post.published_at for post in read.posts]:
            self.earliest = min([*times, self.earliest or times[0]])
            self.latest = max([*times, self.latest or times[0]])
        for refused in read.bad:
            self._refuse(refused)

    def _refuse(self, refused: Refused) -> None:
        kind = QUOTED.sub("#", refused.reason)
        if kind not in self.firsts and len(self.firsts) >= REASONS:
            kind = OTHER
        self.firsts.setdefault(kind, refused)
        self.reasons[kind] += 1


def try_out(loading: Loading, now: datetime, progress: Callable[[float], None]) -> Trial:
    """Read the whole file as `load` would, with flat memory; nothing is written, not even a file of bad rows."""
    tally = _Tally()
    with reading(loading.opened, loading.plan) as file:
        for batch in batches(file.rows):
            tally.add(take(batch, loading, now))
            progress(file.share())
    return Trial(
        rows=tally.rows,
        taken=tally.kinds.total(),
        passed_over=tally.passed_over,
        kinds=tuple(tally.kinds.most_common()),
        earliest=tally.earliest,
        latest=tally.latest,
        examples=tuple(tally.examples),
        reasons=tuple(
            Reason(words=OTHER if kind == OTHER else tally.firsts[kind].reason, rows=rows, first=tally.firsts[kind])
            for kind, rows in tally.reasons.most_common()
        ),
    )
