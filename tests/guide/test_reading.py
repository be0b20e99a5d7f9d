"""Where somebody is in the guide: go on reading, the reading list, what was read."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from guide import catalogue
from guide.actions.reading import UnknownChapterError, list_chapters, mark_read, note_place, unlist
from guide.logic.reading import Place, place_in
from guide.models import Reading
from tests.factories.accounts import create_user

NOW = datetime(2026, 11, 3, 19, 40, tzinfo=UTC)
PLACE = "/guide/staying/place/"


def place(person: User, slug: str = "staying") -> Place:
    row = Reading.objects.for_user(person).first()
    return place_in(row.places if row else {}, slug)


def page(client: Client, path: str = "/guide/") -> str:
    return client.get(path).content.decode()


def row_of(text: str, slug: str) -> str:
    found = re.search(rf'<a class="row" href="/guide/{slug}/">(<span class="num">.*?)</a>', text, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_a_chapter_is_put_on_the_list_and_taken_off_again(alice: User, alice_client: Client) -> None:
    answer = alice_client.post(PLACE, {"do": "list"})
    assert (answer.status_code, answer["Location"]) == (303, "/guide/staying/#place")
    assert "On your reading list" in page(alice_client, "/guide/staying/")
    assert "On your reading list" in row_of(page(alice_client), "staying")
    assert "On your reading list" not in row_of(page(alice_client), "story")
    assert "Your reading list" in page(alice_client)
    alice_client.post(PLACE, {"do": "unlist"})
    assert "Your reading list" not in page(alice_client)
    assert "Put on my reading list" in page(alice_client, "/guide/staying/")
    assert "reading list" not in row_of(page(alice_client), "staying")


def test_what_was_read_is_said_so_and_can_be_taken_back_with_nothing_lost(alice: User, alice_client: Client) -> None:
    note_place(user_id=alice.pk, slug="staying", heading="if-it-is-the-money", now=NOW)
    list_chapters(user_id=alice.pk, slugs=["staying"], now=NOW)
    before = place(alice)
    alice_client.post(PLACE, {"do": "read"})
    chapter = page(alice_client, "/guide/staying/")
    assert "Undo" in chapter
    assert "I’ve read this</button>" not in chapter
    assert row_of(page(alice_client), "staying") == "5 Stopping early Read"
    alice_client.post(PLACE, {"do": "unread"})
    assert place(alice) == before


def test_the_list_says_where_they_stopped_and_leads_back_there(alice: User, alice_client: Client) -> None:
    assert "Go on reading" not in page(alice_client)
    assert alice_client.post(PLACE, {"do": "stop", "heading": "pausing-beats-vanishing"}).status_code == 204
    text = page(alice_client)
    assert "you stopped at “Pausing beats vanishing”" in row_of(text, "staying")
    panel = text[text.index("Go on reading") :]
    assert panel.index("Stopping early") < panel.index("Not sure where to start?")
    assert 'href="/guide/staying/#pausing-beats-vanishing"' in panel
    chapter = page(alice_client, "/guide/staying/")
    assert 'href="#pausing-beats-vanishing"' in chapter
    assert 'id="pausing-beats-vanishing"' in chapter


def test_the_chapter_to_go_on_with_is_the_one_left_last_that_is_not_read(alice: User, alice_client: Client) -> None:
    for minutes, (slug, heading) in enumerate([("story", "split-the-hour"), ("staying", "if-you-take-medicine")]):
        note_place(user_id=alice.pk, slug=slug, heading=heading, now=NOW + timedelta(minutes=minutes))
    assert "/guide/staying/#if-you-take-medicine" in page(alice_client)
    mark_read(user_id=alice.pk, slug="staying", read=True, now=NOW)
    assert "/guide/story/#split-the-hour" in page(alice_client)
    mark_read(user_id=alice.pk, slug="story", read=True, now=NOW)
    assert "Go on reading" not in page(alice_client)


def test_a_place_whose_heading_has_gone_since_is_no_place(alice: User, alice_client: Client) -> None:
    gone = {"staying": {"heading": "gone", "on": NOW.isoformat()}, "no-chapter": {"listed": NOW.isoformat()}}
    Reading.objects.create(user=alice, places=gone)
    text = page(alice_client)
    assert "Go on reading" not in text
    assert "stopped at" not in text
    assert alice_client.get("/guide/staying/").status_code == 200


def test_what_is_read_betrays_nobody_in_the_database(alice: User) -> None:
    list_chapters(user_id=alice.pk, slugs=["crisis"], now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT places FROM guide_reading")
        assert b"crisis" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "sent",
    [{}, {"do": "eat"}, {"do": "stop"}, {"do": "stop", "heading": "nowhere"}, {"do": "stop", "heading": "x" * 5000}],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_stored(
    alice: User, alice_client: Client, sent: dict[str, str]
) -> None:
    assert alice_client.post(PLACE, sent).status_code == 422
    assert not Reading.objects.exists()


def test_a_chapter_that_is_not_there_is_not_found(alice: User, alice_client: Client) -> None:
    assert alice_client.post("/guide/no-such/place/", {"do": "list"}).status_code == 404
    with pytest.raises(UnknownChapterError):
        list_chapters(user_id=alice.pk, slugs=["staying", "no-such"], now=NOW)
    with pytest.raises(UnknownChapterError):
        unlist(user_id=alice.pk, slug="no-such")
    with pytest.raises(UnknownChapterError):
        note_place(user_id=alice.pk, slug="staying", heading="nowhere", now=NOW)
    with pytest.raises(get_user_model().DoesNotExist):
        list_chapters(user_id=UUID(int=1), slugs=["staying"], now=NOW)
    assert not Reading.objects.exists()


def test_looking_changes_nothing(alice: User, alice_client: Client) -> None:
    assert alice_client.get(PLACE).status_code == 405
    page(alice_client)
    for chapter in catalogue.chapters():
        page(alice_client, f"/guide/{chapter.slug}/")
    assert not Reading.objects.exists()


def test_saying_it_twice_is_saying_it_once(alice: User) -> None:
    for later in range(3):
        list_chapters(user_id=alice.pk, slugs=["staying", "story"], now=NOW + timedelta(days=later))
        mark_read(user_id=alice.pk, slug="story", read=True, now=NOW + timedelta(days=later))
    places = Reading.objects.for_user(alice).get().places
    assert places == {
        "staying": {"listed": NOW.isoformat()},
        "story": {"listed": NOW.isoformat(), "read": NOW.isoformat()},
    }


@pytest.mark.django_db(transaction=True)
def test_two_tabs_and_double_taps_lose_nothing() -> None:
    person = create_user()
    slugs = [chapter.slug for chapter in catalogue.chapters()][:12]

    def tap(slug: str) -> None:
        try:
            list_chapters(user_id=person.pk, slugs=[slug], now=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as tabs:
        list(tabs.map(tap, slugs * 2))
    assert set(Reading.objects.for_user(person).get().places) == set(slugs)


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


@pytest.mark.parametrize("path", ["/guide/", "/guide/staying/"])
def test_a_place_costs_at_most_two_queries_more_than_none(alice: User, alice_client: Client, path: str) -> None:
    empty = queries_of(alice_client, path)
    for chapter in catalogue.chapters():
        note_place(user_id=alice.pk, slug=chapter.slug, heading=chapter.headings[0].id, now=NOW)
    assert queries_of(alice_client, path) <= empty + 2


def test_without_an_account_there_is_no_list_and_no_script_for_it(bob_client: Client) -> None:
    for path in ("/guide/", "/guide/staying/"):
        text = page(bob_client, path)
        assert "reading list" not in text
        assert "I’ve read this" not in text
        assert "reading.js" not in text
    answer = bob_client.post(PLACE, {"do": "list"})
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/login/")
    assert not Reading.objects.exists()


def test_a_swap_is_the_same_as_a_reload_and_is_said(alice_client: Client) -> None:
    def block(text: str) -> str:
        found = re.search(r'<form class="acts place".*?</form>', text, re.DOTALL)
        assert found is not None
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[0])

    answer = alice_client.post(PLACE, {"do": "read"}, headers={"HX-Request": "true"})
    swapped = answer.content.decode()
    assert block(swapped) == block(page(alice_client, "/guide/staying/"))
    assert re.search(r'id="say" role="status"[^>]*>Marked as read\.<', swapped)


def test_charlie_sees_nothing_of_it(alice: User, charlie_client: Client) -> None:
    list_chapters(user_id=alice.pk, slugs=["staying"], now=NOW)
    note_place(user_id=alice.pk, slug="staying", heading="if-it-is-the-money", now=NOW)
    for path in ("/guide/", "/guide/staying/"):
        text = page(charlie_client, path)
        assert "On your reading list" not in text
        assert "stopped at" not in text
    charlie_client.post(PLACE, {"do": "unlist"})
    assert place(alice).listed


def test_the_page_of_someone_signed_in_is_theirs_alone(alice: User, alice_client: Client) -> None:
    list_chapters(user_id=alice.pk, slugs=["staying"], now=NOW)
    answer: Any = alice_client.get("/guide/")
    assert answer["X-SW-Cache"] == "private"
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}


def test_it_is_said_that_the_place_is_kept_and_it_can_be_forgotten(alice: User, alice_client: Client) -> None:
    said = "Where you stop is kept, sealed, for you alone."
    assert said in page(alice_client, "/guide/staying/")
    assert "Forget where I was" not in page(alice_client, "/guide/staying/")
    list_chapters(user_id=alice.pk, slugs=["staying"], now=NOW)
    before = Reading.objects.for_user(alice).get().places
    note_place(user_id=alice.pk, slug="staying", heading="if-it-is-the-money", now=NOW)
    assert "Forget where I was" in page(alice_client, "/guide/staying/")
    answer = alice_client.post(PLACE, {"do": "forget"})
    assert (answer.status_code, answer["Location"]) == (303, "/guide/staying/#place")
    assert Reading.objects.for_user(alice).get().places == before
    assert "Go on at" not in page(alice_client, "/guide/staying/")
    assert "stopped at" not in page(alice_client)


@pytest.mark.parametrize("slug", ["red-flags", "crisis", "circumstances"])
def test_the_guide_says_nothing_of_a_place_that_others_had_better_not_see(
    alice: User, alice_client: Client, slug: str
) -> None:
    chapter = catalogue.get(slug)
    assert chapter
    note_place(user_id=alice.pk, slug="staying", heading="if-it-is-the-money", now=NOW)
    note_place(user_id=alice.pk, slug=slug, heading=chapter.headings[1].id, now=NOW + timedelta(minutes=1))
    text = page(alice_client)
    assert "stopped at" not in row_of(text, slug)
    assert "/guide/staying/#if-it-is-the-money" in text
    assert "Go on at" in page(alice_client, f"/guide/{slug}/")
