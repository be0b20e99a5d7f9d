"""The next appointment, and the list to bring."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_medicine, create_session
from tracker.actions.sessions import add_line, drop_line, move_line, restore_line, set_appointment
from tracker.actions.visits import record_outcome
from tracker.models import AgendaLine, Appointment, SafetyCard

THURSDAY = {"date": "2026-11-05", "time": "17:30", "with_whom": "Hannah Brandt", "place": "By video"}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> object:
    with time_machine.travel(now, tick=False):
        yield


def bring(user: User, *texts: str, **fields: object) -> list[AgendaLine]:
    return [add_line(user_id=user.pk, text=text, origin="own", **fields) for text in texts]  # type: ignore[arg-type]


def on_the_list(user: User) -> list[str]:
    return [line.text for line in AgendaLine.objects.for_user(user).open()]


def page(client: Client) -> str:
    return client.get("/session/").content.decode()


def test_with_nothing_written_down_the_page_says_what_it_is_for(alice_client: Client) -> None:
    found = page(alice_client)
    assert "What is written down gets said" in found
    assert "Put in the next session" in found
    assert "<title>Turnstone</title>" in found


def test_the_fit_checklist_is_one_tap_from_the_session_and_from_the_chapter_about_plans(alice_client: Client) -> None:
    assert re.search(r'<a class="row" href="/guide/fit/">.*?The fit checklist', page(alice_client))
    assert re.search(r'<a href="/guide/fit/"[^>]*>the fit list</a>', alice_client.get("/guide/goals/").content.decode())
    assert "The fit checklist" in alice_client.get("/guide/fit/").content.decode()


def test_an_appointment_is_kept_in_local_time_and_shown_until_it_has_passed(alice: User, alice_client: Client) -> None:
    answer = alice_client.post("/session/appointment/", THURSDAY)
    assert (answer.status_code, answer["Location"]) == (303, "/session/")
    found = page(alice_client)
    assert "Thursday 5 November, 17:30, in two days" in found
    assert "What to say to Hannah Brandt" in found
    with time_machine.travel(datetime(2026, 11, 5, 17, 31, tzinfo=UTC), tick=False):
        assert "Hannah Brandt" not in page(alice_client)


def test_changing_the_appointment_changes_the_one_that_is_there(alice: User, alice_client: Client) -> None:
    alice_client.post("/session/appointment/", THURSDAY)
    url = f"/session/appointment/{Appointment.objects.get().pk}/"
    assert f'href="{url}"' in page(alice_client)
    assert 'value="17:30"' in alice_client.get(url).content.decode()
    alice_client.post(url, {**THURSDAY, "time": "18:00"})
    (only,) = Appointment.objects.for_user(alice)
    assert only.starts_at == datetime(2026, 11, 5, 18, tzinfo=UTC)


def test_several_stand_ahead_and_another_leaves_those_that_are_there(alice: User, alice_client: Client) -> None:
    doctor = {"date": "2026-11-04", "time": "09:00", "with_whom": "Dr Singh", "place": "Main street"}
    for fields in (THURSDAY, doctor, {**THURSDAY, "date": "2026-11-12"}):
        alice_client.post("/session/appointment/", fields)
    found = page(alice_client)
    assert "What to say to Dr Singh" in found
    assert re.findall(r'<span class="t">(\w+day[^<]*)</span>', found) == [
        "Wednesday 09:00, Dr Singh",
        "Thursday 5 November, 17:30",
        "Thursday 12 November, 17:30",
    ]
    assert "Put in another" in found


def test_sent_twice_it_makes_one(alice: User, alice_client: Client) -> None:
    form = alice_client.get("/session/appointment/").content.decode()
    row = re.search(r'name="appointment_id" value="([^"]+)"', form)
    assert row is not None
    for _time in range(2):
        alice_client.post("/session/appointment/", {**THURSDAY, "appointment_id": row[1]})
    assert Appointment.objects.for_user(alice).count() == 1


def test_a_session_that_was_can_be_put_in_and_leads_to_its_page(alice: User, alice_client: Client) -> None:
    answer = alice_client.post("/session/appointment/", {**THURSDAY, "date": "2025-11-03"})
    only = Appointment.objects.for_user(alice).get()
    assert answer["Location"] == f"/session/past/{only.pk}/"
    alice_client.post(f"/log/session/{only.pk}/", {"outcome": "attended"})
    only.refresh_from_db()
    assert only.episode is not None
    assert only.episode.started_on == only.starts_at.date()
    assert alice_client.get(f"/session/appointment/{only.pk}/").status_code == 404


def test_the_day_of_one_that_was_can_be_put_right_until_it_is_said_what_became_of_it(
    alice: User, alice_client: Client
) -> None:
    alice_client.post("/session/appointment/", {**THURSDAY, "date": "2026-10-29"})
    only = Appointment.objects.for_user(alice).get()
    found = alice_client.get(f"/session/past/{only.pk}/").content.decode()
    assert f'href="/session/appointment/{only.pk}/"' in found
    alice_client.post(f"/session/appointment/{only.pk}/", {**THURSDAY, "date": "2026-10-28"})
    assert Appointment.objects.for_user(alice).get().starts_at == datetime(2026, 10, 28, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"date": ""}, "Choose a day."),
        ({"time": ""}, "Choose a time, like 21:30."),
        ({"date": "the fifth"}, "Write the date like"),
        ({"date": "2025-11-02"}, "That day is long ago."),
        ({"date": "0001-01-01"}, "That day is long ago."),
        ({"date": "9999-12-31"}, "Choose a day within two years."),
        ({"date": "2027-03-28", "time": "01:30"}, "The clocks go forward then"),
        ({"place": "x" * 201}, "and 200 fit"),
    ],
)
def test_a_bad_appointment_is_answered_beside_the_field_and_nothing_is_kept(
    alice: User, alice_client: Client, fields: dict[str, str], sentence: str
) -> None:
    answer = alice_client.post("/session/appointment/", {**THURSDAY, **fields})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Hannah Brandt" in answer.content.decode()
    assert not Appointment.objects.exists()


def test_cancelling_can_be_undone(alice: User, alice_client: Client, now: datetime) -> None:
    appointment = set_appointment(user_id=alice.pk, starts_at=now + timedelta(days=2), with_whom="Hannah", place="")
    answer = alice_client.post(f"/session/appointment/{appointment.pk}/cancel/", follow=True)
    undo = f"/session/appointment/{appointment.pk}/restore/"
    assert f'action="{undo}"' in answer.content.decode()
    assert "What to say to Hannah" not in answer.content.decode()
    alice_client.post(undo)
    assert "What to say to Hannah" in page(alice_client)


def test_what_was_said_before_it_was_taken_back_does_not_come_back_when_it_arrives_late(
    alice: User, now: datetime
) -> None:
    appointment = create_session(user=alice, at=now - timedelta(hours=9))
    for outcome, ago in (("attended", 5), ("", 1), ("missed", 3)):
        at = now - timedelta(hours=ago)
        record_outcome(user_id=alice.pk, appointment_id=appointment.pk, outcome=outcome, recorded_at=at, now=now)
    appointment.refresh_from_db()
    assert appointment.outcome == ""
    record_outcome(user_id=alice.pk, appointment_id=appointment.pk, outcome="missed", recorded_at=now, now=now)
    appointment.refresh_from_db()
    assert appointment.outcome == "missed"


def test_another_persons_appointment_is_not_there(
    alice: User, charlie_client: Client, alice_client: Client, now: datetime
) -> None:
    at = now + timedelta(days=2)
    appointment = set_appointment(user_id=alice.pk, starts_at=at, with_whom="Hannah", place="")
    for doing in ("cancel", "restore"):
        assert charlie_client.post(f"/session/appointment/{appointment.pk}/{doing}/").status_code == 404
    assert charlie_client.post(f"/session/appointment/{appointment.pk}/", THURSDAY).status_code == 404
    assert "Hannah" not in page(charlie_client)
    assert "Hannah" not in charlie_client.get("/session/appointment/").content.decode()
    assert "Hannah" in page(alice_client)


def test_a_long_list_is_renumbered_in_one_statement(
    alice: User, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    lines = bring(alice, *(f"line {number}" for number in range(20)))
    with django_assert_num_queries(7):
        drop_line(user_id=alice.pk, line_id=lines[0].pk, now=now)
    kept = AgendaLine.objects.for_user(alice).open()
    assert [(line.text, line.position) for line in kept] == [(f"line {n + 1}", n) for n in range(19)]


def test_the_first_line_stands_large_and_the_rest_are_numbered(alice: User, alice_client: Client) -> None:
    bring(alice, "Review the plan", "Night sweats", "Stuck on Sunday")
    found = page(alice_client)
    assert re.search(r'<p class="say">\s*Review the plan', found)
    assert re.findall(r'<span class="num">(\d)</span>', found) == ["2", "3"]


@pytest.mark.parametrize("path", ["/session/line/add/", "/session/doctor/line/"])
def test_own_words_of_a_line_call_for_a_card_of_medicine_safety_once(
    alice: User, alice_client: Client, charlie: User, path: str
) -> None:
    create_medicine(user=alice)
    for origin, text in (("guide", "I am thinking of stopping my meds"), ("own", "I feel so tired")):
        alice_client.post(path, {"text": text, "origin": origin})
    assert not SafetyCard.objects.exists()
    for _again in range(2):
        alice_client.post(path, {"text": "I fainted"})
        SafetyCard.objects.for_user(alice).update(settled_at=datetime.now(tz=UTC))
    assert [card.trigger for card in SafetyCard.objects.for_user(alice)] == ["red_flags"]
    assert not SafetyCard.objects.for_user(charlie).exists()


def test_other_words_of_a_line_are_read_and_the_same_again_are_not(alice: User, alice_client: Client) -> None:
    create_medicine(user=alice)
    (line,) = bring(alice, "About the tablets")
    for private in ("", "on"):
        alice_client.post(f"/session/line/{line.pk}/", {"text": "I stopped my tablets", "private": private})
    assert [card.trigger for card in SafetyCard.objects.for_user(alice)] == ["already_stopped"]


def test_a_line_can_be_added_from_anywhere_and_leads_back_there(alice: User, alice_client: Client) -> None:
    fields = {"text": "Is it the right dose?", "origin": "medicine", "next": "/guide/"}
    answer = alice_client.post("/session/line/add/", fields)
    assert (answer.status_code, answer["Location"]) == (303, "/guide/")
    assert "From your medicine" in page(alice_client)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_adding_leads_nowhere_else(alice_client: Client, elsewhere: str) -> None:
    answer = alice_client.post("/session/line/add/", {"text": "Hello", "next": elsewhere})
    assert answer["Location"] == "/session/"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Write a few words here."),
        ({"text": " \n "}, "Write a few words here."),
        ({"text": "x" * 501}, "and 500 fit"),
    ],
)
def test_a_bad_line_is_answered_beside_the_field_and_not_kept(
    alice: User, alice_client: Client, fields: dict[str, str], sentence: str
) -> None:
    answer = alice_client.post("/session/line/add/", fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert fields["text"].strip("\n\x00 ") in answer.content.decode()
    assert on_the_list(alice) == []


def test_an_unknown_origin_is_refused(alice: User, alice_client: Client) -> None:
    assert alice_client.post("/session/line/add/", {"text": "Hello", "origin": "spam"}).status_code == 422
    assert on_the_list(alice) == []


def test_what_is_typed_is_shown_as_text_and_never_as_markup(alice_client: Client) -> None:
    alice_client.post("/session/line/add/", {"text": "<script>alert(1)</script> ＜b＞"})
    assert "<script>alert" not in page(alice_client)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page(alice_client)


def test_the_same_words_stand_on_the_list_once(alice: User, alice_client: Client) -> None:
    for _ in range(2):
        alice_client.post("/session/line/add/", {"text": "Review the plan"})
    assert on_the_list(alice) == ["Review the plan"]


def test_the_list_holds_thirty_lines_and_says_so(alice: User, alice_client: Client) -> None:
    bring(alice, *(f"Line {number}" for number in range(30)))
    answer = alice_client.post("/session/line/add/", {"text": "One more"})
    assert answer.status_code == 422
    assert "Take one off first" in answer.content.decode()
    assert "One more" in answer.content.decode()
    assert len(on_the_list(alice)) == 30


def test_all_the_questions_that_are_ticked_go_on_the_list_or_none(alice: User, alice_client: Client) -> None:
    bring(alice, *(f"Line {number}" for number in range(29)))
    answer = alice_client.post("/session/line/questions/", {"question": ["goals", "plan"]})
    assert answer.status_code == 422
    assert len(on_the_list(alice)) == 29
    alice_client.post("/session/line/questions/", {"question": ["plan"]})
    assert on_the_list(alice)[-1].startswith("What’s the plan from here")
    assert "A question worth asking" in page(alice_client)
    assert "On your list" in page(alice_client)


@pytest.mark.parametrize("fields", [{}, {"question": ["lottery"]}])
def test_no_question_or_an_unknown_one_is_answered_beside_them(
    alice: User, alice_client: Client, fields: dict[str, list[str]]
) -> None:
    answer = alice_client.post("/session/line/questions/", fields)
    assert answer.status_code == 422
    assert 'class="err"' in answer.content.decode()
    assert on_the_list(alice) == []


def test_a_line_is_changed_and_kept_private(alice: User, alice_client: Client) -> None:
    (line,) = bring(alice, "Night sweats")
    alice_client.post(f"/session/line/{line.pk}/", {"text": "Night sweats, most nights", "private": "on"})
    found = page(alice_client)
    assert "Night sweats, most nights" in found
    assert "Not included when you share" in found
    answer = alice_client.post(f"/session/line/{line.pk}/", {"text": ""})
    assert answer.status_code == 422
    assert on_the_list(alice) == ["Night sweats, most nights"]


def test_a_line_moves_one_place_and_stays_at_the_ends(alice: User, alice_client: Client) -> None:
    one, _, three = bring(alice, "one", "two", "three")
    answer = alice_client.post(f"/session/line/{three.pk}/move/", {"to": "up"})
    assert answer["Location"] == f"/session/#line-{three.pk}"
    assert on_the_list(alice) == ["one", "three", "two"]
    alice_client.post(f"/session/line/{one.pk}/move/", {"to": "up"})
    alice_client.post(f"/session/line/{one.pk}/move/", {"to": "down"})
    assert on_the_list(alice) == ["three", "one", "two"]


def test_moving_answers_with_the_list_as_a_reload_shows_it(alice: User, alice_client: Client) -> None:
    _, two = bring(alice, "one", "two")
    answer = alice_client.post(f"/session/line/{two.pk}/move/", {"to": "up"}, headers={"HX-Request": "true"})
    swapped, _, said = answer.content.decode().partition('<div id="say"')
    assert "Now point 1." in said
    assert without_tokens(swapped).strip() in without_tokens(page(alice_client))


def test_a_line_taken_off_comes_back_at_its_place(alice: User, alice_client: Client) -> None:
    _, two, _ = bring(alice, "one", "two", "three")
    answer = alice_client.post(f"/session/line/{two.pk}/remove/", follow=True)
    assert f'action="/session/line/{two.pk}/restore/"' in answer.content.decode()
    assert on_the_list(alice) == ["one", "three"]
    alice_client.post(f"/session/line/{two.pk}/restore/")
    assert on_the_list(alice) == ["one", "two", "three"]


def test_a_line_does_not_come_back_onto_a_full_list(alice: User, alice_client: Client, now: datetime) -> None:
    (gone,) = bring(alice, "gone")
    drop_line(user_id=alice.pk, line_id=gone.pk, now=now)
    bring(alice, *(f"Line {number}" for number in range(30)))
    answer = alice_client.post(f"/session/line/{gone.pk}/restore/", follow=True)
    assert "Take one off first" in answer.content.decode()
    assert "gone" not in on_the_list(alice)


def test_moving_taking_off_and_bringing_back_keep_every_line(alice: User, now: datetime) -> None:
    lines = bring(alice, *"abcdef")
    for line, up in zip(lines, (True, False, True, True, False, False), strict=True):
        move_line(user_id=alice.pk, line_id=line.pk, up=up)
        drop_line(user_id=alice.pk, line_id=line.pk, now=now)
        restore_line(user_id=alice.pk, line_id=line.pk)
    assert sorted(on_the_list(alice)) == list("abcdef")
    assert [line.position for line in AgendaLine.objects.for_user(alice).open()] == list(range(6))


def test_another_persons_line_is_not_there(alice: User, charlie: User, charlie_client: Client) -> None:
    (line,) = bring(alice, "Only alice knows")
    assert charlie_client.get(f"/session/line/{line.pk}/").status_code == 404
    assert charlie_client.post(f"/session/line/{line.pk}/", {"text": "mine now"}).status_code == 404
    for doing in ("move", "remove", "restore"):
        assert charlie_client.post(f"/session/line/{line.pk}/{doing}/").status_code == 404
    assert "Only alice knows" not in page(charlie_client)
    assert "Only alice knows" not in charlie_client.get("/session/large/").content.decode()
    assert on_the_list(alice) == ["Only alice knows"]


def test_large_print_holds_every_line_in_order(alice: User, alice_client: Client) -> None:
    bring(alice, "one", "two")
    found = alice_client.get("/session/large/").content.decode()
    assert re.findall(r'<p class="say">(\w+)</p>', found) == ["one", "two"]


def test_large_print_can_be_handed_over_without_the_private_lines(alice: User, alice_client: Client) -> None:
    bring(alice, "The first", "The last")
    bring(alice, "Only for me", private=True)
    handed_over = alice_client.get("/session/large/").content.decode()
    assert "The last" in handed_over
    assert "Only for me" not in handed_over
    assert "1 private line is left out." in handed_over
    shown = alice_client.get("/session/large/?private=shown").content.decode()
    assert 'href="?private=shown"' in handed_over
    assert "Only for me" in shown
    assert shown.count("Not included when you share") == 1
    bring(alice, "Nor this", private=True)
    assert "2 private lines are left out." in alice_client.get("/session/large/").content.decode()


def test_large_print_of_private_lines_alone_does_not_say_that_there_are_none(alice: User, alice_client: Client) -> None:
    bring(alice, "Only for me", private=True)
    found = alice_client.get("/session/large/").content.decode()
    assert "Only for me" not in found
    assert "Nothing is on your list" not in found
    assert "1 private line is left out." in found


def test_the_list_may_be_kept_on_the_phone(alice_client: Client) -> None:
    assert alice_client.get("/session/")["X-SW-Cache"] == "private"
    assert not alice_client.get("/session/large/").has_header("X-SW-Cache")


def test_nobody_signed_in_is_sent_to_sign_in(bob_client: Client) -> None:
    assert bob_client.get("/session/")["Location"].startswith("/accounts/login/")


def without_tokens(markup: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", markup)


def test_whoever_comes_back_to_adding_a_line_after_signing_in_finds_the_list(alice_client: Client) -> None:
    assert alice_client.get("/session/line/add/")["Location"] == "/session/"


def test_a_word_that_is_no_path_leads_back_to_the_list(alice_client: Client) -> None:
    answer = alice_client.post("/session/line/add/", {"text": "Hello", "next": "foo"})
    assert (answer.status_code, answer["Location"]) == (303, "/session/")
