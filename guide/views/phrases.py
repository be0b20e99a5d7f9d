"""Talk sheets: words for a therapist, a doctor or someone close."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from guide import catalogue
from guide.catalogue import phrases
from guide.forms.phrases import BlanksForm
from guide.views.browser import sent_by_us
from guide.views.kept import canonical, kept

FIRST = 2


@login_not_required
@require_safe
@conditional_page
def words(request: HttpRequest) -> HttpResponse:
    sheets = []
    for listener in phrases.SHEETS.values():
        said = phrases.said_to(listener.slug)
        sheets.append({"listener": listener, "first": said[:FIRST], "count": len(said)})
    return kept(request, render(request, "guide/words_index.html", {"sheets": sheets, "url": canonical("guide:words")}))


@login_not_required
@require_safe
@conditional_page
def sheet(request: HttpRequest, listener: str) -> HttpResponse:
    if listener not in phrases.SHEETS:
        raise Http404
    context = {
        "listener": phrases.SHEETS[listener],
        "phrases": phrases.said_to(listener),
        "url": canonical("guide:sheet", listener),
    }
    return kept(request, render(request, "guide/words_sheet.html", context))


@csrf_exempt  # a POST writes nothing, and a page that is the same for everyone carries no token
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@conditional_page
def phrase(request: HttpRequest, listener: str, phrase: str) -> HttpResponse:
    """One phrase in large print. What is typed into its blanks comes back in the answer, and is neither kept nor put
    into an address."""
    found = phrases.find(phrase)
    if found is None or found.to != listener:
        raise Http404
    sent = sent_by_us(request)
    form = BlanksForm(sent, phrase=found)
    values = form.values()
    pieces = found.pieces(values)
    context = {
        "phrase": found,
        "listener": phrases.SHEETS[listener],
        "form": form,
        "pieces": pieces,
        "words": found.filled(values),
        "whole": not any(piece.empty for piece in pieces),
        "chapter": catalogue.get(found.chapter),
        "url": canonical("guide:phrase", listener, phrase),
    }
    response = render(request, "guide/words_phrase.html", context, status=422 if form.errors else 200)
    if sent is None:
        return kept(request, response)
    patch_cache_control(response, private=True, no_store=True)
    return response
