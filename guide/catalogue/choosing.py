"""What to ask before beginning with somebody new, loaded once in a process's life."""

import tomllib
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guide.catalogue.files import CONTENT
from guide.logic.choosing import Question, read

PEOPLE: dict[str, Promise] = {"a": _("Person A"), "b": _("Person B")}


@lru_cache(maxsize=1)
def questions() -> tuple[Question, ...]:
    return read(tomllib.loads((CONTENT / "choosing.toml").read_text(encoding="utf-8")))
