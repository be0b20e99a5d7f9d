"""Whether there is a page of readers' stories to lead to."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def stories_on() -> bool:
    return settings.STORIES
