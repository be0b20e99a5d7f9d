"""Help beside a field for words of one's own: its phrases are looked for on the device, and nothing is told of it."""

from __future__ import annotations

from typing import Any

from django import template

from guide.catalogue.crisis_words import crisis_words

register = template.Library()


@register.inclusion_tag("tracker/_crisis.html", takes_context=True)
def crisis_card(context: template.Context, *, on_focus: bool = False) -> dict[str, Any]:
    """A card for every field of the page with `data-words`, hidden until one of them calls for it; once a page.

    *on_focus*: its script comes when such a field is touched first; the page's own script sees to that.
    """
    phrases: dict[str, list[str]] = {}
    for phrase in crisis_words().phrases:
        phrases.setdefault(phrase.tier.value, []).append(phrase.written)
    return {name: context.get(name) for name in ("user", "signed_in", "request")} | {
        "phrases": phrases,
        "on_focus": on_focus,
    }
