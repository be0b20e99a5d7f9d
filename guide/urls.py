from django.urls import URLPattern, path

from guide import views

app_name = "guide"
urlpatterns: list[URLPattern] = [
    path("", views.landing, name="landing"),
    path("guide/", views.index, name="index"),
    path("guide/<slug:slug>/", views.chapter, name="chapter"),
    path("help/now/", views.help_now, name="help"),
]
