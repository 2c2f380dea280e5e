"""Posts that are kept and shown but raise no alarm: adverts, lotteries, and the same words by many hands.

Whoever complains is heard: a word of grievance, or a complaint found, takes every mark off.
"""

import hashlib
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from analysis.text import TAG
from analysis.wordbook import Wordbook, wordbook
from domain.copies import LEAST_LETTERS
from domain.score import Noise

FILE = Path(__file__).with_name("noise_words.toml")
LONGEST_ADDED = 40  # letters that somebody adds to a lottery and still only takes part in it
GRIEVANCE, LOTTERY, CALL, OFFER, PLAIN = "grievance", "lottery", "call", "offer", "plain"
TAIL = re.compile(r"(?<![a-z0-9])[a-z0-9]{1,12}\W*$")
EMOTICON = re.compile(r"\[[^\[\]]{1,8}\]")
NO_LETTER = re.compile(r"[\W\d_]+")


def noise_of(text: str, quoted: str = "", *, complained: bool = False) -> Noise | None:
    """Advert or lottery by the post's own words, or a lottery that it takes part in by repeating it; None mostly.

    Both texts are normalised; `complained` says that a complaint was found in the own words. Copies cannot be told by
    one post: see `fingerprint` and `domain.copies`.
    """
    found = _classes(text)
    if complained or GRIEVANCE in found:
        return None
    if LOTTERY in found and _is_lottery(text):
        return Noise.LOTTERY
    if PLAIN in found or {CALL, OFFER} <= found:
        return Noise.ADVERT
    if quoted and len(text) <= LONGEST_ADDED and LOTTERY in _classes(quoted) and _is_lottery(quoted):
        return Noise.LOTTERY
    return None


def suspected(texts: Sequence[str]) -> list[bool]:
    """For each text whether it holds any word of adverts or lotteries; one look at all. Elsewhere is no noise."""
    return list(map(bool, _words().loudest(texts)))


def fingerprint(text: str) -> int | None:
    """The same 64-bit number for normalised texts that differ in digits, signs, #topics#, [emoticons] or a random tail.

    None where fewer than thirty letters remain: short texts are alike by chance.
    """
    if len(text) < LEAST_LETTERS:
        return None
    words = TAG.sub("", text) if "#" in text else text
    words = EMOTICON.sub("", words) if "[" in words else words
    words = words if "\u4e00" <= words[-1:] <= "\u9fff" else TAIL.sub("", words)
    letters = NO_LETTER.sub("", words)
    if len(letters) < LEAST_LETTERS:
        return None
    digest = hashlib.blake2b(letters.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _classes(text: str) -> set[str]:
    return {kind for _, kind in _words().hits(text)}


def _is_lottery(text: str) -> bool:
    return any(pattern.search(text) for pattern in _lottery_patterns())


@cache
def _rules() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def _lottery_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _rules()["lottery"]["patterns"])


@cache
def _words() -> Wordbook[str]:
    rules = _rules()
    words = {
        LOTTERY: rules["lottery"]["triggers"],
        CALL: rules["advert"]["call"],
        OFFER: rules["advert"]["offer"],
        PLAIN: rules["advert"]["plain"],
        GRIEVANCE: str(rules["grievance"]),
    }
    return wordbook((word, int(kind != GRIEVANCE), kind) for kind, some in words.items() for word in some.split())
