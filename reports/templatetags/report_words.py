"""Words for templates: foreign text made harmless, times and large numbers as people write them."""

from datetime import datetime

from django import template

from domain import score
from domain.day import spoken
from reports import wording

register = template.Library()


@register.filter
def harmless(text: str) -> str:
    """Text of others without invisible characters and live links; escaping is left to the template."""
    return wording.harmless(text)


@register.filter
def spoken_time(at: datetime) -> str:
    """2026年11月22日 19:41."""
    return spoken(at)


@register.filter
def people(number: int | None) -> str:
    """12.3 万, or 未知."""
    return wording.people(number)


@register.filter
def strength(negativity: float | None) -> str:
    """A negativity, 91%."""
    return score.strength(negativity)
