"""Links without content: when they were made, when they end, how often they were opened is not shown to staff."""

from django.contrib import admin

from sharing.models import Share


@admin.register(Share)
class ShareAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "created_at", "expires_at", "revoked_at", "tries_left")
    fields = ("id", "created_at", "expires_at", "revoked_at", "tries_left")

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: Share | None = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: Share | None = None) -> bool:
        return False
