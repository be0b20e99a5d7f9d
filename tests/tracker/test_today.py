"""The day on its staff."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import (
    AGREED,
    ENDED,
    create_bedtime,
    create_goal,
    create_habit,
    create_homework,
    create_medicine,
    schedule_of,
)
from tracker.actions.goals import mark_milestone
from tracker.actions.habits import end_habit
from tracker.actions.medication import Label, change_medicine, end_medicine, record_dose
from tracker.actions.sessions import add_line, set_appointment
from tracker.items import Item
from tracker.logic.schedule import Rule
from tracker.models import Schedule
from tracker.today import Day, NoSuchDay, day

TODAY = date(2026, 11, 3)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def of(user: User, now: datetime, on: date | None = None) -> Day:
    return day(user_id=user.pk, date=on, now=now)


def rows(found: Day) -> list[tuple[str, str, str]]:
    return [(item.time, item.title, item.detail) for item in found.items]


def say(user: User, schedule: Schedule, on: date, state: str, now: datetime, *, taken: datetime | None = None) -> None:
    record_dose(
        user_id=user.pk, schedule_id=schedule.pk, date=on, slot=0, state=state, at=taken, recorded_at=now, now=now
    )


def page(client: Client, path: str = "/today/") -> str:
    return client.get(path).content.decode()


def test_the_day_stands_on_the_staff_in_order_with_the_now_marker_in_its_place(alice: User, now: datetime) -> None:
    create_bedtime(user=alice, at=time(23), plan="Phone on the shelf")
    create_habit(user=alice, title="Walk", smallest="To the corner", times=(time(20),))
    medicine = create_medicine(user=alice)
    say(alice, schedule_of(medicine), TODAY, "taken", now, taken=at("2026-11-03T08:10"))
    found = of(alice, now)
    assert rows(found) == [
        ("08:00", "Sertraline, 50 mg", "Taken 08:10"),
        ("20:00", "Walk", "Or, smaller: To the corner"),
        ("22:00", "Wind-down", "Phone on the shelf"),
        ("23:00", "Lights out", ""),
    ]
    assert (found.title, found.clock, found.now_place) == ("Tuesday evening", "19:40", 1)
    assert found.lede == "Two things left."


def test_everything_recorded_leaves_nothing_and_says_no_more_than_that(alice: User, now: datetime) -> None:
    say(alice, schedule_of(create_medicine(user=alice)), TODAY, "taken", now)
    assert of(alice, now).lede == "Nothing left. The rest of the day is yours."


@pytest.mark.parametrize(
    ("instant", "title", "on"),
    [
        ("2026-11-03T08:00", "Tuesday morning", TODAY),
        ("2026-11-03T23:30", "Tuesday night", TODAY),
        ("2026-11-04T03:59", "Tuesday night", TODAY),
        ("2026-11-04T04:00", "Wednesday morning", TODAY + timedelta(days=1)),
    ],
)
def test_the_small_hours_are_still_the_night_before(alice: User, instant: str, title: str, on: date) -> None:
    found = of(alice, at(instant))
    assert (found.title, found.date) == (title, on)


def test_a_bedtime_after_midnight_stands_at_the_end_of_the_evening_it_belongs_to(alice: User, now: datetime) -> None:
    create_bedtime(user=alice, at=time(0, 30))
    found = of(alice, now)
    assert [(item.time, item.title, item.date) for item in found.items] == [
        ("23:30", "Wind-down", TODAY + timedelta(days=1)),
        ("00:30", "Lights out", TODAY + timedelta(days=1)),
    ]


@pytest.mark.parametrize(("lead", "start"), [(30, "22:30"), (90, "21:30")])
def test_the_wind_down_stands_as_long_before_bedtime_as_its_schedule_says(
    alice: User, now: datetime, lead: int, start: str
) -> None:
    Schedule.objects.filter(pk=schedule_of(create_bedtime(user=alice)).pk).update(lead=timedelta(minutes=lead))
    assert [row[:2] for row in rows(of(alice, now))] == [(start, "Wind-down"), ("23:00", "Lights out")]


@pytest.mark.parametrize(("lead", "start"), [(30, "03:45"), (90, "02:45")])
def test_on_either_side_of_the_start_of_the_day_neither_row_is_lost(alice: User, lead: int, start: str) -> None:
    schedule = schedule_of(create_bedtime(user=alice, at=time(4, 15)))
    Schedule.objects.filter(pk=schedule.pk).update(lead=timedelta(minutes=lead))
    found = rows(of(alice, at("2026-11-03T12:00")))
    assert [row[:2] for row in found] == [("04:15", "Lights out"), (start, "Wind-down")]


def test_a_wind_down_and_its_bedtime_may_stand_on_two_pages(alice: User) -> None:
    create_bedtime(user=alice, at=time(4, 30))
    found = of(alice, at("2026-11-03T12:00"))
    assert [(item.time, item.title) for item in found.items] == [("04:30", "Lights out"), ("03:30", "Wind-down")]


def test_the_day_the_clocks_go_back_holds_everything_once(alice: User) -> None:
    create_medicine(user=alice, times=(time(1, 30), time(8, 0)))
    found = of(alice, at("2026-10-25T12:00"), on=date(2026, 10, 24))
    assert [item.time for item in found.items] == ["08:00", "01:30"]


def test_a_schedule_closed_during_the_day_keeps_what_it_had_until_then(alice: User, now: datetime) -> None:
    habit = create_habit(user=alice, title="Walk", times=(time(9), time(18)))
    end_habit(user_id=alice.pk, habit_id=habit.pk, now=at("2026-11-03T12:00"))
    assert rows(of(alice, now)) == [("09:00", "Walk", "Or, smaller: Shoes on, to the corner and back")]


def test_a_dose_recorded_ahead_of_a_change_of_times_is_not_asked_for_again(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice, times=(time(21),))
    say(alice, schedule_of(medicine), TODAY, "taken", now, taken=now)
    change_medicine(
        user_id=alice.pk,
        medicine_id=medicine.pk,
        label=Label(name=medicine.name, dose=medicine.dose),
        rule=Rule(every="day", times=(time(8),), start=TODAY),
        agreed=AGREED,
        now=at("2026-11-03T20:00"),
    )
    assert rows(of(alice, at("2026-11-03T20:30"))) == [("21:00", "Sertraline, 50 mg", "Taken 19:40")]


@pytest.mark.parametrize(
    ("state", "detail"),
    [
        ("missed", "Missed it"),
        ("not_sure", "Not sure"),
        ("skipped_on_purpose", "Skipped on purpose"),
        ("told_to_pause", "Told to pause by the prescriber"),
        ("taken", "Taken"),
    ],
)
def test_a_dose_reads_what_the_person_said_of_it(alice: User, now: datetime, state: str, detail: str) -> None:
    say(alice, schedule_of(create_medicine(user=alice)), TODAY, state, now)
    (item,) = of(alice, now).items
    assert (item.detail, item.done, item.asks) == (detail, state == "taken", False)


@pytest.mark.parametrize(
    ("instant", "times", "asks"),
    [
        ("2026-11-03T11:59", [8], False),
        ("2026-11-03T12:00", [8], True),
        ("2026-11-03T09:59", [8, 12, 16, 20], False),
        ("2026-11-03T10:00", [8, 12, 16, 20], True),
    ],
)
def test_an_unanswered_dose_is_asked_about_after_its_grace(
    alice: User, instant: str, times: list[int], asks: bool
) -> None:
    create_medicine(user=alice, times=tuple(time(hour) for hour in times))
    first = of(alice, at(instant)).items[0]
    assert first.asks is asks
    assert first.detail == ("Not recorded" if asks else "")


def test_an_unanswered_dose_is_asked_about_in_words(alice: User, alice_client: Client) -> None:
    create_medicine(user=alice)
    found = page(alice_client)
    assert "Not recorded" in found
    assert "Did you take it?" in found
    assert re.findall(r'name="state" value="(\w+)">(?=\w)', found) == ["taken", "missed", "not_sure"]


def test_a_missed_dose_gets_the_words_about_the_leaflet_and_an_undo(
    alice: User, alice_client: Client, now: datetime
) -> None:
    say(alice, schedule_of(create_medicine(user=alice)), TODAY, "missed", now)
    found = page(alice_client)
    assert "check the leaflet or ask a pharmacist. Don’t take a double dose to catch up." in found
    assert "Undo" in found


def test_it_never_tells_anyone_to_take_leave_out_or_change_a_medicine(alice: User, alice_client: Client) -> None:
    create_medicine(user=alice, times=(time(8), time(21)))
    found = page(alice_client)
    assert "please don’t change anything until you have talked to the person who prescribed it" in found
    assert "I’m thinking of stopping" in found
    assert not re.search(r"(?i)\b(take it now|skip it|streak|overdue|keep taking|should)\b", found)


def test_an_empty_day_says_what_will_stand_there(alice_client: Client) -> None:
    found = page(alice_client)
    assert "Nothing is planned for today" in found
    assert "What would you like to be different?" in found
    assert "When is the next one?" in found
    assert "UNDEFINED" not in found


def test_what_was_added_after_its_time_says_when_it_starts(
    alice: User, charlie_client: Client, alice_client: Client, now: datetime
) -> None:
    medicine = create_medicine(user=alice, times=(time(9),), since=now)
    create_habit(user=alice, title="Walk", times=(time(18),), weekdays=(5,), since=now)
    create_habit(user=alice, title="Swim", times=(time(18),), weekdays=(0,))
    found = page(alice_client)
    empty = found[found.index("Nothing is planned for today") : found.index("Put something in the plan")]
    assert "One tap keeps it" not in empty
    assert re.findall(r"<p>(.*?)</p>", empty) == [
        "Sertraline, 50 mg starts tomorrow at 09:00.",
        "Walk starts on Saturday at 18:00.",
        "Swim comes next on Monday at 18:00.",
    ]
    assert "The next one comes tomorrow at 09:00." in page(alice_client, f"/plan/medicine/{medicine.pk}/")
    assert not re.search("Sertraline|Walk|Swim", page(charlie_client))


def test_under_the_day_stands_only_what_has_not_started(alice: User, alice_client: Client, now: datetime) -> None:
    create_medicine(user=alice, name="Lithium", times=(time(20),))
    habit = create_habit(user=alice, title="Walk", times=(time(18),), since=now)
    create_habit(user=alice, title="Swim", times=(time(18),), weekdays=(0,))
    create_bedtime(user=alice, at=time(19, 30), since=now)
    found = of(alice, now)
    assert [item.title for item in found.items] == ["Lithium, 50 mg"]
    assert found.ahead == ("Walk starts tomorrow at 18:00.", "Wind-down starts tomorrow at 18:30.")
    assert "Walk starts tomorrow at 18:00." in page(alice_client)
    assert "The next one comes tomorrow at 18:00." in page(alice_client, f"/plan/habit/{habit.pk}/")
    assert of(alice, now + timedelta(days=1)).ahead == ()
    with time_machine.travel(now + timedelta(days=1)):
        assert "The next one comes" not in page(alice_client, f"/plan/habit/{habit.pk}/")


def test_a_medicine_given_an_earlier_time_goes_on_and_does_not_start(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice, times=(time(21),))
    rule = Rule(every="day", times=(time(9),), start=TODAY)
    label = Label(name="Sertraline", dose="50 mg")
    change_medicine(user_id=alice.pk, medicine_id=medicine.pk, label=label, rule=rule, agreed=AGREED, now=now)
    assert of(alice, now).ahead == ("Sertraline, 50 mg comes next tomorrow at 09:00.",)
    end_medicine(user_id=alice.pk, medicine_id=medicine.pk, agreed=ENDED, now=now)
    assert of(alice, now).ahead == ()


def test_a_day_on_which_nothing_was_due_is_not_offered(alice: User, alice_client: Client, now: datetime) -> None:
    create_habit(user=alice, weekdays=(1,))
    assert "/day/2026-11-02/" not in page(alice_client)
    create_habit(user=alice, title="Swim", weekdays=(0,))
    assert "Can still be filled in" in page(alice_client)
    assert 'href="/day/2026-11-02/"' in page(alice_client)
    assert "/day/2026-11-01/" not in page(alice_client, "/day/2026-11-02/")


def test_goals_show_their_stones_and_the_session_its_list(alice: User, alice_client: Client, now: datetime) -> None:
    goal = create_goal(user=alice, title="Choir", milestones=("Ring them", "Go once", "Stay"))
    mark_milestone(user_id=alice.pk, milestone_id=goal.milestones.all()[0].pk, reached=True, recorded_at=now, now=now)
    at_half_past = at("2026-11-05T17:30")
    set_appointment(user_id=alice.pk, starts_at=at_half_past, with_whom="Hannah", place="By video")
    for text in ("one", "two"):
        add_line(user_id=alice.pk, text=text, origin="own")
    found = page(alice_client)
    assert "1 of 3 milestones" in found
    assert found.count('<i class="full">') == 1
    assert "Next: Go once" in found
    assert "Thursday 17:30, Hannah" in found
    assert "By video. Two things on your list" in found


def test_the_two_days_before_can_be_filled_in_and_older_ones_only_read(alice: User, alice_client: Client) -> None:
    create_medicine(user=alice)
    assert 'href="/day/2026-11-02/"' in page(alice_client)
    assert 'href="/day/2026-11-01/"' in page(alice_client, "/day/2026-11-02/")
    for path, writable in (("/day/2026-11-02/", True), ("/day/2026-11-01/", True), ("/day/2026-10-31/", False)):
        found = page(alice_client, path)
        assert ('<button class="stone"' in found) is writable
        assert ("Did you take it?" in found) is writable
        assert "Not recorded" in found
        assert ("This can still be filled in." in found) is writable


def test_an_older_day_shows_what_was_done(alice: User, alice_client: Client, now: datetime) -> None:
    schedule = schedule_of(create_medicine(user=alice, times=(time(8), time(20))))
    say(alice, schedule, date(2026, 10, 30), "taken", now)
    found = page(alice_client, "/day/2026-10-30/")
    assert found.count('<i class="full"></i><span class="vh">Done:</span>') == 1
    assert found.count('<span class="vh">Not ticked:</span>') == 1


@pytest.mark.parametrize(
    "path", ["/day/2026-11-04/", "/day/9999-12-31/", "/day/0001-01-01/", "/day/2026-02-30/", "/day/yesterday/"]
)
def test_a_day_to_come_and_a_day_that_is_none_are_not_there(alice_client: Client, path: str) -> None:
    assert alice_client.get(path).status_code == 404


def test_the_page_of_today_by_its_date_is_today(alice: User, now: datetime) -> None:
    assert of(alice, now, on=TODAY) == of(alice, now)
    with pytest.raises(NoSuchDay):
        of(alice, now, on=TODAY + timedelta(days=1))


def test_another_person_sees_nothing_of_it(alice: User, charlie_client: Client, now: datetime) -> None:
    say(alice, schedule_of(create_medicine(user=alice)), TODAY, "taken", now)
    create_goal(user=alice, title="Choir")
    create_habit(user=alice, title="Walk")
    for path in ("/today/", "/day/2026-11-02/"):
        found = page(charlie_client, path)
        assert not re.search("Sertraline|Choir|Walk", found)


def test_nobody_signed_in_is_sent_to_sign_in(bob_client: Client) -> None:
    assert bob_client.get("/today/")["Location"].startswith("/accounts/login/")


def test_the_page_may_be_kept_on_the_phone_and_come_back_from_the_browsers_memory(alice_client: Client) -> None:
    answer = alice_client.get("/today/")
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-SW-Cache"] == "private"
    assert "<title>Turnstone</title>" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_it_takes_the_same_few_queries_however_much_stands_on_it(
    alice: User, alice_client: Client, now: datetime, count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        habit = create_habit(user=alice, title=f"Habit {number}")
        medicine = create_medicine(user=alice, name=f"Medicine {number}")
        say(alice, schedule_of(medicine), TODAY, "taken", now)
        assert habit.pk
    for number in range(3 if count > 1 else 1):
        create_goal(user=alice, title=f"Goal {number}")
    create_bedtime(user=alice)
    set_appointment(user_id=alice.pk, starts_at=now + timedelta(days=2), with_whom="Hannah", place="")
    add_line(user_id=alice.pk, text="one", origin="own")
    with django_assert_num_queries(12):  # type: ignore[operator]
        found = page(alice_client)
    assert found.count('<button class="stone"') == 2 * count + 1


def test_the_key_of_an_item_is_the_one_the_phone_keeps_it_under(
    alice: User, alice_client: Client, now: datetime
) -> None:
    schedule = schedule_of(create_medicine(user=alice))
    item: Item = of(alice, now).items[0]
    assert item.key == f"dose:{schedule.pk}:2026-11-03:0"
    assert f'data-key="{item.key}"' in page(alice_client)
    assert f'name="key" value="{item.key}"' in page(alice_client)


def test_a_zone_that_the_installed_rules_no_longer_know_is_read_as_utc(alice: User, alice_client: Client) -> None:
    create_medicine(user=alice)
    User.objects.filter(pk=alice.pk).update(zone="Europe/Atlantis")
    assert alice_client.get("/today/").status_code == 200
    assert alice_client.get("/session/").status_code == 200


def test_homework_done_ahead_stays_on_today_and_can_be_taken_back(
    alice: User, alice_client: Client, now: datetime
) -> None:
    schedule = create_homework(user=alice).schedules.get()
    path = f"/log/homework/{schedule.pk}/2026-11-05/0/"
    with time_machine.travel(now, tick=False):
        alice_client.post(path, {"state": "done"})
        found = alice_client.get("/today/").content.decode()
        assert path in found
        assert 'aria-pressed="true" data-tick="done"' in found
        alice_client.post(path, {"state": ""})
        assert 'aria-pressed="true" data-tick="done"' not in alice_client.get("/today/").content.decode()
