"""Side effects, asked about once a week: the answer, the words, and what needs advice now."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_medicine
from tracker.models import SafetyCard, SideEffects
from tracker.side_effects import due

TODAY = "2026-11-03"
URL, PAGE = f"/log/side-effects/{TODAY}/", f"/side-effects/{TODAY}/"
CALL = (
    "Side effects that get in the way are a reason to call, not to push through alone. "
    "Don’t stop or change the dose yourself."
)
NOW = "This needs medical advice now."


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture(autouse=True)
def medicine(alice: User) -> None:
    create_medicine(user=alice)


def page(client: Client, path: str = PAGE) -> str:
    return client.get(path).content.decode()


def main(markup: str) -> str:
    """What differs from page to page left out."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", markup.partition("<main")[2].partition("</main")[0])


def cards(client: Client) -> str:
    """Those of medicine safety on Today."""
    return page(client, "/today/").partition('<section id="safety"')[2].partition("</section>")[0]


def of(person: User) -> SideEffects:
    return SideEffects.objects.for_user(person).get()


def checked(markup: str) -> list[str]:
    return re.findall(r'name="\w+" value="(\w+)"[^>]* checked', markup)


@pytest.mark.parametrize(
    ("last", "asks"), [(None, True), ("2026-10-27", True), ("2026-10-28", False), (TODAY, False), ("2026-09-01", True)]
)
def test_it_is_asked_once_a_week(last: str | None, asks: bool) -> None:
    day = dt.date.fromisoformat(last) if last else None
    assert due(day, dt.date.fromisoformat(TODAY)) is asks


def test_nothing_is_chosen_beforehand(alice_client: Client) -> None:
    found = page(alice_client)
    assert "Any side effects this week?" in found
    assert "How much do they get in your way?" in found
    assert checked(found) == []
    assert "<title>Turnstone</title>" in found


def test_no_is_one_answer_and_enough(alice: User, alice_client: Client, charlie_client: Client) -> None:
    answer = alice_client.post(URL, {"any": "no"})
    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}#kept")
    assert of(alice).much == "none"
    assert checked(page(alice_client)) == ["no"]
    assert CALL not in page(alice_client)
    assert "This week is kept." not in page(charlie_client)


@pytest.mark.parametrize(("much", "card"), [("a_little", 0), ("quite_a_bit", 0), ("a_lot", 1), ("cannot_go_on", 1)])
def test_the_two_upper_answers_bring_up_whom_to_call(alice: User, alice_client: Client, much: str, card: int) -> None:
    alice_client.post(URL, {"any": "yes", "much": much, "note": "Dry mouth, and\nbad dreams"})
    found = page(alice_client)
    assert (of(alice).much, of(alice).note) == (much, "Dry mouth, and\nbad dreams")
    assert checked(found) == ["yes", much]
    assert found.count(CALL) == card
    assert ('href="tel:01632960118"' in found) is bool(card)
    assert ('href="/session/doctor/"' in found) is bool(card)


def test_a_lower_answer_the_same_day_takes_the_card_back(alice: User, alice_client: Client) -> None:
    alice_client.post(URL, {"any": "yes", "much": "a_lot"})
    assert CALL in page(alice_client, "/today/")
    alice_client.post(URL, {"any": "yes", "much": "a_little"})
    assert CALL not in page(alice_client)
    assert CALL not in page(alice_client, "/today/")
    alice_client.post(URL, {"any": "yes", "much": "cannot_go_on"})
    assert CALL in page(alice_client, "/today/")


def test_an_answer_about_another_day_leaves_the_card_of_today(alice: User, alice_client: Client) -> None:
    alice_client.post(URL, {"any": "yes", "much": "a_lot"})
    alice_client.post("/log/side-effects/2026-11-02/", {"any": "no"})
    assert SideEffects.objects.for_user(alice).count() == 2
    assert CALL in page(alice_client, "/today/")


def test_an_older_saying_that_comes_late_raises_no_card(alice: User, alice_client: Client, now: datetime) -> None:
    alice_client.post(URL, {"any": "no"})
    older = {"X-Recorded-At": (now - timedelta(hours=1)).isoformat()}
    alice_client.post(URL, {"any": "yes", "much": "a_lot", "now": ["rash"]}, headers=older)
    assert of(alice).much == "none"
    assert not SafetyCard.objects.exists()


def test_what_is_ticked_as_urgent_comes_before_anything_else_and_is_not_kept(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    alice.country = "GB"
    alice.save()
    alice_client.post(URL, {"any": "yes", "much": "a_lot", "now": ["rash", "breathing"]})
    found = page(alice_client)
    assert found.index(NOW) < found.index(CALL) < found.index("This week is kept.")
    assert 'href="tel:999"' in found
    assert "a medical advice line or a poison line" in found
    assert "/help/now/?country=GB" in found
    assert checked(found) == ["yes", "a_lot"]
    assert "rash" not in of(alice).note
    assert NOW in cards(alice_client)
    assert NOW not in cards(charlie_client)


def test_a_tick_is_enough_by_itself(alice: User, alice_client: Client) -> None:
    assert alice_client.post(URL, {"now": ["seizure"]}).status_code == 303
    assert NOW in page(alice_client)
    assert not SideEffects.objects.exists()


def test_where_no_country_is_known_every_emergency_number_stands_there(alice_client: Client) -> None:
    alice_client.post(URL, {"now": ["fainting"]})
    assert "112 in much of Europe" in page(alice_client)


def test_urgent_words_of_the_note_count_as_a_tick(alice: User, alice_client: Client) -> None:
    alice_client.post(URL, {"any": "yes", "much": "a_little", "note": "My face is swollen"})
    assert NOW in page(alice_client)
    assert [row.trigger for row in SafetyCard.objects.for_user(alice)] == ["red_flags"]


def test_the_same_page_takes_it_back_and_keeps_the_row(alice: User, alice_client: Client) -> None:
    before = main(page(alice_client))
    alice_client.post(URL, {"any": "yes", "much": "a_lot", "note": "Tired"})
    alice_client.post(URL, {"take_back": "on"})
    assert (of(alice).much, of(alice).note) == ("", "")
    assert main(page(alice_client)) == before
    assert CALL not in page(alice_client, "/today/")


def test_the_words_lie_sealed(alice_client: Client) -> None:
    alice_client.post(URL, {"any": "yes", "much": "a_lot", "note": "Tired"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT much, note FROM tracker_sideeffects")
        (row,) = cursor.fetchall()
    assert all(b"Tired" not in bytes(value) and b"a_lot" not in bytes(value) for value in row)


@pytest.mark.parametrize(
    ("sent", "beside"),
    [
        ({}, "any"),
        ({"any": "yes"}, "much"),
        ({"any": "perhaps"}, "any"),
        ({"any": "yes", "much": "none"}, "much"),
        ({"any": "yes", "much": "9" * 400}, "much"),
        ({"any": "no", "now": ["toothache"]}, "now"),
        ({"any": "no", "note": "x" * 30_000}, "note"),
    ],
)
def test_what_is_no_answer_is_refused_beside_its_field_and_kept(
    alice_client: Client, sent: dict[str, object], beside: str
) -> None:
    answer = alice_client.post(URL, {"note": "Typed", **sent})
    found = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(rf'id="id_{beside}_error"', found)
    assert str(sent.get("note", "Typed")) in found
    assert not SideEffects.objects.exists()
    assert not SafetyCard.objects.exists()


@pytest.mark.parametrize("on", ["2026-10-31", "2026-11-04", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_closed_or_to_come_is_closed(alice_client: Client, on: str) -> None:
    assert alice_client.post(f"/log/side-effects/{on}/", {"any": "no"}).status_code == 404
    assert not SideEffects.objects.exists()


def test_the_two_days_before_can_be_filled_in_and_an_older_one_is_shown(
    alice: User, alice_client: Client, now: datetime
) -> None:
    assert alice_client.post("/log/side-effects/2026-11-01/", {"any": "yes", "much": "a_lot"}).status_code == 303
    with time_machine.travel(now + timedelta(days=5), tick=False):
        found = page(alice_client, "/side-effects/2026-11-01/")
    assert "As it was recorded." in found
    assert "A lot" in found
    assert "<form" not in main(found)


@pytest.mark.parametrize("on", ["2026-11-04", "1999-12-31", "0001-01-01"])
def test_there_is_no_page_of_a_day_to_come_or_long_gone(alice_client: Client, on: str) -> None:
    assert alice_client.get(f"/side-effects/{on}/").status_code == 404


def test_without_a_medicine_it_is_not_asked(charlie_client: Client) -> None:
    found = page(charlie_client)
    assert "Any side effects this week?" not in found
    assert "once a medicine stands in your plan" in found


def test_the_later_saying_stands_whichever_arrives_first(alice: User, alice_client: Client, now: datetime) -> None:
    alice_client.post(URL, {"any": "no"}, headers={"X-Recorded-At": (now - timedelta(minutes=5)).isoformat()})
    late = {"X-Recorded-At": (now - timedelta(hours=2)).isoformat()}
    alice_client.post(URL, {"any": "yes", "much": "a_lot"}, headers=late)
    assert of(alice).much == "none"


def test_sent_twice_it_is_recorded_once(alice: User, alice_client: Client) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    sent = ({"any": "no"}, {"any": "no"}, {"any": "yes", "much": "a_lot"})
    answers = [alice_client.post(URL, data, headers=key) for data in sent]
    assert [answer.status_code for answer in answers] == [204, 204, 409]
    assert of(alice).much == "none"


def test_signed_out_nothing_is_recorded(bob_client: Client) -> None:
    assert bob_client.post(URL, {"any": "no"})["Location"].startswith("/accounts/login/")
    assert bob_client.get(PAGE)["Location"].startswith("/accounts/login/")
    assert not SideEffects.objects.exists()
