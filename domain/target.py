"""One thing that a crawl asks for by its number."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Target:
    """An account, a post or a desk; `key` is the platform's own id.

    `author` is the id of a post's author, empty where unknown. `proof` asks for the raw answer to be kept as evidence.
    `cursor` is where a desk is read on from, `ticket` a credential of minutes that its platform gave for it.
    `url` is where it stands, for things whose key does not say it.
    """

    key: str
    author: str = ""
    proof: bool = False
    cursor: str = ""
    ticket: str = field(default="", repr=False)
    url: str = ""
