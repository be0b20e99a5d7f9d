from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.accounts import create_token
from tests.factories.tracker import create_bedtime, create_habit, create_medicine, schedule_of
from tracker.models import Dose, Received, Schedule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def dose(alice: User) -> Schedule:
    return schedule_of(create_medicine(user=alice, times=(time(8), time(20))))


def put(client: Client, schedule: Schedule | str, body: Any = None, name: str = "2026-11-03/0", **more: Any) -> Any:
    path = f"/api/v1/doses/{schedule.pk if isinstance(schedule, Schedule) else schedule}/{name}/"
    content = {"state": "taken"} if body is None else body
    return client.put(path, content, **{"content_type": "application/json", **more})


def key(value: str = "7a1c0b8e-58a4-4d0e-9b57-6a3f6c1b2d11") -> dict[str, str]:
    return {"Idempotency-Key": value}


def test_today_is_given_with_what_was_recorded_of_it(alice: User, alice_client: Client, dose: Schedule) -> None:
    habit, bedtime = create_habit(user=alice), create_bedtime(user=alice)
    put(alice_client, dose)
    answer = alice_client.get("/api/v1/today/")
    assert answer.status_code == 200
    assert answer.json()["date"] == "2026-11-03"
    items = answer.json()["items"]
    assert [(item["kind"], item["time"], item["state"]) for item in items] == [
        ("dose", "08:00", "taken"),
        ("habit", "18:00", ""),
        ("dose", "20:00", ""),
        ("wind_down", "22:00", ""),
        ("lights_out", "23:00", ""),
    ]
    assert items[0] == {
        "kind": "dose",
        "schedule": str(dose.pk),
        "date": "2026-11-03",
        "slot": 0,
        "at": "2026-11-03T08:00:00Z",
        "time": "08:00",
        "title": "Sertraline, 50 mg",
        "state": "taken",
    }
    assert {items[1]["schedule"], items[3]["schedule"]} == {str(schedule_of(habit).pk), str(schedule_of(bedtime).pk)}


def test_charlies_today_holds_nothing_of_alices(charlie_client: Client, dose: Schedule) -> None:
    assert charlie_client.get("/api/v1/today/").json()["items"] == []


def test_a_dose_is_recorded_and_undone_and_answered_as_it_stands(alice_client: Client, dose: Schedule) -> None:
    said = {"state": "taken", "taken_at": "2026-11-03T09:15:00+01:00", "recorded_at": "2026-11-03T08:20:00Z"}
    answer = put(alice_client, dose, said)
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "schedule": str(dose.pk),
            "date": "2026-11-03",
            "slot": 0,
            "state": "taken",
            "taken_at": "2026-11-03T08:15:00Z",
            "reason": "",
            "note": "",
            "recorded_at": "2026-11-03T08:20:00Z",
        },
    )
    assert put(alice_client, dose, {"state": ""}).json()["state"] == ""
    assert Dose.objects.count() == 1


def test_of_two_sayings_the_one_said_later_stands_whichever_comes_first(alice_client: Client, dose: Schedule) -> None:
    put(alice_client, dose, {"state": "missed", "recorded_at": "2026-11-03T12:00:00Z"})
    answer = put(alice_client, dose, {"state": "taken", "recorded_at": "2026-11-03T11:00:00Z"})
    assert (answer.status_code, answer.json()["state"]) == (200, "missed")


def test_the_same_key_again_changes_nothing_and_answers_what_stands_now(alice_client: Client, dose: Schedule) -> None:
    assert put(alice_client, dose, {"state": "taken"}, headers=key()).status_code == 200
    put(alice_client, dose, {"state": "not_sure"})
    again = put(alice_client, dose, {"state": "taken"}, headers=key())
    assert (again.status_code, again.json()["state"]) == (200, "not_sure")


def test_the_same_key_for_something_else_is_a_conflict(alice_client: Client, dose: Schedule) -> None:
    put(alice_client, dose, {"state": "taken"}, headers=key())
    for other in (
        put(alice_client, dose, {"state": "missed"}, headers=key()),
        put(alice_client, dose, {"state": "taken"}, name="2026-11-02/1", headers=key()),
    ):
        assert (other.status_code, other.json()) == (409, {"error": "key"})
    assert [entry.state for entry in Dose.objects.all()] == ["taken"]


def test_charlie_gets_the_same_404_as_for_what_does_not_exist(charlie_client: Client, dose: Schedule) -> None:
    theirs, nobodys = put(charlie_client, dose, headers=key()), put(charlie_client, str(uuid4()), headers=key())
    assert (theirs.status_code, theirs.json()) == (404, {"error": "not_found"})
    assert theirs.content == nobodys.content
    assert not Dose.objects.exists()
    assert not Received.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "2026-11-03/2",
        "2026-11-03/99999999999999999999",
        "2026-10-31/0",  # its page is closed
        "2026-11-05/0",  # too far ahead
        "2026-09-01/0",  # before the schedule
        "9999-12-31/0",
        "0001-01-01/0",
        "2026-02-30/0",
    ],
)
def test_an_occurrence_that_cannot_be_recorded_is_not_found(alice_client: Client, dose: Schedule, name: str) -> None:
    assert put(alice_client, dose, name=name).status_code == 404
    assert not Dose.objects.exists()


def test_a_habit_is_not_recorded_as_a_dose(alice: User, alice_client: Client) -> None:
    assert put(alice_client, schedule_of(create_habit(user=alice))).status_code == 404


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"state": ["required"]}),
        ({"state": "swallowed <b>"}, {"state": ["invalid_choice"]}),
        ({"state": None}, {"state": ["null"]}),
        ({"state": ["taken"]}, {"state": ["invalid_choice"]}),
        ({"state": "taken", "taken_at": "at noon"}, {"taken_at": ["invalid"]}),
        ({"state": "taken", "taken_at": "2026-11-03T08:15:00"}, {"taken_at": ["invalid"]}),
        ({"state": "taken", "recorded_at": "0001-01-01T00:00:00+14:00"}, {"recorded_at": ["range"]}),
        ([], {"non_field_errors": ["invalid"]}),
        (b'"taken"', {"non_field_errors": ["invalid"]}),
    ],
)
def test_bad_input_is_named_by_field_and_never_repeated(
    alice_client: Client, dose: Schedule, body: Any, errors: dict[str, list[str]]
) -> None:
    answer = put(alice_client, dose, body, headers=key())
    assert (answer.status_code, answer.json()) == (422, {"errors": errors})
    assert not Dose.objects.exists()
    assert not Received.objects.exists()


@pytest.mark.parametrize(
    "body", [b"{", b'{"state": NaN}', b"\xff\xfe", b"[" * 9000, b'{"state": ' + b"9" * 5000 + b"}"], ids=range(5)
)
def test_what_is_not_json_is_refused(alice_client: Client, dose: Schedule, body: bytes) -> None:
    answer = put(alice_client, dose, body)
    assert (answer.status_code, answer.json()) == (400, {"error": "parse_error"})


def test_a_long_body_another_type_and_another_method_are_refused(alice_client: Client, dose: Schedule) -> None:
    assert put(alice_client, dose, {"state": "taken", "note": "a" * 20_000}).status_code == 413
    assert put(alice_client, dose, "state=taken", content_type="application/x-www-form-urlencoded").status_code == 415
    assert alice_client.get(f"/api/v1/doses/{dose.pk}/2026-11-03/0/").status_code == 405
    assert not Dose.objects.exists()


def test_a_malformed_key_is_named(alice_client: Client, dose: Schedule) -> None:
    answer = put(alice_client, dose, headers=key("not-a-uuid"))
    assert (answer.status_code, answer.json()) == (400, {"error": "key"})


@pytest.mark.parametrize("method", ["get", "put", "post", "delete"])
@pytest.mark.parametrize("path", ["/api/v1/today/", f"/api/v1/doses/{uuid4()}/2026-11-03/0/", "/api/v1/schema/"])
def test_signed_out_the_answer_is_401_and_json(bob_client: Client, method: str, path: str) -> None:
    answer = getattr(bob_client, method)(path)
    assert answer.status_code == 401
    assert answer.json() == {"error": "not_authenticated"}


def test_a_token_opens_its_own_persons_record_and_needs_no_cookie(
    alice: User, bob_client: Client, dose: Schedule
) -> None:
    token = {"Authorization": f"Bearer {create_token(user=alice)}"}
    assert put(bob_client, dose, headers=token).status_code == 200
    assert bob_client.get("/api/v1/today/", headers=token).json()["items"][0]["state"] == "taken"
    wrong = bob_client.get("/api/v1/today/", headers={"Authorization": "Bearer 0000"})
    assert (wrong.status_code, wrong.json()) == (401, {"error": "authentication_failed"})


def test_a_session_without_the_csrf_token_writes_nothing(alice: User, dose: Schedule) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert put(strict, dose).status_code == 403
    assert not Dose.objects.exists()


def test_the_schema_describes_both_without_a_warning(alice_client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    paths = alice_client.get("/api/v1/schema/").json()["paths"]
    assert {"/api/v1/today/", "/api/v1/doses/{schedule}/{date}/{slot}/"} <= set(paths)
    parameters = paths["/api/v1/doses/{schedule}/{date}/{slot}/"]["put"]["parameters"]
    assert {(one["name"], one["in"], one["schema"].get("format")) for one in parameters} == {
        ("Idempotency-Key", "header", "uuid"),
        ("schedule", "path", "uuid"),
        ("date", "path", "date"),
        ("slot", "path", None),
    }
    assert "Warning" not in capsys.readouterr().err


def test_the_time_it_was_said_is_believed_for_two_weeks_back_and_never_ahead(
    alice_client: Client, dose: Schedule
) -> None:
    ahead = put(alice_client, dose, {"state": "taken", "recorded_at": "2027-01-01T00:00:00Z"})
    assert ahead.json()["recorded_at"] == "2026-11-03T19:40:00Z"
    assert Dose.objects.get().recorded_at == datetime(2026, 11, 3, 19, 40, tzinfo=UTC)
