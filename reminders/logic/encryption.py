"""Web Push message encryption: RFC 8291 over RFC 8188 "aes128gcm", one record of a fixed length.  [pure]"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD_SIZE = 4096
LAST_RECORD = b"\x02"
LONGEST = 3993  # what fits when header, delimiter and tag make up a body of 4,096 bytes (RFC 8291 4)


class KeysError(ValueError):
    """A subscription's keys are not a point on P-256 and 16 bytes of secret. Carries no content."""


def read_point(raw: bytes) -> ec.EllipticCurvePublicKey:
    """The browser's public key from its 65 uncompressed bytes. Raises KeysError."""
    if len(raw) != 65 or raw[0] != 4:
        raise KeysError("point")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        raise KeysError("point") from None


def encrypt(
    plain: bytes, *, p256dh: bytes, auth: bytes, private_key: ec.EllipticCurvePrivateKey, salt: bytes, length: int = 0
) -> bytes:
    """*plain* as the body of one push (RFC 8291 3, 4), padded as if it had *length* bytes.

    *p256dh* are the 65 bytes and *auth* the 16 bytes of the subscription; *private_key* and *salt* (16 bytes)
    are fresh for each message. Raises KeysError for other keys, ValueError above LONGEST.
    """
    their_key = read_point(p256dh)
    if len(auth) != 16:
        raise KeysError("auth")
    if max(len(plain), length) > LONGEST:
        raise ValueError("too long for one record")
    padded = plain + LAST_RECORD + bytes(max(0, length - len(plain)))
    our_point = private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = private_key.exchange(ec.ECDH(), their_key)
    secret = _hkdf(auth, shared, b"WebPush: info\x00" + p256dh + our_point, 32)
    key = _hkdf(salt, secret, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _hkdf(salt, secret, b"Content-Encoding: nonce\x00", 12)
    header = salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(our_point)]) + our_point
    return header + AESGCM(key).encrypt(nonce, padded, None)


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
