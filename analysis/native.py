"""Whether the parts in machine code are there: they are built at installation where a C compiler is.

Each has a twin in Python that gives the same answers to the last bit, so nothing but time depends on it.
"""

from importlib.util import find_spec

PARTS = (
    "analysis.heaviest",
    "analysis.lookup",
    "analysis.rows",
    "analysis.strides",
    "analysis.viterbi",
    "analysis.sentiment.tally",
)
BUILT = all(find_spec(part) is not None for part in PARTS)
