"""Which push services are called is the operator's to say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

READ = "import json; from config.settings import local; print(json.dumps(local.PUSH_HOSTS))"


@pytest.mark.parametrize(
    ("given", "hosts"),
    [
        ({"PUSH_HOSTS": "push.example.org, .push.example.net"}, ["push.example.org", ".push.example.net"]),
        ({}, settings.KNOWN_PUSH_HOSTS),
    ],
)
def test_the_environment_names_them_or_they_are_those_of_the_browsers(
    tmp_path: Path, given: dict[str, str], hosts: list[str]
) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PUSH_HOSTS"}
    done = subprocess.run(
        [sys.executable, "-c", READ],
        cwd=settings.BASE_DIR,
        env={**environment, "VAR": str(tmp_path), **given},
        check=True,
        capture_output=True,
        text=True,
    )
    assert json.loads(done.stdout) == hosts
