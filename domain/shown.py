"""Closed sets whose members carry the word that people see."""

from enum import StrEnum
from typing import Self


class Shown(StrEnum):
    """A closed set: `value` is the word in code, table and log; `shown` the Chinese word on the screen."""

    shown: str

    def __new__(cls, value: str, shown: str = "") -> Self:
        """Keep the code word as the string itself, so that it stores and compares as plain text."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.shown = shown
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, shown) pairs in the order of definition, as Django fields want them."""
        return [(str(member.value), member.shown) for member in cls]
