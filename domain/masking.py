"""Personal numbers taken out of a text before it is kept."""

import re

_GAP = r"[\s\-－—·.]?"
_DIGIT = r"[0-9０-９]"
_EDGE, _END = r"(?<![0-9０-９A-Za-z])", r"(?![0-9０-９])"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\w.+-]+[@＠][\w-]+(?:\.[\w-]+)+"), "［邮箱］"),
    (re.compile(rf"{_EDGE}(?:{_DIGIT}{_GAP}){{17}}[0-9０-９XxＸｘ]{_END}"), "［证件号］"),
    (re.compile(rf"{_EDGE}(?:{_DIGIT}{_GAP}){{15,18}}{_DIGIT}{_END}"), "［卡号］"),
    (re.compile(rf"{_EDGE}{_DIGIT}{{15}}{_END}"), "［证件号］"),
    (
        re.compile(rf"(?<![0-9０-９])(?:[+＋]?86{_GAP})?[1１][3-9３-９]{_GAP}(?:{_DIGIT}{_GAP}){{8}}{_DIGIT}{_END}"),
        "［手机号］",
    ),
    (re.compile(rf"{_EDGE}[0０]{_DIGIT}{{2,3}}[\-－—\s]{_DIGIT}{{7,8}}{_END}"), "［电话］"),
    (re.compile(r"(?<![A-Za-z0-9])[EGPegp][0-9]{8}(?![0-9])"), "［证件号］"),
)


def masked(text: str) -> str:
    """The text with numbers of telephones, identity papers and cards, and mail addresses, replaced by what they are.

    Also where digits are full-width or grouped by blanks or dashes. Order numbers of 15 and more digits go as well:
    nothing tells them from card numbers.
    """
    for pattern, word in _PATTERNS:
        text = pattern.sub(word, text)
    return text
