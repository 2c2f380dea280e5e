"""Trained weights, and the one file that they travel in."""

import gzip
import json
import zlib
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.sentiment.vocabulary import Vocabulary

MAGIC = b"yuqing weights 1\n"
STEP = 1 / 500  # one unit of a weight; 16 bits reach to 65
RARITY_STEP = 1 / 16
LEAST_NORM = 8.0  # so that two or three features cannot say as much as a sentence
SHIPPED = Path(__file__).with_name("weights.gz")
Shorts = NDArray[np.int16]
Counts = NDArray[np.uint32]


class BadWeights(ValueError):
    """A file of weights that cannot be read; says which and what to do."""


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Where log-odds become verdicts; chosen on held-out posts, see the model card.

    Negativity is logistic(slope * alarm + shift), held below the line where the lean is to positive. Negative from
    alarm `negative`, else positive where praise reaches `positive` and the lean is to positive, else neutral.
    `lean_slope` makes the lean a chance; `bayes_share` is how much the Bayes table says in it. The last two are the
    lines of the Bayes table by itself, on its own log-odds.
    """

    slope: float
    shift: float
    negative: float
    positive: float
    lean_slope: float
    bayes_share: float
    bayes_negative: float
    bayes_positive: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Weights:
    """Everything an engine needs; n features.

    `heads` is (n, 4) in steps of 1/500, rarity folded in: polarity (negative against positive), opinion (against
    neutral), negative against neutral, positive against neutral; so are `biases`. `rarity` is (n) in steps of 1/16:
    each feature's inverse document frequency, whose root of summed squares a text's sum is divided by. `words` with
    `negative` and `positive` are the Bayes table.
    """

    vocabulary: Vocabulary
    rarity: NDArray[np.uint8]
    heads: Shorts
    biases: tuple[float, ...]
    lines: Lines
    words: tuple[str, ...]
    negative: Counts
    positive: Counts

    @property
    def version(self) -> str:
        """Eight hex digits of the contents: other weights, another version."""
        return blake2b(self._body(), digest_size=4).hexdigest()

    def write(self, path: Path) -> None:
        """One file; the same weights give the same bytes."""
        path.write_bytes(gzip.compress(self._body(), 9, mtime=0))

    def _body(self) -> bytes:
        strings = (*self.vocabulary, *self.words)
        header = {
            "grams": len(self.vocabulary.grams),
            "marks": len(self.vocabulary.marks),
            "vocabulary": len(self.vocabulary),
            "words": len(self.words),
            "biases": self.biases,
            "lines": asdict(self.lines),
        }
        arrays = (self.rarity, self.heads.T, self.negative, self.positive)
        return b"".join(
            [
                MAGIC,
                json.dumps(header, sort_keys=True).encode() + b"\n",
                "\n".join(strings).encode() + b"\n\n",
                *(np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes() for array in arrays),
            ]
        )


def shortened(weights: NDArray[np.float64]) -> Shorts:
    """In steps, held to what 16 bits can say."""
    return np.clip(np.round(weights / STEP), -32_767, 32_767).astype(np.int16)


def read_weights(path: Path = SHIPPED) -> Weights:
    """The weights in a file that `Weights.write` wrote; anything else raises BadWeights."""
    try:
        return _parsed(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise BadWeights(
            f"cannot read the weights in {path} ({error}): train them anew or take the shipped ones"
        ) from error


def _parsed(body: bytes) -> Weights:
    if not body.startswith(MAGIC):
        raise ValueError("it holds no weights of this kind")
    first, _, rest = body[len(MAGIC) :].partition(b"\n")
    text, _, raw = rest.partition(b"\n\n")
    header: dict[str, Any] = json.loads(first)
    grams, marks, known, heard = (int(header[name]) for name in ("grams", "marks", "vocabulary", "words"))
    strings = text.decode().split("\n")
    if len(strings) != known + heard or len(raw) != known * 9 + heard * 8:
        raise ValueError("it is cut short")
    return Weights(
        vocabulary=Vocabulary(
            grams=tuple(strings[:grams]),
            words=tuple(strings[grams : known - marks]),
            marks=tuple(strings[known - marks : known]),
        ),
        rarity=np.frombuffer(raw, np.uint8, known),
        heads=np.frombuffer(raw, "<i2", known * 4, known).reshape(4, known).T,
        biases=tuple(float(bias) for bias in header["biases"]),
        lines=Lines(**header["lines"]),
        words=tuple(strings[known:]),
        negative=np.frombuffer(raw, "<u4", heard, known * 9),
        positive=np.frombuffer(raw, "<u4", heard, known * 9 + heard * 4),
    )
