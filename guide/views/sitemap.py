"""What search engines are told: every public page of the guide, and when it was last looked at."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from guide import catalogue
from guide.catalogue import phrases
from guide.views.kept import canonical

OTHERS = ("guide:landing", "guide:index", "guide:words", "guide:check", "guide:fit", "guide:choosing", "guide:help")


@login_not_required
@require_safe
@conditional_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """A page of no chapter changes with the newest one."""
    chapters = catalogue.chapters()
    newest = max(chapter.reviewed_on for chapter in chapters)
    pages = [(canonical(name), newest) for name in OTHERS]
    pages += [(canonical("guide:sheet", listener), newest) for listener in phrases.SHEETS]
    pages += [(canonical("guide:chapter", chapter.slug), chapter.reviewed_on) for chapter in chapters]
    return _plain(render(request, "guide/sitemap.xml", {"pages": pages}, content_type="application/xml"))


@login_not_required
@require_safe
@conditional_page
def robots(request: HttpRequest) -> HttpResponse:
    """Everything that needs an account turns a robot away by itself; what somebody searched for is marked noindex."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {canonical('guide:sitemap')}\n"
    return _plain(HttpResponse(text, content_type="text/plain; charset=utf-8"))


def _plain(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, no_cache=True)
    return response
