"""A push service and a mail server on this machine, that remember what they accepted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller


@dataclass(frozen=True, slots=True)
class Push:
    path: str
    topic: str
    ttl: int
    body: bytes


@dataclass
class PushService:
    """Answers *status* to every push, after *before_answer* ran. `url` is its address."""

    url: str = ""
    status: int = 201
    retry_after: str = ""
    asked: int = 0
    accepted: list[Push] = field(default_factory=list)
    before_answer: Any = None

    @property
    def topics(self) -> list[str]:
        return [push.topic for push in self.accepted]


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            push = Push(self.path, self.headers["Topic"], int(self.headers["TTL"]), body)
            service.asked += 1
            if service.status == 201:
                service.accepted.append(push)
            if service.before_answer:
                service.before_answer(push)
            self.send_response(service.status)
            if service.retry_after:
                self.send_header("Retry-After", service.retry_after)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class MailBox:
    """The mails that were accepted, in order."""

    def __init__(self) -> None:
        self.mails: list[Message] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content))
        return "250 accepted"


@contextmanager
def mail_server(port: int) -> Iterator[MailBox]:
    box = MailBox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
