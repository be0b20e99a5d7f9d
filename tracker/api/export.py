"""Everything the person has here, as the page gives it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes

from accounts.models import ApiToken
from tracker.api.described import reads
from tracker.api.door import PersonRequest, PersonView
from tracker.exports import as_json


class ExportView(PersonView):
    scope = ApiToken.Scope.EXPORT

    @reads("export", OpenApiTypes.OBJECT)
    def get(self, request: PersonRequest) -> HttpResponse:
        """One document: a number for its `schema`, and a list for each noun. It needs a scope of its own."""
        data = as_json(person=request.user, now=timezone.now())
        return HttpResponse(data, content_type="application/json", headers={"Cache-Control": "no-store"})
