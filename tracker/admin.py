"""For whoever runs the installation: when a schedule is due to send, and nothing of what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from tracker.models import Schedule

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Schedule]
else:
    Base = admin.ModelAdmin


@admin.register(Schedule)
class ScheduleAdmin(Base):
    list_display = ["id", "user_id", "remind", "since", "until", "next_at"]
    list_filter = ["remind"]
    ordering = ["next_at"]
    fields = ["id", "user_id", "zone", "lead", "remind", "since", "until", "next_at"]
    readonly_fields = ["id", "user_id", "zone", "lead", "remind", "since", "until", "next_at"]

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False
