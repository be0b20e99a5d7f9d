from django.urls import URLPattern, path, register_converter

from tracker.converters import DateConverter
from tracker.views import log, progress, session, today

register_converter(DateConverter, "date")

app_name = "tracker"
urlpatterns: list[URLPattern] = [
    # The day, and recording what was done of it
    path("today/", today.today, name="today"),
    path("day/<date:date>/", today.day, name="day"),
    path("log/dose/<uuid:schedule>/<date:date>/<int:slot>/", log.log_dose, name="log_dose"),
    path("log/habit/<uuid:schedule>/<date:date>/<int:slot>/", log.log_habit, name="log_habit"),
    path("log/wind-down/<uuid:schedule>/<date:date>/<int:slot>/", log.log_wind_down, name="log_wind_down"),
    # The next session
    path("session/", session.session, name="session"),
    path("session/large/", session.large, name="session_large"),
    path("session/appointment/", session.appointment, name="appointment"),
    path("session/line/add/", session.line_add, name="line_add"),
    path("session/line/<uuid:line>/", session.line, name="line"),
    # What was recorded, over time
    path("progress/", progress.progress, name="progress"),
]
