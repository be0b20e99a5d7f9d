"""Tries the interface with what its own description allows, and with what it does not: `python -m tests.fuzz_api`.

Each case is answered by the whole application, for someone of whom everything is kept. No answer may be a 5xx; each is
one of those that the description names, in its shape.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
NOW = "2026-11-03T19:40:00Z"


@dataclass(slots=True)
class Tried:
    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    by_operation: dict[str, Counter[int]] = field(default_factory=dict)


def fuzz(*, token: str, names: Mapping[str, Sequence[Mapping[str, str]]], cases: int, number: int = 0) -> Tried:
    """At least *cases* requests, the same for the same *number*. *names*: what exists, by the path of the operation.

    Raises what schemathesis finds.
    """
    with _connections_kept():
        return _fuzz(token, names, cases, number)


def _fuzz(token: str, names: Mapping[str, Sequence[Mapping[str, str]]], cases: int, number: int) -> Tried:
    headers = {"Authorization": f"Bearer {token}"}
    described: Any = schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application(), headers=headers)
    operations = [found.ok() for found in described.get_all_operations()]
    tried = Tried()
    while tried.cases < cases:
        left = cases - tried.cases
        for operation in operations:
            share = -(-left * _weight(operation) // sum(map(_weight, operations)))
            _try(operation, names.get(operation.path, []), headers, share, number, tried)
        number += 1
    return tried


@contextmanager
def _connections_kept() -> Iterator[None]:
    """As Django's own client does: the connection of the test outlives each request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def _try(
    operation: Any, names: Sequence[Mapping[str, str]], headers: dict[str, str], cases: int, number: int, tried: Tried
) -> None:
    counted = tried.by_operation.setdefault(operation.label, Counter())

    @seed(number)
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=_cases(operation, names))
    def one(case: Any) -> None:
        answer = case.call(headers=headers)
        tried.cases += 1
        tried.statuses[answer.status_code] += 1
        counted[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    one()


def _weight(operation: Any) -> int:
    """More for what can be asked in more ways."""
    return 1 + len(list(operation.path_parameters)) + len(list(operation.query)) + 5 * len(list(operation.body))


def _cases(operation: Any, names: Sequence[Mapping[str, str]]) -> st.SearchStrategy[Any]:
    """As described and not, more of them by a name that exists."""
    allowed, other = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
    anywhere = [operation.as_strategy(generation_mode=mode) for mode in (allowed, other)]
    there = [
        operation.as_strategy(generation_mode=mode, path_parameters=dict(name))
        for name in names
        for mode in (allowed, allowed, other)
    ]
    return st.one_of(*there, *anywhere)


def prepare() -> tuple[str, dict[str, list[Mapping[str, str]]]]:
    """A token of someone of whom everything is kept, and the names under which it is."""
    from accounts.models import ApiToken
    from tests.factories.accounts import create_token, create_user
    from tests.tracker.api_record import everything
    from tracker.api.door import PersonThrottle

    PersonThrottle.rate = None  # type: ignore[assignment]
    person = create_user(email="fuzz@example.org")
    names: dict[str, list[Mapping[str, str]]] = {}
    for put in everything(person):
        names.setdefault(put.route, []).append(put.name)
    return create_token(user=person, scopes=ApiToken.Scope.values), names


def main() -> int:
    import django
    import time_machine
    from django.test.runner import DiscoverRunner

    reader = argparse.ArgumentParser(prog="python -m tests.fuzz_api", description=__doc__)
    reader.add_argument("--cases", type=int, default=20_000)
    reader.add_argument("--number", type=int, default=random.SystemRandom().randrange(10**6))
    asked = reader.parse_args()
    django.setup()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    began = time.monotonic()
    try:
        with time_machine.travel(NOW, tick=False):
            token, names = prepare()
            tried = fuzz(token=token, names=names, cases=asked.cases, number=asked.number)
    finally:
        runner.teardown_databases(databases)
    for label, counted in sorted(tried.by_operation.items()):
        print(f"{label:60} {dict(sorted(counted.items()))}")
    seconds, statuses = time.monotonic() - began, dict(sorted(tried.statuses.items()))
    print(f"{tried.cases} cases (number {asked.number}) in {seconds:.0f} s: {statuses}")
    return 1 if any(status >= 500 for status in tried.statuses) else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.exit(main())
