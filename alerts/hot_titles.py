"""Titles of hot lists that name a watch, as the lists stood at a moment."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from alerts.evidence import HotFact
from domain.watch import Watch
from storage.hot import Course, Place, courses

HOUR = timedelta(hours=1)
STALE = timedelta(hours=1)  # a list that was not read for so long says nothing of now


@dataclass(frozen=True, kw_only=True)
class HotTitles:
    """The courses of all titles of a walk."""

    courses: tuple[Course, ...]
    _named: dict[int, list[Course]] = field(default_factory=dict)

    def at(self, watch: Watch, now: datetime) -> tuple[HotFact, ...]:
        """Titles that name the watch and stand on a list; a watch without words is named by none."""
        if not watch.has_words():
            return ()
        if watch.key not in self._named:
            self._named[watch.key] = [course for course in self.courses if watch.matches(course.title)]
        facts = (_fact(course, now) for course in self._named[watch.key])
        return tuple(fact for fact in facts if fact is not None)


def read(since: datetime) -> HotTitles:
    """What stood on any list after a moment."""
    return HotTitles(courses=courses(since - HOUR))


def _fact(course: Course, now: datetime) -> HotFact | None:
    standing = _place(course, now)
    if standing is None or standing.off or now - course.last_seen_at > STALE:
        return None
    before = _place(course, now - HOUR)
    return HotFact(
        topic=course.topic,
        list=course.list,
        title=course.title,
        rank=standing.rank,
        before=None if before is None or before.off else before.rank,
        heat=standing.heat,
        label=standing.label,
        since=course.places[0].read_at,
        read_at=standing.read_at,
    )


def _place(course: Course, now: datetime) -> Place | None:
    return next((place for place in reversed(course.places) if place.read_at <= now), None)
