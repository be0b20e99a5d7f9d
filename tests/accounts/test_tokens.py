"""A token for a program of the person's own, and its page."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.exceptions import FieldError
from django.test import Client

from accounts.actions.people import erase
from accounts.actions.tokens import TooManyTokens, find_token, issue_token, note_use, revoke_token
from accounts.models import ApiToken, User
from tests.factories.accounts import create_token

TOKENS = "/you/tokens/"
FIELDS = {"name": "My watch", "scopes": ["record:read"]}


def holder(token: str) -> User | None:
    found = find_token(token)
    return found.user if found else None


def shown(page: str) -> str:
    found = re.search(r'id="token"[^>]*>([^<]+)<', page)
    assert found
    return found[1]


def test_a_token_is_its_persons_alone_and_each_is_another(alice: User, charlie: User) -> None:
    mine, second, theirs = (create_token(user=person) for person in (alice, alice, charlie))
    assert len({mine, second, theirs}) == 3
    assert [holder(token) for token in (mine, second, theirs)] == [alice, alice, charlie]


def test_the_database_holds_no_token_and_its_name_sealed(alice: User) -> None:
    token = create_token(user=alice, name="The watch")
    row = ApiToken.objects.for_user(alice).get()
    assert (row.digest, row.name) == (sha256(token.encode()).hexdigest(), "The watch")
    with pytest.raises(FieldError):
        ApiToken.objects.for_user(alice).values_list("name")


@pytest.mark.parametrize("token", ["", "0000", "\0", "ü" * 5000])
def test_what_was_never_issued_is_nobodys(alice: User, token: str) -> None:
    create_token(user=alice)
    assert find_token(token) is None
    assert find_token(ApiToken.objects.get().digest) is None


def test_a_token_ends_with_its_account(alice: User, charlie: User, now: object) -> None:
    gone, off = create_token(user=alice), create_token(user=charlie)
    erase(user_id=alice.pk, now=now)  # type: ignore[arg-type]
    User.objects.filter(pk=charlie.pk).update(is_active=False)
    assert find_token(gone) is None
    assert find_token(off) is None


@pytest.mark.parametrize("scopes", [[], ["everything"], ["record:read", "everything"]])
def test_no_token_is_made_for_a_scope_that_is_none(alice: User, scopes: list[str]) -> None:
    with pytest.raises(ValueError, match="scope"):
        issue_token(user_id=alice.pk, name="x", scopes=scopes)
    assert not ApiToken.objects.exists()


def test_twenty_fit_and_others_have_room_of_their_own(alice: User, charlie: User) -> None:
    for number in range(ApiToken.MOST):
        create_token(user=alice, name=f"Program {number}")
    with pytest.raises(TooManyTokens):
        create_token(user=alice)
    assert create_token(user=charlie)


def test_its_use_is_noted_by_the_day(alice: User) -> None:
    token = find_token(create_token(user=alice))
    assert token
    note_use(token=token, on=date(2026, 11, 3))
    assert ApiToken.objects.get().last_used_on == date(2026, 11, 3)


def test_it_is_made_on_its_page_and_shown_this_once(alice: User, alice_client: Client) -> None:
    answer = alice_client.post(TOKENS, FIELDS)
    token = shown(answer.content.decode())
    assert holder(token) == alice
    assert "no-store" in answer["Cache-Control"]
    page = alice_client.get(TOKENS).content.decode()
    assert "My watch" in page
    assert "Read what you record. Made on" in page
    assert "Not used yet." in page
    assert token not in page
    assert "My watch" not in page[page.index("<title>") : page.index("</title>")]


def test_the_same_form_sent_twice_makes_one(alice_client: Client) -> None:
    fields = FIELDS | {"id": str(uuid4())}
    alice_client.post(TOKENS, fields)
    again = alice_client.post(TOKENS, fields, follow=True)
    assert ApiToken.objects.count() == 1
    assert "shown only once" in again.content.decode()


def test_an_id_that_is_another_persons_makes_one_of_ones_own(
    alice: User, charlie: User, charlie_client: Client
) -> None:
    create_token(user=alice)
    theirs = ApiToken.objects.get().pk
    token = shown(charlie_client.post(TOKENS, FIELDS | {"id": str(theirs)}).content.decode())
    assert holder(token) == charlie
    assert ApiToken.objects.for_user(alice).get().pk == theirs


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "", "scopes": ["record:read"]}, "Write a few words here."),
        ({"name": " \t\x01 ", "scopes": ["record:read"]}, "Write a few words here."),
        ({"name": "a" * 61, "scopes": ["record:read"]}, "at most 60 characters"),
        ({"name": "x\0y", "scopes": ["record:read"]}, "Null characters are not allowed."),
        ({"name": "My watch"}, "Choose at least one."),
        ({"name": "My watch", "scopes": ["everything"]}, "Choose from these."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_made(
    alice_client: Client, fields: dict[str, object], sentence: str
) -> None:
    answer = alice_client.post(TOKENS, fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_the_twenty_first_is_refused_in_words(alice: User, alice_client: Client) -> None:
    for _ in range(ApiToken.MOST):
        create_token(user=alice)
    answer = alice_client.post(TOKENS, FIELDS)
    assert answer.status_code == 422
    assert "You have twenty tokens." in answer.content.decode()


def test_turned_off_it_opens_nothing_from_the_next_request_on(alice: User, alice_client: Client) -> None:
    token = create_token(user=alice)
    row = ApiToken.objects.get()
    answer = alice_client.post(f"{TOKENS}{row.pk}/off/", follow=True)
    assert "That token is off." in answer.content.decode()
    assert find_token(token) is None
    assert alice_client.post(f"{TOKENS}{row.pk}/off/").status_code == 404
    assert alice_client.get(f"{TOKENS}{row.pk}/off/").status_code == 405


def test_charlie_sees_and_turns_off_nothing_of_alices(alice: User, charlie: User, charlie_client: Client) -> None:
    token = create_token(user=alice, name="Alices watch")
    row = ApiToken.objects.get()
    assert "Alices watch" not in charlie_client.get(TOKENS).content.decode()
    assert charlie_client.post(f"{TOKENS}{row.pk}/off/").status_code == 404
    revoke_token(user_id=charlie.pk, token_id=row.pk)
    assert holder(token) == alice


def test_a_name_with_markup_is_shown_as_it_was_typed(alice: User, alice_client: Client) -> None:
    create_token(user=alice, name="<script>alert(1)</script>")
    page = alice_client.get(TOKENS).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_page_opens_from_you_and_names_the_description(alice_client: Client) -> None:
    assert f'href="{TOKENS}"' in alice_client.get("/you/").content.decode()
    assert 'href="/api/v1/schema/"' in alice_client.get(TOKENS).content.decode()
