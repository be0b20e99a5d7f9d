"""What is kept of looking and not sharing, and how much one person can have."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib import admin
from django.test import Client, RequestFactory

from accounts.models import User
from sharing import access, actions
from sharing.logic import consent
from sharing.models import Share
from sharing.tasks import forget_ended_shares
from tests.factories.sharing import create_draft, create_share


def test_a_preview_nobody_made_a_link_of_is_deleted_after_a_day(alice: User, charlie: User, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        old = [create_draft(user=alice, now=now), create_draft(user=charlie, now=now)]
        link = create_share(user=alice, now=now)
    with time_machine.travel(now + timedelta(hours=25), tick=False):
        young = create_draft(user=alice, now=now)
        forget_ended_shares()
    assert not Share.objects.filter(pk__in=[draft.pk for draft in old]).exists()
    assert set(Share.objects.values_list("pk", flat=True)) == {young.pk, link.share_id}


def test_the_oldest_preview_makes_room_for_a_sixth_and_links_stay(alice: User, charlie: User, now: datetime) -> None:
    link, theirs = create_share(user=alice, now=now), create_draft(user=charlie, now=now)
    drafts = [create_draft(user=alice, now=now) for _ in range(consent.MOST_DRAFTS + 1)]
    assert set(Share.objects.for_user(alice).drafts()) == set(drafts[1:])
    assert access.gate(token=link.token, now=now) is not None
    assert Share.objects.filter(pk=theirs.pk).exists()


def test_a_twenty_first_working_link_is_refused_kindly_and_fits_once_one_is_off(
    alice: User, alice_client: Client, now: datetime
) -> None:
    with time_machine.travel(now, tick=False):
        links = [create_share(user=alice, now=now) for _ in range(consent.MOST_LINKS)]
        draft = create_draft(user=alice, now=now)
        fields = {"lifetime": 30, "with_passcode": "on"}

        refused = alice_client.post(f"/session/share/{draft.pk}/", fields)
        assert refused.status_code == 422
        assert "Twenty of your links work now. Turn one off first" in refused.content.decode()
        assert re.search(r'<input[^>]*name="lifetime"[^>]*value="30"[^>]*checked', refused.content.decode())
        assert Share.objects.for_user(alice).open(now).count() == consent.MOST_LINKS

        actions.turn_off(user_id=alice.pk, share_id=links[0].share_id, now=now)
        made = alice_client.post(f"/session/share/{draft.pk}/", fields)
        assert "The link is ready" in made.content.decode()


def test_looking_at_ones_links_changes_nothing_of_anybodys(alice_client: Client, charlie: User, now: datetime) -> None:
    share = create_share(user=charlie, now=now, lifetime=timedelta(days=1))
    with time_machine.travel(now + timedelta(days=2), tick=False):
        alice_client.get("/session/shares/")
        assert Share.objects.get(pk=share.share_id).snapshot is not None


@pytest.mark.usefixtures("db")
def test_staff_can_neither_make_nor_change_nor_delete_a_share() -> None:
    staff = admin.site.get_model_admin(Share)
    request = RequestFactory().get("/")
    request.user = User(is_staff=True, is_superuser=True)
    assert not staff.has_add_permission(request)
    assert not staff.has_change_permission(request)
    assert not staff.has_delete_permission(request)
