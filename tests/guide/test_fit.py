"""The fit checklist as somebody meets it: without an account, with one, and once again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from guide.catalogue.fit import fit
from guide.models import FitCheck
from tests.factories.guide import create_fit_check
from tests.guide.reading import blocks

DAY = timedelta(days=1)
YES = {item.id: "yes" for item in fit().items}
STOP_SIGNS = (
    "You don’t owe another session. You can tell the licensing body, the clinic, or someone you trust, and if you’re "
    "in danger, emergency services."
)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[Any]:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def words(html: str) -> str:
    return " ".join(blocks(html))


def fill_in(client: Client, **answers: Any) -> str:
    """What follows, as the page says it."""
    answer = client.post("/guide/fit/", answers)
    assert answer.status_code == 303
    return client.get(answer["Location"]).content.decode()


def own(user: User) -> list[FitCheck]:
    return list(FitCheck.objects.for_user(user).newest_first())


def test_everything_is_asked_on_one_page_and_nothing_counts(bob_client: Client) -> None:
    page = words(bob_client.get("/guide/fit/").content.decode())
    for item in fit().items:
        assert item.text in page
    for flag in fit().red_flags:
        assert flag.text in page
    assert "There is no score." in page
    assert "Who is it about" not in page


@pytest.mark.parametrize(
    ("answers", "title", "more"),
    [
        ({}, "A good base", "What you answered is there to build on."),
        ({"f4": "no"}, "A good base", "One thing is worth raising."),
        ({"f1": "no", "f5": "no"}, "Raise it first", "If nothing changes in 3–4 sessions, looking elsewhere is"),
        ({"f6": "no", "f7": "no"}, "Raise it first", "If nothing changes in 3–4 sessions, looking elsewhere is"),
        (dict.fromkeys(("f1", "f2", "f3", "f4"), "not_sure"), "Not being sure is worth a question", "You can ask"),
    ],
)
def test_what_follows_is_said_in_words(answers: dict[str, str], title: str, more: str, bob_client: Client) -> None:
    html = fill_in(bob_client, **{**YES, **answers})
    assert f"<h1>{title}</h1>" in html
    assert more in words(html)
    main = html[html.index("<main") : html.index("</main>")]
    assert not re.search(r"\d of \d|\bpoints?\b|\d ?%", words(main))


def test_each_no_has_the_words_to_raise_it(bob_client: Client) -> None:
    page = words(fill_in(bob_client, **{**YES, "f1": "no", "f5": "no", "f6": "not_sure"}))
    assert "Can we write down two or three goals and how we’ll notice them?" in page
    assert "Could we look every few weeks at how it’s going" in page
    assert (
        page.index("How to bring it up") < page.index("What you could ask") < page.index("I find it hard to disagree")
    )


def test_a_stop_sign_is_never_weighed_against_the_rest(bob_client: Client) -> None:
    html = fill_in(bob_client, **YES, red_flags=["g3", "g10"])
    page = words(html)
    assert "This isn’t about fit" in page
    assert STOP_SIGNS in page
    assert "A good base" not in page
    assert "How to bring it up" not in page
    assert "Sharing my secrets" in page
    main = html[html.index("<main") :]
    assert 'href="/guide/red-flags/"' in main
    assert 'href="/help/now/"' in main


def test_told_to_stop_a_medicine_the_prescriber_is_named(bob_client: Client) -> None:
    line = "Please don’t change anything about your medicine until you have talked to the person who prescribed it."
    page = words(fill_in(bob_client, **YES, red_flags=["g3", "g6"]))
    assert "Telling me to stop a prescribed medicine without the prescriber" in page
    assert line in page
    assert "Please call your prescriber or pharmacist today, also if you feel fine." in page
    assert line not in words(fill_in(bob_client, **YES, red_flags=["g3"]))


def test_without_an_account_nothing_is_written_and_a_reload_asks_nothing(
    bob_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert "A good base" in fill_in(bob_client, **YES)
        assert bob_client.get("/guide/fit/result/").status_code == 200
        again = bob_client.get("/guide/fit/").content.decode()
    assert not Session.objects.exists()
    assert again.count(" checked") == 7
    cookie = bob_client.cookies["fit"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"], cookie["max-age"]) == (
        "/guide/fit/",
        "Lax",
        True,
        "",
    )
    assert "f1" not in cookie.value


def test_a_checklist_sent_after_the_session_ended_is_answered_as_anybodys(alice_client: Client) -> None:
    alice_client.logout()
    html = fill_in(alice_client, **YES, about="Hannah")
    assert "A good base" in html
    assert "Hannah" not in html


@pytest.mark.parametrize("path", ["/guide/fit/", "/guide/fit/result/"])
def test_a_page_of_somebodys_answers_is_kept_by_no_one_and_names_nothing(path: str, bob_client: Client) -> None:
    fill_in(bob_client, **YES, red_flags=["g1"])
    response = bob_client.get(path)
    assert "no-store" in response["Cache-Control"]
    assert "<title>Turnstone</title>" in response.content.decode()


def test_with_nothing_in_the_browser_the_result_leads_to_the_checklist(bob_client: Client, clock: Any) -> None:
    assert bob_client.get("/guide/fit/result/")["Location"] == "/guide/fit/"
    fill_in(bob_client, **YES)
    clock.shift(7 * DAY)
    assert bob_client.get("/guide/fit/result/")["Location"] == "/guide/fit/"
    assert "can’t be read any more" in words(bob_client.get("/guide/fit/").content.decode())


def test_what_lies_in_the_browser_can_be_deleted(bob_client: Client) -> None:
    fill_in(bob_client, **YES)
    assert bob_client.post("/guide/fit/forget/").status_code == 303
    assert bob_client.get("/guide/fit/").content.decode().count(" checked") == 0


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"f1": "maybe"}, "“We have realistic goals and a way to see progress.” came without one of the four answers."),
        (
            {"f2": ["yes", "no"]},
            "“They’ve explained the treatment and what to expect.” came with more than one answer.",
        ),
        ({"f9": "yes"}, "“f9” isn’t on this list."),
        ({"f1": "yes", "red_flags": ["g99"]}, "“g99” isn’t in the list of what may have happened."),
        ({}, "Nothing is answered yet. One answer is enough."),
        ({"f1": "yes", "about": "x" * 61}, "This is too long: it has 61 characters, and 60 fit."),
    ],
)
def test_what_does_not_fit_is_refused_and_named(
    answers: dict[str, Any], said: str, alice: User, alice_client: Client
) -> None:
    answer = alice_client.post("/guide/fit/", answers)
    assert answer.status_code == 422
    assert said in words(answer.content.decode())
    assert own(alice) == []


# With an account


def test_it_is_kept_sealed_for_its_person_alone(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime
) -> None:
    html = fill_in(alice_client, **{**YES, "f1": "no"}, red_flags=["g3"], about="  Hannah   Brandt ")
    assert "This isn’t about fit" in html
    (only,) = own(alice)
    assert (only.answers["f1"], only.red_flags, only.about, only.taken_at) == ("no", ["g3"], "Hannah Brandt", now)
    assert charlie_client.get(f"/guide/fit/{only.pk}/").status_code == 404
    assert "Hannah" not in charlie_client.get("/guide/fit/").content.decode()
    charlie_client.post(f"/guide/fit/{only.pk}/delete/")
    assert len(own(alice)) == 1


def test_earlier_ones_are_listed_with_their_day_and_what_followed(
    alice: User, alice_client: Client, now: datetime
) -> None:
    create_fit_check(user=alice, at=now - 30 * DAY, about="Hannah", f1="no", f2="no")
    create_fit_check(user=alice, at=now, red_flags=["g1"])
    page = alice_client.get("/guide/fit/").content.decode()
    rows = re.findall(r'<span class="t">(.*?)</span><small>(.*?)</small>', page)
    assert rows == [
        ("3 November 2026", "Not about fit"),
        ("4 October 2026, <bdi>Hannah</bdi>", "Raise it first"),
    ]


def test_it_says_what_changed_since_the_last_one_about_the_same_person(
    alice: User, alice_client: Client, now: datetime
) -> None:
    create_fit_check(user=alice, at=now - 60 * DAY, about="hannah", f1="no", f2="partly")
    create_fit_check(user=alice, at=now - 30 * DAY, about="Somebody else", f3="no")
    html = fill_in(alice_client, **{**YES, "f1": "partly"}, about="Hannah")
    assert "What changed since 4 September" in words(html)
    told = html[html.index('id="changed"') : html.index("All your answers")]
    assert dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", told)) == {
        "We have realistic goals and a way to see progress.": "No, now Partly",
        "They’ve explained the treatment and what to expect.": "Partly, now Yes",
    }


def test_filled_in_again_within_a_day_it_takes_the_place_of_the_one_before(
    alice: User, alice_client: Client, clock: Any
) -> None:
    fill_in(alice_client, **YES, about="Hannah")
    fill_in(alice_client, **YES, about="Hannah")
    clock.shift(DAY - timedelta(seconds=1))
    fill_in(alice_client, **{**YES, "f1": "no"}, about="hannah")
    (only,) = own(alice)
    assert only.answers["f1"] == "no"
    fill_in(alice_client, **YES, about="Somebody else")
    assert len(own(alice)) == 2
    clock.shift(DAY)
    fill_in(alice_client, **YES, about="Hannah")
    assert len(own(alice)) == 3


def test_it_is_deleted_for_good(alice: User, alice_client: Client) -> None:
    fill_in(alice_client, **YES)
    (only,) = own(alice)
    for _tap in range(2):
        assert alice_client.post(f"/guide/fit/{only.pk}/delete/").status_code == 303
    assert own(alice) == []


def test_what_was_answered_before_signing_in_is_offered_and_kept(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime
) -> None:
    client = Client()
    html = fill_in(client, **{**YES, "f1": "no"}, red_flags=["g3"])
    assert 'href="/accounts/signup/?next=/guide/fit/keep/"' in html
    assert client.get("/guide/fit/keep/")["Location"] == "/accounts/login/?next=/guide/fit/keep/"
    alice_client.cookies["fit"] = client.cookies["fit"].value
    for path in ("/guide/fit/", "/guide/fit/keep/"):
        assert "Keep them" in alice_client.get(path).content.decode()
    assert own(alice) == []
    answer = alice_client.post("/guide/fit/keep/")
    (kept,) = own(alice)
    assert answer["Location"] == f"/guide/fit/{kept.pk}/"
    assert (kept.answers["f1"], kept.red_flags, kept.taken_at) == ("no", ["g3"], now)
    assert alice_client.get("/guide/fit/keep/")["Location"] == "/guide/fit/"
    assert "Hannah" not in charlie_client.get("/guide/fit/").content.decode()
    assert charlie_client.get(answer["Location"]).status_code == 404


def test_a_persons_own_result_is_for_their_browser_alone(alice_client: Client) -> None:
    fill_in(alice_client, **YES)
    answer = alice_client.post("/guide/fit/", YES)
    response = alice_client.get(answer["Location"])
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert "X-SW-Cache" not in response
