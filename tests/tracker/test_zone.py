from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_bedtime, schedule_of
from tracker.forms.zone import ZoneForm, places
from tracker.models import Schedule

pytestmark = pytest.mark.django_db
PAGE = "/you/zone/"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def test_the_page_shows_the_zone_of_now_and_what_stays(alice_client: Client) -> None:
    page = alice_client.get(PAGE)
    text = page.content.decode()
    assert page.status_code == 200
    assert '<option value="Europe/London" selected>London</option>' in text
    assert "22:00 is still 22:00 where you are" in text
    assert "<title>Turnstone</title>" in text


def test_after_choosing_a_zone_reminders_come_at_the_same_time_of_the_clock_there(
    alice: User, alice_client: Client
) -> None:
    create_bedtime(user=alice)
    answer = alice_client.post(PAGE, {"zone": "Asia/Tokyo"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/you/")
    alice.refresh_from_db()
    assert alice.zone == "Asia/Tokyo"
    assert Schedule.objects.for_user(alice).get().next_at == datetime(2026, 11, 4, 13, tzinfo=UTC)
    assert "Your times keep their place on the clock." in alice_client.get("/you/").content.decode()


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "London", "US/Eastern", "a" * 5000, "\0"])
def test_what_is_not_in_the_list_is_refused_beside_the_field(alice: User, alice_client: Client, zone: str) -> None:
    answer = alice_client.post(PAGE, {"zone": zone})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count("Choose a time zone from the list.") == 2  # above the form and beside the field
    alice.refresh_from_db()
    assert alice.zone == "Europe/London"


def test_charlie_moves_nobody_but_himself(alice: User, charlie: User, charlie_client: Client) -> None:
    before = schedule_of(create_bedtime(user=alice)).next_at
    charlie_client.post(PAGE, {"zone": "Asia/Tokyo", "user": str(alice.pk), "user_id": str(alice.pk)})
    alice.refresh_from_db()
    assert (alice.zone, Schedule.objects.for_user(alice).get().next_at) == ("Europe/London", before)


def test_signed_out_the_page_asks_to_sign_in(bob_client: Client) -> None:
    answer = bob_client.get(PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/login/?next={PAGE}")


def test_the_list_has_every_country_by_town_and_the_name_a_browser_once_gave() -> None:
    options = dict(ZoneForm(initial={"zone": "Asia/Calcutta"}).fields["zone"].choices)  # type: ignore[attr-defined]
    assert ("Europe/Oslo", "Oslo") in options["Europe"]
    assert ("America/Argentina/Buenos_Aires", "Buenos Aires (Argentina)") in options["America"]
    assert ("Asia/Calcutta", "Calcutta") in options["Asia"]
    assert options[""] == [("UTC", "UTC")]
    assert len(places()) > 400


def test_a_name_that_left_the_database_counts_as_utc_and_can_be_changed(alice: User, alice_client: Client) -> None:
    User.objects.filter(pk=alice.pk).update(zone="Europe/Gone")
    assert alice_client.get(PAGE).status_code == 200
    assert alice_client.post(PAGE, {"zone": "Europe/Gone"}).status_code == 422
    assert alice_client.post(PAGE, {"zone": "Europe/Oslo"}).status_code == 303
