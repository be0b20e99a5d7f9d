"""Mail of a local run is kept and shown, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Path:
    settings.DEBUG = True
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"file_path": tmp_path}}}
    return tmp_path


def send(subject: str, text: str) -> None:
    message = EmailMultiAlternatives(subject, text, "a@example.org", ["rosa@example.org"])
    message.attach_alternative("<p>html</p>", "text/html")
    message.send()


@pytest.mark.django_db
@pytest.mark.usefixtures("kept")
def test_the_code_in_a_kept_mail_can_be_read_on_the_page() -> None:
    assert "Nothing yet" in Client().get("/mail/").content.decode()
    send("Your code", "Ihr Code für heute: 482917")
    page = Client().get("/mail/").content.decode()
    assert "rosa@example.org" in page
    assert "für heute: 482917" in page


@pytest.mark.django_db
def test_there_is_no_such_page_with_debug_off(kept: Path, settings: Settings) -> None:
    send("Your code", "482917")
    settings.DEBUG = False
    assert Client().get("/mail/").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("kept")
def test_another_machine_finds_no_such_page() -> None:
    assert Client(REMOTE_ADDR="192.0.2.7").get("/mail/").status_code == 404
