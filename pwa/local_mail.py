"""Mail that a local run kept instead of sending. With DEBUG off, or from another machine, there is no such page."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SHOWN = 50
LOOPBACK = ("127.0.0.1", "::1")
BETWEEN_MESSAGES = b"-" * 79


@dataclass(frozen=True, slots=True)
class KeptMail:
    kept_at: datetime
    to: str
    subject: str
    text: str


def kept_mail(folder: Path) -> Iterator[KeptMail]:
    """Newest first. The file backend writes a file for each connection, its messages divided by a line of dashes."""
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[:SHOWN]:
        kept_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        for part in reversed(path.read_bytes().split(BETWEEN_MESSAGES)):
            if part.strip():
                yield _read(part.lstrip(), kept_at)


def _read(raw: bytes, kept_at: datetime) -> KeptMail:
    message = email.message_from_bytes(raw, EmailMessage, policy=email.policy.default)
    body = message.get_body(("plain",))
    return KeptMail(kept_at, str(message["To"]), str(message["Subject"]), body.get_content() if body else "")


@login_not_required
@require_safe
@never_cache
def local_mail(request: HttpRequest) -> HttpResponse:
    mailers: dict[str, Any] = settings.MAILERS
    options = mailers["default"].get("OPTIONS", {})
    here = request.META["REMOTE_ADDR"] in LOOPBACK
    if not (settings.DEBUG and here) or "file_path" not in options:
        raise Http404
    return render(request, "pwa/local_mail.html", {"messages_kept": list(kept_mail(Path(options["file_path"])))})
