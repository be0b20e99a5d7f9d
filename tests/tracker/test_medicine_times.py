"""Every way a label says how often, written, kept and read back; and what does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.tracker import create_medicine, schedule_of
from tracker.actions.medication import Label, add_medicine
from tracker.forms.medicine_changes import ChangeForm
from tracker.logic.schedule import Rule
from tracker.models import Medicine, Schedule

TODAY = date(2026, 11, 3)
NAMED: dict[str, Any] = {"name": "Sertraline", "dose": "50 mg", "matches_label": "on"}
ONCE: dict[str, Any] = {"times_a_day": "1", "time_1": "08:00"}
EIGHT = (time(8),)

WAYS: list[tuple[dict[str, Any], Rule, str]] = [
    (
        {"often": "every_day", "times_a_day": "6", **{f"time_{n}": f"{4 * n - 4:02}:00" for n in range(1, 7)}},
        Rule(every="day", times=tuple(time(hour) for hour in range(0, 24, 4)), start=TODAY),
        "Every day at 00:00, 04:00, 08:00, 12:00, 16:00 and 20:00",
    ),
    (
        {"often": "weekdays", "weekdays": ["0", "3"], **ONCE},
        Rule(every="week", weekdays=frozenset({0, 3}), times=EIGHT, start=TODAY),
        "Mondays and Thursdays at 08:00",
    ),
    (
        {"often": "every_few_days", "every_days": "3", "first_day": "2026-11-05", **ONCE},
        Rule(every="day", interval=3, times=EIGHT, start=date(2026, 11, 5)),
        "Every 3 days at 08:00",
    ),
    (
        {"often": "on_off", "on_days": "21", "off_days": "7", "first_day": "2026-10-20", **ONCE},
        Rule(every="day", on_days=21, off_days=7, times=EIGHT, start=date(2026, 10, 20)),
        "21 days on, 7 days off, at 08:00",
    ),
    (
        {"often": "month", "month_day": "31", **ONCE},
        Rule(every="month", month_day=31, times=EIGHT, start=TODAY),
        "Every month on day 31 at 08:00",
    ),
    (
        {"often": "hours", "every_hours": "8", "first_time": "06:00", "first_day": "2026-11-03"},
        Rule(every="hours", interval=8, times=(time(6),), start=TODAY),
        "Every 8 hours, from 06:00",
    ),
]


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def send(client: Client, **said: Any) -> Any:
    return client.post(reverse("tracker:medicine_new"), NAMED | said)


@pytest.mark.parametrize(("said", "rule", "words"), WAYS)
def test_each_way_becomes_its_rule_and_stands_in_words(
    alice: User, charlie_client: Client, alice_client: Client, said: dict[str, Any], rule: Rule, words: str
) -> None:
    answer = send(alice_client, **said)
    medicine = Medicine.objects.for_user(alice).get()
    assert schedule_of(medicine).rule == rule
    assert words in alice_client.get(answer["Location"]).content.decode()
    assert charlie_client.get(answer["Location"]).status_code == 404


@pytest.mark.parametrize("rule", [rule for _said, rule, _words in WAYS])
def test_a_label_opened_and_saved_again_changes_nothing(
    alice: User, alice_client: Client, now: datetime, rule: Rule
) -> None:
    label = Label(name="Sertraline", dose="50 mg")
    medicine = add_medicine(user_id=alice.pk, label=label, rule=rule, now=now)
    form = ChangeForm(today=TODAY, medicine=medicine)
    fields = {field.html_name: field.value() for field in form if field.value() not in (None, "", [])}
    sent = {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}
    sent |= {name: f"{value:%H:%M}" for name, value in fields.items() if isinstance(value, time)}
    before = schedule_of(medicine)
    answer = alice_client.post(reverse("tracker:medicine_edit", args=[medicine.pk]), sent | {"matches_label": "on"})
    assert answer.status_code == 303
    assert schedule_of(medicine) == before
    assert not medicine.changes.exists()


def test_as_needed_has_no_times_and_nothing_reminds_of_it(alice: User, alice_client: Client) -> None:
    answer = send(alice_client, often="as_needed", most_a_day="3", gap_hours="4", gap_minutes="30")
    medicine = Medicine.objects.for_user(alice).get()
    assert medicine.as_needed == {"most_a_day": 3, "gap_minutes": 270}
    assert not Schedule.objects.for_user(alice).exists()
    page = alice_client.get(answer["Location"]).content.decode()
    assert "As needed, at most 3 in a day, at least 4 hours 30 minutes between two" in page
    assert "Sertraline" not in alice_client.get("/today/").content.decode().partition("<aside")[0]


def test_the_label_of_a_medicine_as_needed_may_say_nothing(alice: User, alice_client: Client) -> None:
    send(alice_client, often="as_needed")
    assert Medicine.objects.for_user(alice).get().as_needed == {"most_a_day": None, "gap_minutes": None}


def test_only_what_belongs_to_the_chosen_way_is_looked_at(alice: User, alice_client: Client) -> None:
    strange = {"every_hours": "a few", "month_day": "99", "first_day": "soon", "most_a_day": "-4", "gap_hours": "x"}
    assert send(alice_client, often="every_day", **ONCE, **strange, time_2="25:99").status_code == 303
    assert schedule_of(Medicine.objects.for_user(alice).get()).rule.times == EIGHT


LONG = "9" * 400


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({**ONCE}, "Choose how often, as on the label."),
        ({"often": "hourly", **ONCE}, "Choose how often"),
        ({"often": "every_day"}, "Choose how many times a day"),
        ({"often": "every_day", "times_a_day": "7"}, "Choose how many times a day"),
        ({"often": "every_few_days", **ONCE, "first_day": "2026-11-05"}, "Write a whole number from 2 to 365."),
        ({"often": "every_few_days", **ONCE, "every_days": "1", "first_day": "2026-11-05"}, "from 2 to 365."),
        ({"often": "every_few_days", **ONCE, "every_days": "2"}, "Choose the day of the first one"),
        ({"often": "every_few_days", **ONCE, "every_days": LONG, "first_day": "2026-11-05"}, "from 2 to 365."),
        ({"often": "every_few_days", **ONCE, "every_days": "2.5", "first_day": "2026-11-05"}, "from 2 to 365."),
        ({"often": "every_few_days", **ONCE, "every_days": "2", "first_day": "0001-01-01"}, "up to a year from now"),
        ({"often": "every_few_days", **ONCE, "every_days": "2", "first_day": "2031-01-01"}, "up to a year from now"),
        ({"often": "on_off", **ONCE, "on_days": "21", "off_days": "0", "first_day": "2026-11-05"}, "from 1 to 365."),
        ({"often": "on_off", **ONCE, "on_days": "-21", "off_days": "7", "first_day": "2026-11-05"}, "from 1 to 365."),
        ({"often": "month", **ONCE, "month_day": "32"}, "from 1 to 31."),
        ({"often": "hours", "every_hours": "8", "first_day": "2026-11-05"}, "Choose the time of the first one"),
        ({"often": "hours", "every_hours": "0", "first_time": "06:00", "first_day": "2026-11-05"}, "from 1 to 168."),
        ({"often": "as_needed", "most_a_day": "0"}, "from 1 to 24."),
        ({"often": "as_needed", "most_a_day": LONG}, "from 1 to 24."),
        ({"often": "as_needed", "gap_hours": "²"}, "from 0 to 168."),
        ({"often": "as_needed", "gap_minutes": "90"}, "from 0 to 59."),
    ],
)
def test_what_does_not_fit_has_a_sentence_beside_it_and_stays(
    alice_client: Client, said: dict[str, Any], sentence: str
) -> None:
    answer = send(alice_client, **said, prescriber="Dr Singh")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Dr Singh"' in page
    for name in ("every_days", "on_days", "most_a_day"):
        assert said.get(name) is None or f'value="{said[name]}"' in page
    assert not Medicine.objects.exists()


def test_numbers_may_stand_with_spaces_around_them_and_no_control_characters(alice: User, alice_client: Client) -> None:
    send(alice_client, often="month", month_day=" 1\x005 ", **ONCE)
    assert schedule_of(Medicine.objects.for_user(alice).get()).rule.month_day == 15


def test_times_written_after_a_rule_of_hours_follow_the_person_again(
    alice: User, alice_client: Client, now: datetime
) -> None:
    send(alice_client, often="hours", every_hours="8", first_time="06:00", first_day="2026-11-03")
    medicine = Medicine.objects.for_user(alice).get()
    assert schedule_of(medicine).zone == "Europe/London"
    edit = reverse("tracker:medicine_edit", args=[medicine.pk])
    agreed = {"agreed_with": "Dr Q", "agreed_on": "2026-11-03"}
    alice.zone = "Asia/Tokyo"
    alice.save()
    hours = {"often": "hours", "every_hours": "8", "first_time": "06:00", "first_day": "2026-11-03"}
    alice_client.post(edit, NAMED | hours)
    assert schedule_of(medicine).zone == "Europe/London"
    alice_client.post(edit, NAMED | {**hours, "every_hours": "6"} | agreed)
    assert schedule_of(medicine).zone == "Asia/Tokyo"
    alice_client.post(edit, NAMED | {"often": "every_day", **ONCE} | agreed | {"agreed_on": "2026-11-03"})
    assert schedule_of(medicine).zone == ""


# Telling two apart


def test_a_nickname_stands_on_today_and_the_label_on_its_page(alice: User, alice_client: Client) -> None:
    answer = send(
        alice_client,
        often="every_day",
        times_a_day="1",
        time_1="21:00",
        nickname="Small white",
        colour="moss",
        form="tablet",
    )
    medicine = Medicine.objects.for_user(alice).get()
    assert (medicine.nickname, medicine.colour, medicine.form) == ("Small white", "moss", "tablet")
    page = alice_client.get(answer["Location"]).content.decode()
    assert "<h1>Small white, 50 mg</h1>" in page
    assert "On the label: Sertraline, 50 mg" in page
    assert '<i class="swatch moss"></i>Moss' in page
    assert "Tablet" in page
    today = alice_client.get("/today/").content.decode()
    assert "Small white, 50 mg" in today
    assert '<i class="swatch moss"></i>Moss' in alice_client.get("/plan/").content.decode()


def test_two_medicines_do_not_share_a_nickname(alice: User, charlie: User, alice_client: Client) -> None:
    create_medicine(user=charlie, name="Lithium")
    first = create_medicine(user=alice, name="Lithium")
    for taken in ("lithium", "LITHIUM "):
        answer = send(alice_client, often="every_day", **ONCE, nickname=taken)
        assert answer.status_code == 422
        assert "Another medicine in your plan is called that." in answer.content.decode()
    assert Medicine.objects.for_user(alice).get() == first
    assert send(alice_client, often="every_day", **ONCE, nickname="Evening").status_code == 303


@pytest.mark.parametrize(
    "wrong", [{"colour": "red"}, {"form": "stone"}, {"nickname": "x" * 41}, {"nickname": "x" * 30_000}]
)
def test_a_colour_or_form_that_is_none_is_refused(alice_client: Client, wrong: dict[str, str]) -> None:
    assert send(alice_client, often="every_day", **ONCE, **wrong).status_code == 422
    assert not Medicine.objects.exists()


def test_no_colour_takes_a_colour_away_without_anybody_agreeing(alice: User, alice_client: Client) -> None:
    send(alice_client, often="every_day", **ONCE, colour="sea", nickname="Mine")
    medicine = Medicine.objects.for_user(alice).get()
    edit = reverse("tracker:medicine_edit", args=[medicine.pk])
    assert re.search(r'value="sea"[^>]* checked', alice_client.get(edit).content.decode())
    sent = NAMED | {"often": "every_day", **ONCE, "colour": "none", "prescriber": "Dr Q"}
    assert alice_client.post(edit, sent).status_code == 303
    medicine.refresh_from_db()
    assert (medicine.colour, medicine.nickname, medicine.prescriber) == ("", "", "Dr Q")
    assert not medicine.changes.exists()
