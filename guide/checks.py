"""At the start: every chapter can be read, every link leads somewhere, every number has its words."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.urls import Resolver404, resolve

from guide import catalogue, help_lines
from guide.catalogue import phrases
from guide.catalogue.files import CONTENT
from guide.help_words import COUNTRIES, NOTES, SERVICES
from guide.logic.chapters import BadChapterError, Chapter, parse
from guide.logic.help_lines import BadHelpLinesError
from guide.logic.phrases import BadPhrasesError


@register()
def chapters_are_whole(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return list(chapter_errors(CONTENT))


@register()
def phrases_are_whole(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return list(phrase_errors())


@register()
def help_lines_are_whole(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return list(help_line_errors())


def chapter_errors(folder: Path) -> Iterator[CheckMessage]:
    """One error for each field that is wrong, naming the file and the field."""
    found: dict[str, Chapter] = {}
    for section, path in catalogue.files(folder):
        file = f"{section}/{path.name}"
        try:
            chapter = parse(path.read_text(encoding="utf-8"), slug=path.stem, section=section)
        except BadChapterError as error:
            yield from (
                Error(f"{file}: {problem.field}: {problem.reason}", id="guide.E001") for problem in error.problems
            )
            continue
        if chapter.slug in found:
            yield Error(f"{file}: slug: is taken by another section", id="guide.E002")
        found[chapter.slug] = chapter
    for chapter in found.values():
        for link in chapter.links:
            if not _leads_somewhere(link, chapter, found):
                yield Error(f"{chapter.section}/{chapter.slug}.md: text: {link} leads nowhere", id="guide.E003")


def phrase_errors() -> Iterator[CheckMessage]:
    """Each phrase can be read, and each chapter's phrase is one of them."""
    try:
        known = {phrase.id for phrase in phrases.phrases()}
    except BadPhrasesError as error:
        yield from (Error(f"phrases.toml: {problem}", id="guide.E006") for problem in error.problems)
        return
    for chapter in catalogue.chapters():
        if chapter.phrase_id and chapter.phrase_id not in known:
            yield Error(
                f"{chapter.section}/{chapter.slug}.md: phrase: there is no {chapter.phrase_id}", id="guide.E008"
            )


def help_line_errors() -> Iterator[CheckMessage]:
    try:
        countries = help_lines.countries()
    except BadHelpLinesError as error:
        yield from (Error(f"help_lines.toml: {problem}", id="guide.E004") for problem in error.problems)
        return
    for country in countries:
        notes = {line.note for line in country.lines} - {""} - set(NOTES)
        services = {emergency.service for emergency in country.emergency} - {""} - set(SERVICES)
        for missing in [*notes, *services, *({country.code} - set(COUNTRIES))]:
            yield Error(f"help_lines.toml: {country.code}: {missing} has no words in help_words.py", id="guide.E005")


def _leads_somewhere(link: str, chapter: Chapter, chapters: dict[str, Chapter]) -> bool:
    if source := re.fullmatch(r"#source-(\d+)", link):
        return 1 <= int(source[1]) <= len(chapter.sources)
    if slug := re.fullmatch(r"/guide/([\w-]+)/", link):
        return slug[1] in chapters or resolve(link).url_name != "chapter"
    if not link.startswith("/"):
        return link.startswith("https://")
    try:
        resolve(link)
    except Resolver404:
        return False
    return True
