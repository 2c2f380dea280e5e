"""Whether there is anything to judge in a text."""

import re
from collections.abc import Sequence

from analysis.sentiment.vocabulary import EMOTICON, PICTURE, WRITTEN
from analysis.text import holding

EVIDENCE = re.compile(f"{WRITTEN.pattern}|{PICTURE.pattern}|{EMOTICON.pattern}")
OTHER_SCRIPT = re.compile("[\u0370-\u052f\u0590-\u1fff\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af]")
"""Greek, Cyrillic, Hebrew to Ethiopic and the scripts of India and south-east Asia, kana, hangul."""


def legible(text: str) -> bool:
    """Whether a normalised text holds a Chinese character, an emoji or an emoticon, and is not mostly another script.

    Signs, digits and Latin letters alone say nothing that the engines learnt; Japanese is no Chinese for its kanji.
    """
    return bool(EVIDENCE.search(text)) and len(OTHER_SCRIPT.findall(text)) <= len(WRITTEN.findall(text))


def illegible_in(texts: Sequence[str]) -> list[bool]:
    """For each normalised text whether it is not `legible`; one look at all for other scripts, which are rare."""
    other = holding(texts, OTHER_SCRIPT)
    return [
        not (legible(text) if strange else EVIDENCE.search(text)) for text, strange in zip(texts, other, strict=True)
    ]
