from django.urls import URLPattern, path

from accounts.views import tokens, you
from accounts.views.sign_in import at_the_door

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("you/", you.you, name="you"),
    path("you/tokens/", tokens.listing, name="tokens"),
    path("you/tokens/<uuid:token>/off/", tokens.off, name="token_off"),
    path("you/delete/", you.leave, name="leave"),
    path("you/deleted/", at_the_door(you.gone), name="gone"),
]
