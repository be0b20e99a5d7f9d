"""The site, served from this process on a port of its own, that can be cut off and come back."""

from __future__ import annotations

import contextlib
import socket
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread


class CuttableServer(ThreadedWSGIServer):
    """Django's threaded server, which also knows its open connections."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.sockets: set[socket.socket] = set()
        super().__init__(*args, **{**kwargs, "allow_reuse_address": True})

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self.sockets.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        self.sockets.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Kept-alive connections would go on being answered: cut them too."""
        super().server_close()
        for connection in list(self.sockets):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in mid-answer is no news."""


class ServerThread(LiveServerThread):
    server_class = CuttableServer


class Site:
    """`url` stays the same over `stop()` and `start()`."""

    def __init__(self) -> None:
        self.port = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        self._thread = ServerThread("localhost", StaticFilesHandler, port=self.port)
        self._thread.daemon = True
        self._thread.start()
        self._thread.is_ready.wait()
        if self._thread.error:
            raise self._thread.error
        self.port = self._thread.port

    def stop(self) -> None:
        """As pulling the plug: no answer, and no connection left open."""
        self._thread.terminate()
