"""System checks: a sealed field can be opened again for as long as its row lives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import models

from accounts.owned import Owned, OwnedQuerySet
from accounts.sealed import SealedField


@register(Tags.models)
def sealed_fields(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every sealed field has a label of its own and lies on an Owned model, reached through an OwnedQuerySet."""
    every = apps.get_models()
    return [*_labels(every), *_owners(every)]


def _labels(every: Sequence[type[models.Model]]) -> Iterator[CheckMessage]:
    seen: set[str] = set()
    for model in every:
        for field in _sealed(model):
            if not field.label:
                yield Error("A sealed field needs a label that never changes.", obj=field, id="accounts.E001")
            elif field.label in seen:
                yield Error("Two sealed fields have the same label.", obj=field, id="accounts.E002")
            seen.add(field.label)


def _owners(every: Sequence[type[models.Model]]) -> Iterator[CheckMessage]:
    for model in every:
        if not issubclass(model, Owned):
            for field in _sealed(model):
                yield Error("A sealed field lies on a model that is not Owned.", obj=field, id="accounts.E003")
        elif not isinstance(model._default_manager.get_queryset(), OwnedQuerySet):
            yield Error("The manager of an Owned model must come from OwnedQuerySet.", obj=model, id="accounts.E004")


def _sealed(model: type[models.Model]) -> list[SealedField]:
    return [field for field in model._meta.local_fields if isinstance(field, SealedField)]
