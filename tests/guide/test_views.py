"""The public pages as a reader meets them."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from accounts.models import User
from guide import catalogue
from guide.catalogue import phrases
from guide.logic import check, fit
from guide.logic.chapters import Chapter
from tests.guide.reading import blocks
from tracker.models import AgendaLine

CHAPTERS = [f"/guide/{chapter.slug}/" for chapter in catalogue.chapters()]
PAGES = ["/", "/guide/", *CHAPTERS]
RULES_OF = ["/guide/check/", "/guide/fit/"]
SEARCHES = ["/guide/search/", "/guide/search/?q=medicine", "/guide/search/?q=I+want+to+die"]


def titled(slug: str) -> str:
    chapter = catalogue.get(slug)
    assert chapter is not None
    return chapter.title


def text_of(html: bytes) -> str:
    return " ".join(blocks(html.decode()))


@pytest.mark.parametrize("path", RULES_OF)
def test_how_we_work_it_out_begins_with_the_rules_that_count_now(path: str, bob_client: Client) -> None:
    assert re.search(r'href="/guide/how-we-work-it-out/">How we work it out<', bob_client.get(path).content.decode())
    chapter = bob_client.get("/guide/how-we-work-it-out/").content.decode()
    rules = re.search(r"<h2[^>]*>The why-check and the fit list</h2>(.*?)<h2", chapter, re.DOTALL)
    assert rules is not None
    said = text_of(rules[0].encode())
    assert "<h1>How we work it out</h1>" in chapter
    assert "<h2" not in chapter[chapter.index("<article") : rules.start()]
    assert {f"version {check.VERSION}", f"version {fit.VERSION}"} == set(re.findall(r"version \d+", said))
    assert f"0 to {check.MOST} points" in said
    assert f"the top two reasons, from {check.WEIGHS_FROM} points on" in said
    assert (check.MOST_REASONS, fit.RAISED_FROM) == (2, 2)
    assert "Two “no” or more: raise it first." in said
    assert f'href="{path}"' in rules[1]
    assert "will" not in said.split()


@pytest.mark.parametrize("path", PAGES)
def test_a_reader_without_an_account_costs_no_query(
    path: str, bob_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = bob_client.get(path)
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize("path", [*PAGES, *SEARCHES])
def test_a_page_is_light(path: str, bob_client: Client, alice_client: Client) -> None:
    assert len(gzip.compress(bob_client.get(path).content)) <= 14 * 1024
    assert len(gzip.compress(alice_client.get(path).content)) <= 14 * 1024


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


def test_the_landing_page_puts_the_guide_first_and_leads_to_all_six_reasons(bob_client: Client) -> None:
    html = bob_client.get("/").content.decode()
    main = html[html.index("<main") :]
    links = re.findall(r'<a [^>]*href="([^"]+)"', main)
    assert links[:2] == [reverse("guide:index"), reverse("account_signup")]
    assert reverse("account_login") in html
    six = ("approach", "story", "rapport", "opening-up", "staying", "expectations")
    assert links[2:8] == [f"/guide/{slug}/" for slug in six]
    for slug in six:
        assert f"{titled(slug)}</span>" in main


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


def test_the_guide_leads_to_the_check_first_then_to_every_chapter_then_to_what_can_be_used(
    bob_client: Client, settings: Settings
) -> None:
    settings.STORIES = False
    html = bob_client.get("/guide/").content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert main.index("Not sure where to start?") < main.index('href="/guide/check/"') < main.index('role="search"')
    tools = ["/guide/words/", "/guide/fit/", "/guide/choosing/sheet/", "/help/safety-plan/"]
    assert re.findall(r'<a class="row" href="([^"]+)"', main) == [*CHAPTERS, *tools]
    for link in re.findall(r'<a [^>]*href="(/[^"]*)"', html):
        assert bob_client.get(link).status_code == 200


def test_chapters_lead_to_the_one_before_and_the_one_after(bob_client: Client) -> None:
    for number, path in enumerate(CHAPTERS):
        html = bob_client.get(path).content.decode()
        assert re.findall(r'href="([^"]+)" rel="next"', html) == CHAPTERS[number + 1 : number + 2]
        assert re.findall(r'href="([^"]+)" rel="prev"', html) == CHAPTERS[max(0, number - 1) : number]


def test_only_a_long_chapter_lists_its_headings(bob_client: Client) -> None:
    listed = {
        chapter.slug: bob_client.get(f"/guide/{chapter.slug}/").content.decode().count("In this chapter")
        for chapter in catalogue.chapters()
    }
    assert listed["ending"] == listed["reminders"] == 1
    assert listed["rapport"] == listed["talk"] == 0


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


@pytest.mark.parametrize("chapter", catalogue.chapters(), ids=lambda chapter: chapter.slug)
def test_a_chapter_describes_itself_to_a_search_engine(chapter: Chapter, bob_client: Client) -> None:
    html = bob_client.get(f"/guide/{chapter.slug}/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found is not None
    data = json.loads(found[1])
    assert data["@type"] == "Article"
    assert (data["headline"], data["description"]) == (chapter.title, chapter.summary)
    assert (data["dateModified"], data["inLanguage"]) == (chapter.reviewed_on.isoformat(), "en-GB")
    assert data["url"] == f"http://testserver/guide/{chapter.slug}/"
    assert [(row["name"], row["url"]) for row in data["citation"]] == [(row.name, row.url) for row in chapter.sources]


def test_the_pages_are_told_apart_by_title_and_summary(bob_client: Client) -> None:
    heads = [bob_client.get(path).content.decode().partition("</head>")[0] for path in [*PAGES[1:], "/guide/words/"]]
    for what in (r"<title>(.*?)</title>", r'<meta name="description" content="(.*?)">'):
        said = [found[1] for head in heads if (found := re.search(what, head))]
        assert len(set(said)) == len(heads)


def test_the_sitemap_names_every_page_by_its_own_address(bob_client: Client) -> None:
    answer = bob_client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(answer.content)  # noqa: S314
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    pages = {row.findtext(f"{space}loc", ""): row.findtext(f"{space}lastmod") for row in tree}
    assert {f"http://testserver{path}" for path in PAGES} <= set(pages)
    for chapter in catalogue.chapters():
        assert pages[f"http://testserver/guide/{chapter.slug}/"] == chapter.reviewed_on.isoformat()
    for address in pages:
        found = bob_client.get(address.removeprefix("http://testserver"))
        assert found.status_code == 200
        assert "noindex" not in found.content.decode()
        assert f'<link rel="canonical" href="{address}">' in found.content.decode()


def test_robots_are_shown_the_sitemap_and_kept_from_nothing_public(bob_client: Client) -> None:
    text = bob_client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow" not in text


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt"])
def test_what_robots_read_costs_no_query_and_is_sent_once(
    path: str, bob_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        first = bob_client.get(path)
    again = bob_client.get(path, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_the_question_in_a_chapter_sends_nothing(bob_client: Client) -> None:
    html = bob_client.get("/guide/stopping/").content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    question = main[main.index('<section class="ask"') : main.index("</section>")]
    assert question.count('type="radio"') == 4
    assert "<form" not in question
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


@pytest.mark.parametrize(
    "path", [*PAGES[1:3], "/guide/check/r1a/", "/guide/fit/", "/guide/choosing/sheet/", "/help/now/"]
)
def test_offline_no_page_of_the_guide_promises_to_keep_what_is_tapped(path: str, alice_client: Client) -> None:
    html = alice_client.get(path).content.decode()
    assert "What you tick is kept" not in html
    assert "Nothing on this page can be sent until you’re back." in html
    assert "What you tick is kept" in alice_client.get("/today/").content.decode()
