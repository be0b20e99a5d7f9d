"""Under `/api/v1/`."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from tracker.api import day_plans, days, entries, export, goals, moods, nights, plan, progress, side_effects
from tracker.api.door import NowhereView
from tracker.api.schema import SchemaView

OCCURRENCE = "<uuid:schedule>/<date:date>/<int:slot>/"

urlpatterns: list[URLPattern] = [
    path("schema/", SchemaView.as_view(), name="api_schema"),
    # A page of the person's days
    path("today/", days.TodayView.as_view()),
    path("days/<date:date>/", days.DayView.as_view()),
    path("small-days/<date:date>/", days.SmallerView.as_view()),
    path("moods/", moods.MoodsView.as_view()),
    path("moods/<date:date>/", moods.MoodView.as_view()),
    path("nights/", nights.NightsView.as_view()),
    path("day-plans/<date:date>/", day_plans.DayPlanView.as_view()),
    path("side-effects/", side_effects.SideEffectsAllView.as_view()),
    path("side-effects/<date:date>/", side_effects.SideEffectsView.as_view()),
    path("nights/<date:date>/", nights.NightView.as_view()),
    # What falls due, and what was done of it
    path("entries/", entries.EntriesView.as_view()),
    path(f"doses/{OCCURRENCE}", entries.DoseView.as_view()),
    path("as-needed-doses/<uuid:medicine>/<uuid:dose>/", entries.AsNeededView.as_view()),
    path(f"habits/{OCCURRENCE}", entries.HabitView.as_view()),
    path(f"homework/{OCCURRENCE}", entries.HomeworkView.as_view()),
    path(f"wind-downs/{OCCURRENCE}", entries.WindDownView.as_view()),
    # The plan
    path("medicines/", plan.MedicinesView.as_view()),
    path("habits/", plan.HabitsView.as_view()),
    path("homework/", plan.HomeworkAllView.as_view()),
    path("bedtimes/", plan.BedtimesView.as_view()),
    path("goals/", goals.GoalsView.as_view()),
    path("goals/<uuid:goal>/<date:date>/", goals.GoalRatingView.as_view()),
    path("milestones/<uuid:milestone>/", goals.MilestoneView.as_view()),
    # Over time
    path("progress/", progress.ProgressView.as_view()),
    path("export/", export.ExportView.as_view()),
    re_path("^", NowhereView.as_view()),
]
