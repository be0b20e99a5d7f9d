"""What staff see of the record: instants, and no word of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import create_user
from tests.factories.tracker import create_medicine, schedule_of


@pytest.fixture
def staff_client(db: None) -> Client:
    client = Client()
    staff = create_user(is_staff=True, is_superuser=True)
    client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_staff_see_when_a_schedule_sends_and_not_what_for(alice: User, staff_client: Client) -> None:
    schedule = schedule_of(create_medicine(user=alice))
    for address in (
        reverse("admin:tracker_schedule_changelist"),
        reverse("admin:tracker_schedule_change", args=[schedule.pk]),
    ):
        page = staff_client.get(address).content.decode()
        assert str(schedule.pk) in page
        assert "Sertraline" not in page
        assert "08:00" not in page
        assert 'name="_save"' not in page


def test_staff_can_change_and_delete_nothing(alice: User, staff_client: Client) -> None:
    schedule = schedule_of(create_medicine(user=alice))
    assert staff_client.post(reverse("admin:tracker_schedule_change", args=[schedule.pk]), {}).status_code == 403
    assert staff_client.post(reverse("admin:tracker_schedule_delete", args=[schedule.pk]), {}).status_code == 403
    assert staff_client.get(reverse("admin:tracker_schedule_add")).status_code == 403


def test_who_is_not_staff_is_kept_out(charlie_client: Client) -> None:
    assert charlie_client.get(reverse("admin:tracker_schedule_changelist")).status_code in (302, 403)
