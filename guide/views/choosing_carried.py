"""What somebody filled in before they had an account, taken along in their browser into the sheet that is kept."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse

from guide.logic.choosing import PLACES, Candidate, candidate
from guide.views.browser import BrowserCookie

COOKIE: Final = BrowserCookie("choosing", page="guide:choosing", holds=(("z", str),))
MOST: Final = 4000  # bytes that every browser keeps, with some room for the rest of the cookie


def carry(response: HttpResponse, people: Mapping[str, Candidate], *, now: datetime) -> bool:
    """Put *people* into the browser with *response*. False, and nothing put there, where they are too long for it."""
    plain = json.dumps({place: one.plain for place, one in people.items()}, separators=(",", ":"))
    COOKIE.write(response, {"z": b64encode(zlib.compress(plain.encode(), 9)).decode()}, now=now)
    if len(response.cookies[COOKIE.name].value) <= MOST:
        return True
    del response.cookies[COOKIE.name]
    return False


def carried(request: HttpRequest, *, now: datetime) -> dict[str, Candidate] | None:
    """None where there is nothing, and where it cannot be read any more."""
    kept = COOKIE.read(request, now=now)
    if kept is None:
        return None
    plain = json.loads(zlib.decompress(b64decode(kept.said["z"])))
    return {place: candidate(plain.get(place, {})) for place in PLACES}
