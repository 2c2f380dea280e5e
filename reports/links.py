"""Addresses of the console that numbers open, relative to its root; the one place that knows how they are written."""

from datetime import date
from urllib.parse import urlencode

from domain.post import Channel
from domain.score import Polarity

INCIDENTS = "/incidents/"


def posts(
    watch: int,
    day: date,
    *,
    polarity: Polarity | None = None,
    channel: Channel | None = None,
    keyword: str = "",
    words: str = "",
    topic: int | None = None,
) -> str:
    """The list of posts behind a number; noise is in no number, and so not in the list."""
    wanted = {
        "watch": watch,
        "day": day.isoformat(),
        "polarity": polarity and polarity.value,
        "channel": channel and channel.value,
        "keyword": keyword,
        "q": words,
        "topic": topic,
        "noise": "without",
    }
    return "/posts/?" + urlencode({name: value for name, value in wanted.items() if value})


def every_post(day: date, polarity: Polarity | None = None) -> str:
    """The list of posts of all watches."""
    wanted = {"day": day.isoformat(), "polarity": polarity and polarity.value, "noise": "without"}
    return "/posts/?" + urlencode({name: value for name, value in wanted.items() if value})


def post(number: int) -> str:
    """One post."""
    return f"/posts/{number}/"


def topic(number: int) -> str:
    """One topic."""
    return f"/topics/{number}/"


def alert(number: int) -> str:
    """One alert."""
    return f"/alerts/{number}/"


def alerts(scope: str = "") -> str:
    """The list of alerts: all, or only the "open" ones."""
    return f"/alerts/?scope={scope}" if scope else "/alerts/"


def incident(number: int) -> str:
    """One incident."""
    return f"/incidents/{number}/"


def crawls(watch: int, day: date, channel: Channel | None = None) -> str:
    """The crawls behind a statement about coverage."""
    wanted = {"watch": watch, "day": day.isoformat(), "channel": channel and channel.value}
    return "/crawls/?" + urlencode({name: value for name, value in wanted.items() if value})


def sources() -> str:
    """How every source stands."""
    return "/sources/"


def report(day: date, edition: int) -> str:
    """One report."""
    return f"/reports/{day.isoformat()}/{edition}/"
