"""What falls due becomes planned rows, once."""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import vault
from accounts.models import PersonKey, User
from reminders import planning
from reminders.models import Reminder
from tests.factories.accounts import create_user
from tests.factories.reminders import create_preference, create_reminder, create_subscription
from tests.factories.tracker import create_bedtime, create_habit, create_medicine, schedule_of
from tracker.actions.medication import record_stopping_thought
from tracker.actions.schedules import replace_schedule

DUE = datetime(2026, 11, 3, 22, 0, tzinfo=UTC)
AFTER_A_DOSE = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def planned(user: User, **filters: object) -> list[tuple[str, str, datetime]]:
    rows = Reminder.objects.for_user(user).filter(**filters).order_by("due_at", "channel")
    return [(row.kind, row.channel, row.due_at) for row in rows]


def test_the_wind_down_is_due_sixty_minutes_before_the_bedtime(alice: User) -> None:
    create_bedtime(user=alice, at=dt.time(23, 0), since=DUE - timedelta(hours=3))
    planning.plan(now=DUE - timedelta(minutes=2))
    assert planned(alice) == []
    planning.plan(now=DUE - timedelta(seconds=50))
    assert planned(alice) == [("wind_down", "inbox", DUE)]


def test_planning_twice_is_harmless(alice: User) -> None:
    bedtime = create_bedtime(user=alice, since=DUE - timedelta(hours=3))
    first = planning.plan(now=DUE)
    schedule = schedule_of(bedtime)
    assert planning.plan(now=DUE).taken == 0
    schedule.next_at = DUE
    schedule.save()
    again = planning.plan(now=DUE)
    assert (first.taken, again.taken, again.retimed) == (1, 1, 0)
    assert planned(alice) == [("wind_down", "inbox", DUE)]


@pytest.mark.parametrize(
    ("push", "email", "subscribed", "channels"),
    [
        (True, True, True, ["inbox", "push"]),
        (True, True, False, ["email", "inbox"]),
        (False, True, True, ["email", "inbox"]),
        (True, False, False, ["inbox"]),
        (False, False, True, ["inbox"]),
    ],
)
def test_the_inbox_and_the_first_channel_that_is_on_get_a_row(
    alice: User, push: bool, email: bool, subscribed: bool, channels: list[str]
) -> None:
    create_preference(user=alice, push=push, email=email)
    if subscribed:
        create_subscription(user=alice)
    create_bedtime(user=alice, since=DUE - timedelta(hours=3))
    planning.plan(now=DUE)
    assert [channel for _, channel, _ in planned(alice)] == channels


def test_a_browser_that_failed_again_and_again_counts_no_more(alice: User) -> None:
    create_subscription(user=alice, failures=10)
    create_bedtime(user=alice, since=DUE - timedelta(hours=3))
    planning.plan(now=DUE)
    assert planned(alice) == [("wind_down", "inbox", DUE)]


def test_the_made_up_person_of_the_demo_gets_no_mail() -> None:
    demo = create_user(is_demo=True)
    create_preference(user=demo, email=True)
    create_bedtime(user=demo, since=DUE - timedelta(hours=3))
    planning.plan(now=DUE)
    assert planned(demo) == [("wind_down", "inbox", DUE)]


def test_a_dose_is_asked_about_when_its_grace_window_is_over(alice: User) -> None:
    create_medicine(user=alice, times=[dt.time(8, 0)])
    planning.plan(now=AFTER_A_DOSE)
    assert planned(alice, date=AFTER_A_DOSE.date()) == [
        ("dose", "inbox", AFTER_A_DOSE),
        ("question", "inbox", AFTER_A_DOSE + timedelta(hours=4)),
    ]


def test_whoever_does_not_want_to_be_asked_is_not(alice: User) -> None:
    create_preference(user=alice, ask_after_dose=False)
    create_medicine(user=alice, times=[dt.time(8, 0)])
    planning.plan(now=AFTER_A_DOSE)
    assert [kind for kind, _, _ in planned(alice, date=AFTER_A_DOSE.date())] == ["dose"]


def test_a_row_still_planned_gets_the_new_time_and_one_already_sent_keeps_its_own(alice: User) -> None:
    create_subscription(user=alice)
    schedule = schedule_of(create_bedtime(user=alice, since=DUE - timedelta(hours=3)))
    planning.plan(now=DUE - timedelta(seconds=30))
    Reminder.objects.filter(channel="inbox").update(status="sent")
    replace_schedule(
        user_id=alice.pk,
        schedule_id=schedule.pk,
        rule=schedule.rule,
        lead=timedelta(minutes=59, seconds=50),
        zone="",
        remind=True,
        now=DUE - timedelta(seconds=20),
    )
    assert planning.plan(now=DUE - timedelta(seconds=20)).retimed == 1
    later = DUE + timedelta(seconds=10)
    assert planned(alice) == [("wind_down", "inbox", DUE), ("wind_down", "push", later)]


def test_a_retry_that_waits_is_not_brought_forward_by_planning_again(alice: User) -> None:
    schedule = schedule_of(create_bedtime(user=alice, since=DUE - timedelta(hours=3)))
    planning.plan(now=DUE)
    Reminder.objects.update(not_before=DUE + timedelta(minutes=5), attempts=3)
    schedule.next_at = DUE
    schedule.save()
    planning.plan(now=DUE)
    assert Reminder.objects.get().not_before == DUE + timedelta(minutes=5)


def test_planning_costs_the_same_for_one_person_and_for_fifty() -> None:
    def queries(people: int) -> int:
        for _ in range(people):
            create_bedtime(user=create_user(), since=DUE - timedelta(hours=3))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert planning.plan(now=DUE).taken == people
        return len(captured)

    assert queries(1) == queries(50)


class TestReviews:
    def thought(self, user: User, at: datetime) -> None:
        medicine = create_medicine(user=user)
        record_stopping_thought(user_id=user.pk, medicine_id=medicine.pk, reasons=["felt_better"], now=at)

    def review(self, now: datetime) -> int:
        return planning.plan_reviews(now=now)

    def nudges(self, user: User) -> list[Reminder]:
        return list(Reminder.objects.for_user(user).filter(kind="nudge").order_by("due_at", "channel"))

    def test_a_thought_of_stopping_is_followed_by_one_nudge_within_the_hour(self, alice: User, now: datetime) -> None:
        self.thought(alice, now)
        assert self.review(now + timedelta(minutes=1)) == 0
        assert self.review(now + timedelta(minutes=2)) == 1
        (nudge,) = self.nudges(alice)
        assert nudge.due_at - now <= timedelta(hours=1)
        assert (nudge.nudge_key, nudge.date, nudge.slot) == ("n23", now.date(), 0)

    def test_the_name_of_a_nudge_lies_in_no_clear_column(self, alice: User, charlie: User, now: datetime) -> None:
        for user in (alice, charlie):
            self.thought(user, now)
        self.review(now + timedelta(minutes=2))
        (hers,), (his,) = self.nudges(alice), self.nudges(charlie)
        assert hers.series != his.series
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM reminders_reminder")
            assert not any(b"n23" in bytes(str(value), "utf-8") for row in cursor.fetchall() for value in row)
            cursor.execute("SELECT nudge_key FROM reminders_reminder")
            assert not any(b"n23" in bytes(value) for (value,) in cursor.fetchall())

    def test_a_second_thought_within_two_weeks_is_not_followed_again(self, alice: User, now: datetime) -> None:
        for days in (0, 1, 13, 15):
            self.thought(alice, now + timedelta(days=days))
            self.review(now + timedelta(days=days, minutes=3))
        assert [row.due_at.date() for row in self.nudges(alice)] == [now.date(), (now + timedelta(days=15)).date()]

    def test_a_thought_at_night_is_followed_in_the_morning(self, alice: User) -> None:
        night = datetime(2026, 11, 3, 23, 30, tzinfo=UTC)
        self.thought(alice, night)
        self.review(night + timedelta(minutes=2))
        assert [row.due_at for row in self.nudges(alice)] == [datetime(2026, 11, 4, 8, 0, tzinfo=UTC)]

    def test_a_full_day_leaves_it_for_the_next_morning(self, alice: User, now: datetime) -> None:
        for _ in range(3):
            create_reminder(user=alice, due_at=now - timedelta(hours=1))
        self.thought(alice, now)
        self.review(now + timedelta(minutes=2))
        assert len(self.nudges(alice)) == 3
        morning = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
        assert self.review(morning - timedelta(minutes=1)) == 0
        assert self.review(morning) == 1
        assert len(self.nudges(alice)) == 4

    def test_one_person_whose_review_fails_holds_up_nobody(self, alice: User, charlie: User, now: datetime) -> None:
        for user in (charlie, alice):
            self.thought(user, now)
        PersonKey.objects.filter(user=charlie).delete()
        vault.clear_cache()
        assert self.review(now + timedelta(minutes=2)) == 2
        assert (len(self.nudges(charlie)), len(self.nudges(alice))) == (0, 1)

    def test_an_event_during_a_review_is_looked_at_afterwards(self, alice: User, now: datetime) -> None:
        self.thought(alice, now)
        self.review(now + timedelta(minutes=2))
        self.thought(alice, now + timedelta(minutes=3))
        assert self.review(now + timedelta(minutes=6)) == 1


def test_habits_that_are_not_to_be_reminded_of_plan_nothing(alice: User) -> None:
    create_habit(user=alice, remind=False)
    create_habit(user=alice, remind=True, since=datetime(2026, 11, 3, 9, 0, tzinfo=UTC))
    planning.plan(now=datetime(2026, 11, 3, 18, 0, tzinfo=UTC))
    assert [kind for kind, _, _ in planned(alice)] == ["habit"]


def test_a_test_is_due_at_once_on_the_channel_that_was_asked_for(alice: User, now: datetime) -> None:
    planning.plan_test(user_id=alice.pk, channel="email", now=now)
    planning.plan_test(user_id=alice.pk, channel="email", now=now)
    assert planned(alice) == [("test", "email", now), ("test", "email", now)]
