"""Whatever of a person's rows lies unsealed in the database stands here, with why it may."""

from __future__ import annotations

from django.apps import apps

from accounts.owned import Owned
from accounts.sealed import SealedField

EVERY_ROW = {"id", "user", "created_at"}

WHY = {
    "which row it belongs to": {
        "tracker.Milestone": {"goal"},
        "tracker.Schedule": {"medicine", "habit", "homework", "bedtime"},
        "tracker.GoalRating": {"goal"},
        "tracker.HomeworkEntry": {"schedule"},
        "tracker.Homework": {"appointment"},
        "tracker.AsNeededDose": {"medicine"},
        "tracker.MedicineChange": {"medicine"},
        "tracker.SafetyCard": {"medicine"},
        "tracker.Episode": {"therapist"},
        "tracker.Appointment": {"carer", "episode"},
        "tracker.SessionCheck": {"appointment"},
        "tracker.Dose": {"schedule"},
        "tracker.HabitEntry": {"schedule"},
        "tracker.WindDown": {"schedule"},
        "tracker.StoppingThought": {"medicine"},
        "reminders.Reminder": {"series"},
        "guide.StoryMark": {"story"},
    },
    "how far a story came, and whether it helped: a moderator finds what waits, a page counts": {
        "guide.Story": {"state"},
        "guide.StoryMark": {"kind"},
    },
    "a place in a list": {
        "tracker.Milestone": {"position"},
        "tracker.AgendaLine": {"position"},
    },
    "a rule in local time: the database finds what is due without anybody's key": {
        "tracker.Schedule": {
            *("every", "interval", "times", "weekdays", "month_day", "on_days", "off_days", "start", "end"),
            *("zone", "lead", "remind"),
        },
        "reminders.Preference": {"push", "email", "ask_after_dose", "quiet_from", "quiet_until"},
    },
    "an instant or a local date": {
        "tracker.Goal": {"archived_at"},
        "tracker.Milestone": {"reached_on", "recorded_at"},
        "tracker.Schedule": {"since", "until", "next_at"},
        "tracker.Mood": {"date", "recorded_at"},
        "tracker.SleepNight": {"date", "recorded_at"},
        "tracker.SmallDay": {"date", "since", "ended_at"},
        "tracker.Habit": {"ended_at"},
        "tracker.Medicine": {"ended_at", "paused_at"},
        "tracker.AsNeededDose": {"taken_at", "recorded_at", "withdrawn_at"},
        "tracker.MedicineChange": {"date"},
        "tracker.SideEffects": {"date", "recorded_at"},
        "tracker.SafetyCard": {"raised_at", "settled_at"},
        "tracker.GoalRating": {"date", "recorded_at"},
        "tracker.HabitPause": {"since", "until", "ended_at"},
        "tracker.DayPlan": {"date", "recorded_at"},
        "tracker.Homework": {"ended_at"},
        "tracker.HomeworkEntry": {"date", "recorded_at"},
        "tracker.Carer": {"ended_at"},
        "tracker.Episode": {"started_on"},
        "tracker.SessionCheck": {"recorded_at"},
        "tracker.JournalNote": {"date", "recorded_at", "deleted_at"},
        "tracker.NotSaid": {"settled_at"},
        "tracker.ImportDraft": {"expires_at"},
        "tracker.Bedtime": {"ended_at"},
        "tracker.Dose": {"date", "recorded_at", "taken_at"},
        "tracker.HabitEntry": {"date", "recorded_at"},
        "tracker.WindDown": {"date", "recorded_at"},
        "tracker.StoppingThought": {"recorded_at", "withdrawn_at"},
        "tracker.Appointment": {"starts_at", "outcome_at", "said_at", "homework_asked_at"},
        "tracker.AgendaLine": {"dropped_at"},
        "tracker.Review": {"next_review_at"},
        "reminders.Preference": {"paused_until"},
        "reminders.PushSubscription": {"last_ok_at"},
        "accounts.ApiToken": {"last_used_on"},
        "reminders.Reminder": {
            *("date", "due_at", "not_before", "expires_at", "held_until", "lease_until", "sent_at", "read_at"),
        },
        "sharing.Share": {"expires_at", "revoked_at"},
        "guide.WhyCheck": {"finished_at"},
        "guide.FitCheck": {"taken_at"},
        "guide.SafetyPlan": {"reviewed_at", "deleted_at"},
        "guide.ChoosingSheet": {"deleted_at"},
        "guide.Story": {"sent_at", "decided_at", "withdrawn_at"},
    },
    "what became of one occurrence: the database tells what is open from what is settled": {
        "tracker.Dose": {"slot", "state"},
        "tracker.HabitEntry": {"slot", "state"},
        "tracker.HomeworkEntry": {"slot", "state"},
        "tracker.WindDown": {"slot", "state"},
        "tracker.Appointment": {"outcome"},
    },
    "the queue: which message, on which way, how far it came": {
        "reminders.Reminder": {"slot", "kind", "nth", "channel", "status", "reason", "attempts", "claim"},
        "reminders.PushSubscription": {"failures"},
    },
    "a key by which it is found, or a digest that gives nothing back": {
        "accounts.ApiToken": {"digest"},
        "tracker.Received": {"key", "status", "digest"},
        "reminders.PushSubscription": {"endpoint_hash"},
        "sharing.Share": {"find_key", "passcode"},
    },
    "what a program was allowed": {"accounts.ApiToken": {"scopes"}},
    "sealed under the link itself": {"sharing.Share": {"snapshot"}},
    "a count of tries, made in one statement": {"sharing.Share": {"tries_left", "wrong_tries"}},
}


def test_every_clear_field_of_a_persons_rows_has_a_reason() -> None:
    clear = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if issubclass(model, Owned)
        for field in model._meta.concrete_fields
        if not isinstance(field, SealedField) and field.name not in EVERY_ROW
    }
    reasoned = [(label, name) for rows in WHY.values() for label, names in rows.items() for name in names]
    assert len(reasoned) == len(set(reasoned)), "one reason a field"
    assert clear == set(reasoned)
