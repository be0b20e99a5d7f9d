from django.urls import URLPattern, path, register_converter

from tracker import api
from tracker.converters import DateConverter
from tracker.views import (
    check_in,
    goals,
    habits,
    log,
    medication,
    moods,
    notes,
    plan,
    progress,
    sessions,
    sleep,
    sleep_diary,
    small,
    start,
    today,
    zone,
)

register_converter(DateConverter, "date")

app_name = "tracker"
urlpatterns: list[URLPattern] = [
    # The day, and recording what was done of it
    path("today/", today.today, name="today"),
    path("day/<date:date>/", today.day, name="day"),
    path("log/dose/<uuid:schedule>/<date:date>/<int:slot>/", log.log_dose, name="log_dose"),
    path("log/doses/<date:date>/", log.log_doses, name="log_doses"),
    path("log/habit/<uuid:schedule>/<date:date>/<int:slot>/", log.log_habit, name="log_habit"),
    path("log/wind-down/<uuid:schedule>/<date:date>/<int:slot>/", log.log_wind_down, name="log_wind_down"),
    path("log/mood/<date:date>/", moods.log_mood, name="log_mood"),
    path("log/sleep/<date:date>/", sleep_diary.log_sleep, name="log_sleep"),
    path("log/smaller/<date:date>/", small.log_smaller, name="log_smaller"),
    path("log/milestone/<uuid:milestone>/", goals.milestone, name="milestone"),
    # Notes of a day
    path("notes/", notes.notes, name="notes"),
    path("notes/new/", notes.note_new, name="note_new"),
    path("notes/<uuid:note>/", notes.note, name="note"),
    path("notes/<uuid:note>/edit/", notes.note_edit, name="note_edit"),
    path("notes/<uuid:note>/delete/", notes.note_delete, name="note_delete"),
    path("notes/<uuid:note>/restore/", notes.note_restore, name="note_restore"),
    path("log/note/<uuid:note>/", notes.log_note, name="log_note"),
    # The plan
    path("plan/", plan.plan, name="plan"),
    path("plan/goal/new/", goals.goal_new, name="goal_new"),
    path("plan/goal/<uuid:goal>/", goals.goal, name="goal"),
    path("plan/goal/<uuid:goal>/edit/", goals.goal_edit, name="goal_edit"),
    path("plan/goal/<uuid:goal>/put-away/", goals.goal_archive, name="goal_archive"),
    path("plan/goal/<uuid:goal>/restore/", goals.goal_restore, name="goal_restore"),
    path("plan/medicine/new/", medication.medicine_new, name="medicine_new"),
    path("plan/medicine/<uuid:medicine>/", medication.medicine, name="medicine"),
    path("plan/medicine/<uuid:medicine>/edit/", medication.medicine_edit, name="medicine_edit"),
    path("plan/medicine/<uuid:medicine>/archive/", medication.medicine_end, name="medicine_end"),
    path("plan/medicine/<uuid:medicine>/restore/", medication.medicine_restore, name="medicine_restore"),
    path("plan/medicine/<uuid:medicine>/check-in/", check_in.medicine_check_in, name="medicine_check_in"),
    path("plan/medicine/<uuid:medicine>/take-back/", check_in.medicine_take_back, name="medicine_take_back"),
    path("plan/habit/new/", habits.habit_new, name="habit_new"),
    path("plan/habit/<uuid:habit>/", habits.habit, name="habit"),
    path("plan/habit/<uuid:habit>/edit/", habits.habit_edit, name="habit_edit"),
    path("plan/habit/<uuid:habit>/rest/", habits.habit_end, name="habit_end"),
    path("plan/habit/<uuid:habit>/restore/", habits.habit_restore, name="habit_restore"),
    path("plan/bedtime/", sleep.bedtime, name="bedtime"),
    path("plan/bedtime/clear/", sleep.bedtime_clear, name="bedtime_clear"),
    path("plan/bedtime/restore/", sleep.bedtime_restore, name="bedtime_restore"),
    # The diary of a night
    path("sleep/<date:date>/", sleep_diary.night, name="sleep_night"),
    # The three starting steps
    path("start/why/", start.why, name="start_why"),
    path("start/first-thing/", start.first_thing, name="start_first_thing"),
    path("start/first-check-in/", start.first_check_in, name="start_first_check_in"),
    # The next session
    path("session/", sessions.session, name="session"),
    path("session/large/", sessions.large, name="session_large"),
    path("session/appointment/", sessions.appointment, name="appointment"),
    path("session/appointment/<uuid:appointment>/cancel/", sessions.appointment_cancel, name="appointment_cancel"),
    path("session/appointment/<uuid:appointment>/restore/", sessions.appointment_restore, name="appointment_restore"),
    path("session/line/add/", sessions.line_add, name="line_add"),
    path("session/line/questions/", sessions.line_questions, name="line_questions"),
    path("session/line/<uuid:line>/", sessions.line, name="line"),
    path("session/line/<uuid:line>/move/", sessions.line_move, name="line_move"),
    path("session/line/<uuid:line>/remove/", sessions.line_remove, name="line_remove"),
    path("session/line/<uuid:line>/restore/", sessions.line_restore, name="line_restore"),
    # The zone the times are local to
    path("you/zone/", zone.zone, name="zone"),
    # What was recorded, over time
    path("progress/", progress.progress, name="progress"),
    path("progress/mood/<int:year>/<int:month>/", progress.mood, name="mood_month"),
    # For other programs of the same person
    path("api/today/", api.TodayView.as_view(), name="api_today"),
    path("api/doses/<uuid:schedule>/<date:date>/<int:slot>/", api.DoseView.as_view(), name="api_dose"),
    path("api/schema/", api.SchemaView.as_view(), name="api_schema"),
]
