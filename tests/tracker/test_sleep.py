"""The bedtime, and the wind-down an hour before it."""

from __future__ import annotations

import datetime as dt
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_bedtime, schedule_of
from tracker.actions.errors import NotDue, NotFound
from tracker.actions.sleep import clear_bedtime, record_wind_down, restore_bedtime, set_bedtime
from tracker.models import Bedtime, Schedule, WindDown

URL = "/plan/bedtime/"


def test_the_wind_down_comes_an_hour_before(alice_client: Client) -> None:
    answer = alice_client.post(URL, {"at": "23:00", "plan": "Lamp on, phone away"})
    assert (answer.status_code, answer["Location"]) == (303, URL)
    page = alice_client.get(URL).content.decode()
    assert "Wind-down comes 60 minutes before, at 22:00." in page
    assert 'value="Lamp on, phone away"' in page
    assert "Wind-down at 22:00" in alice_client.get("/plan/").content.decode()


def test_a_bedtime_that_has_gone_by_says_when_the_next_one_is(alice_client: Client, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        page = alice_client.post(URL, {"at": "19:00"}, follow=True).content.decode()
        assert "The next bedtime is tomorrow at 19:00." in page
        assert "Wind-down starts tomorrow at 18:00." in alice_client.get("/today/").content.decode()
    with time_machine.travel(now + timedelta(days=1), tick=False):
        assert "The next bedtime is" not in alice_client.get(URL).content.decode()


def test_before_anything_is_set_no_time_is_claimed(alice_client: Client) -> None:
    assert "Wind-down comes" not in alice_client.get(URL).content.decode()


def test_after_midnight_the_wind_down_is_still_the_evening_before(alice_client: Client) -> None:
    alice_client.post(URL, {"at": "00:30"})
    assert "at 23:30." in alice_client.get(URL).content.decode()


def test_the_reminder_is_planned_for_the_wind_down_not_the_bedtime(alice: User, now: datetime) -> None:
    bedtime = set_bedtime(user_id=alice.pk, at=time(23), plan="", now=now)
    schedule = schedule_of(bedtime)
    assert schedule.lead == timedelta(minutes=60)
    assert schedule.next_at == datetime(2026, 11, 3, 22, 0, tzinfo=dt.UTC)


def test_there_is_one_bedtime_and_another_time_opens_a_new_schedule(alice: User, now: datetime) -> None:
    first = set_bedtime(user_id=alice.pk, at=time(23), plan="", now=now)
    before = schedule_of(first)
    set_bedtime(user_id=alice.pk, at=time(23), plan="Tea", now=now)
    assert schedule_of(first) == before
    second = set_bedtime(user_id=alice.pk, at=time(22, 30), plan="Tea", now=now)
    assert second.pk == first.pk
    assert schedule_of(second).rule.times == (time(22, 30),)
    assert Bedtime.objects.for_user(alice).current().count() == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"at": ""}, "Choose a time, like 21:30."),
        ({"at": "eleven"}, "Write the time like 21:30."),
        ({"at": "23:00", "plan": "x" * 121}, "This is too long"),
    ],
)
def test_bad_input_changes_nothing_and_is_kept_on_the_page(
    alice: User, alice_client: Client, sent: dict[str, str], sentence: str
) -> None:
    create_bedtime(user=alice)
    answer = alice_client.post(URL, {"plan": "Tea"} | sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{sent.get("plan", "Tea")}"' in page
    assert Bedtime.objects.for_user(alice).get().plan == "Lamp on, phone away"


def test_clearing_can_be_undone_from_the_message(alice: User, alice_client: Client) -> None:
    create_bedtime(user=alice)
    page = alice_client.post("/plan/bedtime/clear/", follow=True).content.decode()
    assert 'action="/plan/bedtime/restore/"' in page
    assert not Schedule.objects.for_user(alice).current().exists()
    alice_client.post("/plan/bedtime/restore/")
    assert schedule_of(Bedtime.objects.for_user(alice).current().get()).rule.times == (time(23),)


def test_clearing_and_restoring_nothing_is_harmless(alice: User, now: datetime) -> None:
    clear_bedtime(user_id=alice.pk, now=now)
    assert restore_bedtime(user_id=alice.pk, now=now) is None
    bedtime = create_bedtime(user=alice)
    assert restore_bedtime(user_id=alice.pk, now=now) == bedtime
    assert bedtime.schedules.count() == 1


def test_a_wind_down_is_recorded_under_the_date_of_its_bedtime(alice: User, now: datetime) -> None:
    schedule = schedule_of(create_bedtime(user=alice, at=time(0, 30)))
    who = {"user_id": alice.pk, "schedule_id": schedule.pk, "slot": 0, "state": "done"}
    done = record_wind_down(**who, date=dt.date(2026, 11, 4), recorded_at=now, now=now)  # type: ignore[arg-type]
    assert done.state == "done"
    with pytest.raises(NotDue):
        record_wind_down(**who, date=dt.date(2026, 11, 6), recorded_at=now, now=now)  # type: ignore[arg-type]


def test_in_the_hour_the_clocks_repeat_one_evening_is_one_row(alice: User) -> None:
    schedule = schedule_of(create_bedtime(user=alice, at=time(1, 30)))
    for minutes in (0, 60, 120):
        at = datetime(2026, 10, 25, 0, 0, tzinfo=dt.UTC) + timedelta(minutes=minutes)
        record_wind_down(
            user_id=alice.pk,
            schedule_id=schedule.pk,
            date=dt.date(2026, 10, 25),
            slot=0,
            state="done",
            recorded_at=at,
            now=at,
        )
    assert WindDown.objects.for_user(alice).count() == 1


def test_charlie_sees_and_records_nothing(alice: User, charlie: User, charlie_client: Client, now: datetime) -> None:
    bedtime = create_bedtime(user=alice)
    with pytest.raises(NotFound):
        record_wind_down(
            user_id=charlie.pk,
            schedule_id=schedule_of(bedtime).pk,
            date=now.date(),
            slot=0,
            state="done",
            recorded_at=now,
            now=now,
        )
    with time_machine.travel(now, tick=False):
        assert b"Lamp" not in charlie_client.get(URL).content
        charlie_client.post(URL, {"at": "21:00"})
        charlie_client.post("/plan/bedtime/clear/")
    assert schedule_of(bedtime).rule.times == (time(23),)
