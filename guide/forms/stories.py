"""A story to be written, and what is said of one that stays with its writer."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guide.logic.stories import MOST_PSEUDONYM, Kind, Reason
from guide.models import Story
from pwa.fields import TextBlock, TextLine

MOST_IN_A_DRAFT = 20_000
MOST_IN_A_WORD = 1_000

WHY = {
    Kind.LONG: _("It has %(found)s characters, and 2,000 fit. Please make it shorter."),
    Kind.LINK: _("“%(found)s” looks like a link. Please take it out."),
    Kind.ADDRESS: _("“%(found)s” looks like an e-mail address. Please take it out."),
    Kind.HANDLE: _("“%(found)s” looks like a name on another site. Please take it out."),
    Kind.NUMBER: _("“%(found)s” looks like a telephone number. Please take it out."),
    Kind.NO_NAME: _("It has no name yet. Please make one up, so that readers can tell stories apart."),
    Kind.OWN_NAME: _("“%(found)s” is the beginning of your e-mail address. Please make up another name."),
}


def sentence(reason: Reason) -> str:
    """What is in the way, in the writer's own words, and what to do about it."""
    return str(WHY[reason.kind]) % {"found": reason.found}


class StoryForm(forms.Form):
    """`story_id` is given when the form is drawn, so that a form sent twice makes one story. `seen` is the version
    that is being changed, "" for a new one."""

    story_id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    pseudonym = TextLine(
        label=_("A name for this story"),
        help_text=_("Made up, not your own. Readers see it."),
        max_length=MOST_PSEUDONYM,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = TextBlock(
        label=_("Your story"),
        help_text=_("Up to 2,000 characters. No links, addresses or telephone numbers."),
        max_length=MOST_IN_A_DRAFT,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def __init__(self, data: Any = None, *, story: Story | None = None) -> None:
        given = {"story_id": uuid.uuid4()} if story is None else _fields_of(story)
        super().__init__(data, initial=given)
        self.fields["story_id"].disabled = story is not None

    def say_it_changed(self, story: Story) -> None:
        """What was typed stays in the fields; saved once more, it stands in place of what is there now."""
        self.data = {**cast(QueryDict, self.data).dict(), "seen": story.version}
        self.add_error(
            None,
            ValidationError(
                _("There is a newer version of this story. Here is what you typed. Save again to keep this one.")
            ),
        )


class DecisionForm(forms.Form):
    """What a moderator does with a story, and the word to its writer."""

    SHOW, GIVE_BACK, TAKE_DOWN = Story.State.SHOWN.value, Story.State.RETURNED.value, Story.State.DOWN.value

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    state = forms.ChoiceField(choices=[(state, state) for state in (SHOW, GIVE_BACK, TAKE_DOWN)])
    word = TextBlock(
        label=_("A word to the writer"),
        help_text=_("They read it beside their story. Say what would have to change."),
        max_length=MOST_IN_A_WORD,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("state") in (self.GIVE_BACK, self.TAKE_DOWN) and not values.get("word"):
            self.add_error("word", _("Please write a word to the writer, so that they know why."))
        return values


def _fields_of(story: Story) -> dict[str, Any]:
    return {"story_id": story.pk, "seen": story.version, "pseudonym": story.pseudonym, "text": story.text}
