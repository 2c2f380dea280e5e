"""What a rule is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.evidence import Evidence
from domain.alert import Finding
from domain.rule_settings import RuleSettings, Sensitivity

MINUTE = timedelta(minutes=1)
ORDER = (Sensitivity.SENSITIVE, Sensitivity.STANDARD, Sensitivity.STRICT)


@dataclass(frozen=True, kw_only=True)
class Line:
    """What the three words of sensitivity mean for a rule; `words` holds {} for the figure."""

    words: str
    values: tuple[float, float, float]

    def at(self, sensitivity: Sensitivity) -> float:
        """The figure that must be reached."""
        return self.values[ORDER.index(sensitivity)]

    def shown(self, sensitivity: Sensitivity) -> str:
        """The same in words."""
        return self.words.format(f"{self.at(sensitivity):,g}")


@dataclass(frozen=True, kw_only=True)
class Joins:
    """The findings of a rule are told with a surge of the same watch, where they began at most `before` it.

    `urgent` ones are mailed even where people know of the surge already; `said` ones are in the surge's own words.
    """

    before: timedelta
    urgent: bool = False
    said: bool = False


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A name for the table, a word for the screen, the pure decision, and the settings that it comes with.

    `decide` is asked only where the settings cover the watch, of evidence that is narrowed to their channels.
    `needs_posts` says that the rule judges what was written: where nothing is collected, its silence proves nothing.
    `public` says that it speaks of the public all the same, and not of the monitoring itself.
    `hold` is how long it must have found nothing before the matter counts as over, unless people say otherwise.
    `reads` are the fields of the Evidence that it looks at, and no others are gathered for it; where the first is empty
    it finds nothing, and the rest is not even gathered. `tells` are those of them that only its words need, and neither
    whether it finds something nor how grave that is. `after` are rules whose alerts have a say in what it reads.
    `line` is what sensitivity means (None: nothing), `floor` the least evidence and `floor_words` of what (empty:
    there is none). `by_channel` says whether it can look at some channels alone; `in_past` whether what it looks at is
    known of the past. `leads` says that it tells what other rules find of the same matter, `joins` that it is so told.
    """

    name: str
    shown: str
    decide: Callable[[Evidence, datetime, RuleSettings], list[Finding]]
    when: str
    needs_posts: bool = True
    public: bool = False
    hold: timedelta = timedelta(minutes=30)
    reads: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    line: Line | None = None
    floor: int = 1
    floor_words: str = ""
    by_channel: bool = False
    in_past: bool = True
    leads: bool = False
    joins: Joins | None = None

    def defaults(self) -> RuleSettings:
        """The settings that the rule comes with."""
        return RuleSettings(rule=self.name, floor=self.floor, clear_minutes=int(self.hold / MINUTE))

    def find(self, evidence: Evidence, now: datetime, settings: RuleSettings | None = None) -> list[Finding]:
        """What the rule finds under these settings, or those that it comes with."""
        given = settings or self.defaults()
        if not given.covers(evidence.watch.key):
            return []
        seen = evidence.of_channels(given.channels) if self.by_channel and given.channels else evidence
        return self.decide(seen, now, given)

    def reached(self, settings: RuleSettings) -> float:
        """The figure of the line under these settings; 0 for a rule without one."""
        return self.line.at(settings.sensitivity) if self.line else 0.0
