"""The facts that an article page carries in its scripts, since 2025 in one object, before in single variables."""

import html
import re
from collections.abc import Iterator, Mapping

OBJECT = re.compile(r"window\.cgiDataNew\s*=\s*(?=\{)")
TOKEN = re.compile(
    r"""(?P<string>'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")"""
    r"""|(?P<key>[A-Za-z_$][\w$]*)\s*:"""
    r"""|(?P<open>[{\[])|(?P<close>[}\]])""",
    re.DOTALL,
)
VARIABLE = re.compile(
    r"""(?:\bvar\s+|\bwindow\.|\bd\.)(\w+)\s*=(?!=)\s*+"""
    r"""((?:[^;\n'"]++|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+")*+)"""
)
"""Nothing is looked at twice: texts inside scripts are written by strangers, and could make it look for ever."""

STRING = re.compile(r"""'([^'\\]*(?:\\.[^'\\]*)*)'|"([^"\\]*(?:\\.[^"\\]*)*)\"""", re.DOTALL)
ASKED = re.compile(r"getXmlValue\([^)]*\)")
ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": ""}


def object_facts(page: str) -> dict[str, str]:
    """The strings of window.cgiDataNew by their path (title, ip_wording.province_name); empty where there is none.

    All three forms are read: JsDecode('…'), 'n' * 1 and a bare '…'. Inside a list only the first of a path counts.
    """
    start = OBJECT.search(page)
    facts: dict[str, str] = {}
    if start is None:
        return facts
    for path, written in _strings(page, start.end()):
        facts.setdefault(path, js_text(written[1:-1]))
    return facts


def _strings(page: str, start: int) -> Iterator[tuple[str, str]]:
    """(path, quoted string) of every value, until the object that opens at `start` closes."""
    path: list[str] = []
    key = ""
    for token in TOKEN.finditer(page, start):
        if token["open"]:
            path.append(key)
            key = ""
        elif token["close"]:
            if len(path) <= 1:
                return
            path.pop()
            key = ""
        elif token["key"]:
            key = token["key"]
        elif key:
            yield ".".join([name for name in path if name] + [key]), token["string"]
            key = ""


def variable_facts(page: str) -> dict[str, str]:
    """The page variables `var x = …`, `window.x = …` and `d.x = …`, each the first string of it that is not empty."""
    facts: dict[str, str] = {}
    for match in VARIABLE.finditer(page):
        name, expression = match.groups()
        if facts.get(name):
            continue
        strings = (one or other for one, other in STRING.findall(ASKED.sub("", expression)))
        facts[name] = js_text(next((text for text in strings if text), ""))
    return facts


def js_text(written: str) -> str:
    r"""What a JavaScript string literal means: \xNN, \uNNNN and the one-letter escapes undone, once."""
    return ESCAPE.sub(_escaped, written)


def _escaped(match: re.Match[str]) -> str:
    if code := match[1] or match[2]:
        return chr(int(code, 16))
    return LETTERS.get(match[3], match[3])


def unescaped(text: str) -> str:
    """Text whose HTML escapes are undone; these fields are escaped once or twice."""
    return html.unescape(html.unescape(text))


def first_of(facts: Mapping[str, str], *names: str) -> str | None:
    """The first of these facts that is there and not empty."""
    return next((facts[name] for name in names if facts.get(name)), None)
