"""The words that readers use, and where they lead, loaded once in a process's life."""

import tomllib
from functools import lru_cache

from guide.catalogue.files import CONTENT
from guide.logic.search import Said, read


@lru_cache(maxsize=1)
def search_words() -> tuple[Said, ...]:
    return read(tomllib.loads((CONTENT / "search_words.toml").read_text(encoding="utf-8")))
