"""Links into the guide that depend on who reads."""

from django import template
from django.urls import reverse

from guide.help_now import Numbers
from guide.views.country import chosen, numbers_for

register = template.Library()


@register.simple_tag(takes_context=True)
def help_url(context: template.Context) -> str:
    """Help now for the country the person set, else the one chosen on this device, else as it is."""
    country = getattr(context.get("user"), "country", "") if context.get("signed_in") else ""
    request = context.get("request")
    country = country or (chosen(request) if request else "")
    return f"{reverse('guide:help')}?country={country}" if country else reverse("guide:help")


@register.simple_tag(takes_context=True)
def numbers_here(context: template.Context) -> Numbers | None:
    """Whom to call in the country of the person, else of this device; None where it is not known."""
    request = context.get("request")
    return numbers_for(request) if request else None
