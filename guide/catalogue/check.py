"""The why-check's questions, loaded once in a process's life."""

import tomllib
from functools import lru_cache

from guide.catalogue.files import CONTENT
from guide.logic.check import Check, read


@lru_cache(maxsize=1)
def check() -> Check:
    return read(tomllib.loads((CONTENT / "check.toml").read_text(encoding="utf-8")))
