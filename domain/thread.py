"""How much of what stands under a post was read."""

from dataclasses import dataclass
from datetime import datetime

from domain.post import Channel, PostKind


@dataclass(frozen=True, kw_only=True)
class ThreadRead:
    """One reading of the comments or reposts of the post `root`.

    `announced` is the platform's own number, None where it tells none; `given` how many it gave. `finished` says that
    its list was read to the end; `left_out` why not, in words for people. A platform gives less than it announces
    where comments are deleted or filtered.
    """

    channel: Channel
    root: str
    kind: PostKind
    read_at: datetime
    announced: int | None
    given: int
    finished: bool
    left_out: str = ""

    def told(self) -> str:
        """Both numbers in a sentence."""
        announced = "平台没有说有多少条" if self.announced is None else f"平台说 {self.announced} 条"
        return f"{announced}，给了 {self.given} 条{f'（{self.left_out}）' if self.left_out else ''}"
