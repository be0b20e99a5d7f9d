"""A snapshot sealed by its link: key = HKDF(path token, the share's salt, "seal"), found by HKDF(token, "find").

The token is stored nowhere, so the database alone opens nothing; without the salt, neither does the link.
"""

from __future__ import annotations

import json
import os
import secrets
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sharing.logic.consent import PASSCODE_DIGITS

TOKEN_BYTES = SALT_BYTES = 32
NONCE_BYTES = 12


def make_token() -> str:
    """256 random bits as 43 URL-safe characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def make_passcode() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**PASSCODE_DIGITS):0{PASSCODE_DIGITS}}"


def make_salt() -> bytes:
    return os.urandom(SALT_BYTES)


def find_key(token: str) -> str:
    """64 hexadecimal digits under which the link's row is found."""
    return _derive(token, None, b"find").hex()


def seal(snapshot: dict[str, Any], *, token: str, salt: bytes, share_id: UUID) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    plain = json.dumps(snapshot, separators=(",", ":")).encode()
    return nonce + AESGCM(_derive(token, salt, b"seal")).encrypt(nonce, plain, share_id.bytes)


def unseal(sealed: bytes, *, token: str, salt: bytes, share_id: UUID) -> dict[str, Any] | None:
    """The snapshot, or None where token, salt, row and value do not belong together."""
    try:
        plain = AESGCM(_derive(token, salt, b"seal")).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], share_id.bytes
        )
    except InvalidTag:
        return None
    opened: dict[str, Any] = json.loads(plain)
    return opened


def _derive(token: str, salt: bytes | None, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"turnstone-share-" + purpose).derive(token.encode())
