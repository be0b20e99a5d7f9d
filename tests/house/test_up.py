"""./run says in one line why it cannot start, and ends with a non-zero code."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from config.broker import EmbeddedBroker
from tests.checks import ROOT
from tests.servers import free_port


def up(folder: Path, port: int, **environment: str) -> tuple[int, list[str]]:
    """Exit code and what was said, without the log lines of libraries."""
    unwanted = ("DATABASE_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE")
    given = {key: value for key, value in os.environ.items() if key not in unwanted}
    result = subprocess.run(
        [sys.executable, "-m", "config.up", "--port", str(port)],
        cwd=ROOT,
        env=given | {"VAR": str(folder)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return result.returncode, [line for line in result.stderr.splitlines() if not line.startswith("{")]


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = up(tmp_path, port)
    assert code == 1
    assert said == [f"Port {port} is taken by another program. Choose one with: ./run up --port {port + 1}"]


def test_a_number_that_is_no_port(tmp_path: Path) -> None:
    assert up(tmp_path, 99999) == (1, ["99999 is not a port: choose a number up to 65535."])


def test_a_folder_in_which_it_runs_already(tmp_path: Path) -> None:
    broker = EmbeddedBroker(tmp_path)
    broker.start()
    try:
        code, said = up(tmp_path, free_port())
        assert (code, len(said)) == (1, 1)
        assert said[0].startswith("Turnstone is already running in this folder")
        assert broker.is_running()
    finally:
        if broker.process:
            broker.process.terminate()
            broker.process.wait(20)
        broker.clean()


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    address = f"postgres://turnstone:a-secret@127.0.0.1:{free_port()}/turnstone"
    code, said = up(tmp_path, free_port(), DATABASE_URL=address)
    assert code == 1
    assert said == ["Turnstone cannot start: the database that DATABASE_URL names does not answer."]
