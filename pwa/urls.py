from django.urls import URLPattern, path

from pwa import views

app_name = "pwa"
urlpatterns: list[URLPattern] = [
    path("healthz", views.healthz, name="healthz"),
    path("offline/", views.offline, name="offline"),
    path("parts/", views.parts, name="parts"),
]
