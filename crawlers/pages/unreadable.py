"""The one way in which a page parser gives up."""

from collections.abc import Iterator
from contextlib import contextmanager


class UnreadablePage(Exception):
    """A page has a shape that the parser does not know.

    `place` is the path of what was looked for, `why` says in Chinese what was found in its stead. The page is kept as
    evidence and the crawl ends as "changed layout"; nothing is guessed.
    """

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{why}（{place}）")
        self.place = place
        self.why = why

    def within(self, outer: str) -> "UnreadablePage":
        """The same reason, its place named from further outside."""
        return UnreadablePage(f"{outer}.{self.place}", self.why)


@contextmanager
def within(place: str) -> Iterator[None]:
    """Puts `place` before the place of whatever cannot be read inside the block."""
    try:
        yield
    except UnreadablePage as reason:
        raise reason.within(place) from None
