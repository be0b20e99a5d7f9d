"""Words after which help is shown, loaded once in a process's life."""

import tomllib
from functools import lru_cache

from guide.catalogue.files import CONTENT
from guide.logic.crisis_words import CrisisWords, read


@lru_cache(maxsize=1)
def crisis_words() -> CrisisWords:
    return read(tomllib.loads((CONTENT / "crisis_words.toml").read_text(encoding="utf-8")))
