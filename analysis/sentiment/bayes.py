"""SnowNLP's own naive Bayes, folded into one table of log-odds."""

import gzip
import importlib.util
import marshal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, log
from pathlib import Path


class NoModel(Exception):
    """The installed snownlp package, or the model in it, is not what this program can read."""


@dataclass(frozen=True, kw_only=True)
class LogOdds:
    """A linear model of tokens: log-odds for positive of no token, of each known one, and of an unknown one."""

    prior: float
    known: Mapping[str, float]
    unknown: float

    def positive(self, tokens: Iterable[str]) -> float:
        """P(positive), between 0 and 1: what `snownlp.classification.bayes.Bayes.classify` says of these tokens."""
        known, unknown = self.known, self.unknown
        return logistic(self.prior + sum(known.get(token, unknown) for token in tokens))


def logistic(log_odds: float) -> float:
    """1 / (1 + e^-x), without overflow at either end."""
    if log_odds >= 0:
        return 1 / (1 + exp(-log_odds))
    rise = exp(log_odds)
    return rise / (1 + rise)


def fold(positive: Mapping[str, int], negative: Mapping[str, int]) -> LogOdds:
    """The table of SnowNLP's Bayes trained on texts with these counts of tokens, none of them 0.

    SnowNLP adds one to each count and to the class's total at a word's first sight (add-one smoothing), so a class
    totals its counts and its words. Two empty classes raise ValueError.
    """
    if not positive or not negative:
        raise ValueError("a Bayes table wants words of both kinds")
    more = {word: count + 1 for word, count in positive.items()}
    less = {word: count + 1 for word, count in negative.items()}
    return _folded(more, sum(more.values()), less, sum(less.values()))


@cache
def snownlp_table() -> LogOdds:
    """The model that the installed package ships, read from its file: importing snownlp costs seconds and 420 MB."""
    path = _package() / "sentiment" / "sentiment.marshal.3"
    try:
        model = marshal.loads(gzip.decompress(path.read_bytes()))  # noqa: S302 - trusted as the package's code is
        positive, negative = model["d"]["pos"], model["d"]["neg"]
        return _folded(positive["d"], positive["total"], negative["d"], negative["total"])
    except (OSError, EOFError, ValueError, TypeError, KeyError) as error:
        raise NoModel(f"cannot read SnowNLP's model at {path}: {error}") from error


@cache
def snownlp_stop_words() -> frozenset[str]:
    """The words that SnowNLP drops before it judges."""
    path = _package() / "normal" / "stopwords.txt"
    return frozenset(line.strip() for line in path.read_text(encoding="utf-8").splitlines())


def _package() -> Path:
    spec = importlib.util.find_spec("snownlp")
    if spec is None or not spec.submodule_search_locations:
        raise NoModel("the package snownlp is not installed")
    return Path(spec.submodule_search_locations[0])


def _folded(
    positive: Mapping[str, float], positive_total: float, negative: Mapping[str, float], negative_total: float
) -> LogOdds:
    """P(word | class) is count / total, 1 / total where the class never saw the word; the prior is by totals."""
    unknown = log(negative_total) - log(positive_total)
    words = positive.keys() | negative.keys()
    known = {word: unknown + log(positive.get(word, 1)) - log(negative.get(word, 1)) for word in words}
    return LogOdds(prior=-unknown, known=known, unknown=unknown)
