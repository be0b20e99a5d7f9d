"""What became of homework: one tap, what got in the way, a line about it, and taken back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_homework, schedule_of
from tracker.actions.homework import TO_SAY
from tracker.actions.sessions import add_line, drop_line
from tracker.models import AgendaLine, Homework, HomeworkEntry

HTMX = {"HX-Request": "true"}
DUE = date(2026, 11, 5)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def url(homework: Homework, on: date = DUE, slot: int = 0) -> str:
    return f"/log/homework/{schedule_of(homework).pk}/{on}/{slot}/"


def page(client: Client, homework: Homework, on: date = DUE) -> str:
    return client.get(f"/plan/homework/{homework.pk}/?on={on}").content.decode()


def card(markup: str) -> str:
    """The card, without what differs from answer to answer."""
    found = re.search(r'<form class="panel" id="homework-.*?</form>', markup, re.DOTALL)
    assert found
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[0])


def pressed(markup: str) -> list[str]:
    return re.findall(r'aria-pressed="true"><svg.*?</svg>&nbsp;([^<]+)<', markup)


def of(user: User) -> HomeworkEntry:
    return HomeworkEntry.objects.for_user(user).get()


def to_bring(user: User) -> list[str]:
    return [line.text for line in AgendaLine.objects.for_user(user).open()]


def test_done_is_one_tap_long_before_its_day_and_is_not_asked_again(alice: User, alice_client: Client) -> None:
    homework = create_homework(user=alice, due=date(2026, 12, 24))
    answer = alice_client.post(url(homework, date(2026, 12, 24)), {"state": "done"})
    assert answer.status_code == 303
    assert answer["Location"].startswith("/today/#homework-")
    assert of(alice).state == "done"
    assert pressed(page(alice_client, homework, date(2026, 12, 24))) == ["Done"]
    assert "What got in the way?" not in page(alice_client, homework, date(2026, 12, 24))


def test_from_its_own_page_it_leads_back_there(alice: User, alice_client: Client) -> None:
    homework = create_homework(user=alice)
    answer = alice_client.post(url(homework), {"state": "done", "back": "plan"})
    assert answer["Location"].startswith(f"/plan/homework/{homework.pk}/?on=2026-11-05#homework-")


def test_of_what_repeats_yesterday_leads_to_yesterdays_page(alice: User, alice_client: Client) -> None:
    homework = create_homework(user=alice, due=None)
    answer = alice_client.post(url(homework, date(2026, 11, 2)), {"state": "done"})
    assert answer["Location"].startswith("/day/2026-11-02/#homework-")


def test_the_same_button_takes_it_back_and_the_row_stays(alice: User, alice_client: Client) -> None:
    homework = create_homework(user=alice)
    before = card(page(alice_client, homework))
    alice_client.post(url(homework), {"state": "partly", "barrier": "busy"})
    alice_client.post(url(homework), {"state": ""})
    assert card(page(alice_client, homework)) == before
    assert (of(alice).state, of(alice).barrier) == ("", "")
    assert to_bring(alice) == []


@pytest.mark.parametrize("barrier", HomeworkEntry.Barrier.values)
def test_what_got_in_the_way_becomes_one_line_to_bring(
    alice: User, alice_client: Client, charlie: User, barrier: str
) -> None:
    homework = create_homework(user=alice)
    alice_client.post(url(homework), {"state": "not_done"})
    assert "What got in the way? Only if you like." in page(alice_client, homework)
    for _each in range(2):
        alice_client.post(url(homework), {"barrier": barrier})
    (line,) = to_bring(alice)
    assert line == str(TO_SAY[HomeworkEntry.Barrier(barrier)]) % {"title": "Thought record"}
    assert (of(alice).state, of(alice).barrier) == ("not_done", barrier)
    found = alice_client.get("/session/").content.decode()
    assert "From your homework" in found
    assert to_bring(charlie) == []


def test_another_barrier_is_another_line_in_its_place(alice: User, alice_client: Client) -> None:
    homework = create_homework(user=alice)
    for barrier in ("busy", "forgot"):
        alice_client.post(url(homework), {"state": "not_done", "barrier": barrier})
    assert to_bring(alice) == ["I forgot about “Thought record”. Could we tie it to something I do anyway?"]


def test_a_line_that_was_taken_off_stays_off(alice: User, alice_client: Client, now: datetime) -> None:
    homework = create_homework(user=alice, due=None)
    alice_client.post(url(homework, date(2026, 11, 2)), {"state": "not_done", "barrier": "busy"})
    (line,) = AgendaLine.objects.for_user(alice)
    drop_line(user_id=alice.pk, line_id=line.pk, now=now)
    alice_client.post(url(homework, date(2026, 11, 3)), {"state": "partly", "barrier": "busy"})
    assert to_bring(alice) == []


def test_two_days_with_the_same_barrier_are_one_line_and_taking_one_back_leaves_it(
    alice: User, alice_client: Client
) -> None:
    homework = create_homework(user=alice, due=None)
    for day in (date(2026, 11, 1), date(2026, 11, 2)):
        alice_client.post(url(homework, day), {"state": "not_done", "barrier": "busy"})
    assert len(to_bring(alice)) == 1
    alice_client.post(url(homework, date(2026, 11, 1)), {"state": ""})
    assert len(to_bring(alice)) == 1
    alice_client.post(url(homework, date(2026, 11, 2)), {"state": ""})
    assert to_bring(alice) == []


def test_a_full_list_keeps_nobody_from_recording(alice: User, alice_client: Client) -> None:
    for number in range(AgendaLine.MOST_OPEN):
        add_line(user_id=alice.pk, text=f"line {number}", origin="own")
    homework = create_homework(user=alice)
    assert alice_client.post(url(homework), {"state": "not_done", "barrier": "boring"}).status_code == 303
    assert of(alice).barrier == "boring"
    assert len(to_bring(alice)) == AgendaLine.MOST_OPEN


def test_a_line_about_it_is_kept_beside_the_tick_and_lies_sealed(alice: User, alice_client: Client) -> None:
    homework = create_homework(user=alice)
    alice_client.post(url(homework), {"state": "done"})
    alice_client.post(url(homework), {"note": " It was easier <b> "})
    assert (of(alice).state, of(alice).note) == ("done", "It was easier <b>")
    found = page(alice_client, homework)
    assert 'value="It was easier &lt;b&gt;"' in found
    assert "Thursday 5 November: Done" in found
    with connection.cursor() as cursor:
        cursor.execute("SELECT note, barrier FROM tracker_homeworkentry")
        (row,) = cursor.fetchall()
    assert all(b"easier" not in bytes(value) for value in row)


@pytest.mark.parametrize(
    "data",
    [
        {"state": "done"},
        {"state": "not_done", "barrier": "avoided"},
        {"state": "partly", "note": "Half"},
        {"state": ""},
    ],
)
def test_what_is_swapped_in_is_what_a_reload_shows(alice: User, alice_client: Client, data: dict[str, str]) -> None:
    homework = create_homework(user=alice)
    alice_client.post(url(homework), {"state": "done"})
    answer = alice_client.post(url(homework), {**data, "back": "plan"}, headers=HTMX).content.decode()
    assert card(answer) == card(page(alice_client, homework))
    assert 'id="say"' in answer


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"state": "perfect"}, "Choose one of the answers here."),
        ({"state": "not_done", "barrier": "lazy"}, "Choose one of the answers here."),
        ({"state": "9" * 400}, "Choose one of the answers here."),
        ({"state": "done", "note": "x" * 30_000}, "This is too long"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    alice: User, alice_client: Client, data: dict[str, str], sentence: str
) -> None:
    homework = create_homework(user=alice)
    typed = {"note": "Typed", **data}
    for headers in ({}, HTMX):
        answer = alice_client.post(url(homework), typed, headers=headers)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert f'value="{typed["note"]}"' in answer.content.decode()
    assert not HomeworkEntry.objects.exists()


@pytest.mark.parametrize(("days", "status"), [(14, 303), (15, 404)])
def test_it_can_be_filled_in_two_weeks_later(
    alice: User, alice_client: Client, now: datetime, days: int, status: int
) -> None:
    homework = create_homework(user=alice)
    later = datetime(2026, 11, 5, 17, 0, tzinfo=UTC) + timedelta(days=days)
    with time_machine.travel(later, tick=False):
        alice_client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert alice_client.post(url(homework), {"state": "done"}).status_code == status


@pytest.mark.parametrize(("on", "slot"), [("2026-11-06", 0), ("2026-11-05", 1), ("0001-01-01", 0), ("9999-12-31", 0)])
def test_what_is_not_due_is_not_there(alice: User, alice_client: Client, on: str, slot: int) -> None:
    homework = create_homework(user=alice)
    path = f"/log/homework/{schedule_of(homework).pk}/{on}/{slot}/"
    assert alice_client.post(path, {"state": "done"}).status_code == 404
    assert not HomeworkEntry.objects.exists()


def test_what_repeats_cannot_be_recorded_days_ahead(alice: User, alice_client: Client) -> None:
    homework = create_homework(user=alice, due=None)
    assert alice_client.post(url(homework, date(2026, 11, 6)), {"state": "done"}).status_code == 404
    assert alice_client.post(url(homework, date(2026, 11, 4)), {"state": "done"}).status_code == 303


def test_of_what_repeats_another_day_can_be_chosen_to_fill_in(alice: User, alice_client: Client) -> None:
    homework = create_homework(user=alice, due=None)
    found = page(alice_client, homework, date(2026, 11, 1))
    assert f'action="{url(homework, date(2026, 11, 1))}"' in found
    assert '?on=2026-11-02"' in found
    for nonsense in ("2026-13-01", "0001-01-01", "x", ""):
        other = alice_client.get(f"/plan/homework/{homework.pk}/?on={nonsense}")
        assert url(homework, date(2026, 11, 3)) in other.content.decode()


def test_the_later_saying_stands_whichever_arrives_first(alice: User, alice_client: Client, now: datetime) -> None:
    homework = create_homework(user=alice)
    alice_client.post(url(homework), {"state": "done"})
    earlier = {"X-Recorded-At": (now - timedelta(hours=2)).isoformat()}
    alice_client.post(url(homework), {"state": "not_done", "barrier": "busy"}, headers=earlier)
    assert (of(alice).state, of(alice).barrier) == ("done", "")
    assert to_bring(alice) == []


def test_sent_twice_it_is_recorded_once(alice: User, alice_client: Client) -> None:
    homework, key = create_homework(user=alice), str(uuid.uuid4())
    answers = [
        alice_client.post(url(homework), {"state": state}, headers={"Idempotency-Key": key})
        for state in ("done", "done", "partly")
    ]
    assert [answer.status_code for answer in answers] == [204, 204, 409]
    assert of(alice).state == "done"


def test_another_person_cannot_record_it_and_signed_out_it_is_not_kept(
    alice: User, charlie_client: Client, bob_client: Client
) -> None:
    homework = create_homework(user=alice)
    assert charlie_client.post(url(homework), {"state": "done"}).status_code == 404
    assert bob_client.post(url(homework), {"state": "done"})["Location"].startswith("/accounts/login/")
    key = {"Idempotency-Key": str(uuid.uuid4())}
    assert bob_client.post(url(homework), {"state": "done"}, headers=key).status_code == 401
    assert not HomeworkEntry.objects.exists()
