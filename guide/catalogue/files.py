"""Where the words lie."""

from pathlib import Path

CONTENT = Path(__file__).resolve().parent.parent / "content" / "en"
