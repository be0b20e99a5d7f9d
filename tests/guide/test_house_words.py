"""Every text a person can read: chapters, templates, catalogues and the strings in the code."""

from __future__ import annotations

import ast
import re
import statistics
import tomllib
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from guide import catalogue
from guide.logic.chapters import CARRIES_A_PHRASE, Chapter
from tests.guide.reading import blocks, grade, sentences, words

ROOT: Path = settings.BASE_DIR
APPS = ("accounts", "guide", "pwa", "tracker", "reminders", "sharing")
CHAPTERS = catalogue.chapters()

BANNED = {
    # never a reproach, never a cheer
    r"!": "an exclamation mark",
    r"\bjust\b": "just",
    r"\bshould(n't)?\b": "should",
    r"\bjourneys?\b": "journey",
    r"\bstreaks?\b": "streak",
    r"\byou(?:'ve)? (?:missed|failed)\b": "you missed, you failed",
    r"\b(?:non-?complian\w+|compliance|resistant|refused|rant|failure)\b": "a word that blames",
    r"\bwell done\b|\b(?:great|good) job\b|\bproud of you\b|\bgood (?:for you|to hear|to know your)\b": "praise",
    r"\bcommitted suicide\b|\bfailed attempt\b|\battention.seeking\b": "a word that wounds",
    # never more than is known
    r"\brisk level\b|\b(?:you are|you're) safe\b": "a judgement of risk",
    r"\byou have (?:an? )?(?:\w+ )?(?:depression|disorder|anxiety|psychosis|ptsd|ocd)\b": "a diagnosis",
    r"\b(?:you don't|you do not) need\b": "you don't need",
    r"\bsafe\b(?! plan\b)": "safe",
    r"\bclinically proven\b|\bdetects\b|\bmonitors your\b|\btells you whether\b": "a claim we cannot make",
    r"\bimproves outcomes\b|\bprevents? relapse\b|\bevidence-based app\b|\bused by the nhs\b": "a claim we cannot make",
    # never an order about a medicine
    r"\btake it now\b|\b(?:split|restart) it\b|\bskip (?:it|(?:the|a|your|this|that)(?: \w+)? dose)\b": "an order",
    r"\b(?:double|raise|lower|increase|reduce) (?:it(?! first\b)|(?:the|your) (?:dose|medicine))\b": "an order",
    r"(?:^|[.?!:;“\"(]\s*|\b(?:please|then|and|or|can|could|may) )"
    r"(?:take|skip|double|raise|lower|stop|increase|reduce|halve|split|restart|start)(?: taking)? (?:[\w'-]+ ){0,2}"
    r"(?:doses?|tablets?|pills?|meds|medicines?|medications?|antidepressants?)\b": "an order",
}
WORD_FOR_WORD = ("young adults should be seen early",)  # a card of medicine safety, as the clinical rules have it
READERS_WORDS = {"crisis_words.toml", "search_words.toml"}  # what people type; nobody is shown it


NOT_HERE = r"clinical (?:facts|rules)|founding article|published list|trigger [A-Z]\b"  # papers that nobody can look up


def found_in(text: str) -> list[str]:
    plain = text.replace("’", "'").lower()
    for mandated in WORD_FOR_WORD:
        plain = plain.replace(mandated, "")
    return [
        f"{name}: …{match[0]}…"
        for pattern, name in BANNED.items()
        for match in re.finditer(pattern, plain, re.MULTILINE)
    ]


class Visible(HTMLParser):
    """What is read or read aloud of a template."""

    ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "content")

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in self.ATTRIBUTES and value]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


BLOCK = re.compile(r"{% blocktrans(?:late)?\b.*?%}(.*?){% endblocktrans(?:late)? %}", re.DOTALL)


def template_texts(source: str) -> Iterator[str]:
    """Each string by itself, a blank of a sentence as one word."""
    for body in BLOCK.findall(source):
        yield from (
            " ".join(re.sub(r"<[^>]+>", "", part).split())
            for part in re.sub(r"{{.*?}}", "one", body).split("{% plural %}")
        )
    yield from template_text(BLOCK.sub("\n", source)).split("\n")


def template_text(source: str) -> str:
    source = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", source, flags=re.DOTALL)
    marked = [
        first or second for first, second in re.findall(r"""{%\s*trans(?:late)?\s+(?:"([^"]*)"|'([^']*)')""", source)
    ]
    marked += re.findall(r'_\("([^"]*)"\)', source)
    parser = Visible()
    parser.feed(re.sub(r"{%.*?%}|{{.*?}}", " ", source))
    return "\n".join([*marked, *parser.texts])


MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def code_texts(tree: ast.AST) -> Iterator[str]:
    """Strings marked for translation."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def toml_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from toml_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from toml_texts(inner)


def chapter_texts(chapter: Chapter) -> list[str]:
    texts = [chapter.title, chapter.summary, chapter.reviewed_by, *blocks(chapter.html)]
    if chapter.ask:
        texts.append(chapter.ask.question)
        for answer in chapter.ask.answers:
            texts += [answer.answer, *blocks(f"<p>{answer.reply_html}</p>"), answer.say]
    return texts


def catalogues(app: str) -> Iterator[tuple[Path, list[str]]]:
    """Each TOML file whose texts are shown, with them."""
    for path in sorted((ROOT / app).rglob("*.toml")):
        if path.name not in READERS_WORDS:
            yield path, list(toml_texts(tomllib.loads(path.read_text(encoding="utf-8"))))


def too_long(texts: Iterable[str]) -> list[str]:
    """The sentences of more than 25 words; all of them where the median of a text, not of a line or two, is over 14."""
    found = sentences(texts)
    lengths = [len(words(sentence)) for sentence in found]
    if len(lengths) > 3 and statistics.median(lengths) > 14:
        return found
    return [sentence for sentence, length in zip(found, lengths, strict=True) if length > 25]


def test_a_rule_names_no_paper_that_the_project_does_not_hold() -> None:
    files = [path for folder in ("logic", "catalogue", "content/en") for path in (ROOT / "guide" / folder).rglob("*.*")]
    rules = [path for path in files if path.suffix in (".py", ".toml", ".md")]
    assert [path.name for path in rules if re.search(NOT_HERE, path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.slug)
def test_a_chapter_reads_easily(chapter: Chapter) -> None:
    assert grade(blocks(chapter.html, headings=False)) <= 7
    assert too_long(chapter_texts(chapter)) == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.slug)
def test_a_chapter_is_short_and_gives_something_to_do_and_to_say(chapter: Chapter) -> None:
    essay = chapter.section in CARRIES_A_PHRASE
    fewest, most = (250, 400) if essay else (200, 600)
    assert fewest <= sum(len(words(block)) for block in blocks(chapter.html)) <= most
    assert chapter.headings[-1].text == "One small thing to do today"
    assert chapter.phrase_id or not essay


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.slug)
def test_a_chapter_uses_the_words_of_the_house(chapter: Chapter) -> None:
    assert found_in("\n".join(chapter_texts(chapter))) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_template_uses_the_words_of_the_house(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert found_in(template_text(source)) == []
    assert too_long(template_texts(source)) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates").rglob("*.txt")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_mail_uses_the_words_of_the_house(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert found_in(template_text(source)) == []
    assert too_long(template_texts(source)) == []


@pytest.mark.parametrize("app", APPS)
def test_the_code_speaks_the_words_of_the_house(app: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)}: {text}": found
        for path in sorted((ROOT / app).rglob("*.py"))
        for text in code_texts(ast.parse(path.read_text(encoding="utf-8")))
        if (found := found_in(text) + too_long([text]))
    }
    assert wrong == {}


@pytest.mark.parametrize("app", APPS)
def test_the_catalogues_speak_the_words_of_the_house(app: str) -> None:
    for path, texts in catalogues(app):
        assert found_in("\n".join(texts)) == [], path.name
        assert too_long(texts) == [], path.name


@pytest.mark.parametrize(
    "text",
    [
        "Well done!", "You just tick it.", "You missed a dose.", "You’ve failed.", "A 6-day streak", "A safe app",
        "You’re safe.", "You have severe depression.", "You don’t need a doctor.", "Double the dose.", "Skip it.",
        "Skip the next dose.", "It detects low mood.", "Take it now.", "You should call.", "non-compliant",
        "It is a journey.", "He refused.", "You failed.", "Clinically proven", "It prevents relapse.",
        "Used by the NHS", "Take two tablets.", "Please stop your medicine.",
        "If it is too much, then lower the evening dose.",
        "You can stop taking the pills.", "Rest. Raise your dose.", "Start an antidepressant.",
    ],
)  # fmt: skip
def test_what_may_not_be_said_is_found(text: str) -> None:
    assert found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Please don’t stop or change the dose yourself.", "Wanting to stop a medicine is worth a conversation.",
        "Never take a double dose to catch up.", "Take your list to the pharmacist.",
        "What would a safe plan look like?", "“Medicine stops being a secret.”", "Start with the day you take it.",
    ],
)  # fmt: skip
def test_what_may_be_said_is_not(text: str) -> None:
    assert found_in(text) == []


def test_a_sentence_that_loses_its_reader_is_found() -> None:
    assert too_long(["Short ones. " * 3 + "word " * 26])
    assert too_long(["word " * 15] * 4)
    assert too_long(["Short ones.", "word " * 25]) == []
    source = "{% blocktranslate %}A{% plural %}B {{ n }} <b>now</b>{% endblocktranslate %}<p>C</p>"
    assert [text for text in template_texts(source) if text] == ["A", "B one now", "C"]


def test_syllables_are_counted_as_they_are_heard_and_a_heading_is_no_sentence() -> None:
    assert grade(["The cat sat on the mat."]) < 1
    assert grade(["Pharmacological discontinuation necessitates multidisciplinary consideration beforehand."]) > 20
    assert grade(["They don’t know a thing about it."]) == grade(["They won't know a thing about it."])
    assert grade(["One more line about it", "And one more line again"]) == grade(
        ["One more line about it. And one more line again."]
    )
    html = "<h2>Why</h2><p>One is here.<sup>1</sup> Two, too.</p><ul><li>Three</li></ul>"
    assert blocks(html, headings=False) == ["One is here. Two, too.", "Three"]
    assert sentences(blocks(html, headings=False)) == ["One is here.", "Two, too.", "Three"]


def test_it_looks_into_translated_strings_attributes_and_plain_text_but_not_into_tags() -> None:
    source = """{# just a note #}{% if not should %}<p title="Just so">{% translate "Just this" %}</p>
    {% blocktranslate %}You should{% endblocktranslate %}{{ journey }}
    <input placeholder='{% trans "A streak" %}'>{% endif %}"""
    assert sorted(found.split(":")[0] for found in found_in(template_text(source))) == [
        "just",
        "just",
        "should",
        "streak",
    ]
