"""What a topic is, in words that people wrote: a title, three sentences, who began, who spread it, how much is copied.

Nothing is made up: every sentence stands in a post. Title and sentences are plain text on one line.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.duplicates import largest_share, near_groups
from analysis.text import TAG, chain_of, compatible, words_alone
from domain.shown import Shown

SENTENCES, SPREADERS = 3, 5
SHORTEST, LONGEST = 8, 80  # characters of a sentence
LONGEST_TITLE = 30
COPIED = 0.6  # share of the largest group of near copies from which a topic is no conversation
LEAST_COPIED = 8  # posts; fewer are copies by chance
MOST_READ = 2_000  # posts that sentences are chosen from, the earliest
END = re.compile(r"[。!?;…\n]+")
MARKS = re.compile(r"#[^#\n]*#|【|】|\[[^\[\]]{1,8}\]|(?:^|\s)(?:转发微博|l.{0,12}的微博视频)|o?网页链接")
OPENING = re.compile(r"^[\W_]+|^repost ")
BESIDE = re.compile(r"(?<=[\u3400-\u9fff」”’》)])[,:;()](?!$)|[,:;()](?=[\u3400-\u9fff「“‘《])")
WIDE = str.maketrans(",:;()", "，：；（）")  # normalised texts have narrow signs; beside Chinese people read wide ones


class Spread(Shown):
    """Whether people speak for themselves."""

    CONVERSATION = "conversation", "自发讨论"
    COPIED = "copied", "疑似刷量/统一转发"


@dataclass(frozen=True, kw_only=True)
class Told:
    """A post as a summary reads it; `passed_on` is how often it was reposted and commented, None where unknown."""

    author: str
    at: int
    text: str
    passed_on: int | None = None


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A topic for people; `copied` is the share of the largest group of near copies among posts with own words.

    `first` wrote the earliest post, `spreaders` brought most: posts, and what was passed on of them.
    """

    title: str
    sentences: tuple[str, ...]
    posts: int
    first: str
    spreaders: tuple[str, ...]
    copied: float
    spread: Spread


def summary(posts: Sequence[Told], keys: Sequence[str]) -> Summary:
    """The summary of a topic with these posts and keys, the most used key first. No posts raise ValueError."""
    if not posts:
        raise ValueError("a topic without posts has no summary")
    ordered = sorted(posts, key=lambda post: post.at)
    own = words_alone([chain_of(text).own for text in compatible([post.text for post in ordered])])
    said = [text for text in own if text]
    groups = near_groups(said)
    copied = largest_share(groups)
    arranged = copied > COPIED and len(said) >= LEAST_COPIED
    chosen = _sentences(own[:MOST_READ], keys)
    return Summary(
        title=_title(keys, chosen),
        sentences=tuple(chosen[:SENTENCES]),
        posts=len(posts),
        first=ordered[0].author,
        spreaders=_spreaders(ordered),
        copied=copied,
        spread=Spread.COPIED if arranged else Spread.CONVERSATION,
    )


def _title(keys: Sequence[str], sentences: Sequence[str]) -> str:
    """The most used hashtag, else the sentence that tells most, else the keys."""
    tag = next((key.strip("#") for key in keys if TAG.fullmatch(key)), "")
    words = tag or (sentences[0] if sentences else "、".join(keys[:3]))
    words = "".join(sign for sign in words if sign.isprintable()).strip() or "无文字的转发"
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1] + "…"


def _sentences(texts: Sequence[str], keys: Sequence[str]) -> list[str]:
    """Sentences that hold most keys, those said oftenest and earliest first; each tells something that no other did."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(dict.fromkeys(_parts(text), 1))
    words = [key.strip("#") for key in keys]
    places = {sentence: place for place, sentence in enumerate(counts)}

    def worth(sentence: str) -> tuple[int, int, int]:
        return (-sum(word in sentence for word in words), -counts[sentence], places[sentence])

    chosen: list[str] = []
    for sentence in sorted(counts, key=worth):
        if len(chosen) == SENTENCES:
            break
        if not any(_repeats(sentence, other) for other in chosen):
            chosen.append(sentence)
    return chosen


def _parts(text: str) -> list[str]:
    plain = "".join(sign if sign.isprintable() else " " for sign in MARKS.sub(" ", text))
    wide = BESIDE.sub(lambda sign: sign.group().translate(WIDE), plain)
    parts = (OPENING.sub("", part).strip() for part in END.split(wide))
    return [part if len(part) <= LONGEST else part[: LONGEST - 1] + "…" for part in parts if len(part) >= SHORTEST]


def _repeats(one: str, other: str) -> bool:
    """Half of the pairs of letters are the same."""
    mine, theirs = ({text[n : n + 2] for n in range(len(text) - 1)} for text in (one, other))
    return len(mine & theirs) >= 0.5 * min(len(mine), len(theirs))


def _spreaders(posts: Sequence[Told]) -> tuple[str, ...]:
    brought: Counter[str] = Counter()
    for post in posts:
        brought[post.author] += 1 + (post.passed_on or 0)
    return tuple(author for author, _ in brought.most_common(SPREADERS))
