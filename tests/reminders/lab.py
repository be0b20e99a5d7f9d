"""An installation that a test starts, breaks and ends: a database, a broker, and processes of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import redis
from django.conf import settings

from config.broker import EmbeddedBroker
from tests.servers import free_port, start_cluster, start_redis

PRELUDE = """
import json, os, signal, sys
import django
django.setup()
given = json.loads(sys.argv[1])
answer = None
"""
EPILOGUE = """
print(json.dumps(answer))
"""


class Lab:
    """`python()` runs code inside the installation; `worker()` and `beat()` start its processes."""

    def __init__(self, folder: Path, database_url: str, broker_url: str, stack: ExitStack) -> None:
        self.folder, self.stack, self.mail_port = folder, stack, free_port()
        self.broker_url, self.database_url = broker_url, database_url
        self.processes: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.reminders.lab_settings",
            "PYTHONPATH": str(settings.BASE_DIR),
            "VAR": str(folder),
            "DATABASE_URL": database_url,
            "BROKER_URL": broker_url,
            "LAB_MAIL_PORT": str(self.mail_port),
        }
        for command in ("migrate", "createcachetable"):
            self._run(sys.executable, "manage.py", command, "--verbosity", "0")

    def python(self, code: str, **given: Any) -> Any:
        """What *code* left in `answer`; it finds its arguments in `given`. A process that was killed gives None."""
        done = self._run(sys.executable, "-c", PRELUDE + code + EPILOGUE, json.dumps(given), check=False)
        if done.returncode == -signal.SIGKILL:
            return None
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout.splitlines()[-1])

    def worker(self, concurrency: int = 2) -> subprocess.Popen[bytes]:
        lean = ["--concurrency", str(concurrency), "--without-gossip", "--without-mingle", "--without-heartbeat"]
        return self._start("worker", *lean)

    def beat(self) -> subprocess.Popen[bytes]:
        return self._start("beat", "--pidfile=")

    def stop(self) -> None:
        """End every worker and beat; the database and the broker stay."""
        while self.processes:
            kill(self.processes.pop())

    def flush_broker(self) -> None:
        self.broker().flushall()

    def broker(self) -> redis.Redis:
        if self.broker_url.startswith("redis+socket://"):
            return redis.Redis(unix_socket_path=self.broker_url.removeprefix("redis+socket://"))
        return redis.Redis.from_url(self.broker_url)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        log = self.stack.enter_context((self.folder / f"{arguments[0]}.log").open("ab"))
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "--quiet", "-A", "config", *arguments, "--loglevel", "WARNING"],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        self.stack.callback(kill, process)
        self.processes.append(process)
        return process

    def _run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, check=check, capture_output=True, text=True
        )


@contextmanager
def start_lab(*, server: bool) -> Iterator[Lab]:
    """With *server* on PostgreSQL and Redis where this machine has them, else on SQLite and the embedded broker."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="turnstone-lab-")))
        initdb = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if server and initdb:
            database_url = start_cluster(initdb[-1].parent, stack)
        else:
            database_url = f"sqlite:///{folder / 'lab.sqlite3'}"
        if server and (binary := shutil.which("redis-server")):
            broker_url = start_redis(binary, stack)
        else:
            broker_url = _embedded_broker(folder, stack)
        yield Lab(folder, database_url, broker_url, stack)


def _embedded_broker(folder: Path, stack: ExitStack) -> str:
    broker = EmbeddedBroker(folder)
    stack.callback(broker.clean)
    broker.start()
    if broker.process:
        stack.callback(broker.process.wait, 20)
        stack.callback(broker.process.terminate)
    return broker.url


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL to a process that the lab started and to all its children; they share a session of their own."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)


def children(process: subprocess.Popen[bytes]) -> list[int]:
    listing = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], check=False, capture_output=True, text=True
    )
    return [int(pid) for pid in listing.stdout.split()]


def wait_until(ready: Callable[[], bool], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
