"""Puts the apps together."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("pwa.urls")),
    path("", include("guide.urls")),
    path("", include("accounts.urls")),
    path("", include("tracker.urls")),
    path("", include("reminders.urls")),
    path("", include("sharing.urls")),
    path("accounts/", include("accounts.sign_in_urls")),
    path("staff/", admin.site.urls),
]

handler429 = "accounts.views.sign_in.too_many"  # allauth looks for it here
