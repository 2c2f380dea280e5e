"""What people think of an alert, and what that says of its rule."""

from dataclasses import dataclass

from domain.shown import Shown


class Feedback(Shown):
    """One word on one alert; a repeated one is right, and still one mail too many."""

    USEFUL = "useful", "有用"
    FALSE = "false", "误报"
    REPEATED = "repeated", "重复"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How the alerts of one rule were judged; those that nobody judged are in none of the three."""

    useful: int = 0
    false: int = 0
    repeated: int = 0

    @property
    def judged(self) -> int:
        """Alerts with a word on them."""
        return self.useful + self.false + self.repeated
