"""What holds for every operation of the interface, and that the pages show what it recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.models import ApiToken, User
from tests.factories.accounts import create_token
from tests.house.test_public_urls import every_path
from tests.tracker.api_record import Put, everything
from tracker.api.door import PersonThrottle
from tracker.models import Received

pytestmark = pytest.mark.django_db

READS = [
    *("export/", "today/", "days/2026-11-02/", "moods/", "nights/", "entries/", "side-effects/"),
    *("medicines/", "habits/", "homework/", "bedtimes/", "goals/", "progress/"),
]
NOT_DESCRIBED = {"api/v1/schema/", "api/v1/^"}
COUNT = 12
EACH = pytest.mark.parametrize("number", range(COUNT))


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def puts(alice: User) -> list[Put]:
    found = everything(alice)
    assert len(found) == COUNT
    return found


@pytest.fixture
def token(alice: User) -> dict[str, str]:
    return {"Authorization": f"Bearer {create_token(user=alice)}"}


def send(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.put(path, json.dumps(body), content_type="application/json", headers=headers)


@EACH
def test_it_records_by_token_answers_what_was_said_and_the_same_key_again_changes_nothing(
    client: Client, puts: list[Put], token: dict[str, str], number: int
) -> None:
    put, key = puts[number], {"Idempotency-Key": str(uuid4())}
    first = send(client, put.path, put.body, **token, **key)
    assert first.status_code == 200, first.content
    said = {name: value for name, value in put.body.items() if name in first.json()}
    assert {name: first.json()[name] for name in said} == said
    again = send(client, put.path, put.body, **token, **key)
    assert (again.status_code, again.json()) == (200, first.json())
    assert Received.objects.count() == 1


def test_the_same_key_with_another_body_is_a_conflict(client: Client, puts: list[Put], token: dict[str, str]) -> None:
    for put in puts:
        key = {"Idempotency-Key": str(uuid4())}
        send(client, put.path, put.body, **token, **key)
        other = send(client, put.path, {**put.body, "recorded_at": "2026-11-03T08:00:00Z"}, **token, **key)
        assert (other.status_code, other.json()) == (409, {"error": "key"})


@EACH
def test_charlie_writes_nothing_of_alices(
    charlie_client: Client, charlie: User, client: Client, puts: list[Put], token: dict[str, str], number: int
) -> None:
    """What bears an id of hers is not found, as what never was; a day is his own."""
    put = puts[number]
    before = client.get("/api/v1/days/2026-11-03/", headers=token).content
    answer = send(charlie_client, put.path, put.body)
    unknown = put.route.format(
        **{name: value if name in ("date", "slot") else uuid4() for name, value in put.name.items()}
    )
    if unknown != put.path:
        nobodys = send(charlie_client, unknown, put.body)
        assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})
        assert (nobodys.status_code, nobodys.content) == (404, answer.content)
    assert client.get("/api/v1/days/2026-11-03/", headers=token).content == before


def test_signed_out_it_is_401_in_json_and_nothing_is_recorded(bob_client: Client, puts: list[Put]) -> None:
    for put in puts:
        for headers in ({}, {"Authorization": "Bearer unknown"}):
            answer = send(bob_client, put.path, put.body, **headers)
            assert answer.status_code == 401
            assert answer["Content-Type"] == "application/json"


def test_a_token_that_may_only_read_records_nothing(client: Client, alice: User, puts: list[Put]) -> None:
    for put in puts:
        reading = {"Authorization": f"Bearer {create_token(user=alice, scopes=[ApiToken.Scope.READ])}"}
        answer = send(client, put.path, put.body, **reading)
        assert (answer.status_code, answer.json()) == (403, {"error": "scope"})


@pytest.mark.parametrize(
    "body",
    [
        {"recorded_at": "yesterday"},
        {"recorded_at": "0001-01-01T00:00:00Z"},
        {"recorded_at": "9999-12-31T23:59:59-14:00"},
        {"recorded_at": 20261103},
        {"user": "x", "user_id": "x", "is_staff": True},
        {"": None},
        [],
        "text",
        10**400,
        None,
    ],
    ids=range(10),
)
def test_a_body_that_cannot_be_is_422_by_field_and_nothing_is_recorded(
    client: Client, puts: list[Put], token: dict[str, str], body: Any
) -> None:
    for put in puts:
        sent = {**put.body, **body} if isinstance(body, dict) else body
        answer = send(client, put.path, sent, **token, **{"Idempotency-Key": str(uuid4())})
        assert answer.status_code == 422, answer.content
        assert set(answer.json()) == {"errors"}
        assert all(isinstance(code, str) for codes in answer.json()["errors"].values() for code in codes)
        assert not Received.objects.exists()


@pytest.mark.parametrize("value", [True, 1.5, -1, 10**400, "\0", "a\x07b", "x" * 12_000, {}, [1], "😀"])
def test_no_field_takes_what_it_cannot_hold(client: Client, puts: list[Put], token: dict[str, str], value: Any) -> None:
    for put in puts:
        for name in put.body:
            answer = send(client, put.path, {**put.body, name: value}, **token)
            assert answer.status_code in (200, 422), (name, answer.content)
            if answer.status_code == 422:
                assert name in answer.json()["errors"]
            else:
                assert type(answer.json().get(name, value)) is type(value)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-10-31", "2026-11-06", "2026-02-30"])
def test_a_day_that_is_closed_or_to_come_is_not_found(
    client: Client, puts: list[Put], token: dict[str, str], day: str
) -> None:
    for put in puts:
        back = "homework" in put.route and day == "2026-10-31"  # it can be said for two weeks
        if "date" in put.name and not back:
            answer = send(client, put.route.format(**{**put.name, "date": day}), put.body, **token)
            assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})


def test_only_json_by_put_and_not_too_long(client: Client, puts: list[Put], token: dict[str, str]) -> None:
    for put in puts:
        path, body = put.path, put.body
        form = client.put(path, "level=3", content_type="application/x-www-form-urlencoded", headers=token)
        assert (form.status_code, form.json()) == (415, {"error": "unsupported_media_type"})
        broken = client.put(path, b'{"level":', content_type="application/json", headers=token)
        assert (broken.status_code, broken.json()) == (400, {"error": "parse_error"})
        long = send(client, path, {**body, "note": "x" * 20_000}, **token)
        assert (long.status_code, long.json()) == (413, {"error": "too_large"})
        key = send(client, path, body, **token, **{"Idempotency-Key": "1"})
        assert (key.status_code, key.json()) == (400, {"error": "key"})
        for method in ("post", "patch", "delete", "options", "trace"):
            assert getattr(client, method)(path, headers=token).status_code == 405
        picture = client.put(path, "{}", content_type="application/json", headers={**token, "Accept": "image/png"})
        assert (picture.status_code, picture.json()) == (406, {"error": "not_acceptable"})


@pytest.mark.parametrize("depth", [900, 8000])
def test_a_deep_body_is_refused(client: Client, puts: list[Put], token: dict[str, str], depth: int) -> None:
    for put in puts:
        for name in ("recorded_at", *put.body):
            deep = f'{{"{name}": {"[" * depth}{"]" * depth}}}'
            answer = client.put(put.path, deep, content_type="application/json", headers=token)
            assert answer.status_code in (400, 422)


@pytest.mark.parametrize("path", READS)
def test_what_is_kept_is_read_by_its_person_alone(
    alice: User,
    client: Client,
    bob_client: Client,
    charlie_client: Client,
    puts: list[Put],
    token: dict[str, str],
    path: str,
) -> None:
    for put in puts:
        assert send(client, put.path, put.body, **token).status_code == 200
    token = {"Authorization": f"Bearer {create_token(user=alice, scopes=ApiToken.Scope.values)}"}
    mine, theirs = client.get(f"/api/v1/{path}", headers=token), charlie_client.get(f"/api/v1/{path}")
    assert (mine.status_code, theirs.status_code) == (200, 200)
    assert mine["Cache-Control"] == ("no-store" if path == "export/" else "private, no-cache")
    lists = [value for value in theirs.json().values() if isinstance(value, list)]
    assert lists
    assert not any(lists)
    assert any(value for value in mine.json().values() if isinstance(value, list))
    assert bob_client.get(f"/api/v1/{path}").status_code == 401


def test_a_token_that_may_only_record_reads_nothing(client: Client, alice: User) -> None:
    writing = {"Authorization": f"Bearer {create_token(user=alice, scopes=[ApiToken.Scope.WRITE])}"}
    for path in READS:
        answer = client.get(f"/api/v1/{path}", headers=writing)
        assert (answer.status_code, answer.json()) == (403, {"error": "scope"})


def test_today_shows_what_the_interface_recorded(
    client: Client, alice_client: Client, puts: list[Put], token: dict[str, str]
) -> None:
    for put in puts:
        if "small-days" not in put.route:
            send(client, put.path, put.body, **token)
    page = alice_client.get("/today/").content.decode()
    for words in ("Missed it", "Sun", "Walk for ten minutes"):
        assert words in page
    day = client.get("/api/v1/today/", headers=token).json()
    assert day["mood"] == {"level": 4, "note": "Sun"}
    states = {(item["kind"], item["slot"]): item["state"] for item in day["items"]}
    assert [states[kind, 0] for kind in ("dose", "habit", "wind_down")] == ["missed", "done", "done"]


def test_the_page_and_the_interface_record_the_same(
    client: Client, alice_client: Client, puts: list[Put], token: dict[str, str]
) -> None:
    dose = puts[0].name
    alice_client.post(f"/log/dose/{dose['schedule']}/{dose['date']}/1/", {"state": "taken"})
    send(client, puts[0].route.format(**{**dose, "slot": "0"}), {"state": "taken"}, **token)
    entries = client.get("/api/v1/entries/", headers=token).json()["doses"]
    assert [(entry["slot"], entry["state"]) for entry in entries] == [(0, "taken"), (1, "taken")]
    by_page = entries[1]["taken_at"]
    send(client, puts[0].route.format(**{**dose, "slot": "1"}), {"state": "taken"}, **token)
    assert client.get("/api/v1/entries/", headers=token).json()["doses"][1]["taken_at"] == by_page


@pytest.mark.parametrize(
    ("query", "status", "errors"),
    [
        ("from=2026-11-01&to=2026-11-03", 200, None),
        ("from=1900-01-01&to=1900-01-01", 200, None),
        ("to=1900-01-01", 200, None),
        ("from=2026-11-03&to=2026-11-01", 422, {"from": ["range"]}),
        ("from=2020-01-01", 422, {"from": ["range"]}),
        ("from=0001-01-01", 422, {"from": ["range"]}),
        ("to=9999-12-31", 422, {"to": ["range"]}),
        ("from=yesterday", 422, {"from": ["invalid"]}),
        ("from=%00", 422, {"from": ["invalid"]}),
    ],
)
@pytest.mark.parametrize("path", ["moods/", "nights/", "entries/", "side-effects/"])
def test_a_stretch_of_days_is_a_year_at_most(
    client: Client, token: dict[str, str], path: str, query: str, status: int, errors: Any
) -> None:
    answer = client.get(f"/api/v1/{path}?{query}", headers=token)
    assert answer.status_code == status
    assert answer.json().get("errors") == errors


@pytest.mark.parametrize(("days", "status"), [("1", 200), ("366", 200), ("0", 422), ("367", 422), ("9" * 400, 422)])
def test_progress_looks_back_a_year_at_most(client: Client, token: dict[str, str], days: str, status: int) -> None:
    assert client.get(f"/api/v1/progress/?days={days}", headers=token).status_code == status


@pytest.mark.parametrize(
    "path", ["", "x", "today", "moods/2026-11-03", "doses/1/2/3/", "moods/2026-02-30/", "a//b", "a%0Ab/"]
)
def test_whatever_else_is_asked_for_is_not_found_in_json_and_never_a_redirect(
    client: Client, bob_client: Client, token: dict[str, str], path: str
) -> None:
    for method in ("get", "put", "post", "delete", "options"):
        answer = getattr(client, method)(f"/api/v1/{path}", headers=token)
        assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})
        assert getattr(bob_client, method)(f"/api/v1/{path}").status_code == 401


def test_every_address_is_described_and_every_refusal(client: Client, token: dict[str, str]) -> None:
    described: dict[str, Any] = client.get("/api/v1/schema/", headers=token).json()
    asked = [route for route, _path in every_path() if route.startswith("api/v1/") and route not in NOT_DESCRIBED]
    assert {"/" + _plain(route) for route in asked} == set(described["paths"])
    assert len(asked) == len(described["paths"])
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            least = {"200", "401", "403", "406", "429"}
            if method == "put":
                least |= {"400", "404", "409", "413", "415", "422"}
            assert least <= set(operation["responses"]), (path, method)
    assert described["components"]["securitySchemes"]["tokenAuth"]["scheme"] == "bearer"


def _plain(route: str) -> str:
    for kind in ("uuid", "date", "int"):
        route = route.replace(f"<{kind}:", "{")
    return route.replace(">", "}")


def test_too_many_requests_are_told_when_to_come_back(
    client: Client, token: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PersonThrottle, "rate", "2/min")
    answers = [client.get("/api/v1/today/", headers=token) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json() == {"error": "throttled"}
    assert 0 < int(answers[2]["Retry-After"]) <= 60


def test_the_day_a_token_was_used_is_noted(client: Client, token: dict[str, str]) -> None:
    client.get("/api/v1/today/", headers=token)
    assert str(ApiToken.objects.get().last_used_on) == "2026-11-03"


def test_everything_is_taken_out_only_by_a_token_that_may(
    client: Client, alice: User, alice_client: Client, token: dict[str, str]
) -> None:
    refused = client.get("/api/v1/export/", headers=token)
    assert (refused.status_code, refused.json()) == (403, {"error": "scope"})
    taking = {"Authorization": f"Bearer {create_token(user=alice, scopes=[ApiToken.Scope.EXPORT])}"}
    assert client.get("/api/v1/today/", headers=taking).status_code == 403
    assert client.get("/api/v1/export/", headers=taking).json()["person"]["email"] == alice.email
    assert alice_client.get("/api/v1/export/").status_code == 200


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2026-11-03T19:41:00Z", None),  # a clock a little fast
        ("2026-11-03T20:30:00Z", "future"),
        ("2026-11-02T00:10:00Z", None),
        ("2026-11-01T12:00:00Z", "range"),
        ("1900-01-01T00:00:00Z", "range"),
        ("2100-12-31T23:59:59Z", "future"),
    ],
)
def test_a_dose_was_taken_around_its_day_and_not_in_the_future(
    client: Client, puts: list[Put], token: dict[str, str], at: str, code: str | None
) -> None:
    for put in puts:
        if "dose" in put.route:
            answer = send(client, put.path, {"state": "taken", "taken_at": at}, **token)
            assert answer.status_code == (422 if code else 200)
            assert answer.json().get("errors") == ({"taken_at": [code]} if code else None)


def test_a_medicine_with_times_takes_no_dose_as_needed(client: Client, puts: list[Put], token: dict[str, str]) -> None:
    medicines = client.get("/api/v1/medicines/", headers=token).json()["medicines"]
    timed = next(one["id"] for one in medicines if one["as_needed"] is None)
    answer = send(client, f"/api/v1/as-needed-doses/{timed}/{uuid4()}/", {"state": "taken"}, **token)
    assert answer.status_code == 404
