"""Beginning the why-check again, and taking that back."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from guide.models import WhyCheck
from tests.guide.reading import blocks

BACK = "Bring my answers back"


@pytest.fixture(params=["with an account", "without one"])
def client(request: pytest.FixtureRequest, alice_client: Client, bob_client: Client) -> Client:
    return alice_client if request.param == "with an account" else bob_client


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(blocks(response.content.decode()))


def send(client: Client, path: str, **data: str) -> str:
    answer = client.post(path, data)
    assert answer.status_code == 303
    return answer["Location"]


def test_answers_come_back_after_beginning_again(client: Client, charlie_client: Client) -> None:
    send(client, "/guide/check/r1a/", answer="3")
    assert BACK not in read(client, "/guide/check/")
    for _tap in range(2):
        assert send(client, "/guide/check/", to="begin") == "/guide/check/r1a/"
    assert "Your answer" not in read(client, "/guide/check/r1a/").replace("your answers", "")
    for path in ("/guide/check/r1a/", "/guide/check/"):
        assert BACK in read(client, path)
        assert BACK not in read(charlie_client, path)
    assert send(client, "/guide/check/", to="restore") == "/guide/check/"
    assert "You’ve begun" in read(client, "/guide/check/")
    assert "Your answer" in read(client, "/guide/check/r1a/")
    assert BACK not in read(client, "/guide/check/r1a/")


def test_once_a_question_is_answered_the_earlier_answers_are_gone(client: Client) -> None:
    send(client, "/guide/check/r1a/", answer="3")
    send(client, "/guide/check/", to="begin")
    send(client, "/guide/check/r1b/", answer="1")
    assert BACK not in read(client, "/guide/check/r1a/")
    send(client, "/guide/check/", to="restore")
    assert "Your answer" not in read(client, "/guide/check/r1a/")
    assert "Your answer" in read(client, "/guide/check/r1b/")


def test_a_check_begun_again_holds_nothing_to_see_or_to_finish(client: Client) -> None:
    send(client, "/guide/check/r1a/", answer="0")
    send(client, "/guide/check/", to="begin")
    send(client, "/guide/check/result/")
    assert "Nothing to show yet" in read(client, "/guide/check/result/")
    assert not WhyCheck.objects.finished().exists()


def test_a_result_in_the_browser_comes_back(bob_client: Client) -> None:
    send(bob_client, "/guide/check/r1a/", answer="0")
    send(bob_client, "/guide/check/result/")
    send(bob_client, "/guide/check/", to="begin")
    send(bob_client, "/guide/check/", to="restore")
    assert "See the result" in read(bob_client, "/guide/check/")


def test_what_was_begun_again_before_signing_in_is_not_offered(
    alice: User, alice_client: Client, bob_client: Client
) -> None:
    send(bob_client, "/guide/check/r1a/", answer="0")
    send(bob_client, "/guide/check/", to="begin")
    alice_client.cookies["check"] = bob_client.cookies["check"].value
    assert "Keep them" not in read(alice_client, "/guide/check/")
    assert not WhyCheck.objects.for_user(alice).exists()


def test_with_nothing_to_bring_back_it_says_so(alice_client: Client) -> None:
    answer = alice_client.post("/guide/check/", {"to": "restore"}, follow=True)
    assert "There is nothing to bring back" in " ".join(blocks(answer.content.decode()))
