"""One POST to an address that was looked up once and checked: no redirects, no proxy, no body read, no log line."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPException

from reminders.logic.endpoints import LOOPBACK, Endpoint, EndpointError, is_loopback, is_public

TIMEOUT = 10.0


class Unreachable(Exception):
    """No answer: the name, the network, TLS or the time limit. Carries no content."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    retry_after: str


def post(endpoint: Endpoint, *, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send *body* and return status and Retry-After.

    Raises EndpointError for an address that is not public, Unreachable where no answer has come ten seconds after the
    address was looked up: one deadline for all steps.
    """
    address = _look_up(endpoint)
    deadline = time.monotonic() + TIMEOUT
    connection = HTTPConnection(address, endpoint.port)
    try:
        connection.sock = _connect(endpoint, address, deadline)
        connection.sock.settimeout(_remaining(deadline))
        connection.request("POST", endpoint.target, body, {**headers, "Host": endpoint.origin.partition("://")[2]})
        connection.sock.settimeout(_remaining(deadline))
        response = connection.getresponse()
        return Answer(response.status, response.headers.get("Retry-After", ""))
    except (OSError, HTTPException):
        raise Unreachable from None
    finally:
        connection.close()


def _look_up(endpoint: Endpoint) -> str:
    """The address to connect to. A name with any address that is not public is refused as a whole."""
    try:
        found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    except OSError:
        raise Unreachable from None
    addresses = [str(entry[4][0]) for entry in sorted(found, key=lambda entry: entry[0] != socket.AF_INET)]
    fits = is_loopback if endpoint.host in LOOPBACK else is_public
    if not all(fits(address) for address in addresses):
        raise EndpointError("address")
    return addresses[0]


def _remaining(deadline: float) -> float:
    """Seconds to *deadline*. Raises TimeoutError past it."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def _connect(endpoint: Endpoint, address: str, deadline: float) -> socket.socket:
    plain = socket.create_connection((address, endpoint.port), timeout=_remaining(deadline))
    if not endpoint.secure:
        return plain
    try:
        plain.settimeout(_remaining(deadline))
        return _tls().wrap_socket(plain, server_hostname=endpoint.host)
    except OSError:
        plain.close()
        raise


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
