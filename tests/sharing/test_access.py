"""The way in for a reader: what opens, what is counted, what nobody can read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection, connections

from accounts.models import PersonKey, User
from sharing import access, actions
from sharing.models import AccessEntry, Share, ShareSalt
from tests.factories.sharing import create_line, create_share

CANARY = "canary-9d41 the night sweats"


@pytest.fixture
def lines(alice: User) -> None:
    create_line(user=alice, text=CANARY)
    create_line(user=alice, text="canary-private", private=True, position=1)


@pytest.mark.usefixtures("lines")
def test_the_right_passcode_opens_the_snapshot_without_private_lines(alice: User, now: datetime) -> None:
    share = create_share(user=alice, now=now)
    opened = access.open_summary(token=share.token, passcode=share.passcode, now=now)
    assert opened == access.Opened(share.share_id)
    reading = access.read_summary(token=share.token, now=now)
    assert reading is not None
    assert reading.snapshot["say"] == [CANARY]
    assert reading.snapshot["medicines"] is None


@pytest.mark.usefixtures("lines")
def test_a_snapshot_stays_as_it_was_when_the_record_changes(alice: User, now: datetime) -> None:
    share = create_share(user=alice, now=now)
    create_line(user=alice, text="added later", position=2)
    reading = access.read_summary(token=share.token, now=now)
    assert reading is not None
    assert "added later" not in str(reading.snapshot)


def test_ten_wrong_tries_end_a_link_and_the_right_passcode_comes_too_late(alice: User, now: datetime) -> None:
    share = create_share(user=alice, now=now)
    wrong = "000000" if share.passcode != "000000" else "111111"
    left = [access.open_summary(token=share.token, passcode=wrong, now=now) for _ in range(10)]
    assert [outcome.tries_left for outcome in left if isinstance(outcome, access.Refused)] == list(range(9, -1, -1))
    assert access.open_summary(token=share.token, passcode=share.passcode, now=now) is None
    assert access.gate(token=share.token, now=now) is None


def test_right_passcodes_use_nothing_up(alice: User, now: datetime) -> None:
    share = create_share(user=alice, now=now)
    for _ in range(12):
        assert access.open_summary(token=share.token, passcode=share.passcode, now=now)
    assert Share.objects.get(pk=share.share_id).tries_left == 10
    assert AccessEntry.objects.openings().count() == 12


def test_a_right_passcode_on_the_last_try_opens_whatever_the_housekeeping_does_meanwhile(
    alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = create_share(user=alice, now=now)
    wrong = "000000" if share.passcode != "000000" else "111111"
    for _ in range(9):
        access.open_summary(token=share.token, passcode=wrong, now=now)

    def slowly(passcode: str, hashed: str) -> bool:
        actions.forget_ended(now=now)
        return check_password(passcode, hashed)

    monkeypatch.setattr("sharing.access.check_password", slowly)
    assert access.open_summary(token=share.token, passcode=share.passcode, now=now) == access.Opened(share.share_id)
    assert access.read_summary(token=share.token, now=now) is not None


def test_a_right_passcode_beside_the_ninth_wrong_one_leaves_the_link_one_try(
    alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = create_share(user=alice, now=now)
    wrong = "000000" if share.passcode != "000000" else "111111"
    for _ in range(8):
        access.open_summary(token=share.token, passcode=wrong, now=now)

    def beside_another(passcode: str, hashed: str) -> bool:
        monkeypatch.undo()
        assert access.open_summary(token=share.token, passcode=wrong, now=now) == access.Refused(1)
        return check_password(passcode, hashed)

    monkeypatch.setattr("sharing.access.check_password", beside_another)
    assert access.open_summary(token=share.token, passcode=share.passcode, now=now) == access.Opened(share.share_id)
    assert access.read_summary(token=share.token, now=now) is not None
    assert access.open_summary(token=share.token, passcode=wrong, now=now) == access.Refused(0)
    assert access.gate(token=share.token, now=now) is None


@pytest.mark.skipif(connection.vendor == "sqlite", reason="an in-memory SQLite is one connection; PostgreSQL runs this")
@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_guesses_at_once_no_more_than_ten_are_compared(alice: User, now: datetime) -> None:
    share = create_share(user=alice, now=now)
    wrong = "000000" if share.passcode != "000000" else "111111"

    def guess(_: int) -> object:
        try:
            return access.open_summary(token=share.token, passcode=wrong, now=now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(guess, range(100)))
    assert sum(isinstance(outcome, access.Refused) for outcome in outcomes) == 10
    assert AccessEntry.objects.filter(outcome="wrong_passcode").count() == 10


@pytest.mark.parametrize("end", ["expired", "turned off", "person gone", "account switched off", "salt gone"])
def test_an_ended_link_looks_like_one_that_never_was(alice: User, now: datetime, end: str) -> None:
    share = create_share(user=alice, now=now)
    later = now + timedelta(days=8) if end == "expired" else now
    if end == "turned off":
        actions.turn_off(user_id=alice.pk, share_id=share.share_id, now=now)
    elif end == "person gone":
        alice.delete()
    elif end == "account switched off":
        User.objects.filter(pk=alice.pk).update(is_active=False)
    elif end == "salt gone":
        ShareSalt.objects.all().delete()
    assert access.gate(token=share.token, now=later) is None
    assert access.open_summary(token=share.token, passcode=share.passcode, now=later) is None
    assert access.read_summary(token=share.token, now=later) is None


def test_turning_off_deletes_the_salt_and_the_sealed_snapshot_at_once(alice: User, now: datetime) -> None:
    share = create_share(user=alice, now=now)
    actions.turn_off(user_id=alice.pk, share_id=share.share_id, now=now)
    assert not ShareSalt.objects.exists()
    assert Share.objects.get(pk=share.share_id).snapshot is None


def test_an_expired_link_is_forgotten_by_the_housekeeping(alice: User, now: datetime) -> None:
    gone, kept = create_share(user=alice, now=now, lifetime=timedelta(days=1)), create_share(user=alice, now=now)
    assert actions.forget_ended(now=now + timedelta(days=2)) == 1
    assert set(ShareSalt.objects.values_list("share_id", flat=True)) == {kept.share_id}
    assert Share.objects.get(pk=gone.share_id).snapshot is None


@pytest.mark.usefixtures("lines")
def test_the_database_alone_reads_no_snapshot_and_holds_no_token(alice: User, now: datetime) -> None:
    share = create_share(user=alice, now=now)
    row = Share.objects.get(pk=share.share_id)
    stored = bytes(row.snapshot or b"") + row.find_key.encode() + row.passcode.encode()  # type: ignore[union-attr]
    assert b"canary" not in stored
    assert share.token.encode() not in stored
    assert share.passcode not in row.passcode
    PersonKey.objects.filter(user=alice).delete()
    reading = access.read_summary(token=share.token, now=now)
    assert reading is not None, "the link still opens it; only the owner's copy is gone"


def test_a_snapshot_moved_to_another_share_does_not_open(alice: User, now: datetime) -> None:
    first, second = create_share(user=alice, now=now), create_share(user=alice, now=now)
    Share.objects.filter(pk=second.share_id).update(snapshot=Share.objects.get(pk=first.share_id).snapshot)
    assert access.read_summary(token=second.token, now=now) is None


def test_a_link_without_a_passcode_opens_by_asking(alice: User, now: datetime) -> None:
    share = create_share(user=alice, now=now, with_passcode=False)
    assert access.gate(token=share.token, now=now) == access.Gate(share.share_id, needs_passcode=False)
    assert access.open_summary(token=share.token, passcode="", now=now) == access.Opened(share.share_id)


def test_a_link_without_a_passcode_opens_for_however_many_ask_at_once(alice: User, now: datetime) -> None:
    share = create_share(user=alice, now=now, with_passcode=False)
    Share.objects.filter(pk=share.share_id).update(tries_left=0)
    assert access.open_summary(token=share.token, passcode="", now=now) == access.Opened(share.share_id)


def test_a_draft_becomes_a_link_once(alice: User, now: datetime) -> None:
    share = create_share(user=alice, now=now)
    again = actions.make_link(
        user_id=alice.pk, share_id=share.share_id, lifetime=timedelta(days=7), with_passcode=True, now=now
    )
    assert again is None
    assert access.gate(token=share.token, now=now) is not None


def test_tokens_carry_256_bits(alice: User, now: datetime) -> None:
    tokens = {create_share(user=alice, now=now).token for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) == 43 for token in tokens)
