"""The vault: one key per person, wrapped by a master key that lies outside the database.

A sealed value is `format (1) | key version (2) | nonce (12) | AES-256-GCM ciphertext and tag`, with the
header, the field's fixed label, the row and the owner as associated data: a value moved to another field,
row or person does not open. The text is padded to whole blocks first, so that the length of a short answer
does not give it away. Deleting a person's key makes every value of theirs unreadable, in backups too.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import struct
import threading
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import transaction
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from accounts.models import PersonKey

FORMAT = 1
HEADER = struct.Struct(">BH")
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = 32
BLOCK_BYTES = 32


class _Opened(threading.local):
    """The unwrapped keys of this thread, for the length of one request or task.

    `unsure` holds the people whose key was made in a transaction that may still be rolled back: theirs is not kept.
    """

    def __init__(self) -> None:
        self.keys: dict[UUID, tuple[int, bytes]] = {}
        self.unsure: set[UUID] = set()


_opened = _Opened()


class SealError(Exception):
    """A value does not open: it was altered or moved, or its person's key is gone. Carries no content."""


def seal(plain: bytes, *, label: str, row_id: UUID, user_id: UUID) -> bytes:
    """*plain* sealed for one field of one row of one person. Raises SealError if the person has no key."""
    version, key = _person_key(user_id)
    return _encrypt(key, version, _pad(plain), _associated(label, row_id, user_id))


def unseal(sealed: bytes, *, label: str, row_id: UUID, user_id: UUID) -> bytes:
    """What `seal` was given. Raises SealError where anything differs."""
    version, key = _person_key(user_id)
    if _key_number(sealed) != version:
        raise SealError("key version")
    return _unpad(_decrypt(key, sealed, _associated(label, row_id, user_id)))


def person_hmac(user_id: UUID, purpose: str, message: bytes) -> bytes:
    """32 bytes that only this person's key can make of *message*; gone when the key is."""
    _, key = _person_key(user_id)
    subkey = hmac.digest(key, b"hmac:" + purpose.encode(), sha256)
    return hmac.digest(subkey, message, sha256)


def site_hmac(purpose: str, message: str) -> str:
    """64 hexadecimal digits that only this installation can make of *message*."""
    return salted_hmac(f"turnstone:{purpose}", message, algorithm="sha256").hexdigest()


def seal_for_browser(plain: bytes, *, label: str) -> str:
    """Text for a cookie: *plain* of somebody who has no key, sealed under the newest master key."""
    number = max(settings.MASTER_KEYS)
    sealed = _encrypt(_browser_key(settings.MASTER_KEYS[number]), number, _pad(plain), b"browser|" + label.encode())
    return base64.urlsafe_b64encode(sealed).decode()


def unseal_from_browser(text: str, *, label: str) -> bytes:
    """What `seal_for_browser` was given. Raises SealError where anything differs."""
    try:
        sealed = base64.urlsafe_b64decode(text.encode())
    except (binascii.Error, UnicodeEncodeError):
        raise SealError("format") from None
    master = settings.MASTER_KEYS.get(_key_number(sealed))
    if master is None:
        raise SealError("master key not given")
    return _unpad(_decrypt(_browser_key(master), sealed, b"browser|" + label.encode()))


def wrap_new_key(user_id: UUID) -> bytes:
    """A fresh person's key, wrapped by the newest master key. It is kept in memory only once it is committed."""
    _opened.keys.pop(user_id, None)
    _opened.unsure.add(user_id)
    transaction.on_commit(lambda: _opened.unsure.discard(user_id))
    number = max(settings.MASTER_KEYS)
    return _encrypt(settings.MASTER_KEYS[number], number, os.urandom(KEY_BYTES), _wrapping(user_id))


def clear_cache() -> None:
    """Forget every unwrapped key of this thread; done around each request and task."""
    _opened.keys.clear()
    _opened.unsure.clear()


def open_keys(user_ids: Iterable[UUID]) -> None:
    """Have these people's keys at hand with one query, before rows of several people are read in one request."""
    from accounts.models import PersonKey

    for row in PersonKey.objects.filter(user_id__in=set(user_ids) - _opened.keys.keys() - _opened.unsure):
        _opened.keys[row.user_id] = (row.version, _unwrap(row))


def _person_key(user_id: UUID) -> tuple[int, bytes]:
    if cached := _opened.keys.get(user_id):
        return cached
    from accounts.models import PersonKey

    row = PersonKey.objects.filter(user_id=user_id).first()
    if row is None:
        raise SealError("no key")
    opened = (row.version, _unwrap(row))
    if user_id not in _opened.unsure:
        _opened.keys[user_id] = opened
    return opened


def _unwrap(row: PersonKey) -> bytes:
    wrapped = bytes(row.wrapped)
    master = settings.MASTER_KEYS.get(_key_number(wrapped))
    if master is None:
        raise SealError("master key not given")
    return _decrypt(master, wrapped, _wrapping(row.user_id))


def _key_number(sealed: bytes) -> int:
    if len(sealed) < HEADER.size + NONCE_BYTES + TAG_BYTES or sealed[0] != FORMAT:
        raise SealError("format")
    return int(HEADER.unpack_from(sealed)[1])


def _browser_key(master: bytes) -> bytes:
    return hmac.digest(master, b"browser", sha256)


def _encrypt(key: bytes, number: int, plain: bytes, associated: bytes) -> bytes:
    header, nonce = HEADER.pack(FORMAT, number), os.urandom(NONCE_BYTES)
    return header + nonce + AESGCM(key).encrypt(nonce, plain, header + associated)


def _decrypt(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    header, rest = sealed[: HEADER.size], sealed[HEADER.size :]
    try:
        return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], header + associated)
    except InvalidTag:
        raise SealError("altered or moved") from None


def _pad(plain: bytes) -> bytes:
    """ISO/IEC 7816-4: one 0x80, then zeros up to a whole block."""
    return plain + b"\x80" + bytes(-(len(plain) + 1) % BLOCK_BYTES)


def _unpad(padded: bytes) -> bytes:
    return padded.rstrip(b"\0")[:-1]


def _associated(label: str, row_id: UUID, user_id: UUID) -> bytes:
    return b"|".join((label.encode(), row_id.bytes, user_id.bytes))


def _wrapping(user_id: UUID) -> bytes:
    return b"person-key|" + user_id.bytes


def _around_request(**kwargs: object) -> None:
    clear_cache()


request_started.connect(_around_request, dispatch_uid="vault.clear_cache")
request_finished.connect(_around_request, dispatch_uid="vault.clear_cache")
