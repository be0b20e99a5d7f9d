"""What tells one content from another, so that a form can bring along the one it was made from."""

import json
from hashlib import sha256
from typing import Any


def fingerprint(content: Any) -> str:
    """The same for the same content, and "" for none. A form brings along the one it was made from, so that no change
    is overwritten by somebody who has not seen it."""
    if not content:
        return ""
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
