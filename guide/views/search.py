"""Search in the guide, whole as a page and in part while somebody types. It needs no database and keeps nothing.

What is looked for is also looked through for words that sound like danger: docs/adr/0010 says why.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from guide.catalogue.crisis_words import crisis_words
from guide.logic.crisis_words import found_in
from guide.search import Results, search
from guide.views import country

LONGEST, SHORTEST = 200, 2
OFTEN = (_("stuck"), _("too expensive"), _("medicine"), _("sleep"), _("hard to say"), _("someone else"), _("how long"))


@login_not_required
@require_safe
@vary_on_headers("HX-Request", "Accept-Language")
def find(request: HttpRequest) -> HttpResponse:
    """`q`: what is looked for. It says something of whoever asks: it is kept by no cache, goes along in no link, and
    stands in no title."""
    query = readable(request.GET.get("q", ""))
    asked = len(query) >= SHORTEST
    worried = asked and bool(found_in(query, crisis_words()))
    part = "#found" if HtmxDetails(request) else ""
    context = {
        "query": query,
        "whole": not part,
        "often": OFTEN,
        "asked": asked,
        "results": search(query) if asked else Results((), ()),
        "worried": worried,
        "here": country.numbers_for(request) if worried else None,
    }
    response = render(request, f"guide/search_page.html{part}", context)
    patch_cache_control(response, no_store=True, private=True)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def readable(typed: str) -> str:
    """On one line, without what cannot be printed, and no longer than is looked at."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())[:LONGEST].strip()
