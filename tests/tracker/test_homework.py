"""Homework: written down, changed, put away, and where it stands."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_carer, create_homework, create_session, schedule_of
from tracker.actions.homework import record_homework
from tracker.ahead import ahead
from tracker.forms.homework import TEMPLATES
from tracker.models import Homework, HomeworkEntry, Schedule

NEW = "/plan/homework/new/"
RECORD = {
    "title": "Thought record",
    "why": "To see it from two sides",
    "repeat": "once",
    "due": "2026-11-05",
    "when_and_where": "After dinner, kitchen",
    "smallest": "Write down the thought",
    "set_by": "Hannah",
}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def page(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def post(client: Client, **fields: Any) -> Any:
    return client.post(NEW, {**RECORD, **fields})


def only(user: User) -> Homework:
    return Homework.objects.for_user(user).get()


def test_it_is_kept_with_its_words_and_stands_in_the_plan_and_on_the_session_page(
    alice: User, alice_client: Client
) -> None:
    answer = post(alice_client)
    assert answer["Location"] == f"/plan/homework/{only(alice).pk}/"
    found = page(alice_client, answer["Location"])
    for words in ("Thought record", "two sides", "Due on Thursday 5 November", "After dinner, kitchen", "Hannah"):
        assert words in found
    assert "18:00" not in found
    for path in ("/plan/", "/session/"):
        assert "Thought record" in page(alice_client, path)
    assert "<title>Turnstone</title>" in found


def test_due_once_it_is_for_the_evening_and_with_a_time_for_that_time(alice: User, alice_client: Client) -> None:
    post(alice_client)
    rule = schedule_of(only(alice)).rule
    assert (rule.every, rule.start, rule.times) == ("once", date(2026, 11, 5), (time(18, 0),))
    post(alice_client, title="Call the choir", time="10:30")
    other = next(one for one in Homework.objects.for_user(alice) if one.title == "Call the choir")
    assert schedule_of(other).rule.times == (time(10, 30),)
    assert "Due on Thursday 5 November at 10:30" in page(alice_client, f"/plan/homework/{other.pk}/")


def test_due_today_after_the_evening_began_it_can_still_be_recorded(alice: User, alice_client: Client) -> None:
    """At 19:40 the usual 18:00 has gone by."""
    post(alice_client, due="2026-11-03")
    schedule = schedule_of(only(alice))
    assert schedule.find(date=date(2026, 11, 3), slot=0, person_zone=alice.zone)
    assert "For today" in page(alice_client, f"/plan/homework/{only(alice).pk}/")


@pytest.mark.parametrize(
    ("days", "every", "weekdays"), [(["0", "3"], "week", {0, 3}), ([str(day) for day in range(7)], "day", set())]
)
def test_it_can_repeat_on_days_of_the_week(
    alice: User, alice_client: Client, days: list[str], every: str, weekdays: set[int]
) -> None:
    post(alice_client, repeat="days", weekdays=days, due="")
    rule = schedule_of(only(alice)).rule
    assert (rule.every, set(rule.weekdays)) == (every, weekdays)


@pytest.mark.parametrize("number", range(1, len(TEMPLATES) + 1))
def test_a_template_fills_the_form_and_everything_may_be_changed(alice_client: Client, number: int) -> None:
    template = TEMPLATES[number - 1]
    assert str(template.name) in page(alice_client, NEW)
    found = page(alice_client, f"{NEW}?like={number}")
    assert f'value="{template.title}"' in found
    assert f'name="template" value="{template.key}"' in found


@pytest.mark.parametrize("number", ["0", "9", "-1", "x", "9" * 400])
def test_no_template_opens_the_form_empty(alice_client: Client, number: str) -> None:
    assert 'name="title" maxlength' in page(alice_client, f"{NEW}?like={number}")


def test_written_down_from_a_session_it_knows_which_and_who(alice: User, alice_client: Client, now: datetime) -> None:
    session = create_session(user=alice, at=now - timedelta(days=1), carer=create_carer(user=alice), outcome="attended")
    assert f"session={session.pk}" in page(alice_client, f"{NEW}?session={session.pk}")
    found = page(alice_client, f"{NEW}?like=0&session={session.pk}")
    assert 'name="set_by" value="Hannah Brandt"' in found
    assert f'<option value="{session.pk}" selected>' in found
    post(alice_client, appointment=str(session.pk))
    assert only(alice).appointment_id == session.pk
    assert "The session of 2 November" in page(alice_client, f"/plan/homework/{only(alice).pk}/")
    assert "Thought record" in page(alice_client, f"/session/past/{session.pk}/")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Write a few words here."),
        ({"title": "x" * 30_000}, "and 120 fit"),
        ({"why": "x" * 30_000}, "and 500 fit"),
        ({"repeat": ""}, "Choose how often."),
        ({"repeat": "yearly"}, "Choose how often."),
        ({"due": ""}, "Choose a day."),
        ({"due": "2026-11-02"}, "That day has gone by."),
        ({"due": "0001-01-01"}, "That day has gone by."),
        ({"due": "9999-12-31"}, "Choose a day within a year."),
        ({"due": "9" * 400}, "Write the date like"),
        ({"due": "2026-11-03", "time": "19:40"}, "That time has gone by."),
        ({"time": "25:00"}, "Write the time like"),
        ({"repeat": "days"}, "Choose at least one day."),
        ({"repeat": "days", "weekdays": ["7"]}, "not one of the available choices"),
        ({"appointment": str(uuid.uuid4())}, "not one of the available choices"),
        ({"template": "exposure"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_answered_beside_the_field_and_nothing_is_kept(
    alice_client: Client, fields: dict[str, Any], sentence: str
) -> None:
    answer = post(alice_client, **fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "After dinner, kitchen" in answer.content.decode()
    assert not Homework.objects.exists()
    assert not Schedule.objects.exists()


def test_a_title_is_shown_as_text_and_one_that_cannot_be_shown_is_refused(alice: User, alice_client: Client) -> None:
    answer = post(alice_client, title="Thought\x00 record")
    assert answer.status_code == 422
    assert "Type those words once more" in answer.content.decode()
    post(alice_client, title="Thought record <b>")
    assert only(alice).title == "Thought record <b>"
    assert "&lt;b&gt;" in page(alice_client, f"/plan/homework/{only(alice).pk}/")


def test_sent_twice_it_is_made_once_and_the_same_again_is_refused(alice: User, alice_client: Client) -> None:
    row = str(uuid.uuid4())
    for _each in range(2):
        assert post(alice_client, homework_id=row).status_code == 303
    answer = post(alice_client)
    assert answer.status_code == 422
    assert "already in your plan" in answer.content.decode()
    assert str(only(alice).pk) == row


def test_changed_in_words_it_keeps_its_schedule_and_on_another_day_it_is_open_again(
    alice: User, alice_client: Client, now: datetime
) -> None:
    homework = create_homework(user=alice)
    schedule = schedule_of(homework)
    edit = f"/plan/homework/{homework.pk}/edit/"
    assert 'value="2026-11-05"' in page(alice_client, edit)
    alice_client.post(edit, {**RECORD, "title": "Two thought records"})
    assert schedule_of(homework) == schedule
    assert only(alice).title == "Two thought records"
    said(alice, schedule, now, state="done")
    alice_client.post(edit, {**RECORD, "due": "2026-11-07"})
    found = page(alice_client, f"/plan/homework/{homework.pk}/")
    assert "Due on Saturday 7 November" in found
    assert 'aria-pressed="true"' not in found
    assert "Thursday 5 November: Done" in found


def test_a_day_that_has_gone_by_may_stay_when_other_words_change(alice: User, alice_client: Client) -> None:
    homework = create_homework(user=alice, due=date(2026, 11, 1))
    answer = alice_client.post(f"/plan/homework/{homework.pk}/edit/", {**RECORD, "due": "2026-11-01"})
    assert answer.status_code == 303


def test_put_away_and_brought_back_what_was_said_stays(alice: User, alice_client: Client, now: datetime) -> None:
    homework = create_homework(user=alice)
    said(alice, schedule_of(homework), now, state="done")
    answer = alice_client.post(f"/plan/homework/{homework.pk}/put-away/", follow=True).content.decode()
    assert f'action="/plan/homework/{homework.pk}/restore/"' in answer
    assert "Thought record" not in page(alice_client, "/session/")
    assert "Bring it back" in page(alice_client, f"/plan/homework/{homework.pk}/")
    alice_client.post(f"/plan/homework/{homework.pk}/restore/")
    assert HomeworkEntry.objects.for_user(alice).get().schedule == schedule_of(homework)
    assert 'aria-pressed="true"' in page(alice_client, f"/plan/homework/{homework.pk}/")


def test_what_repeats_is_named_by_its_own_words_before_it_first_comes(alice: User, now: datetime) -> None:
    create_homework(user=alice, title="Worry time", weekdays=(4,), since=now)
    create_homework(user=alice, title="Call the choir", due=date(2026, 11, 6), since=now)
    schedules = Schedule.objects.for_user(alice).select_related(*Schedule.NOUNS)
    assert ahead(schedules, today=(), zone=alice.zone, now=now) == ("Worry time starts on Friday at 18:00.",)


def test_a_full_plan_says_so(alice: User, alice_client: Client) -> None:
    for number in range(Homework.MOST_CURRENT):
        create_homework(user=alice, title=f"Step {number}")
    answer = post(alice_client)
    assert answer.status_code == 422
    assert "Put one away first" in answer.content.decode()
    assert Homework.objects.for_user(alice).count() == Homework.MOST_CURRENT


def test_what_is_long_over_takes_no_room_and_stands_under_put_away(alice: User, alice_client: Client) -> None:
    for number in range(Homework.MOST_CURRENT):
        create_homework(user=alice, title=f"Step {number}", due=date(2026, 10, 10))
    assert post(alice_client).status_code == 303
    found = page(alice_client, "/plan/")
    assert found.index("Thought record") < found.index("Put away") < found.index("Step 1")


def test_another_persons_homework_is_not_there(
    alice: User, alice_client: Client, charlie: User, charlie_client: Client, now: datetime
) -> None:
    homework = create_homework(user=alice)
    url = f"/plan/homework/{homework.pk}/"
    assert charlie_client.get(url).status_code == 404
    assert charlie_client.get(f"{url}edit/").status_code == 404
    for doing in ("edit", "put-away", "restore"):
        assert charlie_client.post(f"{url}{doing}/", RECORD).status_code == 404
    session = create_session(user=charlie, at=now - timedelta(days=1), outcome="attended")
    assert post(alice_client, appointment=str(session.pk)).status_code == 422
    for path in ("/plan/", "/session/"):
        assert "Thought record" not in page(charlie_client, path)
    assert only(alice).ended_at is None


def said(user: User, schedule: Schedule, now: datetime, **what: str) -> HomeworkEntry:
    day = schedule.rule.start
    return record_homework(user_id=user.pk, schedule_id=schedule.pk, date=day, slot=0, recorded_at=now, now=now, **what)


def test_the_page_of_years_of_it_costs_the_same(
    alice: User, alice_client: Client, now: datetime, django_assert_max_num_queries: Any
) -> None:
    homework = create_homework(user=alice, due=None)
    schedule = schedule_of(homework)
    HomeworkEntry.objects.bulk_create(
        HomeworkEntry(
            user_id=alice.pk,
            schedule=schedule,
            date=date(2026, 11, 2) - dt.timedelta(days=back),
            slot=0,
            state="done",
            recorded_at=now,
        )
        for back in range(300)
    )
    with django_assert_max_num_queries(8):
        found = page(alice_client, f"/plan/homework/{homework.pk}/")
    assert found.count(": Done") == 60
