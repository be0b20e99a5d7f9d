"""Received: that a request with this key was carried out. Never its body, never its answer."""

from __future__ import annotations

from django.db import models

from accounts.owned import Owned, OwnedQuerySet


class ReceivedQuerySet(OwnedQuerySet["Received"]):
    pass


class Received(Owned):
    key = models.UUIDField()
    status = models.PositiveSmallIntegerField()
    digest = models.BinaryField()

    objects = ReceivedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("created_at", name="received_created_at")]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_received_a_key")]

    def __str__(self) -> str:
        return str(self.pk)
