"""Posts in, verdicts out: one normalisation and one tokenisation per post, shared by score, kind, noise and keys."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.aim import Sides, aimed
from analysis.complaints import CERTAIN, HINT, Complained, ComplaintRules, complaint_of
from analysis.keys import MOST_KEYS, KeyChooser
from analysis.legible import illegible_in
from analysis.noise import fingerprint, noise_of, suspected
from analysis.sentiment.engine import BLEND, make_engine
from analysis.sentiment.leaning import NOTHING, Leaning
from analysis.text import Chain, chain_of, compatible, tags_of, words_alone
from analysis.words import Cutting, Tokeniser
from domain.score import Polarity, Score

AT_ONCE, LETTERS_AT_ONCE = 4_000, 500_000
MOST_HEADS = 4_096  # remembered from batch to batch
INHERITED = 5  # keys of a topic that come from the head of the thread; own words fill what is left
MOST_QUOTED = 5_000  # characters: what is quoted gives keys and a lottery's mark, which stand at its head


class Text(NamedTuple):
    """What is to be judged of a post: its own words, those it quotes, and those of the post at its head."""

    post: int
    text: str
    quoted: str = ""
    root: str = ""


class Verdict(NamedTuple):
    """The score of one post."""

    post: int
    score: Score


class _Own(NamedTuple):
    """What somebody says: normalised, its tokens, and what comes of them."""

    words: str
    tokens: Sequence[str]
    leaning: Leaning
    complaint: Complained | None
    fingerprint: int | None
    suspect: bool


class _Quoted(NamedTuple):
    """What somebody else said: normalised, its tokens and its hashtags."""

    words: str
    tokens: Sequence[str]
    tags: tuple[str, ...]


class _Head(NamedTuple):
    """What all take over who speak under one post: its hashtags, and its keys."""

    tags: tuple[str, ...]
    keys: tuple[str, ...]


_Said = tuple[str, str, tuple[str, ...]]
NOBODY = _Quoted(words="", tokens=(), tags=())


class Pipeline:
    """Judges posts; `own_words` (names and words of the watches) are kept whole, and neither scored nor made a key.

    Only what the author wrote is judged: words behind `//@name:` and quoted ones are other people's. A bare repost
    has none, and its polarity is unknown; it still speaks of what it repeats. A comment takes over the hashtags of the
    post that it stands under, not its mood: that somebody comments on bad news does not tell on whose side. The words
    of that post are keys of its topic alone: a thousand comments do not make a thousand people say 客服. With `sides`
    only what is about the watches is scored, and a comparison with a rival says which way.
    """

    def __init__(
        self,
        own_words: Iterable[str] = (),
        *,
        engine: str = BLEND,
        weights: Path | None = None,
        rules: ComplaintRules | None = None,
        cutting: Cutting | None = None,
        sides: Sides | None = None,
    ) -> None:
        self._tokeniser = Tokeniser(own_words, cutting)
        self._keys = KeyChooser(self._tokeniser.own)
        self._engine = make_engine(engine, self._tokeniser.own, weights)
        self._rules = rules or ComplaintRules()
        self._sides = sides or Sides(())
        self._heads: dict[str, _Head] = {}

    @property
    def model(self) -> str:
        """Name and version of the engine; posts scored under another one want a new verdict."""
        return self._engine.name

    def score(self, texts: Sequence[Text]) -> list[Verdict]:
        """One verdict per text, in order."""
        return [verdict for batch in _batches(texts) for verdict in self._score(batch)]

    def _score(self, texts: Sequence[Text]) -> list[Verdict]:
        """What is said twice is judged once: half of all reposts and comments say what others said."""
        above = ["" if root == text else root or quoted for _, text, quoted, root in texts]
        heads = self._heads_of(dict.fromkeys(above))
        said = [
            (text, quoted, heads[top].tags if root and top else ())
            for (_, text, quoted, root), top in zip(texts, above, strict=True)
        ]
        scores = dict.fromkeys(said)
        judged = dict(zip(scores, self._judge(list(scores)), strict=True))
        found = [_under(judged[one], heads[top]) if top else judged[one] for one, top in zip(said, above, strict=True)]
        return list(map(Verdict, [text.post for text in texts], found))

    def _judge(self, said: Sequence[_Said]) -> Iterator[Score]:
        ready = compatible([text for text, _, _ in said])
        chains = [chain_of(text) if "//" in text else Chain(text) for text in ready]
        own = words_alone([chain.own for chain in chains])
        read = self._read_own(list(dict.fromkeys(own)))
        others = [quoted or " ".join(chain.repeated) for (_, quoted, _), chain in zip(said, chains, strict=True)]
        quoted = self._read_quoted(others)
        for whole, mine, theirs, (_, quotes, root_tags) in zip(ready, own, others, said, strict=True):
            words, other = read[mine], quoted[theirs]
            tags = tags_of(whole) if "#" in whole else ()
            if quotes or root_tags:
                tags += root_tags + (other.tags if quotes else ())
            spoken = not other.words or any(map(str.isalnum, mine))
            yield self._verdict(words, self._keys.choose(words.tokens if spoken else other.tokens, tags), other.words)

    def _heads_of(self, texts: Iterable[str]) -> dict[str, _Head]:
        """What is taken over from each text; one that is met again is known."""
        if len(self._heads) > MOST_HEADS:
            self._heads.clear()
        unknown = [text for text in texts if text not in self._heads]
        quoted = self._read_quoted(unknown)
        for text in unknown:
            read = quoted[text]
            self._heads[text] = _Head(tags=read.tags, keys=self._keys.choose(read.tokens, read.tags)[:INHERITED])
        return {text: self._heads[text] for text in texts}

    def _verdict(self, own: _Own, keys: tuple[str, ...], quoted: str) -> Score:
        return Score(
            negativity=own.leaning.negativity,
            polarity=own.leaning.polarity,
            words=own.leaning.words,
            keys=keys,
            model=self._engine.name,
            complaint=own.complaint.kind if own.complaint else None,
            complaint_words=own.complaint.words if own.complaint else (),
            noise=noise_of(own.words, quoted, complained=own.complaint is not None) if own.suspect or quoted else None,
            fingerprint=own.fingerprint,
        )

    def _read_own(self, own: Sequence[str]) -> dict[str, _Own]:
        """What each text says by itself: which way it leans towards the watches, and what it complains of.

        Looks at the whole batch say which texts need a closer one; most need none.
        """
        tokens = self._tokeniser.cut_all(own)
        flagged = self._sides.flagged_in(own)
        aims = [aimed(words, self._sides) if flag else None for words, flag in zip(own, flagged, strict=True)]
        parts = [
            aim.part(words, cut) if aim else (words, cut) for aim, words, cut in zip(aims, own, tokens, strict=True)
        ]
        leanings = self._engine.judge_all([words for words, _ in parts], [cut for _, cut in parts])
        rows = zip(
            *(own, tokens, aims, leanings, self._rules.heard_in(own), suspected(own), illegible_in(own)), strict=True
        )
        read = {}
        for words, cut, aim, leans, heard, suspect, illegible in rows:
            leaning = NOTHING if illegible else aim.judged(leans) if aim else leans
            negative = leaning.polarity is Polarity.NEGATIVE
            telling = heard >= (HINT if negative else CERTAIN) or (aim and aim.flags)
            about = aim.about(words) if aim and telling else words
            complaint = complaint_of(about, self._rules, negative=negative) if telling else None
            read[words] = _Own(words, cut, leaning, complaint, fingerprint(words), suspect)
        return read

    def _read_quoted(self, quoted: Sequence[str]) -> dict[str, _Quoted]:
        """What each text says that is repeated by one post or by many; '' says nothing."""
        unlike = [text for text in dict.fromkeys(quoted) if text]
        ready = compatible([text[:MOST_QUOTED] for text in unlike])
        words = words_alone(ready)
        rows = zip(unlike, ready, words, self._tokeniser.cut_all(words), strict=True)
        read = {text: _Quoted(words=own, tokens=cut, tags=tags_of(whole)) for text, whole, own, cut in rows}
        return read | {"": NOBODY}


def _under(score: Score, head: _Head) -> Score:
    """The verdict on a text with what it takes over from the post that it stands under."""
    return Score._make((*score[:-1], tuple(dict.fromkeys(head.keys + score.keys))[:MOST_KEYS]))


def _batches(texts: Sequence[Text]) -> Iterator[Sequence[Text]]:
    """Runs of texts, few enough and short enough together to bound what is in memory at once."""
    first = letters = 0
    for place, text in enumerate(texts):
        letters += len(text.text)
        if place - first >= AT_ONCE or (letters > LETTERS_AT_ONCE and place > first):
            yield texts[first:place]
            first, letters = place, len(text.text)
    if first < len(texts):
        yield texts[first:]
