"""The care team, and the stretches of therapy that sessions make."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_carer, create_session
from tracker.actions.care_team import change_carer, keep_episode
from tracker.actions.visits import record_outcome
from tracker.models import Appointment, Carer, Episode

TEAM = "/session/care-team/"
HANNAH = {"name": "Hannah Brandt", "role": "therapist", "phone": "01632 960118"}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def page(client: Client, path: str = TEAM) -> str:
    return client.get(path).content.decode()


def days(count: int, now: datetime) -> datetime:
    return now - timedelta(days=count)


def starts(user: User) -> list[date]:
    return [episode.started_on for episode in Episode.objects.for_user(user)]


def say(user: User, session: Appointment, outcome: str, now: datetime) -> None:
    record_outcome(user_id=user.pk, appointment_id=session.pk, outcome=outcome, recorded_at=now, now=now)


# Who helps


def test_whoever_is_added_can_be_called_and_chosen_for_the_next_session(alice: User, alice_client: Client) -> None:
    assert "a call is one tap" in page(alice_client)
    assert 'name="carer"' not in page(alice_client, "/session/appointment/")
    alice_client.post(f"{TEAM}new/", HANNAH)
    found = page(alice_client)
    assert 'href="tel:01632960118"' in found
    assert "Therapist" in found
    carer = Carer.objects.for_user(alice).get()
    assert f'<option value="{carer.pk}">Hannah Brandt' in page(alice_client, "/session/appointment/")
    fields = {"date": "2026-11-05", "time": "17:30", "carer": str(carer.pk), "with_whom": "", "place": ""}
    alice_client.post("/session/appointment/", fields)
    assert "What to say to Hannah Brandt" in page(alice_client, "/session/")
    alice_client.post(f"{TEAM}{carer.pk}/", {**HANNAH, "name": "Hannah B."})
    assert "What to say to Hannah B." in page(alice_client, "/session/")


def test_someone_who_is_not_in_the_team_can_be_named_instead(alice: User, alice_client: Client) -> None:
    create_carer(user=alice)
    fields = {"date": "2026-11-05", "time": "17:30", "carer": "", "with_whom": "Dr Stand-in", "place": ""}
    alice_client.post("/session/appointment/", fields)
    assert "What to say to Dr Stand-in" in page(alice_client, "/session/")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Write a few words here."),
        ({"name": "x" * 30_000}, "and 100 fit"),
        ({"role": ""}, "Choose one."),
        ({"role": "wizard"}, "Choose one of these."),
        ({"phone": "call me"}, "Write the number with digits"),
        ({"phone": "9" * 400}, "and 40 fit"),
    ],
)
def test_what_cannot_be_is_answered_beside_the_field(
    alice_client: Client, fields: dict[str, str], sentence: str
) -> None:
    answer = alice_client.post(f"{TEAM}new/", {**HANNAH, **fields})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Carer.objects.exists()


def test_sent_twice_it_is_made_once_and_the_same_name_is_refused(alice: User, alice_client: Client) -> None:
    row = str(uuid.uuid4())
    for _each in range(2):
        assert alice_client.post(f"{TEAM}new/", {**HANNAH, "carer_id": row}).status_code == 303
    answer = alice_client.post(f"{TEAM}new/", HANNAH)
    assert answer.status_code == 422
    assert "already in your care team" in answer.content.decode()
    assert Carer.objects.for_user(alice).count() == 1


def test_whoever_is_taken_off_is_not_deleted_and_can_come_back(
    alice: User, alice_client: Client, now: datetime
) -> None:
    carer = create_carer(user=alice)
    session = create_session(user=alice, at=days(1, now), carer=carer, outcome="attended")
    said = alice_client.post(f"{TEAM}{carer.pk}/end/", follow=True).content.decode()
    assert f'action="{TEAM}{carer.pk}/restore/"' in said
    assert "No longer on the care team" in said
    assert "Hannah Brandt" in page(alice_client, f"/session/past/{session.pk}/")
    assert 'name="carer"' not in page(alice_client, "/session/appointment/")
    alice_client.post(f"{TEAM}{carer.pk}/restore/")
    assert 'name="carer"' in page(alice_client, "/session/appointment/")


def test_a_full_team_says_so(alice: User, alice_client: Client) -> None:
    for number in range(Carer.MOST_CURRENT):
        create_carer(user=alice, name=f"Helper {number}")
    answer = alice_client.post(f"{TEAM}new/", HANNAH)
    assert answer.status_code == 422
    assert "Take one off first" in answer.content.decode()


def test_another_persons_team_is_not_there(
    alice: User, alice_client: Client, charlie: User, charlie_client: Client, now: datetime
) -> None:
    carer = create_carer(user=alice)
    create_session(user=alice, at=days(1, now), carer=carer, outcome="attended")
    episode = Episode.objects.for_user(alice).get()
    assert "Hannah" not in page(charlie_client)
    for path in (f"{carer.pk}/", f"therapy/{episode.pk}/"):
        assert charlie_client.get(TEAM + path).status_code == 404
    for path in (f"{carer.pk}/", f"{carer.pk}/end/", f"{carer.pk}/restore/", f"therapy/{episode.pk}/"):
        assert charlie_client.post(TEAM + path, HANNAH).status_code == 404
    theirs = create_carer(user=charlie, name="Somebody")
    fields: dict[str, Any] = {"started_on": "2026-01-05", "therapist": str(theirs.pk)}
    assert alice_client.post(f"{TEAM}therapy/{episode.pk}/", fields).status_code == 422
    fields = {"date": "2026-11-05", "time": "17:30", "carer": str(theirs.pk)}
    assert alice_client.post("/session/appointment/", fields).status_code == 422


# Stretches of therapy


def test_the_first_session_starts_one_and_the_next_joins_it(alice: User, alice_client: Client, now: datetime) -> None:
    carer = create_carer(user=alice)
    for back in (21, 14, 7):
        create_session(user=alice, at=days(back, now), carer=carer, outcome="attended")
    create_session(user=alice, at=days(1, now), carer=carer, outcome="missed")
    assert starts(alice) == [date(2026, 10, 13)]
    found = page(alice_client)
    assert "Hannah Brandt, since 13 October 2026" in found
    assert "3 sessions, 3 weeks so far" in found


def test_another_therapist_or_ninety_days_start_another(alice: User, now: datetime) -> None:
    hannah, omar = create_carer(user=alice), create_carer(user=alice, name="Omar")
    for back, who in ((200, hannah), (193, hannah), (103, hannah), (96, omar), (89, omar)):
        create_session(user=alice, at=days(back, now), carer=who, outcome="attended")
    expected = [days(200, now).date(), days(103, now).date(), days(96, now).date()]
    assert starts(alice) == expected
    names = [episode.therapist.name for episode in Episode.objects.for_user(alice) if episode.therapist]
    assert names == ["Hannah Brandt", "Hannah Brandt", "Omar"]


def test_a_doctors_appointment_is_no_session_of_therapy(alice: User, now: datetime) -> None:
    doctor = create_carer(user=alice, name="Dr Singh", role="doctor")
    visit = create_session(user=alice, at=days(7, now), carer=doctor, outcome="attended")
    assert starts(alice) == []
    change_carer(user_id=alice.pk, carer_id=doctor.pk, name="Dr Singh", role="therapist", phone="")
    assert starts(alice) == [days(7, now).date()]
    change_carer(user_id=alice.pk, carer_id=doctor.pk, name="Dr Singh", role="doctor", phone="")
    visit.refresh_from_db()
    assert (starts(alice), visit.episode_id) == ([], None)


def test_said_in_any_order_it_is_the_same(alice: User, now: datetime) -> None:
    first, second, third = (create_session(user=alice, at=days(back, now)) for back in (21, 14, 7))
    for session in (third, first, second):
        say(alice, session, "attended", now)
    assert starts(alice) == [days(21, now).date()]
    assert len({one.episode_id for one in Appointment.objects.for_user(alice)}) == 1


def test_taken_back_it_is_as_before(alice: User, now: datetime) -> None:
    first, second = (create_session(user=alice, at=days(back, now)) for back in (14, 7))
    say(alice, second, "attended", now)
    say(alice, first, "attended", now)
    say(alice, first, "", now)
    assert starts(alice) == [days(7, now).date()]
    say(alice, second, "cancelled", now)
    assert starts(alice) == []


def test_what_was_written_of_a_stretch_stays_when_its_only_session_is_taken_back(alice: User, now: datetime) -> None:
    session = create_session(user=alice, at=days(7, now), outcome="attended")
    episode = Episode.objects.for_user(alice).get()
    keep_episode(
        user_id=alice.pk,
        episode_id=episode.pk,
        started_on=date(2026, 6, 1),
        focus="Sleep",
        approach="",
        therapist_id=None,
    )
    say(alice, session, "", now)
    assert Episode.objects.for_user(alice).get().focus == "Sleep"
    say(alice, session, "attended", now)
    assert starts(alice) == [date(2026, 6, 1)]


def test_since_when_can_be_said_before_any_session_and_the_sessions_join_it(
    alice: User, alice_client: Client, now: datetime
) -> None:
    fields = {"started_on": "2026-06-01", "focus": "Low mood", "approach": "CBT", "therapist": ""}
    alice_client.post(f"{TEAM}therapy/", fields)
    alice_client.post(f"{TEAM}therapy/", fields)
    create_session(user=alice, at=days(7, now), carer=create_carer(user=alice), outcome="attended")
    assert starts(alice) == [date(2026, 6, 1)]
    found = page(alice_client)
    assert "Low mood" in found
    assert "CBT" in found
    assert "1 session, 22 weeks so far" in found


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"started_on": ""}, "Choose a day."),
        ({"started_on": "2026-11-04"}, "That day is still to come."),
        ({"started_on": "0001-01-01"}, "Choose a day since 1950."),
        ({"started_on": "9" * 400}, "Write the date like"),
        ({"focus": "x" * 30_000}, "and 200 fit"),
        ({"therapist": "x"}, "not one of the available choices"),
    ],
)
def test_a_stretch_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    alice_client: Client, fields: dict[str, str], sentence: str
) -> None:
    answer = alice_client.post(f"{TEAM}therapy/", {"started_on": "2026-06-01", "approach": "Typed", **fields})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="Typed"' in answer.content.decode()
    assert not Episode.objects.exists()
