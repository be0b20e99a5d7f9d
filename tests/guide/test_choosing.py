"""The sheet for choosing: kept for somebody signed in, printed or taken along by everybody else."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from guide.actions import choosing as actions
from guide.catalogue.choosing import questions
from guide.catalogue.fit import fit
from guide.logic.choosing import Candidate
from guide.models import ChoosingSheet
from tests.guide.reading import blocks

SHEET = "/guide/choosing/sheet/"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANNA = {
    "a-name": "Anna Møller",
    "a-asked_training": "on",
    "a-said_training": "On the register,\n no. 4471",
    "a-fit_f1": "yes",
    "a-fit_f2": "no",
    "a-note": "Warm.\nSecond floor.",
}
BEN = {"b-name": "Ben", "b-asked_practical": "on", "b-said_practical": "70 an hour", "b-fit_f1": "not_sure"}


def text_of(html: bytes) -> str:
    return unescape(" ".join(blocks(html.decode())))


def fields(html: bytes) -> dict[str, str]:
    """What the form on the page would send as it stands."""
    sheet = html.decode().partition('id="sheet"')[2].partition("</form>")[0]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", sheet):
        of = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if of["type"] != "checkbox" or " checked" in tag:
            found[of["name"]] = unescape(of.get("value", "on" if of["type"] == "checkbox" else ""))
    for name, text in re.findall(r'<textarea[^>]* ?name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', sheet):
        found[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]* ?name="([^"]+)"[^>]*>(.*?)</select>', sheet, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return {name: value for name, value in found.items() if "-" in name}


def save(client: Client, changes: dict[str, str], *, opened: dict[str, str] | None = None) -> Any:
    return client.post(SHEET, {**(opened if opened is not None else fields(client.get(SHEET).content)), **changes})


def kept(user: User) -> dict[str, Candidate]:
    return ChoosingSheet.objects.for_user(user).get().both


# Without an account


def test_a_reader_without_an_account_costs_no_query_and_gets_no_cookie(
    bob_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        first = bob_client.get(SHEET)
    assert (first.status_code, dict(first.cookies)) == (200, {})
    assert len(gzip.compress(first.content)) <= 14 * 1024
    assert set(first.headers["Cache-Control"].split(", ")) == {"public", "no-cache"}
    assert "X-SW-Cache" not in first.headers
    assert bob_client.get(SHEET, headers={"if-none-match": first.headers["ETag"]}).status_code == 304


def test_the_sheet_asks_the_twelve_questions_and_the_seven_items_of_two_people(bob_client: Client) -> None:
    response = bob_client.get(SHEET)
    text, names = text_of(response.content), fields(response.content)
    assert (len(questions()), len(fit().items)) == (12, 7)
    for one in questions():
        assert one.text in text
        assert {f"a-said_{one.id}", f"b-said_{one.id}"} <= set(names)
    for item in fit().items:
        assert item.text in text
        assert {f"a-fit_{item.id}", f"b-fit_{item.id}"} <= set(names)
    assert "Without an account nothing is kept here." in text
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_without_an_account_it_is_shown_where_two_differ_and_nothing_is_kept(
    bob_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = Client(enforce_csrf_checks=True).post(SHEET, {**ANNA, **BEN, "then": "show"})
    text = text_of(response.content)
    assert response.status_code == 200
    assert f"{fit().items[0].text} Yes Not sure" in text
    assert "11 questions still to ask: Anna Møller" in text
    assert fields(response.content)["a-note"] == "Warm.\nSecond floor."
    assert set(response.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert not response.cookies
    assert "Anna" not in text_of(bob_client.get(SHEET).content)


def test_no_winner_is_named_and_nothing_is_counted_up(bob_client: Client) -> None:
    text = text_of(bob_client.post(SHEET, {**ANNA, **BEN}).content)
    assert "There are no points and no winner here." in text
    assert not re.search(r"\b\d+ (?:of|out of|points?)\b|better choice|recommend", text)


@pytest.mark.django_db
def test_a_sheet_is_taken_along_into_a_new_account(bob_client: Client, alice: User) -> None:
    going = bob_client.post(SHEET, {**ANNA, **BEN, "then": "keep"})
    assert (going.status_code, going["Location"]) == (303, f"{reverse('account_signup')}?next={SHEET}")
    cookie = going.cookies["choosing"]
    assert "Anna" not in cookie.value
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (SHEET, True, "Lax")
    bob_client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = bob_client.get(SHEET)
    assert "Filled in before you signed in" in text_of(page.content)
    assert "Anna" not in text_of(page.content)
    assert not ChoosingSheet.objects.exists()
    assert bob_client.post(f"{SHEET}keep/").status_code == 303
    assert (kept(alice)["a"].name, kept(alice)["b"].name) == ("Anna Møller", "Ben")
    assert kept(alice)["a"].note == "Warm.\nSecond floor."
    assert "Filled in before" not in text_of(bob_client.get(SHEET).content)
    assert bob_client.cookies["choosing"].value == ""


def test_coming_back_without_an_account_finds_the_sheet_and_can_empty_it(bob_client: Client) -> None:
    bob_client.post(SHEET, {**ANNA, "then": "keep"})
    back = bob_client.get(SHEET)
    assert fields(back.content)["a-name"] == "Anna Møller"
    assert set(back.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert bob_client.post(f"{SHEET}forget/").status_code == 303
    assert fields(bob_client.get(SHEET).content)["a-name"] == ""


def test_what_is_too_long_to_be_taken_along_is_said_and_stays_on_the_page(bob_client: Client) -> None:
    random = Random(7)  # noqa: S311
    long = {
        f"{place}-said_{one.id}": "".join(chr(random.randrange(0x4E00, 0x9FA0)) for _ in range(190))
        for place in "ab"
        for one in questions()
    }
    response = bob_client.post(SHEET, {**ANNA, **long, "then": "keep"})
    assert response.status_code == 422
    assert "This is too much to take along" in text_of(response.content)
    assert not response.cookies
    assert fields(response.content)["b-said_trial"] == long["b-said_trial"]


def test_another_site_puts_nothing_into_the_browser(bob_client: Client) -> None:
    response = bob_client.post(SHEET, {**ANNA, "then": "keep"}, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 200
    assert not response.cookies
    assert fields(response.content)["a-name"] == ""
    assert "Anna" not in text_of(response.content)


def test_a_cookie_that_was_altered_is_an_empty_sheet(bob_client: Client) -> None:
    bob_client.cookies["choosing"] = "altered"
    assert fields(bob_client.get(SHEET).content)["a-name"] == ""


# With an account


def test_a_sheet_is_kept_sealed_and_nobody_else_sees_it(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    response = save(alice_client, {**ANNA, **BEN})
    assert (response.status_code, response["Location"]) == (303, SHEET)
    assert kept(alice)["a"] == Candidate(
        name="Anna Møller",
        asked=("training",),
        said={"training": "On the register, no. 4471"},
        fit={"f1": "yes", "f2": "no"},
        note="Warm.\nSecond floor.",
    )
    page = alice_client.get(SHEET)
    assert "Saved." in text_of(page.content)
    assert f"{fit().items[0].text} Yes Not sure" in text_of(page.content)
    assert set(page.headers["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert "X-SW-Cache" not in page.headers
    assert "<title>Turnstone</title>" in page.content.decode()
    assert fields(charlie_client.get(SHEET).content)["a-name"] == ""


def test_an_empty_sheet_is_no_row(alice: User, alice_client: Client) -> None:
    assert save(alice_client, {"a-name": "  "}).status_code == 303
    assert not ChoosingSheet.objects.for_user(alice).exists()


def test_a_tick_and_an_answer_can_be_taken_back(alice: User, alice_client: Client) -> None:
    save(alice_client, ANNA)
    opened = fields(alice_client.get(SHEET).content)
    del opened["a-asked_training"]
    save(alice_client, {"a-said_training": "", "a-fit_f2": ""}, opened=opened)
    assert kept(alice)["a"] == Candidate(name="Anna Møller", fit={"f1": "yes"}, note="Warm.\nSecond floor.")


def test_pressing_save_twice_saves_once(alice: User, alice_client: Client) -> None:
    opened = fields(alice_client.get(SHEET).content)
    assert [save(alice_client, ANNA, opened=opened).status_code for _ in range(2)] == [303, 303]
    assert kept(alice)["a"].name == "Anna Møller"


def test_two_tabs_with_different_people_both_arrive(alice: User, alice_client: Client) -> None:
    old = fields(alice_client.get(SHEET).content)
    save(alice_client, ANNA)
    assert save(alice_client, BEN, opened=old).status_code == 303
    assert (kept(alice)["a"].name, kept(alice)["b"].name) == ("Anna Møller", "Ben")


def test_an_older_tab_overwrites_nothing_and_both_are_offered(alice: User, alice_client: Client) -> None:
    old = fields(alice_client.get(SHEET).content)
    save(alice_client, ANNA)
    response = save(alice_client, {"a-name": "Anna M.", "a-fit_f1": "partly"}, opened=old)
    assert response.status_code == 422
    assert kept(alice)["a"].name == "Anna Møller"
    text = text_of(response.content)
    assert "This sheet was changed elsewhere, too" in text
    assert "Name On this page Anna M. Saved elsewhere Anna Møller" in text
    assert f"{fit().items[0].text} On this page Partly Saved elsewhere Yes" in text
    assert text.count("On this page") == 2
    mine = fields(response.content)
    assert mine["a-name"] == "Anna M."
    assert alice_client.post(SHEET, mine).status_code == 303
    assert kept(alice)["a"] == Candidate(
        name="Anna M.",
        asked=("training",),
        said={"training": "On the register, no. 4471"},
        fit={"f1": "partly", "f2": "no"},
        note="Warm.\nSecond floor.",
    )


def test_two_tabs_that_do_not_contradict_each_other_are_joined_and_it_is_said(
    alice: User, alice_client: Client
) -> None:
    old = fields(alice_client.get(SHEET).content)
    save(alice_client, ANNA)
    assert save(alice_client, {"a-said_trial": "Yes", "a-fit_f1": "yes"}, opened=old).status_code == 303
    assert kept(alice)["a"].said == {"training": "On the register, no. 4471", "trial": "Yes"}
    assert kept(alice)["a"].name == "Anna Møller"
    assert "Saved, with what another page had added." in text_of(alice_client.get(SHEET).content)


def test_a_third_tab_is_told_again(alice: User, alice_client: Client) -> None:
    old = fields(alice_client.get(SHEET).content)
    save(alice_client, ANNA)
    mine = fields(save(alice_client, {"a-name": "Anna M."}, opened=old).content)
    save(alice_client, {"a-name": "Anna of the third tab"})
    assert alice_client.post(SHEET, mine).status_code == 422
    assert kept(alice)["a"].name == "Anna of the third tab"


def test_a_sheet_is_deleted_and_brought_back(alice: User, alice_client: Client, charlie_client: Client) -> None:
    save(alice_client, ANNA)
    assert alice_client.post(f"{SHEET}delete/").status_code == 303
    page = alice_client.get(SHEET)
    assert "Your sheet is deleted." in text_of(page.content)
    assert f'action="{SHEET}restore/"' in page.content.decode()
    assert fields(page.content)["a-name"] == ""
    charlie_client.post(f"{SHEET}restore/")
    assert fields(alice_client.get(SHEET).content)["a-name"] == ""
    alice_client.post(f"{SHEET}restore/")
    assert fields(alice_client.get(SHEET).content)["a-name"] == "Anna Møller"


def test_a_new_sheet_takes_the_place_of_a_deleted_one(alice: User, alice_client: Client) -> None:
    save(alice_client, ANNA)
    alice_client.post(f"{SHEET}delete/")
    save(alice_client, BEN)
    alice_client.post(f"{SHEET}restore/")
    assert "a new sheet was begun meanwhile" in text_of(alice_client.get(SHEET).content)
    assert (kept(alice)["a"].begun, kept(alice)["b"].name) == (False, "Ben")


def test_a_deleted_sheet_is_gone_for_good_after_a_day_and_no_other(alice: User, charlie: User) -> None:
    for person in (alice, charlie):
        actions.save(user_id=person.pk, written={"a": (Candidate(name="Anna"), Candidate().mark)}, join=False)
    actions.delete(user_id=alice.pk, now=NOW)
    for hours, there in ((23, True), (25, False)):
        actions.forget_deleted(now=NOW + timedelta(hours=hours))
        assert ChoosingSheet.objects.for_user(alice).exists() is there
    assert ChoosingSheet.objects.for_user(charlie).current().exists()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("a-said_training", "x" * 201, "it has 201 characters, and 200 fit"),
        ("b-name", "x" * 81, "it has 81 characters, and 80 fit"),
        ("b-note", "x" * 501, "it has 501 characters, and 500 fit"),
    ],
)
def test_what_is_too_long_is_said_and_kept_on_the_page(
    alice: User, alice_client: Client, name: str, value: str, said: str
) -> None:
    for client in (alice_client, Client()):
        response = save(client, {"a-name": "Anna", "b-name": "Ben", name: value})
        assert response.status_code == 422
        assert said in text_of(response.content)
        assert fields(response.content)[name] == value
    other = "b" if name.startswith("a") else "a"
    assert kept(alice)[other].begun


@pytest.mark.parametrize("value", ["best", "YES", "0", "yes\0"])
def test_an_answer_that_is_not_one_of_the_four_is_not_kept(alice: User, alice_client: Client, value: str) -> None:
    response = save(alice_client, {"a-fit_f1": value})
    assert response.status_code == 422
    assert "Choose one of these answers." in text_of(response.content)
    assert not ChoosingSheet.objects.for_user(alice).exists()


def test_what_was_brought_and_does_not_fit_is_shown_beside_what_is_there(alice: User, alice_client: Client) -> None:
    save(alice_client, {**ANNA, **BEN})
    brought = Client()
    brought.post(SHEET, {"a-name": "Cleo", "then": "keep"})
    alice_client.cookies["choosing"] = brought.cookies["choosing"].value
    response = alice_client.post(f"{SHEET}keep/")
    assert response.status_code == 422
    assert "Name On this page Cleo Saved elsewhere Anna Møller" in text_of(response.content)
    assert kept(alice)["a"].name == "Anna Møller"
    assert alice_client.post(SHEET, fields(response.content)).status_code == 303
    assert (kept(alice)["a"].name, kept(alice)["b"].name) == ("Cleo", "Ben")
    assert "Filled in before" not in text_of(alice_client.get(SHEET).content)


def test_somebody_brought_goes_to_the_free_place(alice: User, alice_client: Client) -> None:
    save(alice_client, ANNA)
    brought = Client()
    brought.post(SHEET, {"a-name": "Cleo", "then": "keep"})
    alice_client.cookies["choosing"] = brought.cookies["choosing"].value
    assert alice_client.post(f"{SHEET}keep/").status_code == 303
    assert (kept(alice)["a"].name, kept(alice)["b"].name) == ("Anna Møller", "Cleo")


def test_nothing_is_written_for_somebody_without_their_own_page_asking(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in (SHEET, f"{SHEET}keep/", f"{SHEET}delete/", f"{SHEET}restore/", f"{SHEET}forget/"):
        assert client.post(path, ANNA).status_code == 403
    assert not ChoosingSheet.objects.for_user(alice).exists()
