"""What was not said yet stays with its person: nothing that makes something for other eyes can reach it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from sharing.models import Share
from tests.factories.sharing import create_draft, create_line, create_share
from tests.house.test_houses import ROOT, modules
from tracker.actions.not_said import add_not_said, put_on_list, settle
from tracker.progress import SECTIONS

OWN = {
    "tracker/models/not_said.py": "the rows",
    "tracker/models/__init__.py": "lets Django know of them",
    "tracker/actions/not_said.py": "the person's own taps",
    "tracker/not_said.py": "the person's own pages",
}
MAY_READ = {
    "tracker/views/not_said.py": "the person's own pages",
    "tracker/exports.py": "the person's own export of everything",
    "tracker/demo_record.py": "writes made-up things for a demo person",
}
NAMES = {"notsaid", "_notsaid", "tracker.notsaid", "tracker_notsaid"}
READERS = {"tracker.not_said", "tracker.actions.not_said"}


def reaches(source: str) -> set[str]:
    """How *source* gets at the rows: "names" them, or "reads" them through their own reader or actions."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        for name in _names(node):
            if name.casefold() in NAMES or name.startswith("tracker.models.not_said"):
                found.add("names")
            if name in READERS:
                found.add("reads")
    return found


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield node.module or ""
        yield from (alias.name for alias in node.names)
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_only_its_own_rooms_name_the_rows_and_only_the_person_reads_them() -> None:
    named, read = set(), set()
    for path in modules():
        room = path.relative_to(ROOT).as_posix()
        how = reaches(path.read_text())
        named |= {room} if "names" in how else set()
        read |= {room} if "reads" in how else set()
    assert named == set(OWN)
    assert read <= set(MAY_READ) | set(OWN)


@pytest.mark.parametrize(
    "source",
    [
        "from tracker.models.not_said import NotSaid",
        "import tracker.models.not_said as rows",
        "from tracker.models import _NotSaid",
        "from tracker import models\nmodels._NotSaid.objects",
        "apps.get_model('tracker', 'NotSaid')",
        "apps.get_model('tracker.NotSaid')",
        "cursor.execute('tracker_notsaid')",
        "from tracker.models import not_said",
    ],
)
def test_every_way_of_naming_the_rows_is_seen(source: str) -> None:
    assert reaches(source) == {"names"}


@pytest.mark.parametrize("source", ["from tracker import not_said", "from tracker.not_said import thing"])
def test_every_way_of_reading_them_is_seen(source: str) -> None:
    assert "reads" in reaches(source)


def test_no_template_of_another_room_names_its_own() -> None:
    found = [path for path in (ROOT / "templates").rglob("*.html") if "tracker/not_said" in path.read_text()]
    assert [path for path in found if Path("tracker") not in path.relative_to(ROOT / "templates").parents] == []


def test_a_share_of_everything_holds_none_of_its_words(
    alice: User, alice_client: Client, bob_client: Client, now: datetime
) -> None:
    words = "unsayable thing about the sessions"
    kept = [add_not_said(user_id=alice.pk, text=f"{words} {number}", now=now) for number in range(3)]
    put_on_list(user_id=alice.pk, not_said_id=kept[1])
    settle(user_id=alice.pk, not_said_id=kept[2], way_out="said", now=now)
    create_line(user=alice, text="What I do want to say", position=7)
    with time_machine.travel(now, tick=False):
        preview = alice_client.get(f"/session/share/{create_draft(user=alice, now=now, sections=SECTIONS).pk}/")
        made = create_share(user=alice, now=now, sections=SECTIONS, with_passcode=False)
        bob_client.post(made.path)
        shared = bob_client.get(made.path).content.decode()
    snapshot = str(Share.objects.for_user(alice).get(pk=made.share_id).snapshot_copy)
    assert "What I do want to say" in shared
    assert "What I do want to say" in snapshot
    for text in (shared, preview.content.decode(), snapshot):
        assert "unsayable" not in text
