"""What is said of a chapter."""

from django import forms

from guide.logic.chapters import Chapter


class PlaceForm(forms.Form):
    """`do`: what happens to the chapter; `heading`: where they stopped."""

    do = forms.ChoiceField(choices=[(name, name) for name in ("list", "unlist", "read", "unread", "stop", "forget")])
    heading = forms.ChoiceField(required=False)

    def __init__(self, *args: object, chapter: Chapter) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["heading"].choices = [(heading.id, heading.text) for heading in chapter.headings]  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("do") == "stop" and not self.cleaned_data.get("heading"):
            self.add_error("heading", "")
