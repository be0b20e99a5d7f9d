"""Some cases of what `python -m tests.fuzz_api` tries by the thousand: the same ones each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from tests.fuzz_api import fuzz, prepare
from tracker.api.door import PersonThrottle


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.mark.timeout(300)
@pytest.mark.django_db
def test_whatever_it_is_sent_it_answers_as_it_says_and_never_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PersonThrottle, "rate", None)
    token, names = prepare()
    tried = fuzz(token=token, names=names, cases=300)
    assert tried.cases >= 300
    assert {200, 404, 422} <= set(tried.statuses)
    recording = [counted[200] for label, counted in tried.by_operation.items() if label.startswith("PUT")]
    assert sum(map(bool, recording)) > len(recording) / 2, "most actions were reached"
