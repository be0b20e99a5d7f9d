from django.urls import URLPattern, path

from pwa import views
from pwa.local_mail import local_mail

app_name = "pwa"
urlpatterns: list[URLPattern] = [
    path("healthz", views.healthz, name="healthz"),
    path("mail/", local_mail, name="mail"),
    path("offline/", views.offline, name="offline"),
    path("parts/", views.parts, name="parts"),
]
