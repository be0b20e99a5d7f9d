"""Recording that may be sent twice: one key, one effect, never a redirect.

A view under `/log/` is wrapped in `@recorded`, which also answers for signing in, so that a queue on the phone
is told 401 and a page is sent to sign-in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, cast
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils.dateparse import parse_datetime

from accounts.http import AuthenticatedHttpRequest
from accounts.vault import person_hmac
from tracker.models import Received

OLDEST = timedelta(days=14)
NOT_SIGNED = frozenset({"csrfmiddlewaretoken", "cid", "u", "key"})
STEPS = ("mood", "night", "more")


def recorded[**P](
    view: Callable[Concatenate[AuthenticatedHttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """With an `Idempotency-Key` header: the same key and fields again answer the same status and change nothing,
    other fields 409, a key that is no UUID 400, signed out 401; a redirect becomes 204 with `Content-Location`.
    Whatever is not a 2xx leaves nothing written. With the field `then`, a step of the check-in, a redirect leads to
    the one after it.
    """

    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        header = request.headers.get("Idempotency-Key")
        if not request.user.is_authenticated:
            return redirect("account_login") if header is None else _refusal(HTTPStatus.UNAUTHORIZED, "signed_out")
        person = cast(AuthenticatedHttpRequest, request)
        if header is None:
            return _going_on(person, view(person, *args, **kwargs))
        try:
            key = UUID(header)
        except ValueError:
            return _refusal(HTTPStatus.BAD_REQUEST, "key")
        return once(
            user_id=person.user.pk,
            key=key,
            message=_signed(person),
            act=lambda: _going_on(person, view(person, *args, **kwargs)),
        )

    return answer


def recorded_at(request: HttpRequest, now: datetime) -> datetime:
    """When the person tapped, by `X-Recorded-At` (ISO 8601 with an offset), within the last 14 days; else *now*."""
    try:
        at = parse_datetime(request.headers.get("X-Recorded-At", ""))
    except ValueError:
        at = None
    return now if at is None or at.tzinfo is None else within_reach(at, now)


def within_reach(at: datetime, now: datetime) -> datetime:
    """*at*, or the nearer end of the 14 days before *now* that a device's clock is believed for."""
    return min(max(at, now - OLDEST), now)


def once(*, user_id: UUID, key: UUID, message: bytes, act: Callable[[], HttpResponse]) -> HttpResponse:
    """What *act* answers, carried out once for this person's *key*; an empty answer of the same status when the
    same *message* comes again, 409 for another message. Whatever is not a 2xx is rolled back and not kept.
    """
    digest = person_hmac(user_id, "received", message)
    if repeated := _repeated(user_id, key, digest):
        return repeated
    try:
        return _act_and_keep(user_id, key, digest, act)
    except IntegrityError:
        if repeated := _repeated(user_id, key, digest):
            return repeated
        raise


@transaction.atomic
def _act_and_keep(user_id: UUID, key: UUID, digest: bytes, act: Callable[[], HttpResponse]) -> HttpResponse:
    response = _without_redirect(act())
    if 200 <= response.status_code < 300:
        Received.objects.create(user_id=user_id, key=key, status=response.status_code, digest=digest)
    else:
        transaction.set_rollback(True)
    return response


def _repeated(user_id: UUID, key: UUID, digest: bytes) -> HttpResponse | None:
    received = Received.objects.for_user(user_id).filter(key=key).first()
    if received is None:
        return None
    if bytes(received.digest) != digest:
        return _refusal(HTTPStatus.CONFLICT, "key")
    return HttpResponse(status=received.status)


def _signed(request: HttpRequest) -> bytes:
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_SIGNED)
    return json.dumps([request.path, fields]).encode()


def _going_on(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    then = request.POST.get("then", "")
    if 300 <= response.status_code < 400 and then in STEPS:
        response.headers["Location"] = f"{resolve_url('tracker:daily_check_in')}?after={then}"
    return response


def _without_redirect(response: HttpResponse) -> HttpResponse:
    if not 300 <= response.status_code < 400:
        return response
    kept = HttpResponse(status=HTTPStatus.NO_CONTENT)
    kept.headers["Content-Location"] = response.headers["Location"]
    kept.cookies = response.cookies
    return kept


def _refusal(status: HTTPStatus, code: str) -> JsonResponse:
    return JsonResponse({"error": code}, status=status)
