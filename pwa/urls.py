from django.urls import URLPattern, path

from pwa import views
from pwa.local_mail import local_mail

app_name = "pwa"
urlpatterns: list[URLPattern] = [
    path("app.webmanifest", views.web_manifest, name="manifest"),
    path("sw.js", views.sw, name="sw"),
    path("offline/", views.offline, name="offline"),
    path("offline/not-saved/", views.not_saved, name="not_saved"),
    path("outbox/hello", views.hello, name="hello"),
    path("look/", views.look, name="look"),
    path("healthz", views.healthz, name="healthz"),
    path("mail/", local_mail, name="mail"),
    path("parts/", views.parts, name="parts"),
]
