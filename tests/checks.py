"""./run check: everything but the tests. Each gate prints one line; the first lines of what failed follow it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
MANAGE = [PYTHON, "manage.py"]
ADDRESS = re.compile(r"https?://|--(extra-)?index")

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "ALLOWED_HOSTS": "turnstone.example",
    "SITE_URL": "https://turnstone.example",
    "SECRET_KEY": "a-key-only-for-this-check-0123456789-abcdefghijklmnop-qrstuvwxyz",
    "MASTER_KEY": "1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "VAPID_KEY": "c_4qIV2Kvmf4VrKSvKOMjBoC5yVLBBhTqgTpRkoCRGU",
    "VAPID_SUBJECT": "mailto:operator@turnstone.example",
    "DATABASE_URL": "postgres://turnstone@localhost/turnstone",
    "BROKER_URL": "redis://localhost:6379/0",
    "EMAIL_HOST": "localhost",
    "DEFAULT_FROM_EMAIL": "Turnstone <no-reply@turnstone.example>",
}


def command(*arguments: str, environment: dict[str, str] | None = None) -> Callable[[], str]:
    """A gate that passes when the command ends with 0; what it printed is the explanation."""

    def run() -> str:
        result = subprocess.run(
            arguments, cwd=ROOT, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
        )
        return "" if result.returncode == 0 else (result.stdout + result.stderr).strip() or "failed without a word"

    return run


def tool(name: str) -> str:
    return str(Path(PYTHON).with_name(name))


def lock_guard() -> str:
    """No address in a lock, and the locks are those of pyproject.toml: every named dependency is in them."""
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sorted(ROOT.glob("requirements*.lock"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if ADDRESS.search(line)
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    wanted = [re.split(r"[^A-Za-z0-9_-]", dependency, maxsplit=1)[0] for dependency in named]
    locked = (ROOT / "requirements-dev.lock").read_text()
    found += [f"requirements-dev.lock lacks {name}" for name in wanted if f"\n{name}==" not in f"\n{locked}"]
    return "\n".join(found)


def help_lines_age(*arguments: str) -> str:
    """Fails where a number was checked 180 days ago or more; from 120 days on it is named."""
    result = subprocess.run(
        [*MANAGE, "check_help_lines", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if result.returncode:
        return result.stderr.strip()
    for line in result.stdout.splitlines():
        if "last checked on" in line:
            print(f"note    {line}")
    return ""


GATES: list[tuple[str, Callable[[], str]]] = [
    ("format", command(tool("ruff"), "format", "--check", ".")),
    ("lint", command(tool("ruff"), "check", ".")),
    ("shell scripts", command("bash", "-n", "run")),
    ("types", command(tool("mypy"), ".")),
    ("import contracts", command(tool("lint-imports"), "--no-cache")),
    ("template lint", command(tool("djlint"), "templates", "--lint", "--quiet")),
    ("system checks", command(*MANAGE, "check", "--fail-level", "WARNING")),
    ("migrations", command(*MANAGE, "makemigrations", "--check", "--dry-run")),
    ("deployment", command(*MANAGE, "check", "--deploy", "--fail-level", "WARNING", environment=PRODUCTION)),
    ("locks", lock_guard),
    ("reminder states", command(*MANAGE, "reminder_states", "--check")),
    ("help lines", help_lines_age),
    ("API schema", command(*MANAGE, "spectacular", "--fail-on-warn", "--validate", "--file", os.devnull)),
]


def main() -> int:
    failed = 0
    for name, gate in GATES:
        began = time.monotonic()
        problem = gate()
        print(f"{'FAILED' if problem else 'ok':7} {name} ({time.monotonic() - began:.1f} s)", flush=True)
        if problem:
            failed += 1
            print("\n".join(f"        {line}" for line in problem.splitlines()[-40:]), flush=True)
    print(f"{len(GATES) - failed} of {len(GATES)} checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
