"""What a toast says, and that only what can be taken back offers to."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from pwa.toast import say_with_undo


def request() -> HttpRequest:
    made = RequestFactory().get("/")
    made.session = SessionStore()
    made._messages = FallbackStorage(made)  # type: ignore[attr-defined]
    return made


def toast(made: HttpRequest) -> str:
    return render_to_string("_toast.html", {"messages": messages.get_messages(made)})


def test_what_can_be_taken_back_carries_an_undo_to_its_path() -> None:
    made = request()
    say_with_undo(made, "Resting.", undo="/plan/habit/1/restore/")

    shown = toast(made)

    assert "Resting." in shown
    assert '<form method="post" action="/plan/habit/1/restore/">' in shown


def test_what_is_only_said_is_no_form_whatever_its_tags() -> None:
    made = request()
    messages.success(made, "Saved.", extra_tags="safe")

    shown = toast(made)

    assert "Saved." in shown
    assert "<form" not in shown
