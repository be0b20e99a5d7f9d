"""The shell's own tags: an icon, the product's mark, and how a toast is taken back."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pwa.toast import undo_path

register = template.Library()
register.filter(undo_path)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """One symbol of the sprite. It is decoration: the word beside it carries the meaning."""
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#i-{}"></use></svg>', _sprite(), name)


@register.simple_tag
def mark() -> SafeString:
    """The lifted stone."""
    return format_html('<svg class="mark" aria-hidden="true"><use href="{}#mark"></use></svg>', _sprite())


def _sprite() -> str:
    return static("pwa/sprite.svg")
