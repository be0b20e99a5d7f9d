"""How a public page is addressed and kept."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control


def canonical(name: str, *args: str) -> str:
    """The page's one address for search engines, whatever host was asked."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """May be kept, if asked about each time; by the person's own browser alone once they are signed in."""
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_cache=True)
        response.headers["X-SW-Cache"] = "private"
    else:
        patch_cache_control(response, public=True, no_cache=True)
        response.headers["X-SW-Cache"] = "public"
    return response
