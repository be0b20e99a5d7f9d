"""Staff see that a person is there, and can switch an account off. Nothing here reads or takes over a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import admin as _addresses  # noqa: F401  registered first, to be taken off below
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User

if TYPE_CHECKING:
    UserModelAdmin = admin.ModelAdmin[User]
else:
    UserModelAdmin = admin.ModelAdmin

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.unregister(EmailAddress)  # a code sent to an address is a way into a record


@admin.register(User)
class UserAdmin(UserModelAdmin):
    list_display = ["email", "is_active", "is_staff", "is_demo", "date_joined"]
    list_filter = ["is_active", "is_staff", "is_demo"]
    search_fields = ["email"]
    fields = ["id", "email", "is_active", "is_staff", "is_superuser", "is_demo", "date_joined"]
    readonly_fields = ["id", "email", "is_staff", "is_superuser", "is_demo", "date_joined"]

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Its page of what goes along would list the person's rows. Leaving is under You."""
        return False
