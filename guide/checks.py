"""At the start: every chapter can be read, every link leads somewhere, every number has its words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.urls import Resolver404, resolve

from guide import catalogue, help_lines
from guide.catalogue import check as check_file
from guide.catalogue import choosing as choosing_file
from guide.catalogue import fit as fit_file
from guide.catalogue import phrases
from guide.catalogue.crisis_words import crisis_words
from guide.catalogue.files import CONTENT
from guide.catalogue.search_words import search_words
from guide.help_words import COUNTRIES, NOTES, SERVICES
from guide.logic.chapters import BadChapterError, Chapter, parse
from guide.logic.check import BadCheckError, Check
from guide.logic.choosing import BadQuestionsError
from guide.logic.crisis_words import BadCrisisWordsError
from guide.logic.fit import BadFitError, Fit
from guide.logic.help_lines import BadHelpLinesError
from guide.logic.phrases import BadPhrasesError, Phrase
from guide.logic.search import BadSearchWordsError, Said


@register()
def chapters_are_whole(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return list(chapter_errors(CONTENT))


@register()
def phrases_are_whole(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return list(phrase_errors())


@register()
def everything_named_is_there(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The why-check, the fit checklist, chapters and phrases name each other by id."""
    try:
        chapters, words = catalogue.chapters(), phrases.phrases()
        check, fit = check_file.check(), fit_file.fit()
        choosing_file.questions()
    except BadCheckError as error:
        return [Error(f"check.toml: {problem}", id="guide.E009") for problem in error.problems]
    except BadFitError as error:
        return [Error(f"fit.toml: {problem}", id="guide.E010") for problem in error.problems]
    except BadQuestionsError as error:
        return [Error(f"choosing.toml: {problem}", id="guide.E016") for problem in error.problems]
    except (BadChapterError, BadPhrasesError):
        return []  # told by the checks above
    return list(dangling(check, fit, chapters, words))


@register()
def crisis_words_are_whole(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        crisis_words()
    except BadCrisisWordsError as error:
        return [Error(f"crisis_words.toml: {problem}", id="guide.E019") for problem in error.problems]
    return []


@register()
def search_words_are_whole(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        return list(search_word_errors(search_words(), catalogue.chapters()))
    except BadSearchWordsError as error:
        return [Error(f"search_words.toml: {problem}", id="guide.E017") for problem in error.problems]
    except BadChapterError:
        return []  # told by the check above


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
                yield Error(f"{_file(chapter)}: text: {link} leads nowhere", id="guide.E003")


def phrase_errors() -> Iterator[CheckMessage]:
    """Each phrase can be read, and each chapter's phrase is one of them."""
    try:
        known = {phrase.id for phrase in phrases.phrases()}
    except BadPhrasesError as error:
        yield from (Error(f"phrases.toml: {problem}", id="guide.E006") for problem in error.problems)
        return
    try:
        chapters = catalogue.chapters()
    except BadChapterError:
        return  # told by the check above
    for chapter in chapters:
        if chapter.phrase_id and chapter.phrase_id not in known:
            yield Error(f"{_file(chapter)}: phrase: there is no {chapter.phrase_id}", id="guide.E008")


def dangling(check: Check, fit: Fit, chapters: Sequence[Chapter], words: Sequence[Phrase]) -> Iterator[CheckMessage]:
    """One error for each id that names nothing, and for each reason and action that its chapter does not name."""
    slugs, ids = {chapter.slug: chapter for chapter in chapters}, {phrase.id for phrase in words}
    reasons = {reason.id: reason.chapter for reason in check.reasons}
    for name, slug in [*reasons.items(), *check.actions.items()]:
        if slug not in slugs:
            yield Error(f"check.toml: {name}: there is no chapter {slug}", id="guide.E011")
        elif name not in (*slugs[slug].reason_ids, *slugs[slug].action_ids):
            yield Error(f"{_file(slugs[slug])}: does not name {name}, whose chapter it is", id="guide.E012")
    for chapter in chapters:
        for name in [*(set(chapter.reason_ids) - set(reasons)), *(set(chapter.action_ids) - set(check.actions))]:
            yield Error(f"{_file(chapter)}: there is no {name} in check.toml", id="guide.E013")
    for file, row, name in _phrases_named(check, fit):
        if name not in ids:
            yield Error(f"{file}: {row}: there is no phrase {name}", id="guide.E014")
    for phrase in words:
        if phrase.chapter not in slugs:
            yield Error(f"phrases.toml: {phrase.id}: there is no chapter {phrase.chapter}", id="guide.E015")


def _phrases_named(check: Check, fit: Fit) -> Iterator[tuple[str, str, str]]:
    """(file, row, id of a phrase)."""
    for reason in check.reasons:
        yield from (("check.toml", reason.id, name) for step in reason.steps for name in step.phrases)
    yield from (("fit.toml", item.id, item.phrase) for item in fit.items if item.phrase)


def _file(chapter: Chapter) -> str:
    return f"{chapter.section}/{chapter.slug}.md"


def search_word_errors(entries: Iterable[Said], chapters: Iterable[Chapter]) -> Iterator[CheckMessage]:
    """Each place to which a reader's word leads is there."""
    anchors = {
        chapter.slug: {"", *(heading.id for heading in chapter.headings), *(["q"] if chapter.ask else ())}
        for chapter in chapters
    }
    for entry in entries:
        for lead in entry.leads:
            slug, _, anchor = lead.partition("#")
            if anchor not in anchors.get(slug, ()):
                yield Error(f"search_words.toml: {entry.said[0]}: {lead} leads nowhere", id="guide.E018")


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
