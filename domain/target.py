"""One thing that a crawl asks for by its number."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Target:
    """An account or a post; `key` is the platform's own id.

    `author` is the id of a post's author, empty where unknown. `proof` asks for the raw answer to be kept as evidence.
    `url` is where it stands, for things whose key does not say it.
    """

    key: str
    author: str = ""
    proof: bool = False
    url: str = ""
