"""Everything in one process tree: embedded broker, worker, beat, web. Ctrl-C stops them in the other order.

python -m config.up [--host HOST] [--port PORT]
"""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import Any

STOP_SECONDS = 20
READY_SECONDS = 60


def die_with_parent() -> None:
    """A killed supervisor takes its children along (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None, use_errno=True).prctl(set_parent_death_signal, signal.SIGTERM)


class Supervisor:
    """Starts the parts, watches them, and ends them in order."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, subprocess.Popen[bytes]]] = []
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.on_signal)

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.stopping:
            for _, process in self.parts:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
            os._exit(130)
        self.stopping = True

    def spawn(self, name: str, command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        """A session of its own: a terminal's Ctrl-C reaches the supervisor alone, which then keeps the order."""
        process = subprocess.Popen(  # noqa: S603
            command,
            env={**os.environ, **environment},
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        self.parts.append((name, process))
        return process

    def ended(self) -> str | None:
        """The first part that ended by itself, as a sentence."""
        for name, process in self.parts:
            if process.poll() is not None:
                return f"{name} ended by itself with {process.returncode}"
        return None

    def watch(self) -> int:
        """Wait for a signal (0) or for a part that ends by itself (1)."""
        while not self.stopping:
            if problem := self.ended():
                print(problem, file=sys.stderr)
                return 1
            time.sleep(0.2)
        return 0

    def stop(self) -> None:
        self.stopping = True
        for name, process in reversed(self.parts):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
            say(f"stopped {name}")


def say(line: str) -> None:
    print(line, flush=True)


def refuse(line: str) -> None:
    raise SystemExit(line)


def check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            refuse(f"Port {port} is taken by another program. Choose one with: ./run up --port {port + 1}")
        except OverflowError:
            refuse(f"{port} is not a port: choose a number up to 65535.")


def prepare() -> None:
    """Tables, the shared cache's table and, with DEBUG off, the static files."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    from django.db.utils import OperationalError

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError:
        refuse("Turnstone cannot start: the database that DATABASE_URL names does not answer.")
    call_command("createcachetable", verbosity=0)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if not settings.DEBUG:
        call_command("collectstatic", interactive=False, verbosity=0)


def wait_until_ready(supervisor: Supervisor, address: str) -> bool:
    """Announce only a server that answers."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and not supervisor.stopping and not supervisor.ended():
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()  # noqa: S310
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def start_parts(supervisor: Supervisor, host: str, port: int, environment: dict[str, str]) -> None:
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
    quiet = ["--loglevel", "WARNING"]
    lean = ["--concurrency", "2", "--without-gossip", "--without-mingle"]
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "--workers", "1"]
    supervisor.spawn("web", [*gunicorn, "--bind", f"{host}:{port}", "config.wsgi:application"], environment)
    as_root = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    supervisor.spawn("worker", [*celery, "worker", *lean, *quiet], environment | as_root)
    supervisor.spawn("beat", [*celery, "beat", *quiet, "--pidfile=", "--schedule=/dev/null"], environment)


def run(host: str, port: int) -> int:
    from django.conf import settings

    from config.broker import BrokerError, EmbeddedBroker

    broker = None if os.environ.get("BROKER_URL") else EmbeddedBroker(settings.VAR)
    if broker and broker.is_running():
        refuse(broker.running_already)
    check_port(host, port)
    supervisor = Supervisor()
    address = f"http://localhost:{port}"
    noted = settings.VAR / "address"
    environment = {"SITE_URL": os.environ.get("SITE_URL", address)}
    try:
        if broker:
            broker.start(spawn=lambda command: supervisor.spawn("broker", command, {}))
            environment["BROKER_URL"] = broker.url
        prepare()
        start_parts(supervisor, host, port, environment)
        if wait_until_ready(supervisor, address):
            noted.write_text(address)
            say(f"Turnstone is ready at {address}  (Ctrl-C stops it)")
            if settings.DEBUG:
                say(f"Mail it sends is kept in {settings.VAR / 'mail'} and shown at {address}/mail/")
        return supervisor.watch()
    except BrokerError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        noted.unlink(missing_ok=True)
        supervisor.stop()
        if broker and broker.process:
            broker.clean()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./run up", description="Run all of Turnstone on this machine.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options: Any = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    return run(options.host, options.port)


if __name__ == "__main__":
    sys.exit(main())
