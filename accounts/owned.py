"""Owned: a row that belongs to one person and is reached only through `for_user()`."""

from __future__ import annotations

import uuid
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
        self._refuse_sealed(field_names)
        return super().order_by(*field_names)

    def _values(self, *fields: Any, **expressions: Any) -> Any:
        self._refuse_sealed(fields or [field.name for field in self.model._meta.concrete_fields])
        return super()._values(*fields, **expressions)  # type: ignore[misc]

    def _refuse_sealed(self, names: Any) -> None:
        for name in names:
            if isinstance(name, str) and _is_sealed(self.model, name.lstrip("-")):
                raise FieldError(f"{name.lstrip('-')} is sealed: read one person's rows and work in Python")


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
