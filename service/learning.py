"""Learning from own labels: shipped weights moved towards them, kept only where they do better on labels not seen."""

import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from analysis.sentiment.adapt import TooFewExamples, adapt
from analysis.sentiment.comparing import Comparison, TooFewLabels, compare, parted
from analysis.sentiment.corpus import Example
from analysis.sentiment.weights import Weights, read_weights
from analysis.words import Tokeniser
from service.scoring import own_words
from service.trouble import Trouble
from service.weighing import standing_model
from storage import labels, model_versions
from storage.model_versions import Made


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """What came of a training: the new version, how it compared, and whether it now stands."""

    version: str
    labels: int
    comparison: Comparison
    stands: bool


def learn(by: str, now: datetime, *, dry: bool = False) -> Learnt:
    """Learn from every standing label but the fifth that is held out, and judge old and new on these.

    The new weights start from the shipped ones, so that labels which were taken back are forgotten. They take the
    place of the standing ones only where they are better; they are kept either way, unless `dry`. Raises Trouble where
    there are too few labels.
    """
    examples = [Example(text=label.text, kind=label.kind, source="own") for label in labels.standing()]
    words = own_words()
    try:
        learnt_from, judged_on = parted(examples)
        new = adapt(read_weights(), learnt_from, own_words=words)
    except (TooFewLabels, TooFewExamples) as few:
        raise Trouble(_in_chinese(few, len(examples))) from None
    comparison = compare(standing_model(), new, judged_on, Tokeniser(words).own, words)
    stands = comparison.better and not dry
    if not dry:
        model_versions.keep(_made(new, by, len(examples), comparison), now, standing=stands)
    return Learnt(version=f"blend/{new.version}", labels=len(examples), comparison=comparison, stands=stands)


def _made(weights: Weights, by: str, count: int, comparison: Comparison) -> Made:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.gz"
        weights.write(path)
        body = path.read_bytes()
    return Made(version=f"blend/{weights.version}", weights=body, made_by=by, labels=count, measures=asdict(comparison))


def _in_chinese(few: TooFewLabels | TooFewExamples, count: int) -> str:
    if isinstance(few, TooFewLabels):
        return str(few)
    return f"现有标注 {count} 条，可用于学习的太少或只有一种：至少要有 20 条、两种标注；请再标一些（约 100 条起）"
