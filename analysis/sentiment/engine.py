"""The engines that judge texts, behind one seam."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from analysis.sentiment.leaning import Leaning
from analysis.sentiment.stock import StockEngine

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

    `weights` is a file of one's own in place of the shipped one. An unknown name raises UnknownEngine.
    """
    if name not in ENGINES:
        raise UnknownEngine(f"no engine is called {name!r}; there are {', '.join(ENGINES)}")
    return ENGINES[name](own, weights)


def _stock(own: frozenset[str], weights: Path | None) -> Engine:
    del weights
    return StockEngine(own)


ENGINES: dict[str, Callable[[frozenset[str], Path | None], Engine]] = {BLEND: _stock, SNOWNLP: _stock, STOCK: _stock}
