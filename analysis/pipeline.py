"""Posts in, verdicts out: one normalisation and one tokenisation per post, shared by score and topic keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.keys import topic_keys
from analysis.sentiment.stock import StockEngine
from analysis.text import hashtags, normalise, split_chain
from analysis.words import Tokeniser
from domain.score import Score


@dataclass(frozen=True, kw_only=True)
class Text:
    """What is to be judged of a post: its own words, those it quotes, and the hashtags of the post at its head."""

    post: int
    text: str
    quoted: str = ""
    root_tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The score of one post."""

    post: int
    score: Score


class Pipeline:
    """Judges posts; `own_words` (names and words of the watches) are kept whole, and neither scored nor made a key.

    Only what the author wrote is scored: words behind `//@name:` and quoted ones are other people's. A bare repost
    has none and is neutral, without evidence; it still speaks of what it repeats.
    """

    def __init__(self, own_words: Iterable[str] = ()) -> None:
        self._tokeniser = Tokeniser(own_words)
        self._own = self._tokeniser.own
        self._engine = StockEngine(self._own)
        self._cut_quoted = lru_cache(maxsize=1024)(lambda quoted: tuple(self._tokeniser.cut(normalise(quoted))))

    @property
    def model(self) -> str:
        """Name and version of the engine; posts scored under another one want a new verdict."""
        return self._engine.name

    def score(self, texts: Sequence[Text]) -> list[Verdict]:
        """One verdict per text, in order."""
        return [Verdict(post=text.post, score=self._judge(text)) for text in texts]

    def _judge(self, text: Text) -> Score:
        chain = split_chain(text.text)
        own = normalise(chain.own)
        spoken = any(sign.isalnum() for sign in own)
        tokens = self._tokeniser.cut(own) if spoken else []
        leaning = self._engine.judge(tokens)
        quoted = text.quoted or " ".join(chain.repeated)
        tags = (*hashtags(text.text), *text.root_tags, *hashtags(text.quoted))
        keys = topic_keys(tokens if spoken else self._cut_quoted(quoted), tags=tags, own=self._own)
        return Score(
            negativity=leaning.negativity,
            polarity=leaning.polarity,
            words=leaning.words,
            keys=keys,
            model=self._engine.name,
        )
