"""What a person says of a text: the truth that scores are held against and learn from."""

from dataclasses import dataclass
from datetime import datetime

from domain.score import Polarity
from domain.shown import Shown


class LabelKind(Shown):
    """How labelled files write it; NON says no more than that the text is not negative."""

    NEG = "neg", "负面"
    NEU = "neu", "中性"
    POS = "pos", "正面"
    NON = "non", "非负面"


POLARITY_OF = {
    LabelKind.NEG: Polarity.NEGATIVE,
    LabelKind.NEU: Polarity.NEUTRAL,
    LabelKind.POS: Polarity.POSITIVE,
}
"""The polarity that a label gives a post; NON gives none."""


@dataclass(frozen=True, kw_only=True)
class Label:
    """One person's word on one text; `source` is the page or the file that it came by."""

    text: str
    kind: LabelKind
    by: str
    at: datetime
    source: str
