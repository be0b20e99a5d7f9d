"""Links into the guide that depend on who reads."""

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def help_url(context: template.Context) -> str:
    """Help now, with the person's own country where somebody is signed in and has set one."""
    country = getattr(context.get("user"), "country", "") if context.get("signed_in") else ""
    return f"{reverse('guide:help')}?country={country}" if country else reverse("guide:help")
