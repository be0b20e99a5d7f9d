"""A missing or malformed setting is named, and the process stops with a non-zero code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks import PRODUCTION, ROOT


def start(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    base = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    command = [sys.executable, "-c", "import django; django.setup()"]
    return subprocess.run(command, cwd=ROOT, env=base | environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"DJANGO_SETTINGS_MODULE"}))
def test_production_names_the_setting_that_is_missing(name: str) -> None:
    result = start({key: value for key, value in PRODUCTION.items() if key != name})
    assert result.returncode == 1
    assert result.stderr.splitlines() == [f"Turnstone cannot start: the setting {name} is not set."]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MASTER_KEY", "1:short"),
        ("MASTER_KEY", "no number"),
        ("VAPID_KEY", "short"),
        ("DATABASE_URL", "mysql://a/b"),
        ("DATABASE_URL", "nonsense"),
        ("BROKER_URL", "http://somewhere"),
        ("SITE_URL", "turnstone.example"),
        ("EMAIL_PORT", "many"),
        ("EMAIL_TLS", "perhaps"),
        ("STORIES", "perhaps"),
    ],
)
def test_production_names_the_setting_that_is_malformed_and_not_its_value(name: str, value: str) -> None:
    result = start(PRODUCTION | {name: value})
    assert result.returncode == 1
    assert f"the setting {name} is malformed" in result.stderr
    assert value not in result.stderr


def test_production_starts_with_every_setting_given() -> None:
    assert start(PRODUCTION).returncode == 0


@pytest.mark.parametrize(("given", "on"), [({}, "False"), ({"STORIES": "on"}, "True"), ({"STORIES": "off"}, "False")])
def test_readers_stories_are_off_until_an_installation_turns_them_on(given: dict[str, str], on: str) -> None:
    command = "from django.conf import settings; print(settings.STORIES)"
    result = subprocess.run(
        [sys.executable, "-c", command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | PRODUCTION | given,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == on


def test_keys_are_made_once_and_kept_for_their_owner_alone(tmp_path: Path) -> None:
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings.local", "VAR": str(tmp_path)}
    assert start(environment).returncode == 0
    keys = {path.name: path.read_text() for path in (tmp_path / "keys").iterdir()}
    assert set(keys) == {"secret_key", "master_key", "vapid_key"}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in (tmp_path / "keys").iterdir())
    assert start(environment).returncode == 0
    assert {path.name: path.read_text() for path in (tmp_path / "keys").iterdir()} == keys


def test_a_server_that_is_not_ready_to_meet_people_does_not_start() -> None:
    base = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    weak = PRODUCTION | {"MASTER_KEY": f"1:{'A' * 43}="}
    command = [sys.executable, "-c", "import config.wsgi"]
    refused = subprocess.run(command, cwd=ROOT, env=base | weak, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "Turnstone cannot start: MASTER_KEY is missing or not random" in refused.stderr
    accepted = subprocess.run(command, cwd=ROOT, env=base | PRODUCTION, capture_output=True, text=True, check=False)
    assert accepted.returncode == 0
