"""What a topic is, in words that people wrote: a title, three sentences, who began, who spread it, how much is copied.

Nothing is made up: every sentence stands in a post. Title and sentences are plain text on one line.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.duplicates import largest_share, near_groups
from analysis.text import TAG, chain_of, compatible, words_alone
from domain.post import Channel
from domain.topic import Quoted, Spread, Spreader

SENTENCES, SPREADERS = 3, 5
SHORTEST, LONGEST = 8, 80  # characters of a sentence
LONGEST_TITLE = 30
COPIED = 0.6  # share of the largest group of near copies from which a topic is no conversation
LEAST_COPIED = 8  # posts; fewer are copies by chance
END = re.compile(r"[。!?;…\n]+")
MARKS = re.compile(r"#[^#\n]*#|【|】|\[[^\[\]]{1,8}\]|(?:^|\s)(?:转发微博|l.{0,12}的微博视频)|o?网页链接")
OPENING = re.compile(r"^[\W_]+|^repost ")
BESIDE = re.compile(r"(?<=[\u3400-\u9fff」”’》)])[,:;()](?!$)|[,:;()](?=[\u3400-\u9fff「“‘《])")
WIDE = str.maketrans(",:;()", "，：；（）")  # normalised texts have narrow signs; beside Chinese people read wide ones


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A post as a summary reads it; `passed_on` is how often it was reposted and commented, None where unknown.

    `text` is '' where it is not to be read; `author_key` is '' where nobody knows whose it is.
    """

    post: int
    channel: Channel
    author_key: str
    name: str
    at: int
    text: str
    followers: int | None = None
    passed_on: int | None = None


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A topic for people; `copied` is the share of the largest group of near copies among posts with own words.

    `copied` is None where no post has any. `spreaders` are those that brought most: posts, and what was passed on of
    them.
    """

    title: str
    sentences: tuple[Quoted, ...]
    posts: int
    spreaders: tuple[Spreader, ...]
    copied: float | None
    spread: Spread


def summary(posts: Sequence[Told], keys: Sequence[str]) -> Summary:
    """The summary of a topic with these posts and keys, the most used key first. No posts raise ValueError."""
    if not posts:
        raise ValueError("a topic without posts has no summary")
    ordered = sorted(posts, key=lambda post: (post.at, post.post))
    read = [post for post in ordered if post.text]
    own = words_alone([chain_of(text).own for text in compatible([post.text for post in read])])
    said = [text for text in own if text]
    copied = largest_share(near_groups(said)) if said else None
    arranged = copied is not None and copied > COPIED and len(said) >= LEAST_COPIED
    chosen = _sentences(dict(zip([post.post for post in read], own, strict=True)), keys)
    return Summary(
        title=title_of(keys, [quoted.text for quoted in chosen]),
        sentences=tuple(chosen),
        posts=len(posts),
        spreaders=_spreaders(ordered),
        copied=copied,
        spread=Spread.COPIED if arranged else Spread.CONVERSATION,
    )


def is_title_due(posts: int, titled: int) -> bool:
    """Whether a title that was chosen of `titled` posts may change: when there are twice as many, so not ten times."""
    return posts >= 2 * titled


def better_title(standing: str, found: str, keys: Sequence[str]) -> str:
    """The title to go on with: a hashtag that the topic went by is not given up for a sentence."""
    tags = {_fitting(key.strip("#")) for key in keys if TAG.fullmatch(key)}
    return standing if standing in tags and found not in tags else found


def title_of(keys: Sequence[str], sentences: Sequence[str]) -> str:
    """The most used hashtag, else the sentence that tells most, else the keys."""
    tag = next((key.strip("#") for key in keys if TAG.fullmatch(key)), "")
    words = tag or (sentences[0] if sentences else "、".join(keys[:3]))
    return _fitting(words) or "无文字的转发"


def _fitting(words: str) -> str:
    plain = "".join(sign for sign in words if sign.isprintable()).strip()
    return plain if len(plain) <= LONGEST_TITLE else plain[: LONGEST_TITLE - 1] + "…"


def _sentences(texts: Mapping[int, str], keys: Sequence[str]) -> list[Quoted]:
    """Sentences that hold most keys, those said oftenest and earliest first; each tells something that no other did."""
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for post, text in texts.items():
        parts = dict.fromkeys(_parts(text), 1)
        counts.update(parts)
        for part in parts:
            first.setdefault(part, post)
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
    return [Quoted(text=sentence, post=first[sentence]) for sentence in chosen]


def _parts(text: str) -> list[str]:
    plain = "".join(sign if sign.isprintable() else " " for sign in MARKS.sub(" ", text))
    wide = BESIDE.sub(lambda sign: sign.group().translate(WIDE), plain)
    parts = (OPENING.sub("", part).strip() for part in END.split(wide))
    return [part if len(part) <= LONGEST else part[: LONGEST - 1] + "…" for part in parts if len(part) >= SHORTEST]


def _repeats(one: str, other: str) -> bool:
    """Half of the pairs of letters are the same."""
    mine, theirs = ({text[n : n + 2] for n in range(len(text) - 1)} for text in (one, other))
    return len(mine & theirs) >= 0.5 * min(len(mine), len(theirs))


def _spreaders(posts: Sequence[Told]) -> tuple[Spreader, ...]:
    brought: dict[tuple[Channel, str], list[Told]] = {}
    for post in posts:
        if post.author_key:
            brought.setdefault((post.channel, post.author_key), []).append(post)
    accounts = [_spreader(own) for own in brought.values()]
    return tuple(sorted(accounts, key=lambda each: -(each.posts + (each.passed_on or 0)))[:SPREADERS])


def _spreader(own: Sequence[Told]) -> Spreader:
    known = [post.passed_on for post in own if post.passed_on is not None]
    followers = [post.followers for post in own if post.followers is not None]
    return Spreader(
        channel=own[-1].channel,
        author_key=own[-1].author_key,
        name=own[-1].name,
        posts=len(own),
        passed_on=sum(known) if known else None,
        followers=followers[-1] if followers else None,
    )
