"""A change of dose, of times or an end: as agreed, or kept as a question. A pause: as told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.tracker import AGREED, ENDED, create_as_needed, create_medicine, schedule_of
from tracker.actions.errors import NotAgreed, NotFound, Paused
from tracker.actions.medication import (
    Label,
    add_medicine,
    change_medicine,
    end_medicine,
    record_dose,
    restore_medicine,
)
from tracker.actions.medicine_changes import Agreed
from tracker.actions.pausing import pause_medicine, resume_medicine, take_back_resuming
from tracker.due import standing
from tracker.logic.as_needed import Limits
from tracker.logic.schedule import Rule
from tracker.medicine_days import doses_due
from tracker.models import AgendaLine, Medicine, MedicineChange
from tracker.versions import present_since, versions

TODAY = date(2026, 11, 3)
LABEL: dict[str, Any] = {
    "name": "Sertraline",
    "dose": "50 mg",
    "often": "every_day",
    "times_a_day": "1",
    "time_1": "08:00",
    "matches_label": "on",
}
AS_AGREED = {"agreed_with": "Dr Q", "agreed_on": "2026-11-03"}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def medicine(alice: User) -> Medicine:
    return create_medicine(user=alice)


def edit(client: Client, medicine: Medicine, **said: Any) -> Any:
    return client.post(reverse("tracker:medicine_edit", args=[medicine.pk]), LABEL | said)


def page(client: Client, medicine: Medicine) -> str:
    return client.get(reverse("tracker:medicine", args=[medicine.pk])).content.decode()


# Changing


@pytest.mark.parametrize("other", [{"dose": "100 mg"}, {"time_1": "09:00"}, {"often": "as_needed"}, {"dose": ""}])
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Write who agreed to it"),
        ({"agreed_on": "2026-11-03"}, "Write who agreed to it"),
        ({"agreed_with": "Dr Q"}, "Choose the date it holds from"),
        ({"agreed_with": "Dr Q", "agreed_on": "2026-11-04"}, "Choose a date up to today."),
        ({"agreed_with": "Dr Q", "agreed_on": "0001-01-01"}, "Choose a date up to today."),
        ({"agreed_with": "Dr Q", "agreed_on": "soon"}, "Write the date like"),
    ],
)
def test_another_dose_or_other_times_are_saved_only_with_who_agreed_and_when(
    alice: User, alice_client: Client, medicine: Medicine, other: dict[str, str], said: dict[str, str], sentence: str
) -> None:
    answer = edit(alice_client, medicine, **other, **said, prescriber="Dr Singh")
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    medicine.refresh_from_db()
    assert (medicine.dose, medicine.as_needed) == ("50 mg", None)
    assert schedule_of(medicine).rule.times == (time(8),)
    assert not MedicineChange.objects.exists()


def test_an_agreed_dose_is_a_new_version_with_its_date_and_who_agreed(
    alice: User, alice_client: Client, charlie_client: Client, medicine: Medicine
) -> None:
    assert edit(alice_client, medicine, dose="100 mg", **AS_AGREED).status_code == 303
    change = MedicineChange.objects.for_user(alice).get()
    assert (change.date, change.agreed_with) == (TODAY, "Dr Q")
    assert (change.what["was"], change.what["is"]) == ("50 mg, every day at 08:00", "100 mg, every day at 08:00")
    found = page(alice_client, medicine)
    assert "Since 3 November 2026: 100 mg, every day at 08:00" in found
    assert "Agreed with Dr Q" in found
    assert "Since 1 October 2026: 50 mg, every day at 08:00" in found
    assert edit(charlie_client, medicine, dose="1 mg", **AS_AGREED).status_code == 404


def test_what_tells_it_apart_and_whom_to_call_change_freely(
    alice: User, alice_client: Client, medicine: Medicine
) -> None:
    said = {
        "name": "Sertraline tablets",
        "nickname": "Morning",
        "colour": "plum",
        "form": "tablet",
        "prescriber": "Dr Q",
    }
    assert edit(alice_client, medicine, **said, prescriber_phone="01632 960774").status_code == 303
    medicine.refresh_from_db()
    assert (medicine.name, medicine.nickname, medicine.prescriber_phone) == (
        "Sertraline tablets", "Morning", "01632 960774",
    )  # fmt: skip
    assert not MedicineChange.objects.exists()


def test_a_dose_written_for_the_first_time_is_no_change(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice, dose="")
    assert edit(alice_client, medicine, dose="50 mg").status_code == 303
    assert not MedicineChange.objects.exists()


def test_who_agreed_is_not_kept_where_nothing_changed(alice: User, alice_client: Client, medicine: Medicine) -> None:
    assert edit(alice_client, medicine, agreed_with="Dr Q", agreed_on="soon").status_code == 303
    assert not MedicineChange.objects.exists()


def test_the_action_itself_refuses_what_nobody_agreed_to(alice: User, medicine: Medicine, now: datetime) -> None:
    rule, label = schedule_of(medicine).rule, Label(name="Sertraline", dose="100 mg")
    who: dict[str, Any] = {"user_id": alice.pk, "medicine_id": medicine.pk, "now": now}
    with pytest.raises(NotAgreed):
        change_medicine(**who, label=label, rule=rule)
    with pytest.raises(NotAgreed):
        change_medicine(**who, label=Label(name="Sertraline", dose="50 mg"), rule=None, limits=Limits())
    for both in ({"rule": rule, "limits": Limits()}, {"rule": None}):
        with pytest.raises(ValueError, match="times or"):
            change_medicine(**who, label=label, **both, agreed=AGREED)
    assert medicine.schedules.count() == 1


def test_from_times_to_as_needed_and_back(alice: User, alice_client: Client, medicine: Medicine) -> None:
    edit(alice_client, medicine, often="as_needed", most_a_day="2", **AS_AGREED)
    medicine.refresh_from_db()
    assert medicine.as_needed == {"most_a_day": 2, "gap_minutes": None}
    assert not medicine.schedules.current().exists()
    assert edit(alice_client, medicine, often="as_needed", most_a_day="3").status_code == 422
    edit(alice_client, medicine, time_1="21:00", **AS_AGREED)
    medicine.refresh_from_db()
    assert medicine.as_needed is None
    assert schedule_of(medicine).rule.times == (time(21),)
    assert medicine.changes.count() == 2


# Kept as a question


@pytest.mark.parametrize(
    ("other", "text"),
    [
        ({"dose": "100 mg"}, "Could we talk about changing Sertraline from 50 mg to 100 mg?"),
        ({"dose": ""}, "Could we talk about changing Sertraline from 50 mg to no dose?"),
        (
            {"time_1": "21:00"},
            "Could we talk about changing Sertraline from every day at 08:00 to every day at 21:00?",
        ),
        (
            {"often": "weekdays", "weekdays": ["0"]},
            "Could we talk about changing Sertraline from every day at 08:00 to on Mondays at 08:00?",
        ),
        (
            {"dose": "25 mg", "often": "as_needed"},
            "Could we talk about changing Sertraline from 50 mg every day at 08:00 to 25 mg as needed?",
        ),
    ],
)
def test_what_is_not_agreed_becomes_a_question_and_nothing_of_the_medicine_changes(
    alice: User, alice_client: Client, medicine: Medicine, other: dict[str, Any], text: str
) -> None:
    sent = {**other, "keep": "question", "matches_label": "", "nickname": "New"}
    answer = edit(alice_client, medicine, **sent)
    assert answer.status_code == 303
    line = AgendaLine.objects.for_user(alice).get()
    assert (line.text, line.origin, line.for_doctor, line.private) == (text, "medicine", True, False)
    medicine.refresh_from_db()
    assert (medicine.dose, medicine.nickname, medicine.as_needed) == ("50 mg", "", None)
    assert medicine.schedules.count() == 1
    assert not MedicineChange.objects.exists()
    found = alice_client.get(answer["Location"]).content.decode()
    assert "Nothing about the medicine changed." in found
    assert f'action="{reverse("tracker:line_remove", args=[line.pk])}"' in found


def test_enter_in_a_field_saves_and_asks_nothing(alice_client: Client, medicine: Medicine) -> None:
    found = alice_client.get(reverse("tracker:medicine_edit", args=[medicine.pk])).content.decode()
    form = found.partition('<form class="form times"')[2].partition("</form>")[0]
    assert "name" not in re.findall(r"<button[^>]*>", form)[0]


def test_a_question_sent_twice_is_one_line(alice: User, alice_client: Client, medicine: Medicine) -> None:
    for _twice in range(2):
        edit(alice_client, medicine, dose="100 mg", keep="question")
    assert AgendaLine.objects.for_user(alice).count() == 1


def test_without_a_difference_there_is_nothing_to_ask(alice: User, alice_client: Client, medicine: Medicine) -> None:
    answer = edit(alice_client, medicine, keep="question")
    assert answer.status_code == 422
    assert "there is nothing to ask yet" in answer.content.decode()
    assert not AgendaLine.objects.exists()


def test_a_list_that_is_full_says_so(alice: User, alice_client: Client, medicine: Medicine) -> None:
    for number in range(AgendaLine.MOST_OPEN):
        AgendaLine.objects.create(user=alice, text=f"Line {number}", position=number)
    answer = edit(alice_client, medicine, dose="100 mg", keep="question")
    assert answer["Location"] == reverse("tracker:session")
    assert "as many as fit" in alice_client.get(answer["Location"]).content.decode()


# Ending


def end(client: Client, medicine: Medicine, **said: str) -> Any:
    return client.post(reverse("tracker:medicine_end", args=[medicine.pk]), said)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Write who agreed to it"),
        ({"agreed_with": "Dr Q"}, "Choose the date it holds from"),
        ({"agreed_with": "Dr Q", "agreed_on": "2026-11-20"}, "What is still to come can be kept as a question."),
        ({"agreed_with": "x" * 30_000, "agreed_on": "2026-11-03"}, "This is too long"),
        ({"agreed_with": " ", "agreed_on": "2026-11-03"}, "Write who agreed to it"),
    ],
)
def test_an_end_too_needs_a_date_and_who_agreed(
    alice_client: Client, medicine: Medicine, said: dict[str, str], sentence: str
) -> None:
    answer = end(alice_client, medicine, **said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    medicine.refresh_from_db()
    assert medicine.ended_at is None


def test_an_agreed_end_puts_it_away_and_one_tap_brings_it_back(
    alice: User, alice_client: Client, charlie_client: Client, medicine: Medicine
) -> None:
    assert end(charlie_client, medicine, **AS_AGREED).status_code == 404
    for _twice in range(2):
        assert end(alice_client, medicine, **AS_AGREED).status_code == 303
    found = page(alice_client, medicine)
    assert "Ended on 3 November 2026" in found
    assert "Agreed with Dr Q" in found
    assert medicine.changes.count() == 1
    alice_client.post(reverse("tracker:medicine_restore", args=[medicine.pk]))
    found = page(alice_client, medicine)
    assert "Ended on" not in found
    assert schedule_of(medicine).rule.times == (time(8),)


def test_an_end_some_days_ago_leaves_no_dose_of_the_days_since(alice: User, medicine: Medicine, now: datetime) -> None:
    schedule = schedule_of(medicine)
    agreed = Agreed(with_whom="Dr Q", on=date(2026, 10, 31), was="50 mg", becomes="")
    end_medicine(user_id=alice.pk, medicine_id=medicine.pk, agreed=agreed, now=now)
    due = {
        day: standing(schedule_id=schedule.pk, date=date(2026, 11, 3) - timedelta(days=day), slot=0, now=now).state
        for day in range(5)
    }
    assert due == {0: "gone", 1: "gone", 2: "gone", 3: "open", 4: "open"}


def test_an_end_can_be_kept_as_a_question(alice: User, alice_client: Client, medicine: Medicine) -> None:
    assert end(alice_client, medicine, keep="question").status_code == 303
    line = AgendaLine.objects.for_user(alice).get()
    assert (line.text, line.for_doctor) == ("Could we talk about ending Sertraline?", True)
    medicine.refresh_from_db()
    assert medicine.ended_at is None


def test_a_medicine_as_needed_comes_back_as_needed(alice: User, now: datetime) -> None:
    medicine = create_as_needed(user=alice)
    who: dict[str, Any] = {"user_id": alice.pk, "medicine_id": medicine.pk, "now": now}
    end_medicine(**who, agreed=ENDED)
    restore_medicine(**who)
    medicine.refresh_from_db()
    assert medicine.ended_at is None
    assert not medicine.schedules.exists()


# Pausing


def pause(client: Client, medicine: Medicine, told_by: str = "Dr Q") -> Any:
    return client.post(reverse("tracker:medicine_pause", args=[medicine.pk]), {"told_by": told_by})


def test_while_paused_nothing_is_due_and_the_page_says_who_said_so(
    alice: User, alice_client: Client, charlie_client: Client, medicine: Medicine, now: datetime
) -> None:
    schedule = schedule_of(medicine)
    assert pause(charlie_client, medicine).status_code == 404
    assert pause(alice_client, medicine).status_code == 303
    tomorrow = standing(schedule_id=schedule.pk, date=TODAY + timedelta(days=1), slot=0, now=now)
    assert tomorrow.state == "gone"
    schedule.refresh_from_db()
    assert schedule.next_at is None
    for found in (page(alice_client, medicine), alice_client.get("/plan/").content.decode()):
        assert "Paused since 3 November, as Dr Q said" in found
    assert pause(alice_client, medicine, "Dr Other").status_code == 303
    medicine.refresh_from_db()
    assert medicine.paused_by == "Dr Q"


@pytest.mark.parametrize(("told_by", "sentence"), [(" ", "Write a few words here."), ("x" * 30_000, "too long")])
def test_a_pause_says_who_told_it(alice_client: Client, medicine: Medicine, told_by: str, sentence: str) -> None:
    answer = pause(alice_client, medicine, told_by)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert schedule_of(medicine)


def test_a_pause_is_over_with_one_tap_and_that_can_be_undone(
    alice: User, alice_client: Client, charlie_client: Client, medicine: Medicine, now: datetime
) -> None:
    pause(alice_client, medicine)
    over, undo = (reverse(f"tracker:medicine_{name}", args=[medicine.pk]) for name in ("resume", "resume_undo"))
    assert charlie_client.post(over).status_code == charlie_client.post(undo).status_code == 404
    with time_machine.travel(now + timedelta(days=3), tick=False):
        found = alice_client.post(over, follow=True).content.decode()
        assert f'action="{undo}"' in found
        assert schedule_of(medicine).rule.times == (time(8),)
        alice_client.post(undo)
        assert "Paused since 3 November, as Dr Q said" in page(alice_client, medicine)
    assert not medicine.schedules.current().exists()


def test_what_was_never_paused_cannot_be_paused_by_an_undo(
    alice: User, alice_client: Client, medicine: Medicine
) -> None:
    alice_client.post(reverse("tracker:medicine_resume_undo", args=[medicine.pk]))
    assert schedule_of(medicine)


def test_paused_time_is_in_no_count(alice: User, medicine: Medicine, now: datetime) -> None:
    who: dict[str, Any] = {"user_id": alice.pk, "medicine_id": medicine.pk}
    pause_medicine(**who, told_by="Dr Q", now=now - timedelta(days=9))
    resume_medicine(**who, now=now - timedelta(days=2))
    assert len(doses_due(user=alice, medicine_id=medicine.pk, now=now)) == 14 - 7


def test_while_paused_other_times_wait_and_the_rest_can_change(
    alice: User, alice_client: Client, medicine: Medicine, now: datetime
) -> None:
    pause(alice_client, medicine)
    answer = edit(alice_client, medicine, time_1="21:00", **AS_AGREED)
    assert answer.status_code == 422
    assert "Its times can change once the pause is over." in answer.content.decode()
    assert edit(alice_client, medicine, dose="25 mg", **AS_AGREED).status_code == 303
    medicine.refresh_from_db()
    assert medicine.dose == "25 mg"
    with pytest.raises(Paused):
        change_medicine(
            user_id=alice.pk,
            medicine_id=medicine.pk,
            label=Label(name="Sertraline", dose="25 mg"),
            rule=Rule(every="day", times=(time(21),), start=TODAY),
            agreed=AGREED,
            now=now,
        )


def test_a_paused_medicine_put_away_and_brought_back_is_still_paused(
    alice: User, medicine: Medicine, now: datetime
) -> None:
    who: dict[str, Any] = {"user_id": alice.pk, "medicine_id": medicine.pk, "now": now}
    pause_medicine(**who, told_by="Dr Q")
    end_medicine(**who, agreed=ENDED)
    with pytest.raises(NotFound):
        resume_medicine(**who)
    restore_medicine(**who)
    assert not medicine.schedules.current().exists()
    resume_medicine(**who)
    assert schedule_of(medicine).rule.times == (time(8),)


def test_a_medicine_as_needed_can_be_paused_too(alice: User, now: datetime) -> None:
    medicine = create_as_needed(user=alice)
    who: dict[str, Any] = {"user_id": alice.pk, "medicine_id": medicine.pk, "now": now}
    for action in (resume_medicine, take_back_resuming):
        pause_medicine(**who, told_by="Dr Q")
        action(**who)
        medicine.refresh_from_db()
        assert (medicine.paused_at is None) == (action is resume_medicine)
    assert not medicine.schedules.exists()


# Versions


def test_each_version_counts_from_its_own_start(alice: User, medicine: Medicine, now: datetime) -> None:
    schedule = schedule_of(medicine)
    doses = []
    for back in range(14):
        at = datetime(2026, 11, 3, 8, tzinfo=UTC) - timedelta(days=back)
        doses.append((at, "taken" if back < 4 else "missed"))
    agreed = Agreed(with_whom="Dr Q", on=date(2026, 10, 31), was="50 mg", becomes="100 mg")
    label = Label(name="Sertraline", dose="100 mg")
    change_medicine(user_id=alice.pk, medicine_id=medicine.pk, label=label, rule=schedule.rule, agreed=agreed, now=now)
    medicine.refresh_from_db()
    second, first = versions(user=alice, medicine=medicine, doses=doses)
    assert (second.since, second.words, second.taken, second.recorded) == (date(2026, 10, 31), "100 mg", 4, 4)
    assert (first.words, first.taken, first.recorded, first.agreed_with) == ("50 mg", 0, 10, "")


def test_two_changes_of_one_day_are_two_versions_in_their_order(alice: User, medicine: Medicine, now: datetime) -> None:
    rule = schedule_of(medicine).rule
    for dose in ("75 mg", "100 mg"):
        agreed = Agreed(with_whom="Dr Q", on=date(2026, 10, 31), was="", becomes=dose)
        label = Label(name="Sertraline", dose=dose)
        change_medicine(user_id=alice.pk, medicine_id=medicine.pk, label=label, rule=rule, agreed=agreed, now=now)
    assert [one.words for one in versions(user=alice, medicine=medicine)] == ["100 mg", "75 mg", ""]


def test_a_change_dated_before_the_medicine_was_written_down_is_its_first_day(alice: User, now: datetime) -> None:
    medicine = add_medicine(
        user_id=alice.pk,
        label=Label(name="Lithium", dose="1"),
        rule=Rule(every="day", times=(time(8),), start=TODAY),
        now=now,
    )
    agreed = Agreed(with_whom="Dr Q", on=date(2026, 1, 5), was="1", becomes="2")
    rule = schedule_of(medicine).rule
    label = Label(name="Lithium", dose="2")
    change_medicine(user_id=alice.pk, medicine_id=medicine.pk, label=label, rule=rule, agreed=agreed, now=now)
    found = versions(user=alice, medicine=medicine, doses=[(now, "taken")])
    assert [(one.words, one.due) for one in found] == [("2", 1), ("1", 0)]


def test_since_when_the_present_version_holds_is_known_of_all_at_once(
    alice: User, charlie: User, medicine: Medicine, now: datetime, django_assert_num_queries: Any
) -> None:
    create_medicine(user=alice, name="Lithium")
    rule = schedule_of(medicine).rule
    for dose, on in (("75 mg", TODAY), ("100 mg", date(2026, 10, 20))):
        agreed = Agreed(with_whom="Dr Q", on=on, was="", becomes=dose)
        label = Label(name="Sertraline", dose=dose)
        change_medicine(user_id=alice.pk, medicine_id=medicine.pk, label=label, rule=rule, agreed=agreed, now=now)
    who: dict[str, Any] = {"user_id": alice.pk, "medicine_id": medicine.pk, "now": now}
    end_medicine(**who, agreed=ENDED)
    restore_medicine(**who)
    with django_assert_num_queries(1):
        assert present_since(alice.pk) == {medicine.pk: now + timedelta(microseconds=1)}
    assert present_since(charlie.pk) == {}


def test_the_page_gives_a_number_only_where_enough_is_recorded(
    alice: User, alice_client: Client, medicine: Medicine, now: datetime
) -> None:
    schedule = schedule_of(medicine)
    assert "too little recorded for a number" in page(alice_client, medicine)
    for back in range(11):
        record_dose(
            user_id=alice.pk,
            schedule_id=schedule.pk,
            date=TODAY - timedelta(days=back),
            slot=0,
            state="taken" if back else "missed",
            at=None,
            recorded_at=now,
            now=now,
        )
    assert "10 of 11 recorded doses taken" in re.sub(r"\s+", " ", page(alice_client, medicine))


def test_an_unknown_medicine_is_not_found(alice_client: Client, alice: User, now: datetime) -> None:
    for name in ("medicine_pause", "medicine_end", "medicine_edit", "medicine_supply", "medicine_as_needed"):
        assert alice_client.get(reverse(f"tracker:{name}", args=[uuid4()])).status_code == 404
    with pytest.raises(NotFound):
        pause_medicine(user_id=alice.pk, medicine_id=uuid4(), told_by="x", now=now)
