"""A toast that can be taken back: the line that says what happened carries where its Undo posts to."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

UNDO = "undo:"


def say_with_undo(request: HttpRequest, text: str, *, undo: str) -> None:
    """Say *text* on the next page, with an Undo button that posts to the path *undo*."""
    messages.success(request, text, extra_tags=UNDO + undo)


def undo_path(message: Message) -> str:
    """Where the Undo of *message* posts to; "" where it cannot be taken back."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
