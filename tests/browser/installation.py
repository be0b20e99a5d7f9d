"""The product as `./run` starts it: broker, worker, beat and web in one process tree, in a folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

from tests.servers import free_port

READY_SECONDS = 90


class Installation:
    """Started at once. `url` answers; `stop()` is one Ctrl-C; `start()` starts it again in the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.start_seconds = 0.0
        self.start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        unwanted = ("DATABASE_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE")
        environment = {key: value for key, value in os.environ.items() if key not in unwanted}
        environment |= {"VAR": str(self.folder), "DJANGO_SETTINGS_MODULE": "tests.browser.installation_settings"}
        began = time.monotonic()
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.up", "--port", str(self.port)],
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert self.process.stdout
        for line in self.process.stdout:
            if "is ready at" in line:
                break
        self.start_seconds = time.monotonic() - began
        assert self.process.poll() is None, (self.folder / "log").read_text()[-2000:]
        assert self.start_seconds < READY_SECONDS

    def stop(self) -> int:
        """The exit code after one Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.stdout
        with self.process.stdout as output:
            output.read()
        return self.process.wait(40)

    def descendants(self) -> list[int]:
        """Every process that is left of its tree, the supervisor first."""
        found, waiting = [], [self.process.pid]
        while waiting:
            found.append(waiting.pop())
            listing = subprocess.run(["ps", "-o", "pid=", "--ppid", str(found[-1])], capture_output=True, text=True)
            waiting += [int(pid) for pid in listing.stdout.split()]
        return found

    def memory(self) -> float:
        """Proportional set size of the whole tree, in MiB."""
        total = 0
        for pid in self.descendants():
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += int(next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1])
        return total / 1024
