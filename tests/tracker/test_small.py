"""A day made smaller, and coming back after days without a word."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_bedtime, create_goal, create_habit, create_medicine, schedule_of
from tracker.actions.habits import record_habit
from tracker.actions.medication import record_dose
from tracker.actions.moods import record_mood
from tracker.actions.sessions import set_appointment
from tracker.models import SmallDay
from tracker.today import Day, day

URL = "/log/smaller/2026-11-03/"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def full(alice: User) -> None:
    """It is 19:40."""
    create_medicine(user=alice, times=(time(8), time(21)))
    create_habit(user=alice, title="Walk", times=(time(13),))
    create_habit(user=alice, title="Stretch", times=(time(20),))
    create_bedtime(user=alice, at=time(23))
    create_goal(user=alice, title="Choir")


def page(client: Client, path: str = "/today/") -> str:
    return client.get(path).content.decode()


def of(user: User, now: datetime) -> Day:
    return day(user_id=user.pk, date=None, now=now)


def titles(client: Client) -> list[str]:
    """What is seen of the day."""
    rows = re.findall(r'<li id="[^>]*?data-key[^>]*>.*?</li>', page(client), re.DOTALL)
    shown = [row for row in rows if "hidden>" not in row.split("\n")[0].split("<time")[0]]
    return [re.findall(r'(?:<label[^>]*>|<div class="what"><b>)([^<]+)<', row)[0] for row in shown]


ALL = ["Sertraline, 50 mg", "Walk", "Stretch", "Sertraline, 50 mg", "Wind-down", "Lights out"]


@pytest.mark.usefixtures("full")
def test_a_smaller_day_keeps_medicine_and_one_small_thing(alice: User, alice_client: Client, now: datetime) -> None:
    assert sorted(titles(alice_client)) == sorted(ALL)
    answer = alice_client.post(URL, {"state": "on"})
    assert (answer.status_code, answer["Location"]) == (303, "/today/#smaller")
    assert titles(alice_client) == ["Sertraline, 50 mg", "Stretch", "Sertraline, 50 mg"]
    found = page(alice_client)
    assert "Two things left. The rest can wait." in found
    assert re.search(r'aria-labelledby="goals" data-rests hidden', found)
    assert "I’m thinking of stopping" in found
    assert re.search(r'role="switch" name="state" value="" aria-checked="true"', found)
    assert "Everything else comes back tomorrow." in found
    assert "UNDEFINED" not in found


@pytest.mark.usefixtures("full")
def test_the_one_small_thing_stays_once_it_is_ticked_and_what_was_done_before_is_not_it(
    alice: User, alice_client: Client, now: datetime
) -> None:
    alice_client.post(URL, {"state": "on"})
    item = next(item for item in of(alice, now).items if item.title == "Stretch")
    with time_machine.travel(now + timedelta(minutes=30), tick=False):
        alice_client.post(f"/log/habit/{item.schedule_id}/2026-11-03/0/", {"state": "done"})
        assert titles(alice_client) == ["Sertraline, 50 mg", "Stretch", "Sertraline, 50 mg"]
        alice_client.post(URL, {"state": ""})
        alice_client.post(URL, {"state": "on"})
        assert titles(alice_client) == ["Sertraline, 50 mg", "Sertraline, 50 mg", "Wind-down"]


def test_late_in_the_day_the_last_open_thing_is_the_one(alice: User, alice_client: Client) -> None:
    create_habit(user=alice, title="Walk", times=(time(13),))
    create_habit(user=alice, title="Read", times=(time(18),))
    alice_client.post(URL, {"state": "on"})
    assert titles(alice_client) == ["Read"]


@pytest.mark.usefixtures("full")
def test_the_same_switch_makes_it_whole_again_and_somebody_elses_day_is_as_it_was(
    alice: User, charlie: User, alice_client: Client, charlie_client: Client
) -> None:
    create_habit(user=charlie, title="Swim", times=(time(9),))
    create_habit(user=charlie, title="Read", times=(time(10),))
    alice_client.post(URL, {"state": "on"})
    assert titles(charlie_client) == ["Swim", "Read"]
    assert not SmallDay.objects.exclude(user=alice).exists()
    alice_client.post(URL, {"state": ""})
    assert sorted(titles(alice_client)) == sorted(ALL)
    assert 'aria-checked="false"' in page(alice_client)


@pytest.mark.usefixtures("full")
def test_it_ends_by_itself_when_the_next_day_starts(alice: User, alice_client: Client, now: datetime) -> None:
    alice_client.post(URL, {"state": "on"})
    with time_machine.travel(datetime.fromisoformat("2026-11-04T03:59+00:00"), tick=False):
        assert 'aria-checked="true"' in page(alice_client)
    with time_machine.travel(datetime.fromisoformat("2026-11-04T04:00+00:00"), tick=False):
        assert 'aria-checked="false"' in page(alice_client)
        assert sorted(titles(alice_client)) == sorted(ALL)
        assert "hidden><time" not in page(alice_client, "/day/2026-11-03/")


@pytest.mark.usefixtures("full")
def test_a_session_of_today_stays_in_sight(alice: User, alice_client: Client, now: datetime) -> None:
    alice_client.post(URL, {"state": "on"})
    rests = r'aria-labelledby="session" data-rests hidden'
    assert re.search(rests, page(alice_client))
    set_appointment(user_id=alice.pk, starts_at=now + timedelta(hours=1), with_whom="Hannah", place="")
    assert not re.search(rests, page(alice_client))


def test_the_later_saying_stands_and_sent_twice_it_is_one(alice: User, alice_client: Client, now: datetime) -> None:
    def send(state: str, minutes: int, key: str = "") -> int:
        headers = {"X-Recorded-At": (now - timedelta(minutes=minutes)).isoformat()}
        if key:
            headers["Idempotency-Key"] = key
        return alice_client.post(URL, {"state": state}, headers=headers).status_code

    key = str(uuid.uuid4())
    assert [send("on", 10, key), send("on", 10, key), send("", 10, key)] == [204, 204, 409]
    send("", 20)
    assert of(alice, now).is_small
    send("", 5)
    send("on", 8)
    assert not of(alice, now).is_small
    send("on", 1)
    assert of(alice, now).is_small
    assert SmallDay.objects.for_user(alice).count() == 1


@pytest.mark.parametrize("on", ["2026-11-04", "2026-10-31", "0001-01-01", "9999-12-31"])
def test_a_day_to_come_and_an_older_one_are_closed(alice_client: Client, on: str) -> None:
    assert alice_client.post(f"/log/smaller/{on}/", {"state": "on"}).status_code == 404
    assert not SmallDay.objects.exists()


def test_another_word_than_on_is_refused(alice_client: Client) -> None:
    for data in ({"state": "yes"}, {}):
        assert alice_client.post(URL, data).status_code == 422
    assert not SmallDay.objects.exists()


# After days without a word


@pytest.mark.parametrize(("days", "greeted"), [(1, False), (3, False), (4, True), (200, True)])
def test_whoever_comes_back_after_three_days_or_more_is_greeted(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime, days: int, greeted: bool
) -> None:
    create_medicine(user=alice, times=(time(21),))
    before = now - timedelta(days=days)
    User.objects.filter(pk=alice.pk).update(date_joined=before)
    record_mood(user_id=alice.pk, date=before.date(), level=3, recorded_at=before, now=before)
    found = page(alice_client)
    assert ("Good to see you." in found) is greeted
    assert not re.search(
        r"(?i)missed|days ago|without|since you", re.sub(r"(?s)<script.*?</script>|<[^>]*>", "", found)
    )
    assert "Good to see you" not in page(charlie_client)


def test_the_first_thing_recorded_ends_the_greeting(alice: User, alice_client: Client, now: datetime) -> None:
    habit, medicine = create_habit(user=alice), create_medicine(user=alice)
    name = {"slot": 0, "recorded_at": now - timedelta(days=6), "now": now}
    on = date(2026, 10, 28)
    record_habit(user_id=alice.pk, schedule_id=schedule_of(habit).pk, date=on, state="done", **name)  # type: ignore[arg-type]
    assert "Good to see you." in page(alice_client)
    assert "Good to see you." not in page(alice_client, "/day/2026-11-02/")
    record_dose(
        user_id=alice.pk,
        schedule_id=schedule_of(medicine).pk,
        date=date(2026, 11, 3),
        slot=0,
        state="taken",
        at=None,
        recorded_at=now,
        now=now,
    )
    assert "Good to see you." not in page(alice_client)


def test_after_a_gap_it_takes_no_more_than_twelve_queries(
    alice: User, alice_client: Client, now: datetime, django_assert_max_num_queries: object
) -> None:
    create_medicine(user=alice)
    create_goal(user=alice)
    before = now - timedelta(days=9)
    record_mood(user_id=alice.pk, date=before.date(), level=3, recorded_at=before, now=before)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert "Good to see you." in page(alice_client)
