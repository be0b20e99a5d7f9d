"""A token for a program of the person's own."""

from __future__ import annotations

from hashlib import sha256

import pytest

from accounts.actions.people import erase
from accounts.actions.tokens import holder, issue_token
from accounts.models import ApiToken, User


def test_a_token_is_its_persons_alone_and_each_is_another(alice: User, charlie: User) -> None:
    mine, second, theirs = (issue_token(user_id=person.pk) for person in (alice, alice, charlie))
    assert len({mine, second, theirs}) == 3
    assert [holder(token) for token in (mine, second, theirs)] == [alice, alice, charlie]


def test_the_database_holds_no_token(alice: User) -> None:
    token = issue_token(user_id=alice.pk)
    assert [row.digest for row in ApiToken.objects.for_user(alice)] == [sha256(token.encode()).hexdigest()]


@pytest.mark.parametrize("token", ["", "0000", "\0", "ü" * 5000])
def test_what_was_never_issued_is_nobodys(alice: User, token: str) -> None:
    issue_token(user_id=alice.pk)
    assert holder(token) is None
    assert holder(ApiToken.objects.get().digest) is None


def test_a_token_ends_with_its_account(alice: User, charlie: User, now: object) -> None:
    gone, off = issue_token(user_id=alice.pk), issue_token(user_id=charlie.pk)
    erase(user_id=alice.pk, now=now)  # type: ignore[arg-type]
    User.objects.filter(pk=charlie.pk).update(is_active=False)
    assert holder(gone) is None
    assert holder(off) is None
