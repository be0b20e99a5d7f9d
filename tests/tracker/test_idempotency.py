from __future__ import annotations

import threading
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest
from accounts.models import User
from tests.factories.accounts import create_user
from tracker.actions import received
from tracker.actions.received import forget_received
from tracker.idempotency import once, recorded, recorded_at
from tracker.models import Habit, Received

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

KEY = "7a1c0b8e-58a4-4d0e-9b57-6a3f6c1b2d11"


@recorded
@require_POST
def keep(request: AuthenticatedHttpRequest) -> HttpResponse:
    Habit.objects.create(user=request.user, title=request.POST["title"])
    match request.POST.get("answer"):
        case "redirect":
            return redirect("/today/", permanent=False)
        case "refuse":
            return HttpResponse("Choose a title.", status=422)
        case "break":
            raise ValueError("broken")
    return HttpResponse("kept", status=201)


urlpatterns = [path("log/keep/", keep), path("log/keep-too/", keep), path("", include("config.urls"))]


def send(client: Client, key: str | None = KEY, where: str = "/log/keep/", **fields: str) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(where, {"title": "Walk", **fields}, headers=headers)


def test_the_same_request_twice_is_carried_out_once_and_answers_the_same_status(alice_client: Client) -> None:
    first, again = send(alice_client), send(alice_client)
    assert (first.status_code, again.status_code) == (201, 201)
    assert Habit.objects.count() == 1


def test_the_order_of_fields_and_what_the_page_adds_do_not_make_it_another_request(alice_client: Client) -> None:
    send(alice_client, a="1", b="2", csrfmiddlewaretoken="old", cid=KEY, u="page", key="habit:1")
    again = alice_client.post(
        "/log/keep/",
        {"b": "2", "csrfmiddlewaretoken": "new", "key": "habit:2", "a": "1", "title": "Walk"},
        headers={"Idempotency-Key": KEY},
    )
    assert again.status_code == 201
    assert Habit.objects.count() == 1


@pytest.mark.parametrize("other", [{"title": "Swim"}, {"extra": ""}, {"where": "/log/keep-too/"}])
def test_the_same_key_for_something_else_is_a_conflict_and_changes_nothing(
    alice_client: Client, other: dict[str, str]
) -> None:
    send(alice_client)
    assert send(alice_client, **other).status_code == 409
    assert [habit.title for habit in Habit.objects.all()] == ["Walk"]


def test_a_redirect_becomes_an_answer_that_says_where_to_look(alice_client: Client) -> None:
    response = send(alice_client, answer="redirect")
    assert response.status_code == 204
    assert response.headers["Content-Location"] == "/today/"
    assert "Location" not in response.headers
    assert send(alice_client, answer="redirect").status_code == 204


def test_without_a_key_the_page_gets_its_redirect(alice_client: Client) -> None:
    response = send(alice_client, key=None, answer="redirect")
    assert (response.status_code, response.headers["Location"]) == (302, "/today/")
    assert not Received.objects.exists()


def test_a_refusal_leaves_nothing_behind_and_the_key_may_be_used_again(alice_client: Client) -> None:
    refused = send(alice_client, answer="refuse")
    assert (refused.status_code, refused.content) == (422, b"Choose a title.")
    assert not Habit.objects.exists()
    assert not Received.objects.exists()
    assert send(alice_client).status_code == 201


def test_a_failure_in_the_middle_keeps_neither_the_row_nor_the_key(alice_client: Client) -> None:
    alice_client.raise_request_exception = False
    assert send(alice_client, answer="break").status_code == 500
    assert not Habit.objects.exists()
    assert not Received.objects.exists()


@pytest.mark.parametrize("key", ["", "1", "not-a-uuid", "7a1c0b8e-58a4-4d0e-9b57", "\u00e9"])
def test_a_malformed_key_is_refused_by_its_name(alice_client: Client, key: str) -> None:
    response = send(alice_client, key=key)
    assert (response.status_code, response.content) == (400, b'{"error": "key"}')
    assert not Habit.objects.exists()


def test_signed_out_a_queue_is_told_so_and_a_page_is_sent_to_sign_in(bob_client: Client) -> None:
    queued, page = send(bob_client), send(bob_client, key=None)
    assert (queued.status_code, queued.headers["Content-Type"]) == (401, "application/json")
    assert (page.status_code, page.headers["Location"]) == (302, "/accounts/login/")
    assert not Habit.objects.exists()


def test_charlie_may_use_the_same_key_and_learns_nothing_of_it(
    alice: User, alice_client: Client, charlie: User, charlie_client: Client
) -> None:
    send(alice_client)
    assert send(charlie_client, title="Read").status_code == 201
    assert [habit.title for habit in Habit.objects.for_user(alice)] == ["Walk"]
    assert [habit.title for habit in Habit.objects.for_user(charlie)] == ["Read"]


def test_what_was_typed_is_not_kept_with_the_key(alice: User, alice_client: Client) -> None:
    send(alice_client, title="Walk to the allotment")
    received = Received.objects.for_user(alice).get()
    assert (received.key, received.status) == (uuid.UUID(KEY), 201)
    assert len(bytes(received.digest)) == 32


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_leave_one_row_and_answer_alike() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("no PostgreSQL: DATABASE_URL names a database with one writer at a time")
    person = create_user()
    both_are_under_way = threading.Barrier(2, timeout=20)
    answers: list[int] = []

    def act() -> HttpResponse:
        Habit.objects.create(user=person, title="Walk")
        both_are_under_way.wait()
        return HttpResponse(status=201)

    def worker() -> None:
        try:
            answers.append(once(user_id=person.pk, key=uuid.UUID(KEY), message=b"walk", act=act).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [201, 201]
    assert (Habit.objects.count(), Received.objects.count()) == (1, 1)


def test_after_thirty_days_a_key_is_forgotten_and_not_before(alice_client: Client) -> None:
    send(alice_client)
    came = Received.objects.get().created_at
    assert forget_received(now=came + timedelta(days=30)) == 0
    assert send(alice_client).status_code == 201
    assert forget_received(now=came + timedelta(days=30, seconds=1)) == 1
    assert not Received.objects.exists()


def test_many_keys_are_forgotten_a_batch_at_a_time(
    alice: User, alice_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(received, "BATCH", 2)
    for _ in range(5):
        send(alice_client, key=str(uuid.uuid4()))
    with CaptureQueriesContext(connection) as queries:
        assert forget_received(now=datetime.now(UTC) + timedelta(days=31)) == 5
    assert sum(query["sql"].startswith("DELETE") for query in queries) == 3
    assert not Received.objects.exists()


@pytest.mark.parametrize(
    ("header", "kept"),
    [
        ("2026-11-03T18:00:00.250Z", datetime(2026, 11, 3, 18, 0, 0, 250_000, tzinfo=UTC)),
        ("2026-11-03T23:10:00+05:00", datetime(2026, 11, 3, 18, 10, tzinfo=UTC)),
        ("2026-10-01T00:00:00Z", datetime(2026, 10, 20, 19, 40, tzinfo=UTC)),
        ("2026-11-03T21:00:00Z", datetime(2026, 11, 3, 19, 40, tzinfo=UTC)),
        ("2026-11-03T18:00:00", datetime(2026, 11, 3, 19, 40, tzinfo=UTC)),
        ("2026-13-40T99:00:00Z", datetime(2026, 11, 3, 19, 40, tzinfo=UTC)),
        ("0001-01-01T00:00:00+23:00", datetime(2026, 10, 20, 19, 40, tzinfo=UTC)),
        ("yesterday", datetime(2026, 11, 3, 19, 40, tzinfo=UTC)),
        (None, datetime(2026, 11, 3, 19, 40, tzinfo=UTC)),
    ],
)
def test_the_time_of_the_tap_is_kept_within_the_last_14_days(
    rf: RequestFactory, now: datetime, header: str | None, kept: datetime
) -> None:
    request = rf.post("/log/keep/", headers={} if header is None else {"X-Recorded-At": header})
    assert recorded_at(request, now) == kept
    assert now - timedelta(days=14) <= kept <= now
