"""Chapters and help lines, as their files would hold them; readers' stories at any place in their life; checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import yaml

from accounts.models import User
from guide.catalogue.check import check
from guide.catalogue.fit import fit
from guide.logic.help_lines import Country, read
from guide.models import FitCheck, Story, WhyCheck


def chapter_text(*, body: str = "A first line.\n\n## A heading\n\nA second line.", **changes: Any) -> str:
    """The file of a chapter called `example`; `field=None` leaves a field out."""
    meta: dict[str, Any] = {
        "slug": "example",
        "title": "An example",
        "summary": "What it is about.",
        "order": 1,
        "reason_ids": ["R1"],
        "action_ids": ["A1"],
        "reading_minutes": 2,
        "reviewed_on": date(2026, 11, 1),
        "reviewed_by": "a person",
        "phrase": "therapist-goals",
        "sources": [{"name": "A paper", "url": "https://example.org/paper", "year": 2020}],
    }
    kept = {field: value for field, value in {**meta, **changes}.items() if value is not None}
    return f"---\n{yaml.safe_dump(kept, allow_unicode=True)}---\n{body}\n"


def line_row(**changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": "A line",
        "number": "116 123",
        "hours": "always",
        "grade": "A",
        "source_url": "https://example.org",
        "verified_on": date(2026, 11, 1),
        "verified_by": "a desk check",
    }
    return {field: value for field, value in {**row, **changes}.items() if value is not None}


def country_row(**changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "code": "GB",
        "emergency": [{"number": "999"}],
        "verified_on": date(2026, 11, 1),
        "verified_by": "a desk check",
        "lines": [line_row()],
    }
    return {field: value for field, value in {**row, **changes}.items() if value is not None}


def country(**changes: Any) -> Country:
    (made,) = read({"countries": [country_row(**changes)]})
    return made


def create_story(
    *,
    user: User,
    text: str = "I told her that I felt stuck.\n\nWe made a plan, and it helped.",
    pseudonym: str = "Heron",
    state: str = Story.State.SHOWN,
    sent_at: datetime | None = datetime(2026, 11, 1, 9, tzinfo=UTC),
    **fields: Any,
) -> Story:
    return Story.objects.create(user=user, text=text, pseudonym=pseudonym, state=state, sent_at=sent_at, **fields)


def create_why_check(*, user: User, at: datetime, **answers: Any) -> WhyCheck:
    """A finished check in which nothing weighs but what *answers* say, by the id of their item."""
    light = {item.id: 4 if item.reversed else 0 for item in check().items}
    return WhyCheck.objects.create(user=user, answers={**light, **answers}, finished_at=at)


def create_fit_check(
    *, user: User, at: datetime, red_flags: Sequence[str] = (), about: str = "", **answers: str
) -> FitCheck:
    """A checklist answered with yes, but where *answers* say otherwise."""
    said = {**{item.id: "yes" for item in fit().items}, **answers}
    return FitCheck.objects.create(user=user, answers=said, red_flags=list(red_flags), about=about, taken_at=at)
