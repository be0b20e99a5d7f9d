from django.urls import path

from sharing.views import reading, shares

app_name = "sharing"
urlpatterns = [
    path("session/share/", shares.new, name="new"),
    path("session/share/<uuid:share>/", shares.preview, name="preview"),
    path("session/share/<uuid:share>/off/", shares.off, name="off"),
    path("session/shares/", shares.listing, name="list"),
    path("s/<str:token>/", reading.open_share, name="open"),
]
