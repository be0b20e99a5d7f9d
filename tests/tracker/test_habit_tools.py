"""Breathing, the evening without a screen, and the plan of a day."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts.models import User
from pwa.worker import worker_context
from tests.factories.tracker import create_bedtime, create_habit
from tracker.actions.day_plan import tick_day_plan, write_day_plan
from tracker.actions.habits import record_tool
from tracker.models import DayPlan, Habit, HabitEntry

TODAY = dt.date(2026, 11, 3)
PLAN, LOG = f"/day-plan/{TODAY}/", f"/log/day-plan/{TODAY}/"
THREE = {"must": "Ring the surgery", "kind": "Tea in the sun", "pleasant": "Ten pages"}
HTMX = {"HX-Request": "true"}
GUARD = (
    "If this makes you feel worse, stop, open your eyes, look around the room. It’s not for everyone, and that’s fine."
)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def create_tool(user: User, tool: str) -> Habit:
    habit = create_habit(user=user)
    habit.tool = tool
    habit.save()
    return habit


def page(client: Client, path: str = PLAN) -> str:
    return client.get(path).content.decode()


def section(markup: str) -> str:
    found = re.search(r'<section class="stack day-plan".*?</section>', markup, re.DOTALL)
    assert found
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[0])


# Breathing


def test_anyone_can_breathe_and_the_page_is_kept_for_when_there_is_no_network(bob_client: Client) -> None:
    answer = bob_client.get("/breathing/")
    assert (answer.status_code, answer["X-SW-Cache"]) == (200, "public")
    assert GUARD in answer.content.decode()
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert "/breathing/" in worker_context()["pages"]
    assert any("breathing" in name for name in worker_context()["assets"])


def test_signed_in_the_copy_is_ones_own_and_holds_nothing_of_the_plan(alice: User, alice_client: Client) -> None:
    create_tool(alice, "breathing")
    answer = alice_client.get("/breathing/")
    assert answer["X-SW-Cache"] == "private"
    assert "Walk for ten minutes" not in answer.content.decode()


def test_without_a_script_the_page_tells_how_to_count(bob_client: Client) -> None:
    found = page(bob_client, "/breathing/")
    assert re.search(r'<section class="breath" id="breath"[^>]* hidden', found)
    assert "Breathe in and count to four, slowly." in found
    assert "Breathe out and count to six." in found
    assert "No holding" in found


@pytest.mark.parametrize("tool", ["breathing", "screens_off", "day_plan"])
def test_done_ticks_the_habit_of_that_tool_on_today_and_no_other(
    alice: User, charlie: User, alice_client: Client, tool: str
) -> None:
    habit = create_tool(alice, tool)
    create_habit(user=alice)
    create_tool(charlie, tool)
    for _twice in range(2):
        answer = alice_client.post(f"/log/tool/{tool}/")
        assert answer.status_code == 303
    entry = HabitEntry.objects.get()
    assert (entry.user, entry.schedule.habit, entry.date, entry.state) == (alice, habit, TODAY, "done")
    assert answer["Location"] == f"/today/#habit-{entry.schedule_id}-{TODAY}-0"


def test_done_without_such_a_habit_goes_back_to_today(alice: User, alice_client: Client) -> None:
    create_habit(user=alice)
    assert alice_client.post("/log/tool/breathing/")["Location"] == "/today/"
    assert not HabitEntry.objects.exists()


def test_the_small_version_stays_the_small_version(alice: User, alice_client: Client, now: datetime) -> None:
    create_tool(alice, "breathing")
    entry = record_tool(user_id=alice.pk, tool="breathing", recorded_at=now, now=now)
    assert entry
    entry.state = "small"
    entry.save()
    alice_client.post("/log/tool/breathing/")
    assert HabitEntry.objects.get().state == "small"


def test_what_was_done_without_a_network_counts_for_the_day_it_was_done(
    alice: User, alice_client: Client, now: datetime
) -> None:
    create_tool(alice, "breathing")
    headers = {"X-Recorded-At": (now - timedelta(days=1)).isoformat(), "Idempotency-Key": str(uuid.uuid4())}
    assert [alice_client.post("/log/tool/breathing/", headers=headers).status_code for _ in "ab"] == [204, 204]
    assert HabitEntry.objects.get().date == TODAY - timedelta(days=1)


@pytest.mark.parametrize("tool", ["fasting", "x" * 400, "Breathing"])
def test_another_tool_is_not_there(alice_client: Client, tool: str) -> None:
    assert alice_client.post(f"/log/tool/{tool}/").status_code == 404


# Screens off


def test_the_evening_says_how_long_until_bedtime_and_what_goes_where(alice: User, alice_client: Client) -> None:
    create_bedtime(user=alice, at=time(21, 0), plan="Lamp on,\nphone away")
    create_tool(alice, "screens_off")
    found = page(alice_client, "/screens-off/")
    assert "1 hour 20 minutes until bedtime, at 21:00." in found
    assert "phone away" in found
    assert "An experiment, not a rule: for adults, experts don’t agree that screens do general harm." in found
    assert 'data-theme="dark"' in found
    assert "Done for tonight" in found
    assert "Make it one" not in found


@pytest.mark.parametrize("at", [time(12, 0), time(19, 0)])
def test_a_bedtime_that_is_long_to_go_or_past_is_named_alone(alice: User, alice_client: Client, at: time) -> None:
    create_bedtime(user=alice, at=at)
    assert f"Your bedtime is {at:%H:%M}." in page(alice_client, "/screens-off/")


def test_the_evening_of_another_shows_nothing_of_it(alice: User, charlie_client: Client, bob_client: Client) -> None:
    create_bedtime(user=alice, plan="Lamp on")
    create_tool(alice, "screens_off")
    found = page(charlie_client, "/screens-off/")
    assert "Lamp on" not in found
    assert "Make it one" in found
    assert bob_client.get("/screens-off/").status_code == 302


# The plan of a day


def test_three_things_are_kept_ticked_and_unticked(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime
) -> None:
    assert alice_client.post(LOG, THREE)["Location"] == f"{PLAN}#day-plan"
    found = section(page(alice_client))
    assert [text in found for text in THREE.values()] == [True] * 3
    before = found
    alice_client.post(LOG, {"thing": "kind", "state": "done"})
    assert section(page(alice_client)).count('aria-pressed="true"') == 1
    with time_machine.travel(now + timedelta(minutes=1), tick=False):
        alice_client.post(LOG, {"thing": "kind", "state": ""})
    assert section(page(alice_client)) == before
    assert "Tea in the sun" not in page(charlie_client)
    charlie_client.post(LOG, {"thing": "kind", "state": "done"})
    assert DayPlan.objects.get().user == alice


@pytest.mark.parametrize("state", ["done", ""])
def test_what_is_swapped_in_is_what_a_reload_shows(alice_client: Client, state: str) -> None:
    alice_client.post(LOG, THREE)
    alice_client.post(LOG, {"thing": "must", "state": "done"})
    answer = alice_client.post(LOG, {"thing": "must", "state": state}, headers=HTMX).content.decode()
    assert section(answer) == section(page(alice_client))


def test_it_lies_sealed(alice_client: Client) -> None:
    alice_client.post(LOG, THREE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT things FROM tracker_dayplan")
        (row,) = cursor.fetchone()
    assert b"surgery" not in bytes(row)


def test_other_words_are_not_done_yet_and_none_take_the_thing_away(alice: User, alice_client: Client) -> None:
    alice_client.post(LOG, THREE)
    for thing in THREE:
        alice_client.post(LOG, {"thing": thing, "state": "done"})
    alice_client.post(LOG, {**THREE, "must": "Ring Ada", "kind": " "})
    things = DayPlan.objects.for_user(alice).get().things
    assert [(things[name]["text"], things[name]["done"]) for name in THREE] == [
        ("Ring Ada", False),
        ("", False),
        ("Ten pages", True),
    ]
    assert section(page(alice_client)).count("<li") == 2


def test_what_was_left_over_is_offered_and_comes_over_into_an_empty_line(
    alice: User, alice_client: Client, now: datetime
) -> None:
    yesterday = TODAY - timedelta(days=1)
    write_day_plan(user_id=alice.pk, date=yesterday, words=THREE, recorded_at=now, now=now)
    tick_day_plan(user_id=alice.pk, date=yesterday, thing="kind", done=True, recorded_at=now, now=now)
    found = page(alice_client)
    assert re.findall(r'name="carry" value="(\w+)"', found) == ["must", "pleasant"]
    alice_client.post(LOG, {"must": "", "kind": "A bath", "pleasant": "", "carry": "must"})
    things = DayPlan.objects.for_user(alice).get(date=TODAY).things
    assert [things[name]["text"] for name in THREE] == ["Ring the surgery", "A bath", ""]
    assert re.findall(r'name="carry" value="(\w+)"', page(alice_client)) == ["pleasant"]
    alice_client.post(LOG, {"must": "My own", "carry": "must"})
    assert DayPlan.objects.for_user(alice).get(date=TODAY).things["must"]["text"] == "My own"


def test_an_empty_plan_makes_no_row(alice_client: Client) -> None:
    alice_client.post(LOG, {"must": " ", "kind": "", "pleasant": "\x00"})
    alice_client.post(LOG, {"thing": "must", "state": "done"})
    alice_client.post(LOG, {"carry": "must"})
    assert not DayPlan.objects.exists()


def test_who_writes_the_plan_has_planned_and_the_habit_is_done(alice: User, alice_client: Client) -> None:
    habit = create_tool(alice, "day_plan")
    alice_client.post(f"/log/day-plan/{TODAY - timedelta(days=1)}/", THREE)
    assert not HabitEntry.objects.exists()
    alice_client.post(LOG, {"must": "", "kind": "", "pleasant": ""})
    assert not HabitEntry.objects.exists()
    alice_client.post(LOG, THREE)
    entry = HabitEntry.objects.get()
    assert (entry.schedule.habit, entry.date, entry.state) == (habit, TODAY, "done")


@pytest.mark.parametrize(
    ("on", "open_to_write", "there"),
    [
        ("2026-11-04", True, True),
        ("2026-11-01", True, True),
        ("2026-10-31", False, True),
        ("2026-11-05", False, False),
        ("0001-01-01", False, False),
        ("9999-12-31", False, False),
        ("2026-02-30", False, False),
    ],
)
def test_the_evening_before_and_two_days_after_are_open(
    alice_client: Client, on: str, open_to_write: bool, there: bool
) -> None:
    assert alice_client.post(f"/log/day-plan/{on}/", THREE).status_code == (303 if open_to_write else 404)
    answer = alice_client.get(f"/day-plan/{on}/")
    assert answer.status_code == (200 if there else 404)
    assert ("Save the plan" in answer.content.decode()) is open_to_write


@pytest.mark.parametrize(
    "sent", [{"thing": "big", "state": "done"}, {"thing": "must", "state": "x"}, {"thing": "must"}, {"thing": "\x00"}]
)
def test_another_thing_or_state_is_refused(alice_client: Client, sent: dict[str, str]) -> None:
    alice_client.post(LOG, THREE)
    before = section(page(alice_client))
    assert alice_client.post(LOG, sent).status_code == 422
    assert section(page(alice_client)) == before


def test_a_thing_too_long_is_named_beside_its_field_and_all_that_was_typed_is_kept(alice_client: Client) -> None:
    answer = alice_client.post(LOG, {**THREE, "kind": "x" * 30_000})
    found = answer.content.decode()
    assert answer.status_code == 422
    assert "This is too long: it has 30000 characters, and 160 fit." in found
    assert 'value="Ring the surgery"' in found
    assert not DayPlan.objects.exists()


def test_two_ticks_that_arrive_in_another_order_both_stand_and_the_later_of_one_thing_wins(
    alice: User, alice_client: Client, now: datetime
) -> None:
    with time_machine.travel(now - timedelta(hours=2), tick=False):
        alice_client.post(LOG, THREE)
    for minutes, thing, state in ((5, "must", "done"), (20, "kind", "done"), (30, "must", "")):
        headers = {"X-Recorded-At": (now - timedelta(minutes=minutes)).isoformat()}
        alice_client.post(LOG, {"thing": thing, "state": state}, headers=headers)
    things = DayPlan.objects.for_user(alice).get().things
    assert [things[name]["done"] for name in THREE] == [True, True, False]


def test_sent_twice_it_is_recorded_once(alice: User, alice_client: Client) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    sent = [alice_client.post(LOG, data, headers=headers) for data in (THREE, THREE, {**THREE, "must": "x"})]
    assert [answer.status_code for answer in sent] == [204, 204, 409]
    assert sent[0]["Content-Location"] == f"{PLAN}#day-plan"
    assert DayPlan.objects.for_user(alice).get().things["must"]["text"] == "Ring the surgery"
