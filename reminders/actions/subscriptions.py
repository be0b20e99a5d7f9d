"""Browsers that may be pushed to."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.vault import site_hmac
from reminders.models import PushSubscription

MOST_DEVICES = 10


def subscribe(*, user_id: UUID, endpoint: str, p256dh: str, auth: str) -> PushSubscription:
    """The person's subscription for *endpoint*, with these keys. Whoever had it before has it no longer.

    A person keeps the ten latest. *endpoint* has been checked by the form; *p256dh* and *auth* are base64url.
    """
    keep = partial(_keep, user_id=user_id, endpoint=endpoint, p256dh=p256dh, auth=auth)
    try:
        return keep()
    except IntegrityError:  # another person kept it between the look and the insert; the second look finds it
        return keep()


@transaction.atomic
def _keep(*, user_id: UUID, endpoint: str, p256dh: str, auth: str) -> PushSubscription:
    User.objects.select_for_update().get(pk=user_id)  # one tab at a time
    endpoint_hash = hash_endpoint(endpoint)
    PushSubscription.objects.filter(endpoint_hash=endpoint_hash).exclude(user_id=user_id).delete()
    ours = PushSubscription.objects.for_user(user_id)
    row = ours.filter(endpoint_hash=endpoint_hash).first() or PushSubscription(
        user_id=user_id, endpoint_hash=endpoint_hash
    )
    row.endpoint, row.p256dh, row.auth, row.failures = endpoint, p256dh, auth, 0
    row.save()
    kept = ours.order_by("-created_at").values_list("pk", flat=True)[:MOST_DEVICES]
    ours.exclude(pk__in=list(kept)).delete()
    return row


def unsubscribe(*, user_id: UUID, endpoint: str) -> bool:
    """Forget the person's subscription for *endpoint*; was there one?"""
    deleted, _ = PushSubscription.objects.for_user(user_id).filter(endpoint_hash=hash_endpoint(endpoint)).delete()
    return deleted > 0


def hash_endpoint(endpoint: str) -> str:
    """64 hexadecimal digits, keyed: an address cannot be guessed from it."""
    return site_hmac("push-endpoint", endpoint)
