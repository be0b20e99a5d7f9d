"""What a chapter says about itself to a search engine."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from guide.logic.chapters import Chapter

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def article(chapter: Chapter, *, url: str) -> SafeString:
    """schema.org Article as JSON that may stand inside a script element."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": chapter.title,
        "description": chapter.summary,
        "url": url,
        "inLanguage": "en-GB",
        "dateModified": chapter.reviewed_on.isoformat(),
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": "Turnstone", "url": settings.SITE_URL},
        "citation": [
            {"@type": "CreativeWork", "name": source.name, "url": source.url, "datePublished": str(source.year)}
            for source in chapter.sources
        ],
    }
    return mark_safe(json.dumps(facts, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308
