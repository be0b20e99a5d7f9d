"""Push: one encrypted message to each device, at least once; the same Topic makes a double invisible."""

from __future__ import annotations

import base64
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext

from reminders import tokens, vapid
from reminders.delivery import pinned, refusals
from reminders.delivery.base import Outcome
from reminders.logic.encryption import KeysError, encrypt
from reminders.logic.endpoints import Endpoint, EndpointError, read_endpoint
from reminders.messages import Message
from reminders.models import PushSubscription, Reminder

DECLARATIVE = 8030  # the member that marks Declarative Web Push
LENGTH = 2048
LEAST_LENGTH = 512
ACTING = (
    Reminder.Kind.DOSE,
    Reminder.Kind.QUESTION,
    Reminder.Kind.HABIT,
    Reminder.Kind.HOMEWORK,
    Reminder.Kind.WIND_DOWN,
)
GONE = (404, 410)
BUSY = (408, 425, 429)
REFUSED = (400, 401, 403)
TOO_LARGE = 413


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes to every device of one person: the text, the text cut to its least, the headers but who sends it."""

    full: bytes
    least: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Device:
    """One subscription, opened. *authorization* is for its service alone."""

    row: PushSubscription
    endpoint: Endpoint
    p256dh: bytes
    auth: bytes
    authorization: str


class Unsendable(Exception):
    """This device is not called. *reason* is a code."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


class WebPush:
    name = Reminder.Channel.PUSH.value

    def deliver(self, reminder: Reminder, message: Message, *, now: datetime) -> Outcome:
        """Send to each device at once. "sent" if any service accepted it; a device that is gone is removed."""
        outcomes: list[Outcome] = []
        devices: list[Device] = []
        for row in PushSubscription.objects.for_user(reminder.user_id).live():
            try:
                devices.append(_open(row, now=now))
            except Unsendable as problem:
                outcomes.append(Outcome("failed", reason=problem.reason))
        outcomes += _send_all(devices, _letter(reminder, message, now=now), now=now)
        if not outcomes:
            return Outcome("failed", reason="no_subscription")
        return min(outcomes, key=lambda outcome: ("sent", "retry", "failed").index(outcome.kind))


def _letter(reminder: Reminder, message: Message, *, now: datetime) -> Letter:
    lifetime = max(1, int((reminder.expires_at - now).total_seconds()))
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(lifetime),
        "Urgency": "normal",
        "Topic": message.tag,
    }
    least = _notification(message)
    return Letter(_json(least | _extras(reminder, message, now=now)), _json(least), headers)


def _notification(message: Message) -> dict[str, Any]:
    return {"title": message.title, "navigate": settings.SITE_URL + message.url, "tag": message.tag, "silent": False}


def _extras(reminder: Reminder, message: Message, *, now: datetime) -> dict[str, Any]:
    extras: dict[str, Any] = {"body": message.body, "lang": settings.LANGUAGE_CODE, "dir": "ltr"}
    if reminder.kind in ACTING:
        extras["data"] = {"token": tokens.sign_act(reminder, now=now)}
    if reminder.kind == Reminder.Kind.DOSE:
        choices = (("taken", gettext("Taken")), ("snooze", gettext("In 10 minutes")))
        page = settings.SITE_URL + message.url
        extras["actions"] = [{"action": action, "title": title, "navigate": page} for action, title in choices]
    return extras


def _json(notification: dict[str, Any]) -> bytes:
    message = {"web_push": DECLARATIVE, "notification": notification}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _open(row: PushSubscription, *, now: datetime) -> Device:
    """The subscription ready to send to; its address is checked anew each time. Raises Unsendable."""
    try:
        endpoint = read_endpoint(row.endpoint, hosts=settings.PUSH_HOSTS, loopback=settings.PUSH_ALLOW_LOOPBACK)
    except EndpointError:
        raise Unsendable("address") from None
    if refusals.is_stopped(endpoint.host, row.user_id):
        raise Unsendable("stopped")
    authorization = vapid.authorization(endpoint.origin, now=now)
    return Device(row, endpoint, _decode(row.p256dh), _decode(row.auth), authorization)


def _send_all(devices: list[Device], letter: Letter, *, now: datetime) -> list[Outcome]:
    """Side by side, so that one slow service does not hold up the others."""
    with ThreadPoolExecutor(max_workers=len(devices) or 1) as pool:
        answers = list(pool.map(lambda device: _send(device, letter), devices))
    return [
        answer if isinstance(answer, Outcome) else _settle(device, answer, now=now)
        for device, answer in zip(devices, answers, strict=True)
    ]


def _send(device: Device, letter: Letter) -> pinned.Answer | Outcome:
    """Runs in a thread of its own and touches no database. 413 is answered once, with the least text."""
    try:
        answer = _post(device, letter.full, LENGTH, letter.headers)
        if answer.status == TOO_LARGE:
            answer = _post(device, letter.least, LEAST_LENGTH, letter.headers)
    except pinned.Unreachable:
        return Outcome("retry", reason="unreachable")
    except EndpointError:
        return Outcome("failed", reason="address")
    except KeysError:
        return Outcome("failed", reason="keys")
    return answer


def _post(device: Device, plain: bytes, length: int, headers: dict[str, str]) -> pinned.Answer:
    private_key, salt = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    body = encrypt(plain, p256dh=device.p256dh, auth=device.auth, private_key=private_key, salt=salt, length=length)
    return pinned.post(device.endpoint, body=body, headers={**headers, "Authorization": device.authorization})


def _settle(device: Device, answer: pinned.Answer, *, now: datetime) -> Outcome:
    """What an answer means for the subscription and for the reminder (RFC 8030 5, 7.3)."""
    status, host, row = answer.status, device.endpoint.host, device.row
    if 200 <= status < 300:
        refusals.note_accepted(host)
        PushSubscription.objects.filter(pk=row.pk).update(last_ok_at=now, failures=0)
        return Outcome("sent")
    if status in BUSY or status >= 500:
        return Outcome("retry", read_retry_after(answer.retry_after, now=now), "busy")
    if status in GONE:
        row.delete()
        return Outcome("failed", reason="gone")
    if status in REFUSED:
        refusals.note_refused(host, row.user_id, status=status)
    PushSubscription.objects.filter(pk=row.pk).update(failures=F("failures") + 1)
    return Outcome("failed", reason=f"status_{status}")


def read_retry_after(text: str, *, now: datetime) -> timedelta | None:
    """Retry-After as a span from *now*: seconds or an HTTP date (RFC 9110 10.2.3); None for anything else."""
    if re.fullmatch(r"[0-9]{1,6}", text):
        return timedelta(seconds=int(text))
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(timedelta(0), at.replace(tzinfo=at.tzinfo or UTC) - now)


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
