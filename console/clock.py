"""The only place of the room that asks for the time; pages hand the moment on."""

from datetime import datetime

from django.conf import settings


def now() -> datetime:
    """The present moment by the clock that the settings name, aware, in UTC."""
    moment: datetime = settings.CLOCK()
    return moment
