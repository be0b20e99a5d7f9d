"""Doses of one time: recorded with one tap, taken back with one."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_habit, create_medicine, schedule_of
from tracker.actions.medication import record_dose
from tracker.models import Dose, Schedule

TODAY = "2026-11-03"
URL = f"/log/doses/{TODAY}/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def three(alice: User) -> list[Schedule]:
    """Three medicines at 20:00; it is 19:40. A habit then, and another dose at 08:00, are not among them."""
    create_habit(user=alice, times=(time(20),))
    create_medicine(user=alice, name="Morning", times=(time(8),))
    return [schedule_of(create_medicine(user=alice, name=name, times=(time(20),))) for name in ("One", "Two", "Three")]


def page(client: Client, path: str = "/today/") -> str:
    return client.get(path).content.decode()


def row(markup: str, anchor: str) -> str:
    """One row, without what differs from answer to answer."""
    found = re.search(rf'<li (?:class="group" )?id="{anchor}".*?</li>', markup, re.DOTALL)
    assert found
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"| hx-swap-oob="true"', "", found[0])


def button(markup: str) -> str:
    """What the one button of the group says, "" where there is none."""
    found = re.search(r'<button class="chip" id="b-doses.*?</svg>(.*?)<span', markup, re.DOTALL)
    return found[1].strip() if found and 'class="group"' in markup and "hidden" not in _group(markup) else ""


def _group(markup: str) -> str:
    found = re.search(r'<li class="group"[^>]*>', markup)
    return found[0] if found else ""


def form(markup: str) -> dict[str, object]:
    group = row(markup, 'doses-[^"]*')
    state = re.search(r'name="state" value="(\w*)"', group)
    assert state
    return {"dose": re.findall(r'name="dose" value="([^"]+)"', group), "state": state[1]}


def states(person: User) -> list[str]:
    return sorted(Dose.objects.for_user(person).values_list("state", flat=True))


def say(user: User, schedule: Schedule, state: str, now: datetime) -> None:
    record_dose(
        user_id=user.pk,
        schedule_id=schedule.pk,
        date=date(2026, 11, 3),
        slot=0,
        state=state,
        at=None,
        recorded_at=now,
        now=now,
    )


def test_doses_of_one_time_are_recorded_with_one_tap_and_taken_back_with_one(
    alice: User, alice_client: Client, charlie_client: Client, three: list[Schedule]
) -> None:
    found = page(alice_client)
    assert button(found) == "All 3 taken"
    answer = alice_client.post(URL, form(found))
    assert (answer.status_code, answer["Location"]) == (303, "/today/#doses-2026-11-03-2000")
    assert states(alice) == ["taken"] * 3
    assert set(Dose.objects.values_list("taken_at", flat=True)) == {datetime(2026, 11, 3, 19, 40, tzinfo=UTC)}
    found = page(alice_client)
    assert button(found) == "Undo these 3"
    alice_client.post(URL, form(found))
    assert states(alice) == [""] * 3
    assert button(page(alice_client)) == "All 3 taken"
    assert button(page(charlie_client)) == ""


def test_one_dose_alone_and_things_that_are_no_doses_make_no_group(alice: User, alice_client: Client) -> None:
    create_medicine(user=alice, times=(time(8), time(20)))
    create_habit(user=alice, times=(time(20),))
    assert 'class="group"' not in page(alice_client)


def test_what_was_said_of_one_by_itself_stays(
    alice: User, alice_client: Client, three: list[Schedule], now: datetime
) -> None:
    before = form(page(alice_client))
    say(alice, three[0], "missed", now - timedelta(minutes=3))
    assert button(page(alice_client)) == "The other 2 taken"
    alice_client.post(URL, before)
    assert states(alice) == ["missed", "taken", "taken"]
    alice_client.post(URL, form(page(alice_client)))
    assert states(alice) == ["", "", "missed"]


@pytest.mark.parametrize("on", [TODAY, "2026-11-02"])
def test_what_is_swapped_in_is_what_a_reload_shows(alice_client: Client, three: list[Schedule], on: str) -> None:
    for _ in range(2):
        data = form(page(alice_client, f"/day/{on}/"))
        answer = alice_client.post(f"/log/doses/{on}/", data, headers=HTMX).content.decode()
        shown = page(alice_client, f"/day/{on}/")
        assert "UNDEFINED" not in answer
        for anchor in (f"doses-{on}-2000", *(f"dose-{one.pk}-{on}-0" for one in three)):
            assert row(answer, anchor) == row(shown, anchor)


def test_a_tick_of_one_changes_what_the_button_covers(alice_client: Client, three: list[Schedule]) -> None:
    url = f"/log/dose/{three[0].pk}/{TODAY}/0/"
    answer = alice_client.post(url, {"state": "taken"}, headers=HTMX).content.decode()
    assert button(answer) == "The other 2 taken"
    assert row(answer, "doses-2026-11-03-2000") == row(page(alice_client), "doses-2026-11-03-2000")


def test_an_older_day_has_no_button(alice_client: Client, three: list[Schedule]) -> None:
    assert button(page(alice_client, "/day/2026-11-01/")) == "All 3 taken"
    assert 'class="group"' not in page(alice_client, "/day/2026-10-31/")


def test_sent_twice_they_are_recorded_once_and_a_later_undo_stands(
    alice: User, alice_client: Client, three: list[Schedule], now: datetime
) -> None:
    key, data = {"Idempotency-Key": str(uuid.uuid4())}, form(page(alice_client))
    assert [alice_client.post(URL, data, headers=key).status_code for _ in range(2)] == [204, 204]
    assert len(states(alice)) == 3
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        alice_client.post(f"/log/dose/{three[0].pk}/{TODAY}/0/", {"state": ""})
        late = {"Idempotency-Key": str(uuid.uuid4()), "X-Recorded-At": (now + timedelta(minutes=1)).isoformat()}
        alice_client.post(URL, data, headers=late)
    assert states(alice) == ["", "taken", "taken"]


def test_a_dose_of_somebody_else_among_them_and_nothing_is_recorded(
    alice: User, charlie: User, alice_client: Client, three: list[Schedule]
) -> None:
    other = schedule_of(create_medicine(user=charlie, times=(time(20),)))
    data = form(page(alice_client))
    names = [*data["dose"], f"{other.pk}:{TODAY}:0"]  # type: ignore[misc]
    assert alice_client.post(URL, {**data, "dose": names}).status_code == 404
    assert not Dose.objects.exists()


@pytest.mark.parametrize("name", ["", "x", "a:b:c", "::", "{0}:2026-11-03", "{0}:2026-11-03:-1x", "{0}:0001-99-01:0"])
def test_a_name_that_is_none_and_no_name_at_all_are_refused(
    alice_client: Client, three: list[Schedule], name: str
) -> None:
    for data in ({"dose": name.format(three[0].pk), "state": "taken"}, {"state": "taken"}):
        assert alice_client.post(URL, data).status_code == 422
    assert not Dose.objects.exists()


@pytest.mark.parametrize("state", ["missed", "done", "\x00"])
def test_only_taken_and_undo_go_for_several(alice_client: Client, three: list[Schedule], state: str) -> None:
    data = {**form(page(alice_client)), "state": state}
    assert alice_client.post(URL, data).status_code == 422
    assert not Dose.objects.exists()


@pytest.mark.parametrize("slot", ["7", "9" * 400, "-1"])
def test_a_dose_that_is_not_due_is_not_there(alice_client: Client, three: list[Schedule], slot: str) -> None:
    data = {"dose": [f"{three[0].pk}:{TODAY}:0", f"{three[1].pk}:{TODAY}:{slot}"], "state": "taken"}
    assert alice_client.post(URL, data).status_code == 404
    assert not Dose.objects.exists()
