"""Where a push may be sent: the services the operator named, over TLS, at a public address.  [pure]"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

LONGEST = 2000
LOOPBACK = ("localhost", "127.0.0.1", "::1")
NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
PRINTABLE = re.compile(r"\A[\x21-\x7e]+\Z")
NAT64 = IPv6Network("64:ff9b::/96")
LOCAL_TRANSLATION = IPv6Network("64:ff9b:1::/48")  # RFC 8215; Python before 3.12.4 calls it global


class EndpointError(ValueError):
    """The address is none of a known push service. Carries no content."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A checked push address in parts. `target` is the path with the query, as it goes on the request line."""

    secure: bool
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """The audience of a VAPID token (RFC 8292 2): no port where it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == (443 if self.secure else 80)
        return f"{'https' if self.secure else 'http'}://{host}" + ("" if usual else f":{self.port}")


def read_endpoint(text: str, *, hosts: Sequence[str], loopback: bool) -> Endpoint:
    """*text* as an Endpoint of one of *hosts* (names, or suffixes that begin with a dot), on https port 443.

    With *loopback* this machine is allowed too, on any port and without TLS. Raises EndpointError.
    """
    if len(text) > LONGEST or not PRINTABLE.fullmatch(text) or "\\" in text:
        raise EndpointError("characters")
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise EndpointError("form") from None
    if "@" in parts.netloc or "#" in text or parts.scheme not in ("https", "http"):
        raise EndpointError("form")
    secure = parts.scheme == "https"
    port = port if port is not None else (443 if secure else 80)
    here = loopback and host in LOOPBACK
    if not here and not (secure and port == 443 and is_listed(host, hosts)):
        raise EndpointError("host")
    return Endpoint(secure, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def is_listed(host: str, hosts: Sequence[str]) -> bool:
    """Is *host*, a lower-case name, one of *hosts*?"""
    if len(host) > 253 or not NAME.fullmatch(host):
        return False
    return any(host.endswith(listed) if listed.startswith(".") else host == listed for listed in hosts)


def is_public(address: str) -> bool:
    """Is *address*, a numeric IP address, a global unicast one, also by what it carries inside?"""
    ip = ip_address(address.partition("%")[0])
    if not ip.is_global or ip.is_multicast or ip in LOCAL_TRANSLATION:
        return False
    if not isinstance(ip, IPv6Address):
        return True
    inner = _carried(ip)
    return not ip.is_site_local and (inner is None or is_public(inner))


def is_loopback(address: str) -> bool:
    return ip_address(address.partition("%")[0]).is_loopback


def _carried(ip: IPv6Address) -> str | None:
    """The IPv4 address that an IPv6 one stands for: mapped, 6to4, Teredo or NAT64."""
    if ip in NAT64:
        return ".".join(str(byte) for byte in ip.packed[-4:])
    inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    return str(inner) if inner else None
