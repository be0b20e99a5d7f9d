from django.urls import URLPattern, path

from reminders.views import act, health, inbox, push, settings

app_name = "reminders"
urlpatterns: list[URLPattern] = [
    # For whoever runs it
    path("readyz", health.readyz, name="readyz"),
    # How reminders reach the person
    path("plan/reminders/", settings.settings, name="settings"),
    path("plan/reminders/test/", settings.test, name="test"),
    # What was sent
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="inbox_read_all"),
    path("inbox/<uuid:reminder>/read/", inbox.read, name="inbox_read"),
    # From the browser, and by a signed token
    path("push/subscribe/", push.subscribe, name="subscribe"),
    path("push/unsubscribe/", push.unsubscribe, name="unsubscribe"),
    path("r/act", act.act, name="act"),
    path("r/off/<str:token>/", act.off, name="off"),
]
