"""The public pages as a reader meets them."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from guide import catalogue
from guide.catalogue import phrases
from guide.logic.chapters import Chapter
from tests.guide.reading import blocks
from tracker.models import AgendaLine

PAGES = ["/", "/guide/", *(f"/guide/{chapter.slug}/" for chapter in catalogue.chapters())]


def text_of(html: bytes) -> str:
    return " ".join(blocks(html.decode()))


@pytest.mark.parametrize("path", PAGES)
def test_a_reader_without_an_account_costs_no_query(
    path: str, bob_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = bob_client.get(path)
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light(path: str, bob_client: Client) -> None:
    assert len(gzip.compress(bob_client.get(path).content)) <= 14 * 1024


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_did_not_change_is_not_sent_again(path: str, bob_client: Client) -> None:
    first = bob_client.get(path)
    again = bob_client.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert set(first.headers["Cache-Control"].split(", ")) == {"public", "no-cache"}


@pytest.mark.parametrize("path", PAGES[1:])
def test_a_page_made_for_someone_is_kept_by_their_browser_alone(path: str, alice_client: Client) -> None:
    response = alice_client.get(path)
    assert response.status_code == 200
    assert set(response.headers["Cache-Control"].split(", ")) == {"private", "no-cache"}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_what_it_is(path: str, bob_client: Client) -> None:
    html = bob_client.get(path).content.decode()
    title = re.search(r"<title>(.*?)</title>", html)
    assert title is not None
    assert title[1].endswith(" · Turnstone")
    assert f'<link rel="canonical" href="http://testserver{path}">' in html
    shown = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', html))
    assert shown["url"] == f"http://testserver{path}"
    assert unescape(title[1]) == f"{unescape(shown['title'])} · Turnstone"
    assert shown["description"]


def test_the_landing_page_puts_the_guide_first_and_tells_all_six_reasons(bob_client: Client) -> None:
    html = bob_client.get("/").content.decode()
    main = html[html.index("<main") :]
    links = re.findall(r'<a [^>]*href="([^"]+)"', main)
    assert links[:2] == [reverse("guide:index"), reverse("account_signup")]
    assert reverse("account_login") in html
    for reason in ("approach", "little changing", "may not fit", "hard to say", "Stopping early", "expected"):
        assert reason in main


def test_the_landing_page_promises_nothing_that_is_not_there_yet(bob_client: Client) -> None:
    assert "make it smaller" not in bob_client.get("/").content.decode()


def test_the_landing_page_has_a_number_for_the_country_of_the_browser(bob_client: Client) -> None:
    here = text_of(bob_client.get("/", headers={"accept-language": "de-AT"}).content)
    assert "In Austria, call 112 . TelefonSeelsorge: 142" in here.replace("112.", "112 .")
    anywhere = text_of(bob_client.get("/", headers={"accept-language": "eo"}).content)
    assert "Numbers for your country" in anywhere


def test_someone_signed_in_is_taken_to_their_day(alice_client: Client) -> None:
    response = alice_client.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/today/")
    assert set(response.headers["Cache-Control"].split(", ")) == {"private", "no-cache"}


def test_the_guide_lists_every_chapter_and_nothing_that_cannot_be_opened(bob_client: Client) -> None:
    html = bob_client.get("/guide/").content.decode()
    listed = re.findall(r'<a class="row" href="([^"]+)"', html)
    assert listed == [f"/guide/{chapter.slug}/" for chapter in catalogue.chapters()]
    for link in re.findall(r'<a [^>]*href="(/[^"]*)"', html):
        assert bob_client.get(link).status_code == 200


@pytest.mark.parametrize("chapter", catalogue.chapters(), ids=lambda chapter: chapter.slug)
def test_a_chapter_ends_with_words_to_say_help_and_dated_sources(chapter: Chapter, bob_client: Client) -> None:
    html = bob_client.get(f"/guide/{chapter.slug}/").content.decode()
    foot = html[html.index(chapter.headings[-1].text) :]
    if phrase := phrases.find(chapter.phrase_id):
        assert phrase.plain in text_of(foot.encode())
    assert f'href="{reverse("guide:help")}"' in foot
    for source in chapter.sources:
        assert f"({source.year})" in foot
        assert source.url in foot
    assert f"{chapter.reviewed_on.day} November 2026" in foot
    for link in re.findall(r'href="#([\w-]+)"', html):
        assert f'id="{link}"' in html


def test_a_chapter_describes_itself_to_a_search_engine(bob_client: Client) -> None:
    html = bob_client.get("/guide/talk/").content.decode()
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert data is not None
    assert json.loads(data[1])["headline"] == "Tell your therapist"


def test_the_question_in_a_chapter_sends_nothing(bob_client: Client) -> None:
    html = bob_client.get("/guide/stopping/").content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert main.count('type="radio"') == 4
    assert "<form" not in main
    assert "call your prescriber or pharmacist today" in main


@pytest.mark.parametrize("path", ["/guide/no-such-chapter/", "/guide/TALK/", "/guide/..%2f..%2fsettings/"])
def test_a_chapter_that_is_not_there_is_not_found(path: str, bob_client: Client) -> None:
    assert bob_client.get(path).status_code == 404


def test_no_page_takes_a_post(bob_client: Client) -> None:
    for path in [*PAGES, "/help/now/"]:
        assert bob_client.post(path).status_code == 405


def test_words_to_say_go_onto_the_list_of_someone_signed_in(alice: User, alice_client: Client) -> None:
    html = alice_client.get("/guide/talk/").content.decode()
    assert html.count("Add to my list") == 4
    forms = re.findall(r'<form method="post" action="([^"]+)">(.*?)</form>', html, re.DOTALL)
    action, inside = forms[-1]
    fields = {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', inside)}
    assert alice_client.post(action, fields).status_code == 303
    (line,) = AgendaLine.objects.for_user(alice)
    assert (line.text, line.origin) == ("I feel stuck. I’d like to look at the plan with you.", AgendaLine.Origin.GUIDE)


def test_there_is_no_list_for_someone_who_is_not_signed_in(bob_client: Client) -> None:
    assert "Add to my list" not in bob_client.get("/guide/talk/").content.decode()
