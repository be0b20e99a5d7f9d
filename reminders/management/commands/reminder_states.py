"""Draws docs/reminder-states.md from Reminder.TRANSITIONS."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reminders.models import Reminder

TARGET = settings.BASE_DIR / "docs" / "reminder-states.md"

HEAD = """# States of a reminder

Drawn from `Reminder.TRANSITIONS` by `manage.py reminder_states`; `--check` fails where it differs.

"""


class Command(BaseCommand):
    help = "Write docs/reminder-states.md; with --check, fail where it differs from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        drawn = HEAD + "```mermaid\n" + draw() + "```\n"
        if not options["check"]:
            TARGET.write_text(drawn)
        elif not TARGET.exists() or TARGET.read_text() != drawn:
            raise CommandError("docs/reminder-states.md differs from the code; run manage.py reminder_states.")


def draw() -> str:
    first = Reminder._meta.get_field("status").default
    lines = ["stateDiagram-v2", f"    [*] --> {first.value}"]
    for source, targets in Reminder.TRANSITIONS.items():
        lines += [f"    {source.value} --> {target.value}" for target in targets]
        if not targets:
            lines.append(f"    {source.value} --> [*]")
    return "\n".join(lines) + "\n"
