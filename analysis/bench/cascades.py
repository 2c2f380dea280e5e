"""Real cascades: a root post and the comments and reposts under it, as a file of six columns tells them.

Format: TSV without header, plain or gzip: root id, any word, kind (post / comment / repost), time `YYYY-MM-DD HH:MM`
in China, user id, text. That is the form in which CHECKED (cyang03/CHECKED) can be laid out.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.errors import ParserError

from analysis.bench.nab import UnreadableBench
from analysis.season import CHINA_OFFSET

COLUMNS = ("root", "truth", "kind", "time", "user", "text")
KINDS = ("post", "comment", "repost")
LEAST_ACTIONS = 300
DAY = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Cascade:
    """One root post: when it was written (epoch seconds), and of each action the minutes after it and who acted.

    Sorted by time; the root post itself is the action of minute 0. Users are numbers.
    """

    root: str
    begun: int
    minutes: NDArray[np.int64]
    users: NDArray[np.int64]

    def seen_by(self, minute: float) -> int:
        """Actions up to and including this minute."""
        return int(np.searchsorted(self.minutes, minute, side="right"))

    def minute_of(self, action: int) -> int | None:
        """The minute of the so-manieth action (1 is the root); None where there were fewer."""
        return int(self.minutes[action - 1]) if action <= len(self.minutes) else None


def read_actions(file: Path) -> pd.DataFrame:
    """All rows with `at` in epoch seconds beside the columns, in the order of the file. Raises UnreadableBench."""
    try:
        frame = pd.read_csv(file, sep="\t", header=None, names=list(COLUMNS), dtype=str, quoting=3, na_filter=False)
        at = pd.to_datetime(frame["time"], format="%Y-%m-%d %H:%M")
    except (OSError, ParserError, ValueError, EOFError) as trouble:
        raise UnreadableBench(f"{file} 应是六列的 TSV（原帖、真假、类型、时间、用户、正文）：{trouble}") from trouble
    odd = np.flatnonzero(~frame["kind"].isin(KINDS) | at.isna())
    if odd.size:
        raise UnreadableBench(f"{file} 第 {int(odd[0]) + 1} 行不是六列的 TSV（原帖、真假、类型、时间、用户、正文）")
    frame["at"] = (at - pd.Timestamp(0)) // pd.Timedelta(seconds=1) - CHINA_OFFSET
    return frame


def cascades_of(frame: pd.DataFrame, least: int = LEAST_ACTIONS) -> list[Cascade]:
    """Cascades with at least so many actions, by root; one without its root post in the file is left out."""
    users = frame["user"].factorize()[0]
    table = pd.DataFrame({"root": frame["root"], "post": frame["kind"] == "post", "at": frame["at"], "user": users})
    found = []
    for root, rows in table.groupby("root", sort=True):
        posts = rows.loc[rows["post"], "at"]
        if len(rows) < least or posts.empty:
            continue
        begun = int(posts.min())
        after = rows[rows["at"] >= begun].sort_values("at", kind="stable")
        minutes = ((after["at"] - begun) // 60).to_numpy(np.int64)
        found.append(Cascade(root=str(root), begun=begun, minutes=minutes, users=after["user"].to_numpy(np.int64)))
    return found
