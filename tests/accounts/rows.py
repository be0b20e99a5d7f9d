"""A row of any Owned model, made by reflection, with every sealed field holding what the test says."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db import models

from accounts.models import User
from accounts.owned import Owned
from accounts.sealed import SealedField, SealedJSON

# What a database constraint asks for beyond its columns: the nullable relations to fill.
ALSO: dict[str, list[str]] = {"tracker.Schedule": ["medicine"]}

PLAIN: dict[type[models.Field[Any, Any]], Callable[[], Any]] = {
    models.UUIDField: uuid.uuid4,
    models.DateTimeField: lambda: datetime(2026, 11, 3, 8, tzinfo=UTC),
    models.DateField: lambda: date(2026, 11, 3),
    models.TimeField: lambda: time(8),
    models.DurationField: timedelta,
    models.BinaryField: lambda: uuid.uuid4().bytes,
    models.BooleanField: lambda: False,
    models.IntegerField: lambda: 1,
    models.JSONField: lambda: ["08:00"],
    models.CharField: lambda: uuid.uuid4().hex[:5],
    models.TextField: lambda: "x",
}


def owned_models() -> list[type[Owned]]:
    return [model for model in apps.get_models() if issubclass(model, Owned)]


def sealed_fields(model: type[models.Model]) -> list[SealedField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def make_row(model: type[models.Model], user: User, text: str) -> Any:
    """A saved row of *model* owned by *user*, its sealed fields holding *text*, with the rows it leans on."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, SealedField):
            values[field.name] = [text, {text: 1}] if isinstance(field, SealedJSON) else text
        elif field.name == "user":
            values["user"] = user
        elif _must_fill(field) or field.name in ALSO.get(model._meta.label, []):
            values[field.name] = _plain(field, user, text)
    return model._default_manager.create(**values)


def _must_fill(field: models.Field[Any, Any]) -> bool:
    return not (field.null or field.has_default() or getattr(field, "auto_now_add", False))


def _plain(field: models.Field[Any, Any], user: User, text: str) -> Any:
    if field.is_relation:
        related = field.related_model
        assert isinstance(related, type)
        return user if related is User else make_row(related, user, text)
    if field.choices:
        return next(iter(field.flatchoices))[0]
    kind = next(kind for kind in type(field).__mro__ if kind in PLAIN)
    return PLAIN[kind]()
