"""The vault: what it seals opens in one place only, for one person, for as long as the key is there."""

from __future__ import annotations

import base64
import contextlib
import re
import struct
import uuid
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import vault
from accounts.models import PersonKey, User
from tests.factories.accounts import create_user

ROW = uuid.UUID("11111111-1111-4111-8111-111111111111")
OTHER_ROW = uuid.UUID("22222222-2222-4222-8222-222222222222")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(plain=st.binary(max_size=300), label=st.text(min_size=1, max_size=40), row=st.uuids())
def test_what_was_sealed_opens_unchanged(alice: User, plain: bytes, label: str, row: uuid.UUID) -> None:
    sealed = vault.seal(plain, label=label, row_id=row, user_id=alice.pk)
    assert vault.unseal(sealed, label=label, row_id=row, user_id=alice.pk) == plain


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 500), bit=st.integers(0, 7))
def test_one_bit_changed_anywhere_and_it_does_not_open(alice: User, place: int, bit: int) -> None:
    sealed = bytearray(vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(vault.SealError):
        vault.unseal(bytes(sealed), label="note", row_id=ROW, user_id=alice.pk)


@pytest.mark.parametrize("length", [0, 1, 5, 18, 19, 34, 46])
def test_a_value_cut_short_does_not_open(alice: User, length: int) -> None:
    sealed = vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)
    with pytest.raises(vault.SealError):
        vault.unseal(sealed[:length], label="note", row_id=ROW, user_id=alice.pk)


def test_a_value_moved_to_another_row_does_not_open(alice: User) -> None:
    sealed = vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)
    with pytest.raises(vault.SealError):
        vault.unseal(sealed, label="note", row_id=OTHER_ROW, user_id=alice.pk)


def test_a_value_moved_to_another_field_does_not_open(alice: User) -> None:
    sealed = vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)
    with pytest.raises(vault.SealError):
        vault.unseal(sealed, label="title", row_id=ROW, user_id=alice.pk)


def test_a_value_moved_to_another_person_does_not_open(alice: User, charlie: User) -> None:
    sealed = vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)
    with pytest.raises(vault.SealError):
        vault.unseal(sealed, label="note", row_id=ROW, user_id=charlie.pk)


def test_one_persons_key_put_in_anothers_place_opens_nothing(alice: User, charlie: User) -> None:
    sealed = vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)
    wrapped = PersonKey.objects.get(user=alice).wrapped
    PersonKey.objects.filter(user=charlie).update(wrapped=wrapped)
    vault.clear_cache()
    with pytest.raises(vault.SealError):
        vault.unseal(sealed, label="note", row_id=ROW, user_id=charlie.pk)
    with pytest.raises(vault.SealError):
        vault.seal(b"slept well", label="note", row_id=ROW, user_id=charlie.pk)


def test_the_format_is_the_one_that_older_rows_were_written_in(alice: User, settings: Any) -> None:
    """Opened by hand, from the bytes: whoever changes this must still open what lies in people's databases."""
    sealed = vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)
    wrapped = bytes(PersonKey.objects.get(user=alice).wrapped)
    master = AESGCM(settings.MASTER_KEYS[1])
    key = master.decrypt(wrapped[3:15], wrapped[15:], b"\x01\x00\x01person-key|" + alice.pk.bytes)
    place = b"\x01\x00\x01note|" + ROW.bytes + b"|" + alice.pk.bytes
    assert AESGCM(key).decrypt(sealed[3:15], sealed[15:], place) == b"slept badly\x80" + bytes(20)


def test_the_header_carries_format_and_key_version(alice: User) -> None:
    PersonKey.objects.filter(user=alice).update(version=7)
    sealed = vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)
    assert struct.unpack(">BH", sealed[:3]) == (1, 7)


def test_the_wrapped_key_carries_the_number_of_its_master_key(db: None, settings: Any) -> None:
    settings.MASTER_KEYS = {300: b"3" * 32}
    wrapped = bytes(PersonKey.objects.get(user=create_user()).wrapped)
    assert struct.unpack(">BH", wrapped[:3]) == (1, 300)


def test_a_value_sealed_under_an_older_version_of_the_key_is_refused(alice: User) -> None:
    sealed = vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)
    PersonKey.objects.filter(user=alice).update(version=2)
    vault.clear_cache()
    with pytest.raises(vault.SealError, match="key version"):
        vault.unseal(sealed, label="note", row_id=ROW, user_id=alice.pk)


def test_deleting_the_key_makes_everything_unreadable(alice: User) -> None:
    sealed = vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)
    PersonKey.objects.filter(user=alice).delete()
    vault.clear_cache()
    with pytest.raises(vault.SealError, match="no key"):
        vault.unseal(sealed, label="note", row_id=ROW, user_id=alice.pk)
    with pytest.raises(vault.SealError, match="no key"):
        vault.seal(b"slept well", label="note", row_id=ROW, user_id=alice.pk)


def test_an_unknown_master_key_is_said_by_name_of_the_trouble_only(alice: User, settings: Any) -> None:
    settings.MASTER_KEYS = {2: b"2" * 32}
    vault.clear_cache()
    with pytest.raises(vault.SealError, match="master key not given"):
        vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)


def test_a_wrong_master_key_under_the_right_number_opens_nothing(alice: User, settings: Any) -> None:
    settings.MASTER_KEYS = {1: b"x" * 32}
    vault.clear_cache()
    with pytest.raises(vault.SealError):
        vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)


def test_with_two_master_keys_the_older_still_opens_and_new_people_get_the_newest(alice: User, settings: Any) -> None:
    sealed = vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)
    settings.MASTER_KEYS = {1: settings.MASTER_KEYS[1], 2: b"2" * 32}
    vault.clear_cache()
    dora = create_user()
    assert vault.unseal(sealed, label="note", row_id=ROW, user_id=alice.pk) == b"slept badly"
    assert bytes(PersonKey.objects.get(user=dora).wrapped)[1:3] == b"\0\x02"
    assert vault.seal(b"hello", label="note", row_id=ROW, user_id=dora.pk)


def test_sealing_the_same_twice_gives_different_bytes(alice: User) -> None:
    made = {vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk) for _ in range(500)}
    assert len({sealed[3:15] for sealed in made}) == 500


def test_the_length_of_a_short_answer_does_not_show(alice: User) -> None:
    answers = [b"", b"own", b"guide", b"medicine", b"a question, thirty-one letters."]
    lengths = {len(vault.seal(answer, label="note", row_id=ROW, user_id=alice.pk)) for answer in answers}
    assert len(lengths) == 1


def test_nothing_of_the_text_is_in_the_error(alice: User, charlie: User) -> None:
    sealed = vault.seal(b"CANARY", label="note", row_id=ROW, user_id=alice.pk)
    with pytest.raises(vault.SealError) as caught:
        vault.unseal(sealed, label="note", row_id=ROW, user_id=charlie.pk)
    assert "CANARY" not in repr(caught.value)
    assert caught.value.__suppress_context__


class _RolledBackError(Exception):
    pass


def test_a_rolled_back_person_leaves_no_key_in_memory(transactional_db: None) -> None:
    with contextlib.suppress(_RolledBackError), transaction.atomic():
        user = User.objects.create_user("dora@example.org", None)
        vault.seal(b"slept badly", label="note", row_id=ROW, user_id=user.pk)
        raise _RolledBackError
    with pytest.raises(vault.SealError, match="no key"):
        vault.seal(b"slept badly", label="note", row_id=ROW, user_id=user.pk)


def test_a_committed_persons_key_is_read_once(transactional_db: None, django_assert_num_queries: Any) -> None:
    user = User.objects.create_user("dora@example.org", None)
    with django_assert_num_queries(1):
        for _ in range(3):
            vault.seal(b"slept badly", label="note", row_id=ROW, user_id=user.pk)


def test_keys_are_forgotten_after_every_request(alice: User, client: Client, django_assert_num_queries: Any) -> None:
    vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)
    client.get("/healthz")
    with django_assert_num_queries(1):
        vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)


def test_the_keys_of_several_people_are_read_at_once(
    alice: User, charlie: User, django_assert_num_queries: Any
) -> None:
    sealed = {each: vault.seal(b"x", label="note", row_id=ROW, user_id=each.pk) for each in (alice, charlie)}
    vault.clear_cache()
    with django_assert_num_queries(1):
        vault.open_keys([alice.pk, charlie.pk, alice.pk, uuid.uuid4()])
        for each, value in sealed.items():
            assert vault.unseal(value, label="note", row_id=ROW, user_id=each.pk) == b"x"


def test_a_new_key_for_the_same_person_replaces_the_one_in_memory(alice: User) -> None:
    sealed = vault.seal(b"slept badly", label="note", row_id=ROW, user_id=alice.pk)
    PersonKey.objects.filter(user=alice).update(wrapped=vault.wrap_new_key(alice.pk))
    with pytest.raises(vault.SealError):
        vault.unseal(sealed, label="note", row_id=ROW, user_id=alice.pk)


def test_a_digest_under_the_persons_key_differs_by_person_and_purpose(alice: User, charlie: User) -> None:
    made = {
        vault.person_hmac(alice.pk, "series", b"x"),
        vault.person_hmac(alice.pk, "received", b"x"),
        vault.person_hmac(charlie.pk, "series", b"x"),
        vault.person_hmac(alice.pk, "series", b"y"),
    }
    assert len(made) == 4
    assert vault.person_hmac(alice.pk, "series", b"x") in made


@settings(deadline=None)
@given(plain=st.binary(max_size=300), label=st.text(min_size=1, max_size=40))
def test_what_was_sealed_for_a_browser_opens_unchanged_and_fits_a_cookie(plain: bytes, label: str) -> None:
    sealed = vault.seal_for_browser(plain, label=label)
    assert vault.unseal_from_browser(sealed, label=label) == plain
    assert re.fullmatch(r"[\w=-]+", sealed, re.ASCII)
    assert len(sealed) < 600


@settings(deadline=None)
@given(place=st.integers(0, 500), bit=st.integers(0, 7))
def test_one_bit_changed_in_a_browser_and_it_does_not_open(place: int, bit: int) -> None:
    sealed = bytearray(base64.urlsafe_b64decode(vault.seal_for_browser(b"slept badly", label="check")))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(vault.SealError):
        vault.unseal_from_browser(base64.urlsafe_b64encode(bytes(sealed)).decode(), label="check")


@pytest.mark.parametrize("text", ["", "x", "no-such", "AAAA" * 20, "é", "=" * 7, "\ud800"])
def test_what_was_never_sealed_does_not_open(text: str) -> None:
    with pytest.raises(vault.SealError):
        vault.unseal_from_browser(text, label="check")


def test_a_browsers_value_opens_under_its_own_label_and_no_persons_key(alice: User) -> None:
    sealed = vault.seal_for_browser(b"slept badly", label="check")
    with pytest.raises(vault.SealError):
        vault.unseal_from_browser(sealed, label="fit")
    with pytest.raises(vault.SealError):
        vault.unseal(base64.urlsafe_b64decode(sealed), label="check", row_id=ROW, user_id=alice.pk)


def test_an_older_master_key_still_opens_what_a_browser_kept_until_it_is_taken_away(settings: Any) -> None:
    sealed = vault.seal_for_browser(b"slept badly", label="check")
    settings.MASTER_KEYS = {**settings.MASTER_KEYS, 2: b"2" * 32}
    assert vault.unseal_from_browser(sealed, label="check") == b"slept badly"
    settings.MASTER_KEYS = {2: b"2" * 32}
    with pytest.raises(vault.SealError):
        vault.unseal_from_browser(sealed, label="check")
