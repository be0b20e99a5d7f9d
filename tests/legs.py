"""./run test: the whole suite twice, on what every machine has and on what a server has.

Leg 1 is SQLite with the embedded broker. Leg 2 is PostgreSQL with Redis: the servers that DATABASE_URL and
BROKER_URL name, or that answer on the usual ports, else servers started here for the length of the run.
Arguments go to pytest; `--leg sqlite` or `--leg postgres` runs one of them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from config.broker import EmbeddedBroker
from tests.servers import postgres_url, redis_url

SETTINGS = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}


@contextmanager
def sqlite_leg() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="turnstone-leg-") as folder:
        broker = EmbeddedBroker(Path(folder))
        broker.start()
        try:
            yield {"BROKER_URL": broker.url, "DATABASE_URL": "sqlite:///:memory:"}
        finally:
            if broker.process:
                broker.process.terminate()
                broker.process.wait(20)
            broker.clean()


@contextmanager
def postgres_leg() -> Iterator[dict[str, str] | None]:
    """None where no PostgreSQL can be had; the reason has been printed."""
    with ExitStack() as servers:
        database = postgres_url(servers)
        broker = redis_url(servers)
        yield {"DATABASE_URL": database, "BROKER_URL": broker} if database and broker else None


def run_leg(name: str, environment: dict[str, str], arguments: list[str]) -> int:
    print(f"\n== {name} ==", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", *arguments]
    process = subprocess.Popen(command, env=os.environ | environment | SETTINGS, stdout=subprocess.PIPE, text=True)
    summary = ""
    for line in process.stdout or ():
        print(line, end="", flush=True)
        if re.search(r"\d+ (passed|failed|error)", line):
            summary = line.strip(" =\n")
    code = process.wait()
    print(f"{name}: {summary or 'no summary'}; {time.monotonic() - began:.0f} s in all", flush=True)
    return code


def main(arguments: list[str]) -> int:
    only = ""
    if "--leg" in arguments:
        place = arguments.index("--leg")
        only = arguments[place + 1]
        del arguments[place : place + 2]
    worst = 0
    if only in ("", "sqlite"):
        with sqlite_leg() as environment:
            worst = run_leg("SQLite and the embedded broker", environment, arguments)
    if only in ("", "postgres"):
        with postgres_leg() as servers:
            if servers is None:
                print("PostgreSQL and Redis: not run, see the reason above.")
            else:
                server_only = ["-m", "not browser"] if not arguments else []
                worst = max(worst, run_leg("PostgreSQL and Redis", servers, [*server_only, *arguments]))
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
