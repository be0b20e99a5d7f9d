"""A choice with a line beneath it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Described:
    """The label of a radio or check box, with a smaller line under it: `choices=[("7", Described(_("7 days"), …))]`."""

    text: _StrOrPromise
    small: _StrOrPromise

    def __str__(self) -> str:
        return str(self.text)
