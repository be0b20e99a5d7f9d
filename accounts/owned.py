"""Owned: a row that belongs to one person and is reached only through `for_user()`."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models

from accounts.sealed import SealedField

if TYPE_CHECKING:
    from accounts.models import User


class OwnedQuerySet[M: models.Model](models.QuerySet[M]):
    """Adds the one way in, and refuses what a sealed field cannot answer."""

    def for_user(self, user: User | UUID) -> Self:
        return self.filter(user_id=user if isinstance(user, UUID) else user.pk)

    def order_by(self, *field_names: Any) -> Self:
        self._refuse_sealed(*field_names)
        return super().order_by(*field_names)

    def update(self, **kwargs: Any) -> int:
        self._refuse_sealed(*kwargs, *(value for value in kwargs.values() if not isinstance(value, str)))
        return super().update(**kwargs)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        self._refuse_sealed(*fields)
        return super().bulk_update(objs, fields, batch_size)

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[M]:
        # On a conflict the row that is there keeps its id, for which the new value was not sealed.
        self._refuse_sealed(*kwargs.get("update_fields") or ())
        return super().bulk_create(objs, *args, **kwargs)

    def _values(self, *fields: Any, **expressions: Any) -> Any:
        names = fields or [field.name for field in self.model._meta.concrete_fields]
        self._refuse_sealed(*names, *expressions.values())
        return super()._values(*fields, **expressions)  # type: ignore[misc]

    def _refuse_sealed(self, *names: Any) -> None:
        for name in _named(names):
            if _is_sealed(self.model, name):
                raise FieldError(f"{name} is sealed: read one person's rows and work in Python")


def _named(expressions: Any) -> Iterator[str]:
    """The field paths among names and query expressions."""
    for expression in expressions:
        if isinstance(expression, str):
            yield expression.lstrip("-")
        elif isinstance(expression, models.F):
            yield expression.name  # type: ignore[attr-defined]
        elif hasattr(expression, "get_source_expressions"):
            yield from _named(expression.get_source_expressions())


def _is_sealed(model: type[models.Model], path: str) -> bool:
    first, _, rest = path.partition("__")
    try:
        field = model._meta.get_field(first)
    except FieldDoesNotExist:
        return False
    if rest and field.is_relation and isinstance(field.related_model, type):
        return _is_sealed(field.related_model, rest)
    return isinstance(field, SealedField)


class Owned(models.Model):
    """Abstract base of every personal model."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
