"""The drawing of the states follows the code."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reminders.management.commands import reminder_states
from reminders.models import Reminder


def test_the_drawing_in_the_docs_is_that_of_the_code() -> None:
    call_command("reminder_states", "--check")


def test_the_check_fails_where_the_drawing_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminder_states, "TARGET", tmp_path / "states.md")
    with pytest.raises(CommandError, match="differs"):
        call_command("reminder_states", "--check")
    call_command("reminder_states")
    call_command("reminder_states", "--check")
    (tmp_path / "states.md").write_text("planned --> sent")
    with pytest.raises(CommandError, match="differs"):
        call_command("reminder_states", "--check")


def test_every_state_can_be_reached_and_has_its_place_on_the_map() -> None:
    reached, frontier = set(), {Reminder.Status.PLANNED}
    while frontier:
        reached |= frontier
        frontier = {target for source in frontier for target in Reminder.TRANSITIONS[source]} - reached
    assert reached == set(Reminder.Status) == set(Reminder.TRANSITIONS)
