from django.urls import URLPattern, path

from guide.views import chapters, help_now, phrases

app_name = "guide"
urlpatterns: list[URLPattern] = [
    path("", chapters.landing, name="landing"),
    path("guide/", chapters.index, name="index"),
    path("guide/words/", phrases.words, name="words"),
    path("guide/words/<slug:listener>/", phrases.sheet, name="sheet"),
    path("guide/words/<slug:listener>/<slug:phrase>/", phrases.phrase, name="phrase"),
    path("guide/<slug:slug>/", chapters.chapter, name="chapter"),
    path("help/now/", help_now.help_now, name="help"),
]
