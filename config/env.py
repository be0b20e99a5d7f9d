"""The environment, typed. A missing or malformed setting is named and the process stops."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from environs import Env, EnvError

env = Env()


def stop(problem: str) -> NoReturn:
    """End the process with exit code 1 and one line that names the setting."""
    raise SystemExit(f"Turnstone cannot start: {problem}")


def read[T](parse: Callable[..., T], name: str, *default: Any) -> T:
    """One setting from the environment; *default* is what an unset name means."""
    try:
        return parse(name, *default)
    except EnvError:
        state = "is malformed" if os.environ.get(name) else "is not set"
        stop(f"the setting {name} {state}.")


def url(name: str, *default: str, schemes: tuple[str, ...]) -> str:
    """A URL whose scheme is one of *schemes*."""
    value = read(env.str, name, *default)
    if urlsplit(value).scheme not in schemes:
        stop(f"the setting {name} is malformed: it must begin with {' or '.join(schemes)}.")
    return value


def kept_secret(name: str, folder: Path | None, make: Callable[[], str]) -> str:
    """A secret from the environment, else from *folder*, where it is made at the first start.

    Without a folder (production) the environment must hold it.
    """
    if value := os.environ.get(name):
        return value
    if folder is None:
        stop(f"the setting {name} is not set.")
    path = folder / name.lower()
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=folder) as file:  # whole, or not at all; readable by its owner alone
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):  # another process was quicker: its key stands
                os.link(file.name, path)
    return path.read_text().strip()


def make_secret() -> str:
    return secrets.token_urlsafe(48)


def make_master_key() -> str:
    return "1:" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def master_keys(text: str) -> dict[int, bytes]:
    """`1:<base64>,2:<base64>` as {id: 32 bytes}; new wraps use the highest id."""
    try:
        pairs = (part.split(":", 1) for part in text.split(","))
        keys = {int(number): base64.urlsafe_b64decode(key) for number, key in pairs}
    except (ValueError, binascii.Error):
        stop("the setting MASTER_KEY is malformed: it must read number:base64key.")
    if any(len(key) != 32 or not 0 < number < 65536 for number, key in keys.items()):
        stop("the setting MASTER_KEY is malformed: a key has 32 bytes and a number up to 65535.")
    return keys


def make_vapid_key() -> str:
    from cryptography.hazmat.primitives.asymmetric import ec

    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


def vapid_key(text: str) -> str:
    """The private key of RFC 8292 as 43 characters of URL-safe base64."""
    try:
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != 32:
        stop("the setting VAPID_KEY is malformed: it must be 32 bytes in URL-safe base64.")
    return text
