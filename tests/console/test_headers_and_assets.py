"""What browsers are told, and that no page asks anybody else for anything."""

import gzip
import re
from datetime import datetime

import pytest
from django.test import Client

from console.assets import vega_version
from storage.models import Alert

FOREIGN = re.compile(r"""(?:src|href|action|srcset)\s*=\s*["']?\s*((?:https?:)?//[^"'\s>]+)""", re.IGNORECASE)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|\son\w+\s*=\s*[\"']", re.IGNORECASE)
PAGES = ("/", "/posts/", "/alerts/", "/incidents/", "/reports/", "/crawls/", "/admin/", "/admin/storage/watch/add/")


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_from_here_alone_and_run_no_inline_script(as_admin: Client, alert: Alert, path: str) -> None:
    answer = as_admin.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert FOREIGN.findall(page) == []
    assert INLINE.findall(page) == []
    rules = dict(rule.split(" ", 1) for rule in answer["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe-inline" not in rules["script-src"]
    assert "http" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_whoever_is_not_logged_in_gets_no_script_at_all(as_charlie: Client) -> None:
    for path in ("/login/", "/healthz", "/nowhere/"):
        assert "script-src" not in as_charlie.get(path)["Content-Security-Policy"]


@pytest.mark.django_db
def test_health_tells_that_the_database_answers_and_no_more(as_charlie: Client) -> None:
    answer = as_charlie.get("/healthz")
    assert answer.json() == {"database": "ok"}


@pytest.mark.django_db
def test_the_font_is_served_to_everybody(as_charlie: Client) -> None:
    answer = as_charlie.get("/assets/noto-sans-sc.woff2")
    assert answer.content[:4] == b"wOF2"
    assert "max-age" in answer["Cache-Control"]


@pytest.mark.slow
@pytest.mark.django_db
def test_the_drawing_script_is_kept_forever_under_its_version(as_charlie: Client) -> None:
    address = f"/assets/vega-{vega_version()}.js"
    plain, packed = as_charlie.get(address), as_charlie.get(address, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in plain["Cache-Control"]
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert as_charlie.get("/assets/vega-0.0.js").status_code == 404


def test_errors_speak_chinese(as_bob: Client, at: datetime) -> None:
    answer = as_bob.get("/alerts/999/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()
