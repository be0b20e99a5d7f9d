"""Nothing a person typed reaches a log line, whichever library writes it."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
import structlog
from django.conf import settings

from config.logs import TemplateOnly
from tests.checks import ROOT
from tests.servers import wait_for

CANARY = "canary-7f3a"


def written(name: str, level: int, message: str, *arguments: object, error: Exception | None = None) -> str:
    record = logging.LogRecord(
        name, level, "file.py", 1, message, arguments, (type(error), error, None) if error else None
    )
    TemplateOnly().filter(record)
    return formatter().format(record)


def formatter() -> structlog.stdlib.ProcessorFormatter:
    """The one that an installation writes with."""
    formatters: dict[str, Any] = cast(dict[str, Any], settings.LOGGING)["formatters"]
    options = {key: value for key, value in formatters["json"].items() if key != "()"}
    return structlog.stdlib.ProcessorFormatter(**options)


@pytest.mark.parametrize(
    ("name", "message", "arguments"),
    [
        ("django.request", "%s: %s", ("Not Found", f"/s/{CANARY}/")),
        ("django.security.csrf", "Forbidden (%s): %s", ("no cookie", f"/s/{CANARY}/")),
        ("django.security.DisallowedHost", f"Invalid HTTP_HOST header: {CANARY}", ()),
        ("psycopg.pool", "error connecting: %s", (CANARY,)),
    ],
)
def test_a_path_is_not_written(name: str, message: str, arguments: tuple[str, ...]) -> None:
    line = written(name, logging.WARNING, message, *arguments)
    assert CANARY not in line
    assert name in line


def test_a_failed_task_is_named_and_its_arguments_and_exception_text_are_not() -> None:
    message = "Task %(name)s[%(id)s] %(description)s: %(exc)s %(traceback)s"
    values = {"name": "reminders.tasks.send", "id": "42", "exc": CANARY, "traceback": CANARY, "args": CANARY}
    line = written("celery.app.trace", logging.ERROR, message, values, error=ValueError(CANARY))
    assert CANARY not in line
    assert "reminders.tasks.send" in line
    assert "ValueError" in line


def test_an_exception_is_reduced_to_its_type_and_frames() -> None:
    line = written("tracker", logging.ERROR, "day_failed", error=ValueError(CANARY))
    assert CANARY not in line
    assert "ValueError" in line


def test_gunicorn_writes_no_path_of_a_request_that_failed(tmp_path: Path) -> None:
    (tmp_path / "failing.py").write_text("def application(environ, start): raise ValueError(environ['PATH_INFO'])")
    address, log = tmp_path / "web", tmp_path / "log"
    options = ["--config", "python:config.gunicorn", "--bind", f"unix:{address}", "--chdir", str(ROOT)]
    command = [sys.executable, "-m", "gunicorn", *options, "--pythonpath", str(tmp_path), "failing"]
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)
        try:
            wait_for(address.exists)
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(address))
                client.sendall(f"GET /s/{CANARY}/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                assert b"500" in client.recv(4096)
        finally:
            server.terminate()
            server.wait(20)
    assert "ValueError" in log.read_text()
    assert CANARY not in log.read_text()
