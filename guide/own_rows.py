"""All that the guide keeps of one person, for their own export of everything."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from guide.models import ChoosingSheet, FitCheck, Reading, SafetyPlan, Story, StoryMark, WhyCheck


def own_rows(user_id: UUID) -> dict[str, QuerySet[Any]]:
    """The person's rows by noun; what was deleted and can still come back is left out."""
    return {
        "why_checks": WhyCheck.objects.for_user(user_id),
        "fit_checks": FitCheck.objects.for_user(user_id),
        "plans_for_hard_moments": SafetyPlan.objects.for_user(user_id).filter(deleted_at=None),
        "choosing_sheets": ChoosingSheet.objects.for_user(user_id).filter(deleted_at=None),
        "stories": Story.objects.for_user(user_id),
        "story_marks": StoryMark.objects.for_user(user_id),
        "readings": Reading.objects.for_user(user_id),
    }
