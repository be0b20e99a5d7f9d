"""The person, and the person's key."""

from __future__ import annotations

import uuid
from datetime import time
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts import vault
from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedText
from accounts.zones import ZoneField, known_zones, zone_or_utc


def validate_zone(name: str) -> None:
    if name not in known_zones():
        raise ValidationError(_("Choose a time zone from the list."))


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in by e-mail. Times of theirs are local to `zone`; a day starts at `day_start`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    zone = ZoneField(_("time zone"), default="UTC", validators=[validate_zone])
    language = models.CharField(_("language"), max_length=10, default="en-gb")
    country = models.CharField(_("country"), max_length=2, blank=True)
    day_start = models.TimeField(_("a day starts at"), default=time(4))
    is_demo = models.BooleanField(default=False)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return str(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new person and their key are written together or not at all."""
        adding = self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            if adding:
                PersonKey.objects.create(user=self, wrapped=vault.wrap_new_key(self.pk))

    @property
    def tzinfo(self) -> ZoneInfo:
        return zone_or_utc(self.zone)


class PersonKey(models.Model):
    """One person's key, wrapped. A table of its own: dumps leave it out, erasure deletes it."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class ApiToken(Owned):
    """A token of the person's for a program of theirs, by its SHA-256: the table alone opens no record.

    `scopes` are some of Scope. `last_used_on` is a local date, None until it was used.
    """

    class Scope(models.TextChoices):
        READ = "record:read", _("Read what you record")
        WRITE = "record:write", _("Record for you")
        EXPORT = "export", _("Take out everything, notes too")

    MOST: ClassVar[int] = 20

    digest = models.CharField(max_length=64, unique=True)
    name = SealedText(label="api_token.name", null=True)
    scopes = models.JSONField(default=list)
    last_used_on = models.DateField(null=True)

    objects = OwnedQuerySet["ApiToken"].as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def may(self) -> list[str]:
        """What it may do, in words."""
        return [str(scope.label) for scope in self.Scope if scope in self.scopes]


class Erasure(models.Model):
    """That someone left, not who. Keys that vanish from a backup must be accounted for by these."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
