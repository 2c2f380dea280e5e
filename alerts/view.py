"""What the settings of a rulebook ask of the evidence itself, before any rule looks at it."""

from dataclasses import dataclass

from alerts.rulebook import Rulebook


@dataclass(frozen=True, kw_only=True)
class View:
    """The S at which negative posts and topics rise, how many negative posts a topic needs, and who is widely read.

    A topic is new once it has `fresh_authors`, and `fresh_negative` posts that are negative.
    """

    surge: float
    topics: float
    least_negative: int
    followers: int
    fresh_authors: int
    fresh_negative: int


def view_of(book: Rulebook) -> View:
    """The view of a rulebook."""
    return View(
        surge=book.line("negative_surge"),
        topics=book.line("topic_burst"),
        least_negative=book.of("topic_burst").eased().floor,
        followers=int(book.line("loud_author")),
        fresh_authors=int(book.line("new_topic")),
        fresh_negative=book.of("new_topic").eased().floor,
    )
