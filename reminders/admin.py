"""For whoever runs the installation: states and times, never an address or a text, and nothing to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from reminders.models import Reminder

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Reminder]
else:
    Base = admin.ModelAdmin


@admin.register(Reminder)
class ReminderAdmin(Base):
    list_display = ["id", "channel", "status", "reason", "attempts", "due_at", "sent_at"]
    list_filter = ["channel", "status", "reason"]
    date_hierarchy = "due_at"
    ordering = ["-due_at"]
    fields = ["id", "channel", "status", "reason", "attempts", "due_at", "not_before", "expires_at", "sent_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
