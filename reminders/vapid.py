"""VAPID (RFC 8292): who sends a push, signed afresh for each one with the installation's P-256 key."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

LIFETIME = timedelta(hours=12)


def public_key() -> str:
    """What a browser asks for as `applicationServerKey`: the uncompressed point, base64url."""
    return _encode(
        _private_key(settings.VAPID_KEY).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    )


def authorization(origin: str, *, now: datetime) -> str:
    """The Authorization header for one push to *origin* (scheme and host of the endpoint)."""
    claims = {"aud": origin, "exp": int((now + LIFETIME).timestamp()), "sub": settings.VAPID_SUBJECT}
    signed = f"{_encode(_json({'typ': 'JWT', 'alg': 'ES256'}))}.{_encode(_json(claims))}"
    return f"vapid t={signed}.{_encode(_sign(signed.encode()))}, k={public_key()}"


@lru_cache(maxsize=2)
def _private_key(text: str) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")
    return ec.derive_private_key(number, ec.SECP256R1())


def _sign(message: bytes) -> bytes:
    """ES256: the two numbers, 32 bytes each (RFC 7518 3.4)."""
    signature = _private_key(settings.VAPID_KEY).sign(message, ec.ECDSA(SHA256()))
    return b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(signature))


def _json(value: dict[str, object]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
