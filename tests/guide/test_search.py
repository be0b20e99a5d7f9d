"""Search in the guide as a reader meets it: their own words, misspelt or half typed, with and without script."""

from __future__ import annotations

import html
import io
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config.logs import TemplateOnly
from guide import catalogue, help_lines
from guide.checks import search_word_errors, search_words_are_whole
from guide.logic.help_lines import STALE_AFTER_DAYS
from guide.logic.search import BadSearchWordsError, Said
from guide.search import search
from guide.views.search import readable
from tests.house.test_logs import formatter

# What people type, with a slip, half typed, and the chapter that should come first.
TYPED = [
    ("meds", "medds", "med", "doctor"),
    ("side effects", "side efects", "side eff", "stopping"),
    ("antidepressants", "antidepresants", "antidep", "doctor"),
    ("coming off meds", "comming off meds", "coming of", "stopping"),
    ("withdrawal", "withdrawl", "withdr", "stopping"),
    ("missed dose", "mised dose", "missed d", "doctor"),
    ("quit", "qit", "qui", "staying"),
    ("drop out", "drop owt", "drop o", "staying"),
    ("ghosted my therapist", "gosted my therapsit", "ghosted my th", "staying"),
    ("can't afford", "cant aford", "can’t aff", "staying"),
    ("too expensive", "to expencive", "too exp", "staying"),
    ("waste of time", "wast of time", "waste of t", "expectations"),
    ("not working", "not workin", "not wor", "expectations"),
    ("stuck", "stuk", "stu", "approach"),
    ("venting", "ventting", "vent", "story"),
    ("cry", "crry", "cryin", "talk"),
    ("hate my therapist", "hate my theripist", "hate my", "rapport"),
    ("don't trust my therapist", "dont trust my terapist", "dont tru", "rapport"),
    ("doesn't listen", "doesnt lissen", "doesn't lis", "rapport"),
    ("flirting", "flirtting", "flirt", "red-flags"),
    ("not honest", "not honnest", "not hon", "opening-up"),
    ("lying to my therapist", "lieing to my therapist", "lying to", "opening-up"),
    ("ashamed", "ashammed", "asham", "opening-up"),
    ("confidential", "confidental", "confid", "opening-up"),
    ("sleep", "slep", "slee", "lifestyle"),
    ("can't sleep", "cant sleeep", "can't sl", "lifestyle"),
    ("phone in bed", "phon in bed", "phone in b", "lifestyle"),
    ("exercise", "excercise", "exerc", "lifestyle"),
    ("no energy", "no enery", "no ener", "lifestyle"),
    ("homework", "homewrok", "homew", "homework"),
    ("new therapist", "new terapist", "new ther", "new-therapist"),
    ("questions to ask", "qestions to ask", "questions to", "choosing"),
    ("how long does therapy take", "how long does therapie take", "how long d", "how-long"),
    ("what to expect", "what to expct", "what to exp", "first-sessions"),
    ("goals", "gaols", "goa", "goals"),
    ("CBT", "cbtt", "CB", "types"),
    ("alcohol", "alchohol", "alco", "circumstances"),
    ("panic attack", "panick attack", "panic att", "crisis"),
    ("kill myself", "kil myself", "kill mys", "crisis"),
    ("getting better", "geting better", "getting bet", "keep-going"),
    ("last session", "last sesion", "last sess", "ending"),
    ("impatient", "impatiant", "impat", "patience"),
    ("scared", "scarred", "scare", "opening-up"),
    ("religion", "relegion", "relig", "rapport"),
    ("online therapy", "online therapie", "online ther", "staying"),
    ("kids", "kidds", "my kids", "circumstances"),
]


def page(client: Client, query: str, **headers: str) -> str:
    answer = client.get("/guide/search/", {"q": query}, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("said", "misspelt", "begun", "wanted"), TYPED, ids=[row[0] for row in TYPED])
def test_readers_words_lead_to_the_chapter(said: str, misspelt: str, begun: str, wanted: str) -> None:
    assert search(said).chapters[0].chapter.slug == wanted
    assert search(misspelt).chapters[0].chapter.slug == wanted
    assert wanted in [result.chapter.slug for result in search(begun).chapters[:3]]


@pytest.mark.parametrize("said", ["missed dose", "mised dose", "forgot pill", "forgot my tablet", "double dose"])
def test_a_dose_that_did_not_happen_leads_to_the_one_thing_to_be_said(said: str, bob_client: Client) -> None:
    first = re.search(r'<a class="row" href="(/guide/[\w-]+/)#([\w-]+)"', page(bob_client, said))
    assert first is not None
    text = bob_client.get(first[1]).content.decode()
    place = text[text.index(f'id="{first[2]}"') :].split("<h2", 1)[0]
    assert "check the leaflet or ask a pharmacist. Don’t take a double dose to catch up." in place


def test_every_word_leads_to_a_heading_that_is_there_and_a_lost_one_is_named() -> None:
    assert search_words_are_whole(None) == []
    lost = [Said(("meds",), (), ("doctor", "doctor#gone")), Said(("cry",), (), ("gone",))]
    lost.append(Said(("pills",), (), ("stopping#q", "how-we-work-it-out#q")))
    assert [error.msg for error in search_word_errors(lost, catalogue.chapters())] == [
        "search_words.toml: meds: doctor#gone leads nowhere",
        "search_words.toml: cry: gone leads nowhere",
        "search_words.toml: pills: how-we-work-it-out#q leads nowhere",
    ]


def test_a_table_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise BadSearchWordsError(["cant is there twice"])

    monkeypatch.setattr("guide.checks.search_words", broken)
    assert [error.msg for error in search_words_are_whole(None)] == ["search_words.toml: cant is there twice"]


@pytest.mark.parametrize("chapter", catalogue.chapters(), ids=lambda chapter: chapter.slug)
def test_a_chapter_is_found_by_its_title_and_by_each_of_its_own_headings(chapter: Any) -> None:
    assert chapter.slug in [result.chapter.slug for result in search(chapter.title).chapters[:2]]
    own = [heading for heading in chapter.headings if "One small thing" not in heading.text]
    for heading in own:
        assert chapter.slug in [one.chapter.slug for one in search(heading.text).chapters], heading.text


def test_a_result_is_a_chapter_and_a_heading_with_the_words_around(bob_client: Client) -> None:
    found = page(bob_client, "withdrawal symptoms")
    assert 'href="/guide/stopping/#why-it-matters-how"' in found
    assert "Why it matters how" in found
    assert "<b>withdrawal</b>" in found
    target = bob_client.get("/guide/stopping/").content.decode()
    assert 'id="why-it-matters-how"' in target


def test_every_link_that_search_gives_stands_on_its_page(bob_client: Client) -> None:
    for said, *_ in TYPED:
        for href, anchor in re.findall(r'href="(/guide/[\w-]+/)#([\w-]+)"', page(bob_client, said)):
            assert f'id="{anchor}"' in bob_client.get(href).content.decode()


def test_words_to_say_are_found_too(bob_client: Client) -> None:
    found = page(bob_client, "side effects")
    assert 'href="/guide/words/doctor/doctor-side-effects/"' in found


def test_side_effects_lead_to_the_question_that_speaks_of_them(bob_client: Client) -> None:
    found = page(bob_client, "side effects")
    assert found.index('href="/guide/stopping/#q"') < found.index('href="/guide/doctor/')
    assert 'id="q"' in bob_client.get("/guide/stopping/").content.decode()


@pytest.mark.parametrize("said", ["cbt", "emdr", "online therapy", "kids"])
def test_words_that_only_speak_of_therapy_are_not_offered_for_a_kind_of_it(said: str, bob_client: Client) -> None:
    found = page(bob_client, said)
    assert "Something happened in therapy" not in found
    assert "and I’m not better" not in found


def test_what_is_asked_is_put_back_into_the_field_and_cannot_break_out_of_it(bob_client: Client) -> None:
    found = page(bob_client, '"><script>alert(1)</script>')
    assert "<script>alert" not in found
    assert html.escape('"><script>alert(1)</script>') in found


@pytest.mark.parametrize("query", ["I want to die", "kill myself", "I hurt myself", "he hits me", "overdosed"])
def test_help_comes_before_the_results_where_the_words_sound_like_danger(query: str, bob_client: Client) -> None:
    found = page(bob_client, query, **{"accept-language": "de-DE"})
    main = found[found.index("<main") :]
    assert 'href="tel:112"' in main
    assert "Open Help now" in main
    assert "Open Help now" in main[: main.find('<ul class="rows found"')]


def test_the_help_is_the_one_of_the_persons_own_country(alice: User, alice_client: Client) -> None:
    alice.country = "AU"
    alice.save()
    found = page(alice_client, "I want to die")
    assert 'href="tel:000"' in found
    assert "/help/now/?country=AU" in found


def test_a_number_that_is_too_old_stands_on_no_card_and_help_is_one_tap_away(bob_client: Client) -> None:
    oldest = min(country.oldest for country in help_lines.countries())
    with time_machine.travel(datetime.combine(oldest, time(), UTC) + timedelta(days=STALE_AFTER_DAYS + 7)):
        found = page(bob_client, "I want to die", **{"accept-language": "en-GB"})
    main = found[found.index("<main") :]
    assert "tel:" not in main
    assert 'href="/help/now/' in main[: main.index('<ul class="rows found"')]


def test_ordinary_words_bring_no_alarm(bob_client: Client) -> None:
    for said in ("meds", "sleep", "too expensive", "cry"):
        assert "Help is close" not in page(bob_client, said)


def test_where_nothing_is_found_it_says_what_to_try_and_where_help_is(bob_client: Client) -> None:
    found = page(bob_client, "xyzzyqqq")
    main = found[found.index("<main") :]
    assert "Nothing found" in main
    assert "Try one plain word" in main
    assert 'href="/guide/"' in main
    assert 'href="/help/now/"' in main


@pytest.mark.parametrize("query", ["", " ", "a", "\x00", "\u200b"])
def test_too_little_to_look_for_brings_words_to_try(query: str, bob_client: Client) -> None:
    found = page(bob_client, query)
    assert "Often looked for" in found
    assert "Nothing found" not in found


@pytest.mark.parametrize(
    "query",
    [
        "治療 が 効かない", "терапия", "🫠🫠🫠", "a\x00b\x1b[31m\r\nSet-Cookie: x=1", "%", "<b>", "((((", "?", "-- --",
        "'; DROP TABLE guide; --", "\ufffe\ud7ff", "a" * 5000, "word " * 2000, "ﬁt", "İstanbul", "e\u0301" * 300,
        "\u202eabc", "{{ 7|add:7 }}",
    ],
)  # fmt: skip
def test_odd_input_is_an_ordinary_page(query: str, bob_client: Client) -> None:
    found = page(bob_client, query)
    shown = re.search(r'name="q" id="q-guide" value="([^"]*)"', found)
    assert shown is not None
    assert len(html.unescape(shown[1])) <= 200


def test_bytes_that_are_no_text_are_an_ordinary_page(bob_client: Client) -> None:
    for raw in ("q=%ff%fe%00", "q=%F0%9F", "q=%ED%A0%80", "q[]=1", "q=1&q=sleep", "%00=1"):
        assert bob_client.get(f"/guide/search/?{raw}").status_code == 200


def test_two_hundred_characters_are_looked_at() -> None:
    assert len(readable("sleep " * 100)) <= 200
    assert readable("  can’t\tsleep\n ") == "can’t sleep"


def test_while_somebody_types_only_the_results_are_sent_and_their_number_is_said(bob_client: Client) -> None:
    part = page(bob_client, "sleep", **{"HX-Request": "true"})
    assert "<html" not in part
    assert re.search(r'<div id="say" role="status"[^>]*hx-swap-oob="true">\d+ chapters found</div>', part)
    whole = page(bob_client, "sleep")
    links = re.findall(r'href="(/guide/[^"]+#?[^"]*)"', part)
    assert links
    assert set(links) <= set(re.findall(r'href="(/guide/[^"]+)"', whole))
    assert 'hx-swap-oob="true"' not in whole
    assert '<div id="say" role="status" class="vh" hx-swap-oob="true"></div>' in page(
        bob_client, "", **{"HX-Request": "true"}
    )


@pytest.mark.parametrize("query", ["", "sleep", "xyzzyqqq", "I want to die"])
def test_what_was_asked_is_kept_nowhere(query: str, bob_client: Client) -> None:
    answer = bob_client.get("/guide/search/", {"q": query})
    assert set(answer["Cache-Control"].split(", ")) == {"no-store", "private"}
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "X-SW-Cache" not in answer
    text = answer.content.decode()
    assert '<meta name="robots" content="noindex">' in text
    assert "<title>Search the guide · Turnstone</title>" in text
    assert 'rel="canonical"' not in text
    assert not answer.cookies


def test_it_asks_no_database_and_changes_nothing(
    bob_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        page(bob_client, "can't afford")
        page(bob_client, "I want to die")
    assert bob_client.post("/guide/search/", {"q": "sleep"}).status_code == 405


def test_it_is_for_someone_signed_in_as_for_anyone(alice_client: Client) -> None:
    answer = alice_client.get("/guide/search/", {"q": "sleep"})
    assert "/guide/lifestyle/#seven-habits" in answer.content.decode()
    assert set(answer["Cache-Control"].split(", ")) == {"no-store", "private"}


@pytest.mark.parametrize("path", ["/guide/", "/guide/talk/", "/guide/no-such-chapter/", "/guide/search/"])
def test_there_is_a_field_for_it_that_works_without_script(path: str, bob_client: Client) -> None:
    text = bob_client.get(path).content.decode()
    form = re.search(r'<form class="find" role="search" action="([^"]+)">(.*?)</form>', text, re.DOTALL)
    assert form is not None
    assert form[1] == "/guide/search/"
    assert 'name="q"' in form[2]
    assert 'maxlength="200"' in form[2]
    assert '<label class="' in form[2]
    assert "<button" in form[2]


def test_a_chapter_that_is_not_there_offers_help_and_search(bob_client: Client) -> None:
    answer = bob_client.get("/guide/no-such-chapter/")
    assert answer.status_code == 404
    assert 'href="/help/now/"' in answer.content.decode()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Every line at the lowest level, as the installation would write it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter())
    handler.addFilter(TemplateOnly())
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def test_what_was_asked_reaches_no_log(bob_client: Client, log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    canary = "canary7f3a"
    bob_client.get("/guide/search/", {"q": canary})
    bob_client.get("/guide/search/", {"q": canary}, headers={"HX-Request": "true"})
    bob_client.get(f"/guide/no-such/?q={canary}")
    bob_client.post(f"/guide/search/?q={canary}")

    def fails(query: str) -> None:
        raise ValueError(query)

    monkeypatch.setattr("guide.views.search.search", fails)
    bob_client.raise_request_exception = False
    assert bob_client.get("/guide/search/", {"q": canary}).status_code == 500
    assert "request_finished" in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert canary not in log.getvalue()
    assert quote(canary) not in log.getvalue()
