"""Every row that belongs to a person is an Owned one: closed to others, and gone with its person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from accounts.models import User
from accounts.owned import Owned, OwnedQuerySet

APPS = ("accounts", "guide", "tracker", "reminders", "sharing")
EXCEPT = {
    "accounts.User": "is the person",
    "accounts.PersonKey": "one row a person, found by its person alone; a table of its own for backups",
    "sharing.ShareSalt": "one row a share, found through its share; a table of its own for backups",
}


def ours() -> list[type[models.Model]]:
    return [model for label in APPS for model in apps.get_app_config(label).get_models()]


def leads_to_a_person(model: type[models.Model], seen: frozenset[type[models.Model]] = frozenset()) -> bool:
    """Whether a chain of foreign keys ends at the user."""
    if model is User:
        return True
    if model in seen:
        return False
    return any(leads_to_a_person(near, seen | {model}) for near in _relations(model))


def _relations(model: type[models.Model]) -> Iterator[type[models.Model]]:
    for field in model._meta.get_fields():
        if field.concrete and field.is_relation and isinstance(field.related_model, type):
            yield field.related_model


def test_every_row_that_leads_to_a_person_is_owned() -> None:
    found = [model for model in ours() if leads_to_a_person(model) and not issubclass(model, Owned)]
    assert {model._meta.label for model in found} == set(EXCEPT)


@pytest.mark.parametrize("model", [m for m in ours() if issubclass(m, Owned)], ids=lambda model: model._meta.label)
def test_an_owned_row_is_named_by_chance_belongs_to_one_person_and_goes_with_them(model: type[models.Model]) -> None:
    key, user = model._meta.pk, model._meta.get_field("user")
    assert isinstance(key, models.UUIDField)
    assert isinstance(user, models.ForeignKey)
    assert not user.null
    assert user.remote_field.on_delete is models.CASCADE
    assert user.remote_field.related_name == "+", "no way from the person to the rows but for_user()"
    assert isinstance(model._default_manager.get_queryset(), OwnedQuerySet)


@pytest.mark.parametrize("model", [m for m in ours() if issubclass(m, Owned)], ids=lambda model: model._meta.label)
def test_rows_that_hang_together_go_together(model: type[models.Model]) -> None:
    """A relation among a person's rows never blocks their leaving."""
    for field in model._meta.get_fields():
        if field.concrete and field.is_relation and isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete in (models.CASCADE, models.SET_NULL), field
