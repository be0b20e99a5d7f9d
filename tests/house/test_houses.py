"""What the import linter cannot see: the clock, sizes, names of URLs in templates, foreign keys by string."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = {"accounts": 0, "guide": 1, "pwa": 1, "tracker": 2, "reminders": 3, "sharing": 3, "config": 4}
MOST_LINES, MOST_FUNCTION_LINES = 300, 40
CLOCKS = {
    ("timezone", "now"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("timezone", "localdate"),
}
MAY_READ_THE_CLOCK = re.compile(r"/(views|api|management)/|/views\.py$|/tasks\.py$")


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders or tuple(FLOORS):
        yield from (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_the_clock_is_read_only_at_the_edge() -> None:
    found = []
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        if MAY_READ_THE_CLOCK.search(f"/{name}"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and (node.func.value.id, node.func.attr) in CLOCKS
            ):
                found.append(f"{name}:{node.lineno}")
    assert found == []


def test_no_module_and_no_function_is_long() -> None:
    lines = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in modules()}
    lengths = {
        f"{path.relative_to(ROOT).as_posix()}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in modules()
        for node in functions(path)
    }
    print("longest modules", sorted(lines.items(), key=lambda item: -item[1])[:3])
    print("longest functions", sorted(lengths.items(), key=lambda item: -item[1])[:3])
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}
    assert {name: count for name, count in lengths.items() if count > MOST_FUNCTION_LINES} == {}


@pytest.mark.parametrize("app", ["accounts", "guide", "pwa", "tracker", "reminders", "sharing"])
def test_templates_name_no_address_of_a_higher_floor(app: str) -> None:
    found = []
    for template in (ROOT / "templates" / app).rglob("*.html"):
        for name in re.findall(r"""\{% url ['"](\w+):""", template.read_text()):
            if FLOORS.get(name, 0) > FLOORS[app] or (
                FLOORS.get(name) == FLOORS[app] and name != app and name in ("reminders", "sharing")
            ):
                found.append(f"{template.relative_to(ROOT)}: {name}")
    assert found == []


def test_foreign_keys_point_down() -> None:
    found = []
    for model in apps.get_models():
        here = FLOORS.get(model._meta.app_label)
        for field in model._meta.get_fields():
            if here is None or not field.concrete or not field.is_relation or not isinstance(field.related_model, type):
                continue
            there = FLOORS.get(field.related_model._meta.app_label, 0)
            if there > here or (there == here == 3 and field.related_model._meta.app_label != model._meta.app_label):
                found.append(f"{model._meta.label}.{field.name}")
    assert found == []
    reminders = [model for model in apps.get_models() if model._meta.app_label in ("reminders", "sharing")]
    assert all(
        field.related_model._meta.app_label != "tracker"
        for model in reminders
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and isinstance(field.related_model, type)
    )


def test_rooms_that_gather_dust_do_not_exist() -> None:
    unwanted = {"services.py", "selectors.py", "utils.py", "helpers.py", "core", "common"}
    assert [path for folder in FLOORS for path in (ROOT / folder).rglob("*") if path.name in unwanted] == []


def test_no_signal_carries_a_rule() -> None:
    words = ("post_save", "pre_save.connect", "post_delete", "m2m_changed")
    assert [path for path in modules() if any(word in path.read_text() for word in words)] == []
