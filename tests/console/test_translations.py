"""The look of the administration has no Chinese of its own: what it says is in our catalogue."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
import unfold

CATALOGUE = Path(__file__).resolve().parents[2] / "console/locale/zh_Hans/LC_MESSAGES"
SAID = re.compile(r"\{%\s*trans(?:late)?\s+(\"[^\"]*\"|'[^']*')")


def words_of_the_look() -> Iterator[str]:
    for path in sorted((Path(unfold.__file__).parent / "templates").rglob("*.html")):
        for quoted in SAID.findall(path.read_text(encoding="utf-8")):
            yield ast.literal_eval(quoted)


def catalogue(path: Path) -> gettext.GNUTranslations:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def test_every_word_that_the_look_says_is_chinese_somewhere() -> None:
    home = Path(django.__file__).parent
    places = [home / "conf", home / "contrib/admin", home / "contrib/auth"]
    known = [catalogue(place / "locale/zh_Hans/LC_MESSAGES/django.mo") for place in places]
    known.append(catalogue(CATALOGUE / "django.mo"))
    missing = {word for word in words_of_the_look() if all(one.gettext(word) == word for one in known)}
    assert missing == set()


def test_the_compiled_catalogue_says_what_the_written_one_says() -> None:
    compiled = catalogue(CATALOGUE / "django.mo")
    written = (CATALOGUE / "django.po").read_text(encoding="utf-8")
    pairs = re.findall(r'^msgid (".+")\n(?:msgid_plural ".+"\nmsgstr\[0\]|msgstr) (".+")$', written, re.MULTILINE)
    assert len(pairs) > 40
    for word, chinese in pairs:
        said = ast.literal_eval(word)
        assert ast.literal_eval(chinese) in {compiled.gettext(said), compiled.ngettext(said, said, 2)}


@pytest.mark.django_db
def test_the_shell_speaks_chinese(as_admin: object) -> None:
    page = as_admin.get("/admin/storage/watch/").content.decode()  # type: ignore[attr-defined]
    for english in ("Type to search", "Dark", "Select action", "Reset filters"):
        assert f">{english}<" not in page
        assert f'"{english}"' not in page
