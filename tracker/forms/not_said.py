"""One thing that was not said yet."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from pwa.fields import TextBlock
from tracker.forms.fields import RowId


class NotSaidForm(forms.Form):
    not_said_id = RowId()
    text = TextBlock(
        label=_("What is hard to say?"),
        help_text=_("Half a sentence is enough. Nobody else sees it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-words": ""}),
    )
