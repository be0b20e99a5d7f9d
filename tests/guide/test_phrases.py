"""Talk sheets and phrases as a reader meets them."""

from __future__ import annotations

import gzip
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from guide import catalogue
from guide.catalogue import phrases
from guide.logic.phrases import LISTENERS, Phrase
from tests.guide.reading import blocks
from tracker.models import AgendaLine

SHEETS = [reverse("guide:sheet", args=[listener]) for listener in LISTENERS]
ALL = phrases.phrases()
PAGES = [reverse("guide:words"), *SHEETS, *(reverse("guide:phrase", args=[phrase.to, phrase.id]) for phrase in ALL)]
SCORES = reverse("guide:phrase", args=["therapist", "therapist-scores"])
DOSES = reverse("guide:phrase", args=["doctor", "doctor-doses"])


def text_of(html: bytes) -> str:
    return unescape(" ".join(blocks(html.decode())))


def large(html: bytes) -> str:
    found = re.search(r'<p class="say" id="words">(.*?)</p>', html.decode())
    assert found is not None
    return unescape(re.sub(r"<[^>]+>", "", found[1]))


@pytest.mark.parametrize("path", PAGES)
def test_a_reader_without_an_account_costs_no_query_and_gets_no_cookie(
    path: str, bob_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = bob_client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert len(gzip.compress(response.content)) <= 14 * 1024


@pytest.mark.parametrize("path", [*PAGES[:5], SCORES])
def test_a_page_that_did_not_change_is_not_sent_again(path: str, bob_client: Client) -> None:
    first = bob_client.get(path)
    again = bob_client.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert set(first.headers["Cache-Control"].split(", ")) == {"public", "no-cache"}


@pytest.mark.parametrize("path", [*PAGES[:5], SCORES])
def test_a_page_made_for_someone_is_kept_by_their_browser_alone(path: str, alice_client: Client) -> None:
    assert set(alice_client.get(path).headers["Cache-Control"].split(", ")) == {"private", "no-cache"}


@pytest.mark.parametrize("path", [*PAGES[:5], SCORES])
def test_a_page_says_what_it_is(path: str, bob_client: Client) -> None:
    html = bob_client.get(path).content.decode()
    title = re.search(r"<title>(.*?)</title>", html)
    shown = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', html))
    assert title is not None
    assert title[1] == f"{shown['title']} · Turnstone"
    assert shown["description"]
    assert f'<link rel="canonical" href="http://testserver{path}">' in html


def test_the_three_sheets_are_shown_with_their_first_lines(bob_client: Client) -> None:
    html = bob_client.get(reverse("guide:words")).content
    for listener, path in zip(LISTENERS, SHEETS, strict=True):
        assert f'href="{path}"' in html.decode()
        for phrase in phrases.said_to(listener)[:2]:
            assert phrase.plain in text_of(html)


@pytest.mark.parametrize("listener", LISTENERS)
def test_a_sheet_holds_every_phrase_of_its_listener_under_when_it_fits(listener: str, bob_client: Client) -> None:
    html = bob_client.get(reverse("guide:sheet", args=[listener])).content
    rows = [text_of(row.encode()) for row in re.findall(r"<li><h2>.*?</li>", html.decode(), re.DOTALL)]
    said = phrases.said_to(listener)
    assert len(rows) == len(said)
    for row, phrase in zip(rows, said, strict=True):
        assert row.startswith(f"{phrase.when} {phrase.plain}")
        assert ("Fill in" in row) == bool(phrase.blanks)
        assert ("Large print" in row) != bool(phrase.blanks)
        assert ("Help now" in row) == phrase.care
    assert "Add to my list" not in text_of(html)


def test_help_stands_beside_the_hardest_words() -> None:
    assert {phrase.id for phrase in ALL if phrase.care} == {"doctor-thoughts", "therapist-worse"}


@pytest.mark.parametrize("phrase", ALL, ids=lambda phrase: phrase.id)
def test_each_phrase_has_a_page_in_large_print(phrase: Phrase, bob_client: Client) -> None:
    html = bob_client.get(reverse("guide:phrase", args=[phrase.to, phrase.id])).content
    assert large(html) == phrase.plain
    for blank in phrase.blanks:
        assert f'name="{blank.name}"' in html.decode()
        assert blank.label in text_of(html)
    chapter = catalogue.get(phrase.chapter)
    assert chapter is not None
    assert chapter.title in text_of(html)
    main = html.decode()[html.decode().index("<main") :]
    assert (reverse("guide:help") in main) == phrase.care
    assert ("hand it over" in main) == bool(phrase.letter)


@pytest.mark.parametrize(
    "path",
    [
        "/guide/words/nobody/",
        "/guide/words/therapist/no-such-phrase/",
        "/guide/words/doctor/therapist-scores/",
        "/guide/words/nobody/therapist-scores/",
    ],
)
def test_a_sheet_or_phrase_that_is_not_there_is_not_found(path: str, bob_client: Client) -> None:
    assert bob_client.get(path).status_code == 404
    assert bob_client.post(path, {"weeks": "12"}).status_code in (404, 405)


def test_what_is_typed_comes_back_in_the_words_and_nowhere_else(
    db: None, bob_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client(enforce_csrf_checks=True)
    with django_assert_num_queries(0):
        response = client.post(DOSES, {"missed": "5", "due": "28", "reason": "nights are hard & long."})
    assert response.status_code == 200
    assert large(response.content) == "I’ve missed about 5 of 28 doses, mostly because nights are hard & long."
    assert 'value="nights are hard &amp; long."' in response.content.decode()
    assert set(response.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert "X-SW-Cache" not in response.headers
    assert not response.cookies
    assert "long" not in text_of(bob_client.get(DOSES).content)


def test_a_blank_may_stay_empty(bob_client: Client) -> None:
    response = bob_client.post(DOSES, {"missed": "5"})
    assert response.status_code == 200
    assert large(response.content) == "I’ve missed about 5 of … doses, mostly because …."


def test_the_note_to_hand_over_says_the_same_words(bob_client: Client) -> None:
    html = bob_client.post(DOSES, {"missed": "5", "due": "28", "reason": "nights"}).content
    note = text_of(html[html.index(b'id="note"') :])
    assert "I find it easier to write this than to say it." in note
    assert "I’ve missed about 5 of 28 doses, mostly because nights." in note


def test_too_much_for_a_blank_is_said_beside_it_and_kept(bob_client: Client) -> None:
    response = bob_client.post(DOSES, {"missed": "5", "due": "28", "reason": "x" * 201})
    assert response.status_code == 422
    assert large(response.content) == "I’ve missed about 5 of 28 doses, mostly because …."
    assert "x" * 201 in response.content.decode()
    assert "it has 201 characters, and 200 fit" in text_of(response.content)
    assert 'href="#id_reason"' in response.content.decode()
    assert bob_client.post(DOSES, {"reason": "x" * 200}).status_code == 200


def test_what_is_typed_is_text_and_never_markup(bob_client: Client) -> None:
    html = bob_client.post(SCORES, {"weeks": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def form_of(html: bytes) -> dict[str, str]:
    inside = re.findall(r'<form method="post" action="/session/line/add/">(.*?)</form>', html.decode(), re.DOTALL)[-1]
    return {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', inside)}


@pytest.mark.parametrize("sender", ["cross-site", "same-site"])
def test_the_words_of_another_site_are_not_shown_under_our_name(sender: str, bob_client: Client) -> None:
    words = "Ring 0900 555 and stop your tablets"
    response = bob_client.post(SCORES, {"weeks": words}, headers={"sec-fetch-site": sender})
    assert response.status_code == 200
    assert words not in text_of(response.content)
    assert large(response.content) == large(bob_client.get(SCORES).content)
    ours = bob_client.post(SCORES, {"weeks": "12"}, headers={"sec-fetch-site": "same-origin"})
    assert "12" in large(ours.content)


def test_the_filled_words_go_onto_the_list_of_someone_signed_in(
    alice: User, charlie: User, alice_client: Client
) -> None:
    html = alice_client.post(SCORES, {"weeks": "12"}).content
    assert re.search(r'<div id="add">', html.decode())
    assert alice_client.post("/session/line/add/", form_of(html)).status_code == 303
    (line,) = AgendaLine.objects.for_user(alice)
    assert line.text == "My scores haven’t moved in 12 weeks. I’d like to look at the plan with you."
    assert line.origin == AgendaLine.Origin.GUIDE
    assert not AgendaLine.objects.for_user(charlie).exists()


def test_adding_from_a_sheet_leads_back_to_the_sentence(alice: User, alice_client: Client) -> None:
    fields = form_of(alice_client.get(SHEETS[0]).content)
    going = alice_client.post("/session/line/add/", fields)
    assert going["Location"].startswith(f"{SHEETS[0]}#say-")
    page = alice_client.get(SHEETS[0]).content
    assert f'id="{going["Location"].partition("#")[2]}"' in page.decode()
    assert "Added to your list." in text_of(page)
    assert AgendaLine.objects.for_user(alice).get().text == fields["text"]


def test_words_with_an_empty_blank_are_not_offered_for_the_list(alice_client: Client) -> None:
    assert '<div id="add" hidden>' in alice_client.get(SCORES).content.decode()
    sheet = alice_client.get(SHEETS[0]).content.decode()
    whole = [phrase for phrase in phrases.said_to("therapist") if not phrase.blanks]
    assert sheet.count("Add to my list") == len(whole)


def test_a_chapter_leads_to_the_page_on_which_its_phrase_is_filled_in(bob_client: Client) -> None:
    for chapter in catalogue.chapters():
        if phrase := phrases.find(chapter.phrase_id):
            page = bob_client.get(reverse("guide:chapter", args=[chapter.slug])).content.decode()
            assert f'href="{reverse("guide:phrase", args=[phrase.to, phrase.id])}"' in page
