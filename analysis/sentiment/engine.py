"""The engines that judge texts, behind one seam."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from analysis.sentiment.blend import BayesEngine, BlendEngine
from analysis.sentiment.leaning import Leaning
from analysis.sentiment.stock import StockEngine
from analysis.sentiment.weights import SHIPPED, read_weights

__all__ = ["BLEND", "ENGINES", "SNOWNLP", "STOCK", "Engine", "Leaning", "UnknownEngine", "make_engine"]

BLEND, SNOWNLP, STOCK = "blend", "snownlp", "snownlp-stock"


class UnknownEngine(ValueError):
    """There is no engine of that name."""


class Engine(Protocol):
    """Judges texts; `name` says which engine of which version, at most 40 characters."""

    @property
    def name(self) -> str:
        """Goes into `Score.model`: posts scored under another name want a new verdict."""

    def judge_all(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> list[Leaning]:
        """One Leaning per text, in order.

        `texts` are normalised own words (`analysis.text.normalise`), `tokens` the one tokenisation of each.
        """


def make_engine(name: str = BLEND, own: frozenset[str] = frozenset(), weights: Path | None = None) -> Engine:
    """The engine of that name; `own` words (brands and the tokens they come out as) do not count.

    `weights` is a file of one's own in place of the shipped one; one that cannot be read raises BadWeights. An unknown
    name raises UnknownEngine.
    """
    if name not in ENGINES:
        raise UnknownEngine(f"no engine is called {name!r}; there are {', '.join(ENGINES)}")
    return ENGINES[name](own, weights or SHIPPED)


def _blend(own: frozenset[str], weights: Path) -> Engine:
    return BlendEngine(_read(weights, weights.stat().st_mtime_ns if weights.exists() else 0), own)


def _snownlp(own: frozenset[str], weights: Path) -> Engine:
    return BayesEngine(_read(weights, weights.stat().st_mtime_ns if weights.exists() else 0), own)


def _stock(own: frozenset[str], _: Path) -> Engine:
    return StockEngine(own)


_read = lru_cache(maxsize=2)(lambda path, _changed: read_weights(path))
ENGINES: dict[str, Callable[[frozenset[str], Path], Engine]] = {BLEND: _blend, SNOWNLP: _snownlp, STOCK: _stock}
