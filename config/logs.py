"""What may stand in a log line: event names, ids, routes with their placeholders. Nothing a person typed.

Django prints request paths and Celery prints exception texts and arguments; both can hold what is personal
(the path of a share opens it). Here a record keeps its template, and an exception its type and its frames.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any

OURS = ("accounts", "config", "django_structlog", "guide", "pwa", "reminders", "sharing", "tracker")
READY_MADE = ("django.security",)  # these write an exception's text as the message itself
SAFE_ARGUMENTS = {"name", "id", "runtime", "hostname", "sysname"}
DROPPED_KEYS = {"request", "user_agent", "ip", "args", "kwargs", "exception", "stack"}


class TemplateOnly(logging.Filter):
    """Lets only our own loggers fill in their messages; any other's could be a path, an argument or a text."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.split(".")[0] in OURS:
            return True
        if isinstance(record.args, Mapping):
            record.args = _Known({key: record.args[key] for key in SAFE_ARGUMENTS & record.args.keys()})
        elif record.args or record.name.startswith(READY_MADE):
            record.msg, record.args = record.name, ()
        return True


class _Known(dict[str, Any]):
    """Prints a dash for whatever the template names beyond what is safe."""

    def __missing__(self, key: str) -> str:
        return "-"


def ids_only(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: drops what could be personal, and reduces an exception to its type and frames."""
    for key in DROPPED_KEYS:
        event.pop(key, None)
    if error := _exception(event.pop("exc_info", None)):
        kind, tb = error
        event["error"] = kind
        event["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(tb)]
    return event


def _exception(info: Any) -> tuple[str, TracebackType | None] | None:
    if isinstance(info, BaseException):
        return type(info).__name__, info.__traceback__
    if isinstance(info, tuple) and info and info[0]:
        return info[0].__name__, info[2]
    return None
