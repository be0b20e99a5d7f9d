"""The made-up person to look round in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Erasure, User
from tests.factories.accounts import create_user
from tracker.models import Appointment, Dose, Schedule, StoppingThought
from tracker.progress import SECTIONS, summary

EMAIL = "demo@turnstone.example"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def debug(settings: Settings) -> None:
    settings.DEBUG = True


def run() -> str:
    said = io.StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


def test_it_is_refused_where_debug_is_off(db: None) -> None:
    with pytest.raises(CommandError, match="refused where DEBUG is off"):
        run()
    assert not User.objects.exists()


@pytest.mark.usefixtures("db", "debug")
def test_it_prints_how_to_sign_in_and_that_is_how(client: Client) -> None:
    said = run()
    found = re.search(r"password +(\S+)", said)
    assert found
    answer = client.post("/accounts/login/", {"login": EMAIL, "password": found[1]})
    assert answer.status_code == 302
    assert "Tuesday evening" in client.get("/today/").content.decode()
    assert User.objects.get().is_demo


@pytest.mark.usefixtures("db", "debug")
def test_it_names_the_address_of_what_runs_and_no_other(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    assert "Sign in at /accounts/login/ of the address that ./run prints" in run()
    (tmp_path / "address").write_text("http://localhost:8123")
    assert "Sign in at http://localhost:8123/accounts/login/" in run()


@pytest.mark.usefixtures("db", "debug")
def test_the_pages_look_lived_in(client: Client) -> None:
    run()
    client.force_login(User.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
    today, progress, session = (client.get(f"/{path}/").content.decode() for path in ("today", "progress", "session"))
    assert re.search(r"Taken 08:\d\d", today)
    assert "2 of 4 milestones" in today
    assert "Thursday 17:30, Hannah Brandt" in today
    assert "Six things on your list" in today
    assert re.search(r"1[234] of 14 doses recorded, and \d+ of those", progress)
    assert "Eight weeks of small things" in progress
    assert "Thursday 5 November, 17:30, in two days" in session
    assert "UNDEFINED" not in today + progress + session


@pytest.mark.usefixtures("db", "debug")
def test_there_are_sixteen_weeks_of_it_and_nothing_from_the_future(now: datetime) -> None:
    run()
    person = User.objects.get()
    assert Appointment.objects.for_user(person).filter(starts_at__lt=now).count() == 16
    assert Dose.objects.for_user(person).count() >= 60
    assert not Dose.objects.filter(recorded_at__gt=now).exists()
    assert StoppingThought.objects.for_user(person).count() == 1
    found = summary(user_id=person.pk, sections=SECTIONS, days=112, now=now)
    assert found.say
    assert len(found.say) == 5
    assert next(habit.title for habit in found.habits or ()) == "Walk, 15 minutes"


@pytest.mark.usefixtures("db", "debug")
def test_its_reminders_begin_now_and_not_sixteen_weeks_ago(now: datetime) -> None:
    run()
    due = Schedule.objects.filter(next_at__isnull=False)
    assert due.count() == 2
    assert not due.filter(next_at__lt=now).exists()


@pytest.mark.usefixtures("db", "debug")
def test_running_it_again_replaces_the_person_and_nobody_else(alice: User) -> None:
    run()
    first = User.objects.get(email=EMAIL)
    counts = Dose.objects.count()
    run()
    assert User.objects.get(email=EMAIL).pk != first.pk
    assert Dose.objects.count() == counts
    assert User.objects.filter(pk=alice.pk).exists()
    assert Erasure.objects.count() == 1, "a backup of the keys compares how many are gone with how many left"


@pytest.mark.usefixtures("db", "debug")
def test_somebody_who_is_not_marked_is_never_replaced() -> None:
    person = create_user(email=EMAIL)
    with pytest.raises(CommandError, match="nothing was changed"):
        run()
    assert User.objects.get().pk == person.pk


@pytest.mark.usefixtures("db", "debug")
@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 11, 5, 17, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2027, 1, 1, 0, 0, tzinfo=UTC),
    ],
)
def test_it_can_be_filled_at_any_hour_of_any_day(instant: datetime) -> None:
    with time_machine.travel(instant, tick=False):
        run()
    assert not Dose.objects.filter(recorded_at__gt=instant).exists()
    assert Appointment.objects.filter(starts_at__gt=instant).count() == 1


@pytest.mark.usefixtures("db", "debug")
def test_its_plan_for_hard_moments_is_filled_in(client: Client) -> None:
    run()
    client.force_login(User.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/help/safety-plan/").content.decode()
    assert page.count(">Change<") == 7
    assert "Message Maya" in page
