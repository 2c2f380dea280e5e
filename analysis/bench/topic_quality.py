"""Whether posts of one root post end in one topic, on the busiest day of a file of cascades.

The root's id judges; the method uses it only to find the words that a comment or repost stands under, as a crawler
knows them, and takes keys from those words: all of them as the pipeline does, or the hashtags alone. Two roots about
one thing count as two, so the precision is a lower bound.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.discovery import Discovery, Spoken
from analysis.keys import KeyChooser
from analysis.pipeline import INHERITED
from analysis.season import CHINA_OFFSET
from analysis.summary import Summary, Told, summary
from analysis.text import TAG, chain_of, compatible, tags_of, words_alone
from analysis.topic_memory import MEMORY, MOST_KEYS, RECENT
from analysis.trending import QUARTER
from analysis.words import Tokeniser
from domain.post import Channel
from domain.shown import Shown

DAY = 86_400
TITLES = 20


class Inherited(Shown):
    """What a comment or repost takes over from the post at the head of its thread."""

    KEYS = "keys", "话题标签和关键词"
    TAGS = "tags", "只有话题标签"
    NOTHING = "nothing", "无"


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Pairwise over all posts of the day; posts in no topic are alone."""

    inherited: Inherited
    day: str
    posts: int
    roots: int
    topics: int
    placed: float
    precision: float
    recall: float
    summaries: tuple[Summary, ...]


def quality(
    frame: pd.DataFrame, inherited: Inherited = Inherited.KEYS, advance: Callable[[], None] = lambda: None
) -> Quality:
    """Two days before teach the table, then the busiest day runs quarter by quarter."""
    days = (frame["at"] + CHINA_OFFSET) // DAY
    busiest = int(days.mode().max())
    rows = frame[(days >= busiest - 2) & (days <= busiest)].sort_values("at", kind="stable").reset_index(drop=True)
    heads = frame[frame["kind"] == "post"].drop_duplicates("root").set_index("root")["text"]
    spoken = _spoken(rows, dict(zip(heads.index.astype(str), heads.tolist(), strict=True)), inherited)
    advance()
    quarters = (rows["at"].to_numpy(np.int64) // QUARTER * QUARTER).tolist()
    placed = _placed(spoken, quarters)
    advance()
    today = np.flatnonzero(((rows["at"] + CHINA_OFFSET) // DAY == busiest).to_numpy()).tolist()
    homes = [placed.get(place) for place in today]
    whole = rows["root"].tolist()
    roots = [whole[place] for place in today]
    precision, recall = pairwise(roots, homes)
    advance()
    return Quality(
        inherited=inherited,
        day=str(rows["time"].iat[today[0]])[:10],
        posts=len(today),
        roots=len(set(roots)),
        topics=len(set(homes) - {None}),
        placed=sum(home is not None for home in homes) / len(homes),
        precision=precision,
        recall=recall,
        summaries=tuple(_summaries(rows, today, homes, spoken)),
    )


def _placed(spoken: Sequence[Spoken], quarters: Sequence[int]) -> dict[int, int]:
    """The topic of each place as a running system finds it: when the post comes, or once its topic has begun."""
    discovery, homes = Discovery(), dict[int, int]()
    for quarter in sorted(set(quarters)):
        before = {topic.number for topic in discovery.topics}
        end = bisect_right(quarters, quarter)
        discovery.step(quarter, spoken[bisect_left(quarters, quarter) : end])
        begun = any(topic.number not in before for topic in discovery.topics)
        for place in range(bisect_left(quarters, quarter - (MEMORY if begun else RECENT)), end):
            home = None if place in homes else discovery.home_of(spoken[place].keys, quarters[place])
            if home is not None:
                homes[place] = home
    joined = discovery.joined
    return {place: joined.get(home, home) for place, home in homes.items()}


def pairwise(truth: Sequence[str], homes: Sequence[int | None]) -> tuple[float, float]:
    """(precision, recall) over pairs of posts: together by the method, and together in truth."""
    both = Counter((own, home) for own, home in zip(truth, homes, strict=True) if home is not None)
    together = sum(map(_pairs, both.values()))
    said = sum(map(_pairs, Counter(home for home in homes if home is not None).values()))
    true = sum(map(_pairs, Counter(truth).values()))
    return together / said if said else 0.0, together / true if true else 0.0


def _pairs(many: int) -> int:
    return many * (many - 1) // 2


def _spoken(rows: pd.DataFrame, heads: dict[str, str], inherited: Inherited) -> list[Spoken]:
    """Posts with their keys: those of the head of the thread, then their own; the head has its own in any case."""
    texts = rows["text"].tolist()
    unlike = list(dict.fromkeys([*texts, *(heads[root] for root in rows["root"].unique() if root in heads)]))
    keys = dict(zip(unlike, _keys(unlike), strict=True))
    users = rows["user"].factorize()[0].tolist()
    made = []
    for place, (text, root, user) in enumerate(zip(texts, rows["root"].tolist(), users, strict=True)):
        above = _taken(keys[heads[root]], inherited) if root in heads else ()
        made.append(Spoken(post=place, author=user, keys=tuple(dict.fromkeys((*above, *keys[text])))[:MOST_KEYS]))
    return made


def _taken(keys: tuple[str, ...], inherited: Inherited) -> tuple[str, ...]:
    if inherited is Inherited.KEYS:
        return keys[:INHERITED]
    return tuple(key for key in keys if TAG.fullmatch(key)) if inherited is Inherited.TAGS else ()


def _keys(texts: Sequence[str]) -> list[tuple[str, ...]]:
    ready = compatible(texts)
    tags = [tags_of(text) for text in ready]
    own = words_alone([chain_of(text).own for text in ready])
    chooser = KeyChooser()
    return [chooser.choose(cut, tag) for cut, tag in zip(Tokeniser().cut_all(own), tags, strict=True)]


def _summaries(
    rows: pd.DataFrame, today: Sequence[int], homes: Sequence[int | None], spoken: Sequence[Spoken]
) -> list[Summary]:
    places: dict[int, list[int]] = {}
    for place, home in zip(today, homes, strict=True):
        if home is not None:
            places.setdefault(home, []).append(place)
    largest = sorted(places.values(), key=len, reverse=True)[:TITLES]
    told = [
        Told(post=place, channel=Channel.WEIBO, author_key=author, name=author, at=at, text=text)
        for place, (author, at, text) in enumerate(
            zip(rows["user"].astype(str).tolist(), rows["at"].tolist(), rows["text"].tolist(), strict=True)
        )
    ]
    return [
        summary(
            [told[n] for n in some],
            [key for key, _ in Counter(key for n in some for key in spoken[n].keys).most_common(MOST_KEYS)],
        )
        for some in largest
    ]
