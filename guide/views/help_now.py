"""Who to call, for anyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from guide import help_now as numbers
from guide.help_words import MESSAGE
from guide.logic.safety_plan import message
from guide.views import country
from guide.views.kept import canonical, kept


@login_not_required
@require_safe
@conditional_page
def help_now(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("country", "")
    page = numbers.help_now(
        asked=asked or country.chosen(request),
        accept_language=request.headers.get("Accept-Language", ""),
        today=timezone.now().date(),
    )
    context = {"page": page, "words": MESSAGE, "to_anyone": message(str(MESSAGE)), "url": canonical("guide:help")}
    response = kept(request, render(request, "guide/help_now.html", context))
    country.remember(request, response, asked=asked)
    return response
