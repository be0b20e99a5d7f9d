"""Fill a marked demo person to look round in."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.actions import people
from accounts.models import User
from tracker.demo import Stage, fill
from tracker.demo_record import fill_record

EMAIL = "demo@turnstone.example"
PASSWORD_LENGTH = 14


class Command(BaseCommand):
    help = "Fills a made-up person with sixteen weeks, replacing the last one. Only where DEBUG is on."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo person is for trying things out: refused where DEBUG is off.")
        call_command("migrate", verbosity=0)
        password = get_random_string(PASSWORD_LENGTH)
        with transaction.atomic():
            person = self._fresh_person(password)
            now = timezone.now()
            fill(user_id=person.pk, now=now)
            fill_record(Stage(user_id=person.pk, zone=person.tzinfo, now=now))
        self.stdout.write(self._where(reverse("account_login")))
        self.stdout.write(f"  e-mail    {EMAIL}\n  password  {password}")

    def _where(self, path: str) -> str:
        """While an instance runs in this folder, `address` names where."""
        try:
            return f"Sign in at {(settings.VAR / 'address').read_text().strip()}{path}"
        except FileNotFoundError:
            return f"Sign in at {path} of the address that ./run prints"

    def _fresh_person(self, password: str) -> User:
        """Somebody who is not marked as the demo person is never replaced."""
        existing = User.objects.filter(email=EMAIL).first()
        if existing and not existing.is_demo:
            raise CommandError(f"{EMAIL} belongs to somebody who is not the demo person: nothing was changed.")
        if existing:
            people.erase(user_id=existing.pk, now=timezone.now())
        person = User.objects.create_user(EMAIL, password, zone="Europe/London", country="GB", is_demo=True)
        EmailAddress.objects.create(user=person, email=EMAIL, verified=True, primary=True)
        return person
