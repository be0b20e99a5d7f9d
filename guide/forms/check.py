"""One question of the why-check."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from guide.logic.check import LEFT_OUT, MOST, NOT_MINE, Answer, Item

LEAVE_OUT = "leave-out"
ANSWERS: dict[str, Answer] = {
    **{str(number): number for number in range(MOST + 1)},
    NOT_MINE: NOT_MINE,
    LEAVE_OUT: LEFT_OUT,
}


class QuestionForm(forms.Form):
    """`cleaned_data["answer"]` is an answer that *item* takes. An error names the question."""

    def __init__(self, data: QueryDict | None, *, item: Item) -> None:
        super().__init__(data)
        self.item = item

    def clean(self) -> dict[str, Any]:
        given = cast(QueryDict, self.data).getlist("answer")
        if len(given) > 1:
            raise forms.ValidationError(
                _("“%(question)s” came with more than one answer, so nothing was kept. Please choose one."),
                params={"question": self.item.text},
            )
        if not given or given[0] not in ANSWERS or not self.item.takes(ANSWERS[given[0]]):
            raise forms.ValidationError(
                _("“%(question)s” came without one of the answers below, so nothing was kept. Please choose one."),
                params={"question": self.item.text},
            )
        return {"answer": ANSWERS[given[0]]}


def value_of(answer: Answer) -> str:
    """The form's value of an answer."""
    return next(value for value, known in ANSWERS.items() if known == answer)
