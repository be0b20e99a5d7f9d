from django.urls import URLPattern, path

from accounts.views import you

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("you/", you.you, name="you"),
    path("you/delete/", you.leave, name="leave"),
]
