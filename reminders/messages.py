"""A reminder as words: discreet on every channel, its address free of anything personal."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from accounts.vault import site_hmac
from reminders import catalogue
from reminders.models import Reminder

TAG_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Message:
    """*url* is a path of this site. *tag* is the same for a repeat, so that it replaces."""

    title: str
    body: str
    url: str
    tag: str


def compose(reminder: Reminder) -> Message:
    """What a lock screen or a mail may show. A nudge leads to the inbox: its own page's path would speak."""
    url = reverse("reminders:inbox") if reminder.kind == Reminder.Kind.NUDGE else inside(reminder)
    return Message(catalogue.discreet_title(), entry(reminder).discreet, url, tag(reminder))


def inside(reminder: Reminder) -> str:
    """The path that an entry of the in-app inbox opens."""
    text = entry(reminder)
    return reverse(text.opens, args=[text.slug] if text.slug else [])


def entry(reminder: Reminder) -> catalogue.Entry:
    if reminder.kind == Reminder.Kind.NUDGE:
        return catalogue.nudges()[reminder.nudge_key or ""]
    return catalogue.kinds()[reminder.kind]


def tag(reminder: Reminder) -> str:
    """32 hexadecimal digits made of (series, date, slot): the push Topic, the notification's tag."""
    return site_hmac("reminder-tag", f"{reminder.series}|{reminder.date}|{reminder.slot}")[:TAG_LENGTH]
