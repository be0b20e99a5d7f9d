"""Who may read stories before everyone does."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User

MAY = "change_story"


class Command(BaseCommand):
    help = "Lets somebody with an account show readers' stories, give them back or take them down; --off ends it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address they sign in with")
        parser.add_argument("--off", action="store_true", help="no longer")

    @transaction.atomic
    def handle(self, *args: Any, email: str, off: bool, **options: Any) -> None:
        person = User.objects.select_for_update(no_key=True).filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError("Nobody signs in with this address. They make an account first.")
        permission = Permission.objects.get(codename=MAY, content_type__app_label="guide")
        if off:
            person.user_permissions.remove(permission)
        else:
            person.user_permissions.add(permission)
        person.is_staff = person.is_superuser or person.user_permissions.exists() or person.groups.exists()
        person.save(update_fields=["is_staff"])
        self.stdout.write("They moderate stories no longer." if off else "They moderate stories, under /staff/.")
