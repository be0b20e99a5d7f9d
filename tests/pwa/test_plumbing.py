"""The manifest, the worker's script, the outbox's question, the look."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings
from django.urls import resolve

from accounts.models import User
from pwa import worker

TELLING = re.compile(r"depress|anxi|therap|mental|mood|illness|medic|health", re.IGNORECASE)


@pytest.fixture
def manifest() -> dict[str, Any]:
    answer = Client().get("/app.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_the_home_screen_says_nothing_of_what_it_is_for(manifest: dict[str, Any]) -> None:
    shown = [manifest["name"], manifest["short_name"], manifest["description"]]
    shown += [shortcut["name"] for shortcut in manifest["shortcuts"]]
    shown += [screen["label"] for screen in manifest["screenshots"]]
    assert not [text for text in shown if TELLING.search(text)]
    assert len(manifest["short_name"]) <= 12


def test_everything_in_the_manifest_leads_somewhere(manifest: dict[str, Any]) -> None:
    for address in [manifest["start_url"], *(shortcut["url"] for shortcut in manifest["shortcuts"])]:
        assert resolve(urlsplit(address).path).app_name in ("tracker", "guide")


def test_each_icon_has_the_size_that_it_claims(manifest: dict[str, Any]) -> None:
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable", "monochrome"}
    for icon in [*manifest["icons"], *manifest["screenshots"]]:
        data = Path(str(finders.find(icon["src"].removeprefix("/static/")))).read_bytes()
        assert data.startswith(b"\x89PNG")
        width, height = struct.unpack(">II", data[16:24])
        assert icon["sizes"] == f"{width}x{height}"


def test_the_worker_comes_from_the_root_unkept_and_names_what_it_keeps() -> None:
    answer = Client().get("/sw.js")
    text = answer.content.decode()
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Content-Type"].startswith("text/javascript")
    assert not answer.cookies
    for name in ("/static/pwa/app.css", "/static/pwa/sprite.svg", "/offline/", "/offline/not-saved/", "/help/now/"):
        assert f'"{name}"' in text


def test_the_workers_version_changes_with_what_it_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = worker._version()
    changed = tmp_path / "app.css"
    changed.write_text("body {}")
    find = finders.find
    monkeypatch.setattr(finders, "find", lambda name: changed if name.endswith("app.css") else find(name))
    assert worker._version() != before


def test_switched_off_the_worker_removes_itself() -> None:
    with override_settings(SW_OFF=True):
        text = Client().get("/sw.js").content.decode()
    assert "registration.unregister()" in text
    assert "importScripts" not in text


@pytest.mark.django_db
def test_the_outbox_learns_who_is_signed_in_and_gets_a_token_that_works(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    assert Client().get("/outbox/hello").status_code == 401
    mine, other = alice_client.get("/outbox/hello"), charlie_client.get("/outbox/hello")
    assert mine.json()["user"] != other.json()["user"]
    assert str(alice.pk) not in mine.content.decode()
    assert alice.email not in mine.content.decode()
    assert "no-store" in mine["Cache-Control"]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = alice_client.cookies
    strict.cookies["csrftoken"] = mine.cookies["csrftoken"].value
    assert strict.post("/look/", {"theme": "dark"}, headers={"X-CSRFToken": mine.json()["csrf"]}).status_code == 303
    assert strict.post("/look/", {"theme": "dark"}).status_code == 403


@pytest.mark.django_db
def test_the_look_a_person_chose_is_on_every_page_of_this_device() -> None:
    client = Client()
    answer = client.post("/look/", {"theme": "dark", "next": "/guide/"})
    assert (answer.status_code, answer["Location"]) == (303, "/guide/")
    assert '<html lang="en-gb" data-theme="dark">' in client.get("/guide/").content.decode()
    client.post("/look/", {"theme": ""})
    assert "data-theme" not in client.get("/guide/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "elsewhere", "guide"]
)
def test_the_look_never_leads_elsewhere_nor_takes_an_unknown_value(target: str) -> None:
    client = Client()
    answer = client.post("/look/", {"theme": '"><script>', "next": target})
    assert answer["Location"] == "/"
    assert "theme" not in answer.cookies


@pytest.mark.django_db
def test_the_parts_page_exists_only_while_developing() -> None:
    assert Client().get("/parts/").status_code == 404
    with override_settings(DEBUG=True):
        assert Client().get("/parts/").status_code == 200
