"""Recording by PUT: validated, once for a key, by the action that the page calls, and answered as it stands."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework import status
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from tracker import today
from tracker.api.described import Shape
from tracker.api.door import MalformedKey, PersonRequest, PersonView
from tracker.idempotency import once, within_reach
from tracker.logic.day import page_of
from tracker.logic.schedule import Occurrence, find_occurrence
from tracker.models import Schedule
from tracker.models.schedules import OccurrenceEntry

FIRST, LAST = dt.date(1900, 1, 2), dt.date(2100, 12, 30)


class RecordingView(PersonView):
    """`said` reads the body, `shown` the row. A subclass says how it is recorded, and which row stands."""

    said: ClassVar[Shape]
    shown: ClassVar[Shape]

    def record(self, person: User, words: dict[str, Any], said_at: dt.datetime, now: dt.datetime, **name: Any) -> Any:
        """The row after this was said. Raises Http404, NotFound or NotDue for what cannot be recorded."""
        raise NotImplementedError

    def standing(self, person: User, **name: Any) -> Any:
        """The row of that name, or what stands where there is none."""
        raise NotImplementedError

    def put(self, request: PersonRequest, **name: Any) -> HttpResponse:
        key, message = _key(request), _message(request)

        def act() -> Response:
            now = timezone.now()
            said = self.said(data=request.data)
            said.is_valid(raise_exception=True)
            words = dict(said.validated_data)
            said_at = within_reach(words.pop("recorded_at", None) or now, now)
            return Response(self.shown(self.record(request.user, words, said_at, now, **name)).data)

        if key is None:
            return act()
        answer = once(user_id=request.user.pk, key=key, message=message, act=act)
        if isinstance(answer, Response) or answer.status_code != status.HTTP_200_OK:
            return answer
        return Response(self.shown(self.standing(request.user, **name)).data)


def require_open(person: User, date: dt.date, said_at: dt.datetime, *, ahead: dt.timedelta = dt.timedelta()) -> None:
    """404 unless the page *date* can still be filled in, or, as far *ahead*, already."""
    page = page_of(said_at, zone=person.zone, day_start=person.day_start)
    if date > page + ahead or not today.can_record(date, recorded=page):
        raise Http404


def require_occurrence(
    person: User, noun: str, *, schedule: UUID, date: dt.date, slot: int
) -> tuple[Schedule, Occurrence]:
    """The schedule of the person's *noun*, and its occurrence of that name; 404 where there is none."""
    mine = Schedule.objects.for_user(person).filter(**{f"{noun}__isnull": False}, pk=schedule).first()
    zone = mine.zone_for(person.zone) if mine else person.zone
    found = find_occurrence(mine.rule, date=date, slot=slot, zone=zone) if mine and FIRST <= date <= LAST else None
    if mine is None or found is None:
        raise Http404
    return mine, found


def require_open_occurrence(person: User, noun: str, said_at: dt.datetime, **name: Any) -> tuple[Schedule, Occurrence]:
    """As `require_occurrence`, on a page that can still be filled in."""
    mine, found = require_occurrence(person, noun, **name)
    page, recorded = (
        page_of(at, zone=person.zone, day_start=person.day_start) for at in (found.at - mine.lead, said_at)
    )
    if not today.can_record(page, recorded=recorded):
        raise Http404
    return mine, found


def entry_of(model: type[OccurrenceEntry], person: User, **name: Any) -> OccurrenceEntry:
    entry = model._default_manager.filter(user_id=person.pk, **name).first()
    if entry is None:
        raise Http404
    return entry


def _message(request: Request) -> bytes:
    try:
        return json.dumps([request.path, request.data], sort_keys=True).encode()
    except RecursionError:
        raise ParseError from None


def _key(request: Request) -> UUID | None:
    header = request.headers.get("Idempotency-Key")
    try:
        return None if header is None else UUID(header)
    except ValueError:
        raise MalformedKey from None
