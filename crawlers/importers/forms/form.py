"""What is known of the files that one collector writes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from crawlers.pages.weibo_words import read_words
from domain.post import Channel

Told = dict[str, str]
Cell = Callable[[str], str]


def as_it_stands(told: Told, cell: Cell) -> None:
    """Nothing has to be set right."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """One table that a collector writes, whatever the layout: known by its columns, read by them.

    `sure` are the columns that together only this form has. `fields` maps our fields to its columns. `tidy` sets right
    what no column says as it should be: it gets the fields of a row, to change them in place, and a way to ask for any
    other cell; it raises BadValue for a row that cannot be a post. `ragged` tells that the collector leaves off cells
    at the end of rows.
    """

    name: str
    channel: Channel
    sure: frozenset[str]
    fields: Mapping[str, str]
    tidy: Callable[[Told, Cell], None] = as_it_stands
    ragged: bool = False

    def is_form_of(self, names: Iterable[str]) -> bool:
        """Whether a table with these columns is of this form."""
        return self.sure <= set(names)


def unmarked(text: str) -> str:
    """Text of Weibo without tags and entities; plain text stays as it is."""
    return read_words(text, lines=True).text if "<" in text or "&" in text else text
