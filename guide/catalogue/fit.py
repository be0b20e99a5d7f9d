"""The fit checklist's items and stop signs, loaded once in a process's life."""

import tomllib
from functools import lru_cache

from guide.catalogue.files import CONTENT
from guide.logic.fit import Fit, read


@lru_cache(maxsize=1)
def fit() -> Fit:
    return read(tomllib.loads((CONTENT / "fit.toml").read_text(encoding="utf-8")))
