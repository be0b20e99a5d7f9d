"""Claim, ask again, deliver, settle: against a push service and a mail server on this machine."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import vault
from accounts.models import PersonKey, User
from reminders import dispatch, planning, tasks, wanted
from reminders.delivery.base import Channel, Outcome
from reminders.messages import Message
from reminders.models import Reminder
from reminders.reach import reach
from tests.factories.accounts import create_user
from tests.factories.reminders import create_preference, create_reminder, create_subscription
from tests.factories.tracker import create_bedtime, create_habit, create_medicine, schedule_of
from tests.reminders.services import MailBox, PushService, mail_server, push_service
from tracker import due
from tracker.actions.habits import record_habit
from tracker.actions.medication import record_dose, record_stopping_thought, take_back_stopping_thought
from tracker.actions.schedules import close_schedule, move, replace_schedule
from tracker.actions.sleep import record_wind_down
from tracker.models import Medicine

DUE = datetime(2026, 11, 3, 22, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 4, 8, 0, tzinfo=UTC)
SINCE = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.fixture
def mailbox(settings: Any) -> Iterator[MailBox]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": port}}}
    with mail_server(port) as box:
        yield box


@pytest.fixture
def phone(alice: User, service: PushService) -> PushService:
    """The push service that Alice's phone is subscribed with."""
    create_subscription(user=alice, endpoint=f"{service.url}/alice")
    return service


def tick(now: datetime) -> None:
    """One round of what beat and the workers do."""
    planning.plan(now=now)
    dispatch.sweep(now=now)
    for ids in dispatch.due(now=now):
        dispatch.send(ids, now=now)


def state(**filters: Any) -> list[tuple[str, str, str]]:
    rows = Reminder.objects.filter(**filters).order_by("due_at", "channel")
    return [(row.channel, row.status, row.reason) for row in rows]


# What arrives


def test_a_wind_down_is_pushed_and_stands_in_the_inbox_when_it_is_due(alice: User, phone: PushService) -> None:
    create_bedtime(user=alice, since=SINCE)
    tick(DUE - timedelta(seconds=10))
    assert (phone.accepted, list(Reminder.objects.for_user(alice).inbox())) == ([], [])
    tick(DUE)
    assert len(phone.accepted) == 1
    assert [row.sent_at >= DUE for row in Reminder.objects.for_user(alice).inbox() if row.sent_at] == [True]
    tick(DUE + timedelta(seconds=10))
    assert len(phone.accepted) == 1


def test_the_same_by_mail(alice: User, mailbox: MailBox) -> None:
    create_preference(user=alice, email=True)
    create_bedtime(user=alice, since=SINCE)
    tick(DUE)
    (mail,) = mailbox.mails
    assert mail["To"] == "alice@example.org"
    assert "bed" not in mail.as_string().lower()
    assert state() == [("email", "sent", ""), ("inbox", "sent", "")]


def test_a_message_lives_no_longer_than_it_is_of_use(alice: User, phone: PushService) -> None:
    create_bedtime(user=alice, since=SINCE)
    tick(DUE)
    expires_at = Reminder.objects.get(channel="push").expires_at
    assert 0 < phone.accepted[0].ttl <= (expires_at - DUE).total_seconds()


# What is not wanted any more


def test_ticked_before_it_is_due_it_does_not_come(alice: User, phone: PushService) -> None:
    schedule = schedule_of(create_bedtime(user=alice, since=SINCE))
    planning.plan(now=DUE - timedelta(seconds=50))
    early = DUE - timedelta(seconds=20)
    record_wind_down(
        user_id=alice.pk, schedule_id=schedule.pk, date=DUE.date(), slot=0, state="done", recorded_at=early, now=early
    )
    tick(DUE)
    assert phone.asked == 0
    assert state() == [("inbox", "skipped", "settled"), ("push", "skipped", "settled")]


def test_ticked_and_undone_it_comes(alice: User, phone: PushService) -> None:
    schedule = schedule_of(create_bedtime(user=alice, since=SINCE))
    for state_said, early in (("done", DUE - timedelta(seconds=50)), ("", DUE - timedelta(seconds=30))):
        record_wind_down(
            user_id=alice.pk,
            schedule_id=schedule.pk,
            date=DUE.date(),
            slot=0,
            state=state_said,
            recorded_at=early,
            now=early,
        )
    tick(DUE)
    assert len(phone.accepted) == 1


@pytest.mark.parametrize("said", ["taken", "missed", "not_sure", "skipped_on_purpose", "told_to_pause"])
def test_a_dose_about_which_something_was_said_is_not_asked_about(alice: User, phone: PushService, said: str) -> None:
    schedule = schedule_of(create_medicine(user=alice, times=[dt.time(12, 30)], since=SINCE))
    due = datetime(2026, 11, 3, 12, 30, tzinfo=UTC)
    tick(due)
    record_dose(
        user_id=alice.pk,
        schedule_id=schedule.pk,
        date=due.date(),
        slot=0,
        state=said,
        at=None,
        recorded_at=due + timedelta(minutes=1),
        now=due + timedelta(minutes=1),
    )
    tick(due + timedelta(hours=4))
    assert len(phone.accepted) == 1
    assert state(kind="question") == [("inbox", "skipped", "settled"), ("push", "skipped", "settled")]


def test_a_dose_that_was_not_recorded_is_asked_about_once_in_place_of_the_first_message(
    alice: User, phone: PushService
) -> None:
    create_medicine(user=alice, times=[dt.time(12, 30)], since=SINCE)
    due = datetime(2026, 11, 3, 12, 30, tzinfo=UTC)
    for minutes in (0, 1, 239, 240, 241):
        tick(due + timedelta(minutes=minutes))
    first, second = phone.topics
    assert first == second
    assert len(first) == 32


def test_a_schedule_that_was_closed_reminds_no_more(alice: User, phone: PushService) -> None:
    schedule = schedule_of(create_bedtime(user=alice, since=SINCE))
    planning.plan(now=DUE - timedelta(seconds=50))
    close_schedule(user_id=alice.pk, schedule_id=schedule.pk, now=DUE - timedelta(seconds=20))
    tick(DUE)
    assert phone.asked == 0
    assert {reason for _, _, reason in state()} == {"gone"}


def test_an_evening_moved_to_later_waits_for_the_new_time(alice: User, phone: PushService) -> None:
    schedule = schedule_of(create_bedtime(user=alice, since=SINCE))
    planning.plan(now=DUE - timedelta(seconds=50))
    replace_schedule(
        user_id=alice.pk,
        schedule_id=schedule.pk,
        rule=schedule.rule,
        lead=timedelta(minutes=30),
        zone="",
        remind=True,
        now=DUE - timedelta(seconds=20),
    )
    tick(DUE)
    assert phone.asked == 0
    assert {row.not_before for row in Reminder.objects.all()} == {DUE + timedelta(minutes=30)}
    tick(DUE + timedelta(minutes=30))
    assert len(phone.accepted) == 1


def test_whoever_travels_west_is_reminded_at_the_same_time_on_the_wall(alice: User, phone: PushService) -> None:
    create_bedtime(user=alice, since=SINCE)
    planning.plan(now=DUE - timedelta(seconds=50))
    move(user_id=alice.pk, zone="Atlantic/Azores", now=DUE - timedelta(seconds=20))
    tick(DUE)
    assert phone.asked == 0
    tick(DUE + timedelta(hours=1))
    assert len(phone.accepted) == 1


def a_nudge_is_planned(user: User, now: datetime) -> Medicine:
    medicine = create_medicine(user=user)
    record_stopping_thought(user_id=user.pk, medicine_id=medicine.pk, reasons=None, now=now - timedelta(minutes=2))
    assert planning.plan_reviews(now=now) == 1
    return medicine


def test_a_nudge_comes_while_what_it_is_about_still_stands(alice: User, phone: PushService, now: datetime) -> None:
    a_nudge_is_planned(alice, now)
    tick(now)
    assert state(kind="nudge") == [("inbox", "sent", ""), ("push", "sent", "")]


def test_a_note_taken_back_is_not_followed_by_a_nudge(
    alice: User, charlie: User, phone: PushService, now: datetime
) -> None:
    medicine = a_nudge_is_planned(alice, now)
    a_nudge_is_planned(charlie, now)
    take_back_stopping_thought(user_id=alice.pk, medicine_id=medicine.pk, now=now)
    tick(now)
    assert state(kind="nudge", user=alice) == [("inbox", "skipped", "settled"), ("push", "skipped", "settled")]
    assert state(kind="nudge", user=charlie) == [("inbox", "sent", "")]


def test_one_persons_lost_key_holds_up_no_nudge_of_another(alice: User, charlie: User, now: datetime) -> None:
    for person in (alice, charlie):
        create_reminder(user=person, due_at=now)
    PersonKey.objects.filter(user=alice).delete()
    vault.clear_cache()
    tick(now)
    assert (state(user=alice), state(user=charlie)) == ([("inbox", "planned", "error")], [("inbox", "sent", "")])


# Too late


def test_what_expired_is_never_sent(alice: User, phone: PushService) -> None:
    create_bedtime(user=alice, since=SINCE)
    planning.plan(now=DUE)
    expires_at = Reminder.objects.get(channel="push").expires_at
    ids = list(Reminder.objects.values_list("pk", flat=True))
    dispatch.send(ids, now=expires_at)
    assert phone.asked == 0
    assert state() == [("inbox", "skipped", "expired"), ("push", "skipped", "expired")]


def test_the_sweep_skips_what_expired_without_a_worker(alice: User) -> None:
    create_reminder(user=alice, due_at=DUE, fresh_for=timedelta(hours=1))
    swept = dispatch.sweep(now=DUE + timedelta(hours=1))
    assert (swept["expired"], state()) == (1, [("inbox", "skipped", "expired")])


def test_after_an_outage_of_six_hours_one_message_a_series_comes_at_most(alice: User, phone: PushService) -> None:
    hours = [dt.time(hour) for hour in range(12, 18)]
    create_habit(user=alice, times=hours, remind=True, since=datetime(2026, 11, 3, 11, 0, tzinfo=UTC))
    create_medicine(user=alice, times=hours, since=datetime(2026, 11, 3, 11, 0, tzinfo=UTC))
    back = datetime(2026, 11, 3, 17, 40, tzinfo=UTC)
    for minutes in (0, 1, 2):
        tick(back + timedelta(minutes=minutes))
    sent = Reminder.objects.filter(channel="push", status="sent")
    series = [(row.series, row.kind) for row in sent]
    assert len(series) == len(set(series)) == len(phone.accepted)
    assert len({row.series for row in sent}) == 2
    assert all(row.expires_at > back for row in sent)
    assert not Reminder.objects.filter(status="sent", expires_at__lte=back).exists()


def test_a_ticked_occurrence_does_not_hide_an_older_one_of_its_series(alice: User, phone: PushService) -> None:
    schedule = schedule_of(
        create_habit(user=alice, times=[dt.time(12), dt.time(12, 20)], remind=True, since=SINCE - timedelta(hours=1))
    )
    back = SINCE + timedelta(minutes=25)
    record_habit(
        user_id=alice.pk,
        schedule_id=schedule.pk,
        date=back.date(),
        slot=1,
        state="done",
        recorded_at=back,
        now=back,
    )
    tick(back)
    assert [(row.slot, row.status) for row in Reminder.objects.filter(channel="push").order_by("slot")] == [
        (0, "sent"),
        (1, "skipped"),
    ]


# Quiet hours, pause, channels


@pytest.mark.parametrize(
    ("kind", "arrives"), [("dose", True), ("wind_down", True), ("test", True), ("nudge", False), ("habit", False)]
)
def test_quiet_hours_let_through_only_what_the_person_set_a_time_for(
    alice: User, phone: PushService, kind: str, arrives: bool
) -> None:
    since = datetime(2026, 11, 3, 20, 0, tzinfo=UTC)
    if kind == "dose":
        create_medicine(user=alice, times=[dt.time(22)], since=since)
    elif kind == "wind_down":
        create_bedtime(user=alice, at=dt.time(23), since=since)
    elif kind == "habit":
        create_habit(user=alice, times=[dt.time(22)], remind=True, since=since)
    else:
        create_reminder(user=alice, kind=kind, channel="push", due_at=DUE, fresh_for=timedelta(hours=24))
    tick(DUE)
    assert bool(phone.accepted) is arrives


def test_what_waited_out_the_night_goes_as_one_message_in_the_morning(alice: User, phone: PushService) -> None:
    for _ in range(3):
        create_reminder(user=alice, channel="push", due_at=DUE, fresh_for=timedelta(hours=24))
    tick(DUE)
    assert {row.not_before for row in Reminder.objects.all()} == {MORNING}
    tick(MORNING)
    assert len(phone.accepted) == 1
    assert sorted(reason for _, _, reason in state()) == ["", "coalesced", "coalesced"]


def test_what_would_be_stale_by_the_morning_is_left_out(alice: User, phone: PushService) -> None:
    create_reminder(user=alice, channel="push", due_at=DUE, fresh_for=timedelta(hours=4))
    tick(DUE)
    assert (phone.asked, state()) == (0, [("push", "skipped", "quiet")])


def test_a_pause_holds_until_it_ends(alice: User, phone: PushService, now: datetime) -> None:
    create_preference(user=alice, paused_until=now + timedelta(days=7))
    create_reminder(user=alice, channel="push", due_at=now)
    tick(now)
    assert (phone.asked, state()) == (0, [("push", "skipped", "paused")])
    create_reminder(user=alice, channel="push", due_at=now + timedelta(days=7))
    tick(now + timedelta(days=7))
    assert len(phone.accepted) == 1


def test_a_test_comes_through_a_pause_and_a_channel_that_is_off(alice: User, phone: PushService, now: datetime) -> None:
    create_preference(user=alice, push=False, paused_until=now + timedelta(days=7))
    planning.plan_test(user_id=alice.pk, channel="push", now=now)
    tick(now)
    assert len(phone.accepted) == 1


def test_a_closed_account_gets_nothing(alice: User, phone: PushService, now: datetime) -> None:
    create_reminder(user=alice, channel="push", due_at=now)
    User.objects.update(is_active=False)
    tick(now)
    assert (phone.asked, state()) == (0, [("push", "skipped", "closed")])


def test_push_switched_off_meanwhile_leaves_it_to_mail(
    alice: User, phone: PushService, mailbox: MailBox, now: datetime
) -> None:
    create_preference(user=alice, push=False, email=True)
    create_reminder(user=alice, channel="push", due_at=now)
    tick(now)
    tick(now + timedelta(seconds=10))
    assert (phone.asked, len(mailbox.mails)) == (0, 1)
    assert state() == [("email", "sent", ""), ("push", "skipped", "off")]


def test_one_persons_reminder_reaches_nobody_else(
    alice: User, charlie: User, phone: PushService, mailbox: MailBox, now: datetime
) -> None:
    create_subscription(user=charlie, endpoint=f"{phone.url}/charlie")
    create_preference(user=charlie, email=True)
    create_reminder(user=alice, channel="push", due_at=now)
    tick(now)
    assert [push.path for push in phone.accepted] == ["/alice"]
    assert (mailbox.mails, list(Reminder.objects.for_user(charlie))) == ([], [])


# What a service answers


def test_a_busy_service_is_left_alone_as_long_as_it_asks(alice: User, phone: PushService, now: datetime) -> None:
    create_reminder(user=alice, channel="push", due_at=now)
    phone.status, phone.retry_after = 429, "300"
    tick(now)
    row = Reminder.objects.get()
    assert (row.status, row.attempts, row.claim) == ("planned", 1, None)
    assert row.not_before >= now + timedelta(seconds=300)
    phone.status = 201
    tick(now + timedelta(seconds=299))
    assert phone.accepted == []
    tick(now + timedelta(seconds=310))
    assert len(phone.accepted) == 1


def test_a_service_that_stays_down_is_tried_less_and_less_often(alice: User, phone: PushService) -> None:
    create_reminder(user=alice, channel="push", due_at=SINCE, fresh_for=timedelta(hours=4))
    phone.status = 503
    for minutes in range(4 * 60):
        tick(SINCE + timedelta(minutes=minutes))
    assert 10 < phone.asked < 25
    assert state() == [("push", "failed", "gave_up")]


def test_a_phone_that_is_gone_leaves_it_to_mail_at_once(
    alice: User, phone: PushService, mailbox: MailBox, now: datetime
) -> None:
    create_preference(user=alice, email=True)
    create_reminder(user=alice, channel="push", due_at=now)
    phone.status = 410
    tick(now)
    tick(now + timedelta(seconds=10))
    assert len(mailbox.mails) == 1
    assert [(channel, status) for channel, status, _ in state()] == [("email", "sent"), ("push", "failed")]


def test_a_mail_server_that_is_down_is_tried_again(alice: User, settings: Any, now: datetime) -> None:
    create_preference(user=alice, email=True)
    create_reminder(user=alice, channel="email", due_at=now)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": port}}}
    tick(now)
    assert state() == [("email", "planned", "unreachable")]
    with mail_server(port) as box:
        tick(now + timedelta(minutes=1))
    assert (len(box.mails), state()[0][1]) == (1, "sent")


def test_a_channel_that_breaks_holds_up_no_other_row(alice: User, phone: PushService, now: datetime) -> None:
    create_reminder(user=alice, due_at=now, kind="unknown")
    create_reminder(user=alice, channel="push", due_at=now)
    tick(now)
    assert state() == [("inbox", "planned", "error"), ("push", "sent", "")]


# Claims


def test_a_row_that_another_claimed_is_left_alone(alice: User, phone: PushService, now: datetime) -> None:
    lease: dict[str, Any] = {"status": "sending", "claim": uuid4(), "lease_until": now + timedelta(seconds=30)}
    row = create_reminder(user=alice, channel="push", due_at=now, **lease)
    assert not dispatch.send([row.pk], now=now)
    assert phone.asked == 0


def test_no_worker_is_left_to_send_when_its_lease_ends() -> None:
    """Celery counts from before the claim; five seconds are for the killing."""
    broken_off, killed = tasks.send.soft_time_limit, tasks.send.time_limit
    assert broken_off
    assert killed
    assert dispatch.BUDGET.total_seconds() < broken_off < killed
    assert killed + 5 <= dispatch.LEASE.total_seconds()


class TakenOver:
    """Push, by a worker so slow that another took the row over before it was done."""

    name = "push"
    claim = uuid4()

    def __init__(self, channel: Channel) -> None:
        self.channel = channel

    def deliver(self, reminder: Reminder, message: Message, *, now: datetime) -> Outcome:
        outcome = self.channel.deliver(reminder, message, now=now)
        Reminder.objects.update(claim=self.claim, lease_until=now + timedelta(minutes=2))
        return outcome


def test_a_worker_past_its_lease_settles_nothing(
    alice: User, phone: PushService, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = create_reminder(user=alice, channel="push", due_at=now)
    monkeypatch.setitem(dispatch.CHANNELS, "push", TakenOver(dispatch.CHANNELS["push"]))
    became = dispatch.send([row.pk], now=now)
    row.refresh_from_db()
    assert (became["lost"], row.status, row.claim) == (1, "sending", TakenOver.claim)


@pytest.mark.parametrize(
    ("channel", "hours", "becomes"),
    [
        ("push", 1, ("planned", "")),
        ("push", 5, ("unknown", "lease")),
        ("inbox", 1, ("planned", "")),
        ("inbox", 5, ("skipped", "expired")),
    ],
)
def test_what_a_dead_worker_left_goes_again_while_it_is_fresh(
    alice: User, now: datetime, channel: str, hours: int, becomes: tuple[str, str]
) -> None:
    lease: dict[str, Any] = {"status": "sending", "claim": uuid4(), "lease_until": now + timedelta(seconds=45)}
    row = create_reminder(user=alice, channel=channel, due_at=now, fresh_for=timedelta(hours=4), **lease)
    assert not dispatch.sweep(now=now + timedelta(seconds=44)).total()
    dispatch.sweep(now=now + timedelta(hours=hours))
    row.refresh_from_db()
    assert ((row.status, row.reason), row.claim) == (becomes, None)


def test_no_move_leads_off_the_map(alice: User, now: datetime) -> None:
    create_reminder(user=alice, due_at=now, status="sent")
    rows = Reminder.objects.for_user(alice)
    with pytest.raises(ValueError, match="sent does not lead to planned"):
        rows.shift(Reminder.Status.SENT, Reminder.Status.PLANNED)


def test_batches_hold_a_hundred_ids_and_the_longest_waiting_come_first(alice: User, now: datetime) -> None:
    first = create_reminder(user=alice, due_at=now - timedelta(minutes=1))
    for _ in range(100):
        create_reminder(user=alice, due_at=now)
    create_reminder(user=alice, due_at=now + timedelta(seconds=1))
    batches = dispatch.due(now=now)
    assert [len(batch) for batch in batches] == [100, 1]
    assert batches[0][0] == first.pk


def test_asking_again_costs_the_same_for_one_person_and_for_fifty() -> None:
    def queries(people: int) -> int:
        for _ in range(people):
            create_bedtime(user=create_user(), since=SINCE)
        planning.plan(now=DUE)
        rows = list(Reminder.objects.all())
        with CaptureQueriesContext(connection) as captured:
            wanted.ask(rows, reach(row.user_id for row in rows), now=DUE)
        return len(captured)

    assert queries(1) == queries(50)


def test_the_facts_of_many_people_cost_what_those_of_one_do(alice: User, now: datetime) -> None:
    a_nudge_is_planned(alice, now)
    people = [alice.pk, *(create_user().pk for _ in range(20)), uuid4()]
    with CaptureQueriesContext(connection) as captured:
        found = due.facts_of(people, now=now)
    assert len(captured) == 2
    assert found == {pk: due.facts(user_id=pk, now=now) for pk in people[:-1]}
    assert [pk for pk in found if found[pk].stopping_thought_at] == [alice.pk]
