"""How people can be reached now: read for many at once, so that a batch costs the same as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from reminders.models import Preference, PushSubscription, Reminder

ORDER = (Reminder.Channel.PUSH.value, Reminder.Channel.EMAIL.value)


@dataclass(frozen=True, slots=True)
class Reach:
    """*channels* are those beside the inbox that are on, the first to try first."""

    zone: str
    preference: Preference
    channels: tuple[str, ...]

    def after(self, channel: str) -> str | None:
        """The next channel to try when *channel* failed for good, or None."""
        rank = {name: place for place, name in enumerate((Reminder.Channel.INBOX.value, *ORDER))}
        later = (name for name in self.channels if rank[name] > rank[channel])
        return None if channel == Reminder.Channel.INBOX else next(later, None)


def reach(user_ids: Iterable[UUID]) -> dict[UUID, Reach]:
    """By person; who has no account or a closed one is missing. Three queries, however many people."""
    users = User.objects.filter(pk__in=set(user_ids), is_active=True)
    people = {row[0]: row[1:] for row in users.values_list("pk", "zone", "is_demo")}
    preferences = {row.user_id: row for row in Preference.objects.filter(user_id__in=people)}
    subscribed = set(
        PushSubscription.objects.filter(user_id__in=people).live().values_list("user_id", flat=True).distinct()
    )
    reached = {}
    for user_id, (zone, is_demo) in people.items():
        preference = preferences.get(user_id) or Preference(user_id=user_id)
        on = {
            Reminder.Channel.PUSH.value: preference.push and user_id in subscribed,
            Reminder.Channel.EMAIL.value: preference.email and not is_demo,
        }
        reached[user_id] = Reach(zone, preference, tuple(channel for channel in ORDER if on[channel]))
    return reached
