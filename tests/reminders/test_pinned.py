"""Over TLS, the address is pinned and the name on the certificate is still the service's."""

from __future__ import annotations

import datetime as dt
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from reminders.delivery import pinned
from reminders.logic.endpoints import Endpoint


@pytest.fixture(autouse=True)
def _no_context_stays() -> Iterator[None]:
    pinned._tls.cache_clear()
    yield
    pinned._tls.cache_clear()


def certificate(folder: Path, name: str) -> Path:
    """A certificate for *name* that vouches for itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    path = folder / f"{name}.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return path


@contextmanager
def listening(certificate: Path, *, slow: float = 0) -> Iterator[int]:
    """A service that takes *slow* seconds for the handshake and as many again for the answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            time.sleep(slow)
            self.send_response(201 if self.headers["Host"].startswith("localhost") else 400)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = HTTPServer(("127.0.0.1", 0), Handler)

    def wait(ssl_socket: ssl.SSLObject | ssl.SSLSocket, name: str | None, context: ssl.SSLContext) -> None:
        time.sleep(slow)

    context.sni_callback = wait
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def post(port: int) -> int:
    return pinned.post(Endpoint(True, "localhost", port, "/p"), body=b"x", headers={}).status


def test_a_service_with_a_certificate_for_its_name_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusted = certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))

    with listening(trusted) as port:
        assert post(port) == 201


def test_a_certificate_nobody_vouches_for_is_not_accepted(tmp_path: Path) -> None:
    with listening(certificate(tmp_path, "localhost")) as port, pytest.raises(pinned.Unreachable):
        post(port)


def test_a_certificate_for_another_name_is_not_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = certificate(tmp_path, "push.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))

    with listening(other) as port, pytest.raises(pinned.Unreachable):
        post(port)


def test_all_steps_together_have_one_time_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusted = certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))

    with listening(trusted, slow=0.7) as port:
        assert post(port) == 201
        monkeypatch.setattr(pinned, "TIMEOUT", 1.0)
        with pytest.raises(pinned.Unreachable):
            post(port)
