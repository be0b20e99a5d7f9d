"""Django's checks of a new password, said in our words."""

from __future__ import annotations

from django.contrib.auth import password_validation as django
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return ngettext(
            "This one is short. With %(count)d character or more it is hard to guess; a few words in a row do well.",
            "This one is short. With %(count)d characters or more it is hard to guess; a few words in a row do well.",
            self.min_length,
        ) % {"count": self.min_length}


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this one. A few words in a row are easier to keep and harder to guess.")


class NotTheAddress(django.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("This one is very like your e-mail address. A few words in a row are harder to guess.")
