"""No template says anything that the Content-Security-Policy forbids, and every page stays light."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    path
    for folder in (ROOT / "templates", *ROOT.glob("*/templates"))
    for path in folder.rglob("*.html")
    if "-body-html" not in path.name
)
FORBIDDEN = {
    "an inline style": r"<style|\sstyle\s*=",
    "an inline script": r"<script(?![^>]*\s(?:src=|type=\"application/ld\+json\"))",
    "an inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "a script address": r"javascript:",
    "hx-on": r"\shx-on",
    "script in hx-vals or hx-headers": r"\shx-(?:vals|headers)[^=]*=\s*[\"']js:",
    "a filter in hx-trigger": r"\shx-trigger[^=]*=\s*(?:\"[^\"]*\[|'[^']*\[)",
    "something from another origin": r"\s(?:src|action|hx-(?:get|post))=[\"'](?:https?:)?//",
}
KILOBYTE = 1024


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_nothing_that_the_policy_forbids(path: Path) -> None:
    text = path.read_text()
    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<script>alert(1)</script>",
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        '<b hx-on:click="x">',
        "<b hx-vals='js:{a: 1}'>",
        '<b hx-trigger="click[ctrlKey]">',
        '<img src="https://elsewhere.example/a.png">',
    ],
)
def test_the_search_finds_what_it_looks_for(text: str) -> None:
    assert any(re.search(pattern, text) for pattern in FORBIDDEN.values())


def test_the_stylesheet_is_at_most_ten_kilobytes_gzipped(capsys: pytest.CaptureFixture[str]) -> None:
    size = _gzipped("pwa/app.css")
    with capsys.disabled():
        print(f"\napp.css: {size} bytes gzipped")
    assert size <= 10 * KILOBYTE


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/today/", "/plan/reminders/", "/session/", "/you/", "/guide/"])
def test_the_scripts_of_a_page_are_at_most_twenty_kilobytes_gzipped(
    alice_client: Client, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    page = alice_client.get(path).content.decode()
    names = re.findall(r'<script src="/static/([^"]+)"', page)
    size = sum(_gzipped(name) for name in names)
    with capsys.disabled():
        print(f"\n{path}: {len(names)} scripts, {size} bytes gzipped")
    assert "pwa/app.js" in names
    assert size <= 20 * KILOBYTE


def _gzipped(name: str) -> int:
    return len(gzip.compress(Path(str(finders.find(name))).read_bytes(), 9))
