"""What became of a session, notes of it, what was said, and four questions after it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_carer, create_homework, create_medicine, create_session
from tracker.actions.session_check import record_check
from tracker.actions.sessions import add_line
from tracker.models import AgendaLine, Appointment, SafetyCard, SessionCheck
from tracker.sessions import sessions_now

ASKS = "How did the session go?"
CHECK = "Four short questions about the session"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def session(alice: User, now: datetime) -> Appointment:
    return create_session(user=alice, at=now - timedelta(hours=26), with_whom="Hannah", place="By video")


@pytest.fixture
def gone_to(alice: User, now: datetime) -> Appointment:
    return create_session(user=alice, at=now - timedelta(hours=26), with_whom="Hannah", outcome="attended")


def page(client: Client, path: str = "/session/") -> str:
    return client.get(path).content.decode()


def log(client: Client, session: Appointment, outcome: str, **headers: str) -> Any:
    return client.post(f"/log/session/{session.pk}/", {"outcome": outcome}, headers=headers)


def outcome(session: Appointment) -> str:
    session.refresh_from_db()
    return session.outcome


# What became of it


def test_a_session_that_is_over_is_asked_about_and_one_tap_answers(
    session: Appointment, alice_client: Client, charlie_client: Client
) -> None:
    found = page(alice_client)
    assert ASKS in found
    assert "Monday 2 November, Hannah" in found
    answer = log(alice_client, session, "attended")
    assert answer["Location"] == f"/session/past/{session.pk}/"
    assert outcome(session) == "attended"
    assert ASKS not in page(alice_client)
    assert CHECK in page(alice_client)
    assert ASKS not in page(charlie_client)


def test_pressed_again_it_is_taken_back(session: Appointment, alice_client: Client) -> None:
    def shown() -> str:
        found = page(alice_client, f"/session/past/{session.pk}/")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[found.index("<main") :])

    before = shown()
    log(alice_client, session, "missed")
    assert 'value="" aria-pressed="true"' in shown()
    log(alice_client, session, "")
    assert shown() == before
    assert ASKS in page(alice_client)


def test_not_to_be_asked_it_can_still_be_said(session: Appointment, alice_client: Client) -> None:
    log(alice_client, session, "aside")
    assert ASKS not in page(alice_client)
    assert "Nothing said of it yet" in page(alice_client, "/session/past/")
    log(alice_client, session, "attended")
    assert outcome(session) == "attended"


@pytest.mark.parametrize(("hours", "asked"), [(0.5, False), (1, True), (24 * 14, True), (24 * 14 + 1, False)])
def test_it_is_asked_from_an_hour_after_it_began_and_for_two_weeks(
    alice: User, alice_client: Client, now: datetime, hours: float, asked: bool
) -> None:
    create_session(user=alice, at=now - timedelta(hours=hours))
    assert (ASKS in page(alice_client)) is asked


def test_of_several_the_last_is_asked_about(alice: User, alice_client: Client, now: datetime) -> None:
    for back in (10, 3):
        create_session(user=alice, at=now - timedelta(days=back))
    found = page(alice_client)
    assert "Saturday 31 October" in found
    assert "Saturday 24 October" not in found


@pytest.mark.parametrize("value", ["enjoyed", "9" * 400, "attended\x00"])
def test_an_outcome_that_is_none_is_refused(session: Appointment, alice_client: Client, value: str) -> None:
    assert log(alice_client, session, value).status_code == 422
    assert alice_client.post(f"/log/session/{session.pk}/").status_code == 422
    assert outcome(session) == ""


def test_one_still_to_come_has_no_outcome(alice: User, alice_client: Client, now: datetime) -> None:
    coming = create_session(user=alice, at=now + timedelta(days=2))
    assert log(alice_client, coming, "attended").status_code == 404
    assert alice_client.get(f"/session/past/{coming.pk}/").status_code == 404
    assert outcome(coming) == ""


def test_the_later_saying_stands_and_sent_twice_it_counts_once(
    session: Appointment, alice_client: Client, now: datetime
) -> None:
    log(alice_client, session, "missed")
    log(alice_client, session, "attended", **{"X-Recorded-At": (now - timedelta(hours=3)).isoformat()})
    assert outcome(session) == "missed"
    key = {"Idempotency-Key": str(uuid.uuid4())}
    statuses = [log(alice_client, session, value, **key).status_code for value in ("cancelled", "cancelled", "missed")]
    assert statuses == [204, 204, 409]
    assert outcome(session) == "cancelled"


def test_undoing_a_cancelling_takes_back_nothing_else(gone_to: Appointment, alice_client: Client) -> None:
    for doing in ("cancel", "restore"):
        alice_client.post(f"/session/appointment/{gone_to.pk}/{doing}/")
        assert outcome(gone_to) == "attended"


# Notes, and what got in the way


def test_what_got_in_the_way_is_asked_kindly_and_kept(session: Appointment, alice_client: Client) -> None:
    path = f"/session/past/{session.pk}/"
    assert "What got in the way?" not in page(alice_client, path)
    log(alice_client, session, "missed")
    assert "What got in the way?" in page(alice_client, path)
    fields = {"obstacle": "felt_bad", "obstacle_words": "No sleep", "notes": "Call on Monday"}
    assert alice_client.post(path, fields).status_code == 303
    session.refresh_from_db()
    assert (session.obstacle, session.obstacle_words, session.notes) == ("felt_bad", "No sleep", "Call on Monday")
    found = page(alice_client, path)
    assert 'value="No sleep"' in found
    assert re.search(r'value="felt_bad"[^>]*checked', found)
    with connection.cursor() as cursor:
        cursor.execute("SELECT notes, got_in_the_way FROM tracker_appointment")
        (row,) = cursor.fetchall()
    assert all(b"Monday" not in bytes(value) and b"felt" not in bytes(value) for value in row)


def test_new_words_about_a_medicine_call_for_a_card_and_the_same_again_for_none(
    alice: User, charlie: User, gone_to: Appointment, alice_client: Client
) -> None:
    create_medicine(user=alice)
    for notes in ("I stopped my meds", "I stopped my meds", "I stopped my meds. I fainted", ""):
        alice_client.post(f"/session/past/{gone_to.pk}/", {"notes": notes})
        SafetyCard.objects.for_user(alice).update(settled_at=gone_to.starts_at)
    assert [card.trigger for card in SafetyCard.objects.for_user(alice)] == ["already_stopped", "red_flags"]
    assert not SafetyCard.objects.for_user(charlie).exists()


def test_words_about_what_got_in_the_way_are_read_too(alice: User, alice_client: Client, now: datetime) -> None:
    missed = create_session(user=alice, at=now - timedelta(days=1), outcome="missed")
    for words in ("I fainted on the way", "I fainted on the way"):
        alice_client.post(f"/session/past/{missed.pk}/", {"obstacle": "other", "obstacle_words": words})
        SafetyCard.objects.for_user(alice).update(settled_at=now)
    assert [card.trigger for card in SafetyCard.objects.for_user(alice)] == ["red_flags"]


def test_notes_of_a_session_of_long_ago_call_for_nothing_now(alice: User, alice_client: Client, now: datetime) -> None:
    old = create_session(user=alice, at=now - timedelta(days=20), outcome="attended")
    alice_client.post(f"/session/past/{old.pk}/", {"notes": "I fainted"})
    old.refresh_from_db()
    assert old.notes == "I fainted"
    assert not SafetyCard.objects.exists()


def test_notes_of_twenty_thousand_characters_fit_and_more_do_not(session: Appointment, alice_client: Client) -> None:
    path = f"/session/past/{session.pk}/"
    assert alice_client.post(path, {"notes": "é" * 20_000}).status_code == 303
    answer = alice_client.post(path, {"notes": "y" * 30_000})
    assert answer.status_code == 422
    assert "and 20000 fit" in answer.content.decode()
    assert "y" * 30_000 in answer.content.decode()
    session.refresh_from_db()
    assert session.notes == "é" * 20_000
    assert "With notes" in page(alice_client, "/session/past/")


@pytest.mark.parametrize("obstacle", ["laziness", "9" * 400])
def test_an_obstacle_that_is_none_is_refused(session: Appointment, alice_client: Client, obstacle: str) -> None:
    log(alice_client, session, "missed")
    answer = alice_client.post(f"/session/past/{session.pk}/", {"obstacle": obstacle, "notes": "Typed"})
    assert answer.status_code == 422
    assert "Typed" in answer.content.decode()


def test_notes_alone_leave_what_got_in_the_way(session: Appointment, alice_client: Client) -> None:
    log(alice_client, session, "missed")
    alice_client.post(f"/session/past/{session.pk}/", {"obstacle": "money", "notes": ""})
    log(alice_client, session, "attended")
    alice_client.post(f"/session/past/{session.pk}/", {"notes": "It went on after all"})
    session.refresh_from_db()
    assert session.obstacle == "money"


# What was said


def test_lines_that_were_said_leave_the_list_and_the_rest_waits(
    alice: User, alice_client: Client, now: datetime
) -> None:
    with time_machine.travel(now - timedelta(days=3), tick=False):
        said, unsaid = (add_line(user_id=alice.pk, text=text, origin="own") for text in ("Said it", "Not yet"))
        add_line(user_id=alice.pk, text="For the doctor", origin="own", for_doctor=True)
    session = create_session(user=alice, at=now - timedelta(hours=26), outcome="attended")
    add_line(user_id=alice.pk, text="Thought of it later", origin="own")
    found = page(alice_client, f"/session/past/{session.pk}/")
    assert re.findall(r'name="line" value="[\w-]+"><span>([^<]+)<', found) == ["Said it", "Not yet"]
    for _each in range(2):
        alice_client.post(f"/session/past/{session.pk}/said/", {"line": [str(said.pk)]})
    left = [line.text for line in AgendaLine.objects.for_user(alice).open()]
    assert left == ["Not yet", "For the doctor", "Thought of it later"]
    assert str(unsaid.pk) in page(alice_client, f"/session/past/{session.pk}/")


@pytest.mark.parametrize("line", ["x", str(uuid.uuid4())])
def test_a_line_that_is_not_on_the_list_takes_nothing_off(
    alice: User, alice_client: Client, gone_to: Appointment, line: str
) -> None:
    add_line(user_id=alice.pk, text="Stays", origin="own")
    assert alice_client.post(f"/session/past/{gone_to.pk}/said/", {"line": [line]}).status_code == 303
    assert AgendaLine.objects.for_user(alice).open().count() == 1


# Four questions


def answer(client: Client, session: Appointment, *answers: int | str | None, **headers: str) -> Any:
    data = {f"a{number}": value for number, value in enumerate(answers, start=1) if value is not None}
    return client.post(f"/log/session-check/{session.pk}/", data, headers=headers)


def test_the_four_questions_stand_with_their_label_and_each_may_be_left_out(
    alice: User, alice_client: Client, gone_to: Appointment
) -> None:
    found = page(alice_client, f"/session/past/{gone_to.pk}/check/")
    for words in (
        "Our own questions. Not a validated test.",
        "I felt listened to and respected today.",
        "We spent time on what matters to me.",
        "The way we are working makes sense to me.",
        "I could be honest, including about what isn’t helping.",
        *("Not at all", "A little", "Partly", "Mostly", "Completely"),
    ):
        assert words in found
    assert answer(alice_client, gone_to, 5, None, 4)["Location"] == f"/session/past/{gone_to.pk}/"
    assert SessionCheck.objects.for_user(alice).get().answers == [5, None, 4, None]
    assert CHECK not in page(alice_client)


def test_all_left_out_is_an_answer_too_and_is_not_asked_again(alice_client: Client, gone_to: Appointment) -> None:
    answer(alice_client, gone_to)
    assert CHECK not in page(alice_client)
    assert "There is nothing to read from it" in page(alice_client, f"/session/past/{gone_to.pk}/")


@pytest.mark.parametrize(
    ("answers", "words", "phrase"),
    [
        ((5, 5, 4, 4), "something here to build on", ""),
        ((3, 3, 4, 3), "Some of it fits", "therapist-another-way"),
        ((2, 2, 2, 3), "hasn’t felt like a good fit", "therapist-fit"),
    ],
)
def test_what_it_says_is_short_and_has_words_to_take_along_and_no_figure(
    alice_client: Client, gone_to: Appointment, answers: tuple[int, ...], words: str, phrase: str
) -> None:
    answer(alice_client, gone_to, *answers)
    found = page(alice_client, f"/session/past/{gone_to.pk}/")
    assert words in found
    assert (f'href="/session/say/{phrase}/"' in found) is bool(phrase)
    assert not re.search(r"\d\.\d", found[found.index("How it was in the room") : found.index('id="homework"')])


def check_weekly(user: User, now: datetime, *checks: tuple[int, ...]) -> Appointment:
    for back, answers in zip(range(len(checks), 0, -1), checks, strict=True):
        session = create_session(user=user, at=now - timedelta(days=7 * back - 6), outcome="attended")
        record_check(user_id=user.pk, appointment_id=session.pk, answers=answers, recorded_at=now, now=now)
    return session


def test_a_drop_against_ones_own_sessions_is_named(alice: User, alice_client: Client, now: datetime) -> None:
    session = check_weekly(alice, now, (5, 5, 5, 5), (5, 5, 5, 5), (5, 5, 5, 5), (4, 4, 4, 4))
    assert "Something changed in the room" in page(alice_client, f"/session/past/{session.pk}/")


def test_hard_to_be_honest_twice_is_named_with_words_for_it(alice: User, alice_client: Client, now: datetime) -> None:
    session = check_weekly(alice, now, (5, 5, 5, 2), (5, 5, 5, 1))
    found = page(alice_client, f"/session/past/{session.pk}/")
    assert "it’s a topic in itself" in found
    assert "/session/say/therapist-hidden/" in found
    first = Appointment.objects.for_user(alice).first()
    assert first
    assert "it’s a topic in itself" not in page(alice_client, f"/session/past/{first.pk}/")


@pytest.mark.parametrize("bad", ["0", "6", "-1", "2.5", "9" * 400, "1\x00"])
def test_an_answer_that_is_none_is_refused_and_the_others_stay_chosen(
    alice_client: Client, gone_to: Appointment, bad: str
) -> None:
    refused = answer(alice_client, gone_to, 4, bad)
    assert refused.status_code == 422
    assert "Choose one of the five, or leave it out." in refused.content.decode()
    assert re.search(r'name="a1" value="4"[^>]*checked', refused.content.decode())
    assert not SessionCheck.objects.exists()


def test_the_answers_can_be_changed_and_taken_back(alice: User, alice_client: Client, gone_to: Appointment) -> None:
    answer(alice_client, gone_to, 4, 4, 4, 4)
    assert re.search(r'name="a2" value="4"[^>]*checked', page(alice_client, f"/session/past/{gone_to.pk}/check/"))
    answer(alice_client, gone_to, 5, 5, 5, 5)
    assert SessionCheck.objects.for_user(alice).get().answers == [5, 5, 5, 5]
    alice_client.post(f"/log/session-check/{gone_to.pk}/", {"undo": "1"})
    assert SessionCheck.objects.for_user(alice).get().answers == []
    assert CHECK in page(alice_client)


def test_the_later_answers_stand_and_sent_twice_they_count_once(
    alice: User, alice_client: Client, gone_to: Appointment, now: datetime
) -> None:
    answer(alice_client, gone_to, 5, 5, 5, 5)
    answer(alice_client, gone_to, 1, 1, 1, 1, **{"X-Recorded-At": (now - timedelta(hours=1)).isoformat()})
    assert SessionCheck.objects.for_user(alice).get().answers == [5, 5, 5, 5]
    key = {"Idempotency-Key": str(uuid.uuid4())}
    assert [answer(alice_client, gone_to, mark, **key).status_code for mark in (3, 3, 4)] == [204, 204, 409]


def test_after_a_visit_to_a_doctor_nothing_is_asked_of_it(alice: User, alice_client: Client, now: datetime) -> None:
    doctor = create_carer(user=alice, name="Dr Singh", role="doctor")
    visit = create_session(user=alice, at=now - timedelta(hours=26), carer=doctor, outcome="attended")
    assert CHECK not in page(alice_client)
    assert CHECK not in page(alice_client, f"/session/past/{visit.pk}/")


def test_of_a_session_nobody_went_to_there_is_no_check(session: Appointment, alice_client: Client) -> None:
    assert answer(alice_client, session, 5).status_code == 404
    assert alice_client.get(f"/session/past/{session.pk}/check/").status_code == 404
    log(alice_client, session, "missed")
    assert answer(alice_client, session, 5).status_code == 404


# The fit checklist


@pytest.mark.parametrize(("sessions", "offered"), [(1, True), (2, False), (3, True), (4, False), (7, True)])
def test_the_fit_checklist_is_offered_after_sessions_one_three_and_then_every_fourth(
    alice: User, alice_client: Client, now: datetime, sessions: int, offered: bool
) -> None:
    for back in range(sessions, 0, -1):
        create_session(user=alice, at=now - timedelta(days=2 * back), outcome="attended")
    assert ("is a good time for it" in page(alice_client)) is offered


# One query, and other people


def test_all_of_it_is_one_query_however_many_sessions_there_were(
    alice: User, now: datetime, django_assert_num_queries: Any
) -> None:
    carer = create_carer(user=alice)
    for back in range(40, 0, -1):
        create_session(user=alice, at=now - timedelta(days=2 * back), carer=carer, outcome="attended")
    create_session(user=alice, at=now + timedelta(days=2), carer=carer)
    create_homework(user=alice)
    with django_assert_num_queries(1):
        found = sessions_now(user_id=alice.pk, zone=alice.zone, now=now)
        assert found.next
        assert found.next.starts_at > now
        assert found.check


def test_the_session_page_costs_the_same_with_much_on_it(
    alice: User, alice_client: Client, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for back in range(20, 0, -1):
        create_session(user=alice, at=now - timedelta(days=2 * back), outcome="attended")
    for number in range(10):
        create_homework(user=alice, title=f"Step {number}")
        add_line(user_id=alice.pk, text=f"line {number}", origin="own")
    with django_assert_max_num_queries(12):
        alice_client.get("/session/")


def test_another_persons_sessions_are_not_there(
    alice: User, charlie_client: Client, bob_client: Client, gone_to: Appointment
) -> None:
    line = add_line(user_id=alice.pk, text="Mine", origin="own")
    base = f"/session/past/{gone_to.pk}/"
    for path in (base, f"{base}check/"):
        assert charlie_client.get(path).status_code == 404
    assert charlie_client.post(base, {"notes": "x"}).status_code == 404
    assert charlie_client.post(f"{base}said/", {"line": [str(line.pk)]}).status_code == 404
    assert log(charlie_client, gone_to, "missed").status_code == 404
    assert answer(charlie_client, gone_to, 1).status_code == 404
    assert "Hannah" not in page(charlie_client, "/session/past/")
    assert log(bob_client, gone_to, "missed")["Location"].startswith("/accounts/login/")
    assert outcome(gone_to) == "attended"
    assert not SessionCheck.objects.exists()
    assert AgendaLine.objects.for_user(alice).open().count() == 1
