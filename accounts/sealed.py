"""Model fields that the vault seals: read and written as plain text on the instance, opaque everywhere else.

Opening needs the row's id and owner, which `from_db_value` does not know, so it happens when the attribute
is read. Filtering, ordering, `values()`, `update()` and `bulk_update()` on a sealed field raise. A value that
was loaded and not set keeps its bytes when the row is saved.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from accounts import vault


class Ciphertext:
    """A sealed value as it lies in the database. Its representation shows nothing."""

    __slots__ = ("sealed",)

    def __init__(self, sealed: bytes) -> None:
        self.sealed = sealed


class SealedAttribute(DeferredAttribute):
    """Opens the value when it is read; a value that was set stays plain until the row is saved."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        return cast(SealedField, self.field).open(instance, value) if isinstance(value, Ciphertext) else value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value

    def fetch_one(self, instance: Any) -> None:
        """A deferred value arrives as it lies in the database, not opened and set again."""
        self.fetch_many([instance])


class SealedField(models.Field):  # type: ignore[type-arg]
    """Base of the sealed fields. *label* is fixed for ever; the column and the class may be renamed."""

    descriptor_class = SealedAttribute
    empty_strings_allowed = False

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        self.label = label
        super().__init__(*args, **kwargs)

    def dumps(self, value: Any) -> bytes:
        raise NotImplementedError

    def loads(self, plain: bytes) -> Any:
        raise NotImplementedError

    def open(self, instance: Any, value: Ciphertext) -> Any:
        """The plain value. Raises SealError where it was not sealed for this row and its owner."""
        return self.loads(vault.unseal(value.sealed, label=self.label, row_id=instance.pk, user_id=instance.user_id))

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "label": self.label}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Ciphertext | None:
        return None if value is None else Ciphertext(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Ciphertext | None:
        value = model_instance.__dict__.get(self.attname)
        if value is None:
            return None
        if isinstance(value, Ciphertext):
            # A copied row, or one given to another person, would never open again: refuse to write it.
            self.open(model_instance, value)
            return value
        owner = cast(UUID, getattr(model_instance, "user_id"))  # noqa: B009
        row_id = cast(UUID, model_instance.pk)
        return Ciphertext(vault.seal(self.dumps(value), label=self.label, row_id=row_id, user_id=owner))

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, Ciphertext):
            raise FieldError(f"{self.label} is sealed: save the instance instead")
        return value.sealed

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = value if prepared else self.get_prep_value(value)
        return None if value is None else connection.Database.Binary(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.label} is sealed: read one person's rows and compare in Python")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError(f"{self.label} is sealed: it has no serialised form")


class SealedText(SealedField):
    """Personal free text. With `null`, nothing written lies there as NULL, unsealed, and reads ""."""

    @cached_property
    def _get_default(self) -> Any:
        return str if self.null and not self.has_default() else super()._get_default  # type: ignore[misc]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return "" if value is None else super().from_db_value(value, expression, connection)

    def pre_save(self, model_instance: models.Model, add: bool) -> Ciphertext | None:
        empty = self.null and model_instance.__dict__.get(self.attname) == ""
        return None if empty else super().pre_save(model_instance, add)

    def dumps(self, value: str) -> bytes:
        try:
            return value.encode()
        except UnicodeEncodeError:
            raise vault.SealError("not text") from None

    def loads(self, plain: bytes) -> str:
        return plain.decode()


class SealedJSON(SealedField):
    """Personal answers: anything JSON can carry."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()

    def loads(self, plain: bytes) -> Any:
        return json.loads(plain)

    def value_from_object(self, obj: models.Model) -> Any:
        # Serialisers write a number or None as it is, without asking value_to_string().
        raise FieldError(f"{self.label} is sealed: read the attribute")
