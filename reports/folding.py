"""Folds near-identical negative posts together and weighs what is left: negativity × reach."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from analysis.text import normalise, split_chain
from storage.figures import Negative

HEAD = 40  # characters: two texts that begin with the same ones are one text with another tail
SHORT = 8  # characters: fewer own words than that say nothing; the words repeated speak instead
ALIKE = 0.7  # of all bigrams of two texts, shared
MOST_COMPARED = 120
REPOST, COMMENT = 100, 10  # readers that one repost, one comment stands for where no reads are told
LETTERS = re.compile(r"[\W_]+")


@dataclass(kw_only=True)
class Fold:
    """Posts of nearly the same words; `gravest` is shown, `first` was there first, `strongest` has most followers."""

    words: str
    gravest: Negative
    first: Negative
    strongest: Negative
    copies: int = 0
    reach: int = 0
    authors: set[str] = field(default_factory=set)

    @property
    def weight(self) -> float:
        """How grave: negativity of the gravest × reach of all copies."""
        return self.gravest.negativity * self.reach

    def take(self, post: Negative) -> None:
        """Let one more post be part of it."""
        self.copies += 1
        self.reach += reach(post)
        self.authors.add(f"{post.channel} {post.author_key}" if post.author_key else f"post {post.post}")
        self.gravest = max(self.gravest, post, key=lambda one: one.negativity * reach(one))
        self.first = min(self.first, post, key=lambda one: one.published_at)
        self.strongest = max(self.strongest, post, key=lambda one: one.followers or -1)

    def join(self, other: "Fold") -> None:
        """Let another fold be part of it."""
        self.copies += other.copies
        self.reach += other.reach
        self.authors |= other.authors
        self.gravest = max(self.gravest, other.gravest, key=lambda one: one.negativity * reach(one))
        self.first = min(self.first, other.first, key=lambda one: one.published_at)
        self.strongest = max(self.strongest, other.strongest, key=lambda one: one.followers or -1)


def reach(post: Negative) -> int:
    """How many readers a post stands for: the larger of reads and followers, and what others did with it; at least 1.

    Unknown counts add nothing, so an unknown reach is a lower bound.
    """
    seen = max(post.reads or 0, post.followers or 0)
    return 1 + seen + REPOST * (post.reposts or 0) + COMMENT * (post.comments or 0) + (post.likes or 0)


def folded(posts: Iterable[Negative], most: int) -> list[Fold]:
    """The gravest posts with near-identical ones folded in, the gravest first."""
    folds: dict[str, Fold] = {}
    for post in posts:
        words = said(post)
        fold = folds.setdefault(words[:HEAD], Fold(words=words, gravest=post, first=post, strongest=post))
        fold.take(post)
    ranked = sorted(folds.values(), key=lambda fold: -fold.weight)
    return sorted(_merged(ranked[:MOST_COMPARED]), key=lambda fold: -fold.weight)[:most]


def said(post: Negative) -> str:
    """The letters of the words that a post says; of a bare repost, those that it repeats."""
    chain = split_chain(post.text)
    own = LETTERS.sub("", normalise(f"{post.title} {chain.own}"))
    if len(own) >= SHORT:
        return own
    repeated = " ".join((*chain.repeated[-1:], post.quoted))
    return LETTERS.sub("", normalise(repeated)) or own or f"post {post.post}"


def _merged(folds: list[Fold]) -> list[Fold]:
    kept: list[tuple[set[str], Fold]] = []
    for fold in folds:
        grams = {fold.words[i : i + 2] for i in range(len(fold.words) - 1)}
        same = next((other for seen, other in kept if _alike(seen, grams)), None)
        if same is None:
            kept.append((grams, fold))
        else:
            same.join(fold)
    return [fold for _, fold in kept]


def _alike(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and len(one & other) / len(one | other) >= ALIKE
