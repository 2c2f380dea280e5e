"""The same long words by many hands: what is known of them, and whether it was arranged."""

from dataclasses import dataclass

LEAST_AUTHORS = 8
LEAST_LETTERS = 30  # shorter texts are alike by chance: 崩了崩了 is written by thousands who never met


@dataclass(frozen=True, kw_only=True)
class Copied:
    """Posts and comments, reposts not among them, whose words differ in digits and signs only.

    `authors` are different known accounts, all unknown ones count as one; `press` says that a medium or an authority
    is among them.
    """

    authors: int
    press: bool

    def is_campaign(self) -> bool:
        """Many accounts and no press: what a medium published is repeated as news, not on somebody's order."""
        return self.authors >= LEAST_AUTHORS and not self.press
