"""Whether there is anything to judge in a text."""

import re

from analysis.sentiment.vocabulary import EMOTICON, PICTURE, WRITTEN

EVIDENCE = re.compile(f"{WRITTEN.pattern}|{PICTURE.pattern}|{EMOTICON.pattern}")
OTHER_SCRIPT = re.compile("[\u0370-\u052f\u0590-\u1fff\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af]")
"""Greek, Cyrillic, Hebrew to Ethiopic and the scripts of India and south-east Asia, kana, hangul."""


def legible(text: str) -> bool:
    """Whether a normalised text holds a Chinese character, an emoji or an emoticon, and is not mostly another script.

    Signs, digits and Latin letters alone say nothing that the engines learnt; Japanese is no Chinese for its kanji.
    """
    if not EVIDENCE.search(text):
        return False
    if not OTHER_SCRIPT.search(text):
        return True
    return len(OTHER_SCRIPT.findall(text)) <= len(WRITTEN.findall(text))
