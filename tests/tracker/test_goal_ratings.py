"""How close a goal is: said every two weeks, taken back, and what counts as movement."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.tracker import create_goal
from tracker.actions.goals import archive_goal, rate_goal
from tracker.goals import Asked, goal_record
from tracker.models import Goal, GoalRating

TODAY = dt.date(2026, 11, 3)
DAY = timedelta(days=1)
HTMX = {"HX-Request": "true"}
NEW = "/plan/goal/new/"


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def url_of(goal: Goal, on: dt.date | str = TODAY) -> str:
    return f"/log/goal/{goal.pk}/{on}/"


def page_of(client: Client, goal: Goal) -> str:
    return client.get(reverse("tracker:goal", args=[goal.pk])).content.decode()


def part(markup: str) -> str:
    found = re.search(r'<section class="stack fig" id="close".*?</section>', markup, re.DOTALL)
    assert found
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[0])


def pressed(markup: str) -> list[str]:
    return re.findall(r'aria-pressed="true">(\d+)<', markup)


def rate(user: User, goal: Goal, rating: int | None, *, on: dt.date = TODAY, now: datetime) -> None:
    rate_goal(user_id=user.pk, goal_id=goal.pk, date=on, rating=rating, recorded_at=now, now=now)


# The form


def test_where_from_good_enough_and_the_therapist_are_kept_and_changed(alice: User, alice_client: Client) -> None:
    sent = {"title": "Choir", "where_from": "3", "good_enough": "7", "agreed": "no"}
    page = alice_client.get(alice_client.post(NEW, sent)["Location"]).content.decode()
    goal = Goal.objects.for_user(alice).get()
    assert (goal.where_from, goal.good_enough, goal.agreed) == (3, 7, False)
    assert "Not agreed" in page
    assert "A line from 0 to 10, where from: 3, good enough: 7" in page
    edit = reverse("tracker:goal_edit", args=[goal.pk])
    assert re.findall(r'value="(\w+)"[^>]* checked', alice_client.get(edit).content.decode()) == ["3", "7", "no"]
    assert alice_client.post(edit, {"title": "Choir", "where_from": "0", "agreed": "yes"}).status_code == 303
    goal = Goal.objects.for_user(alice).get()
    assert (goal.where_from, goal.good_enough, goal.agreed) == (0, None, True)
    assert "You both agreed" in page_of(alice_client, goal)


def test_none_of_them_has_to_be_said(alice: User, alice_client: Client) -> None:
    page = alice_client.get(alice_client.post(NEW, {"title": "Choir"})["Location"]).content.decode()
    goal = Goal.objects.for_user(alice).get()
    assert (goal.where_from, goal.good_enough, goal.agreed) == (None, None, None)
    assert "Not talked about yet." in page
    assert "A line from 0 to 10" not in page


@pytest.mark.parametrize("value", ["11", "-1", "9" * 400, "five", "5.5", "5\x00"])
@pytest.mark.parametrize("name", ["where_from", "good_enough"])
def test_a_number_that_is_none_is_named_and_nothing_is_saved(alice_client: Client, name: str, value: str) -> None:
    answer = alice_client.post(NEW, {"title": "Choir again", name: value})
    assert answer.status_code == 422
    assert "Choose a number from 0 to 10." in answer.content.decode()
    assert 'value="Choir again"' in answer.content.decode()
    assert not Goal.objects.exists()


def test_it_lies_sealed(alice: User, alice_client: Client) -> None:
    alice_client.post(NEW, {"title": "Choir", "where_from": "3", "agreed": "yes"})
    alice_client.post(url_of(Goal.objects.get()), {"rating": "6"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT where_from, agreed FROM tracker_goal")
        row = [*cursor.fetchone()]
        cursor.execute("SELECT rating FROM tracker_goalrating")
        row += cursor.fetchone()
    assert all(bytes(value) not in (b"3", b"true", b"6") for value in row)


# The rating


def test_one_tap_rates_and_the_same_tap_takes_it_back(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime
) -> None:
    goal = create_goal(user=alice)
    before = part(page_of(alice_client, goal))
    answer = alice_client.post(url_of(goal), {"rating": "0"})
    assert (answer.status_code, answer["Location"]) == (303, f"/plan/goal/{goal.pk}/#close")
    assert pressed(page_of(alice_client, goal)) == ["0"]
    assert 'name="rating" value="" aria-pressed="true">0<' in page_of(alice_client, goal)
    with time_machine.travel(now + timedelta(minutes=2), tick=False):
        alice_client.post(url_of(goal), {"rating": ""})
    assert part(page_of(alice_client, goal)) == before
    assert GoalRating.objects.for_user(alice).get().rating is None
    for send in (charlie_client.post, charlie_client.get):
        assert send(url_of(goal), {"rating": "5"}).status_code in (404, 405)
    assert charlie_client.post(url_of(goal), {"rating": "5"}).status_code == 404


@pytest.mark.parametrize("rating", ["7", ""])
def test_what_is_swapped_in_is_what_a_reload_shows(alice: User, alice_client: Client, rating: str) -> None:
    goal = create_goal(user=alice)
    alice_client.post(url_of(goal), {"rating": "4"})
    answer = alice_client.post(url_of(goal), {"rating": rating}, headers=HTMX).content.decode()
    assert part(answer) == part(page_of(alice_client, goal))
    assert 'id="say"' in answer


@pytest.mark.parametrize("sent", [{"rating": "11"}, {"rating": "-1"}, {"rating": "9" * 400}, {"rating": "x\x00"}, {}])
def test_a_rating_that_is_none_is_refused_with_a_sentence(alice: User, alice_client: Client, sent: Any) -> None:
    goal = create_goal(user=alice)
    for headers in ({}, HTMX):
        answer = alice_client.post(url_of(goal), sent, headers=headers)
        assert answer.status_code == 422
        assert "Choose a number from 0 to 10." in answer.content.decode()
    assert not GoalRating.objects.exists()


@pytest.mark.parametrize("rating", [11, -1])
def test_the_action_refuses_it_as_well(alice: User, now: datetime, rating: int) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        rate(alice, create_goal(user=alice), rating, now=now)


@pytest.mark.parametrize("on", ["2026-11-04", "2026-10-31", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_to_come_and_a_closed_one_cannot_be_rated(alice: User, alice_client: Client, on: str) -> None:
    assert alice_client.post(url_of(create_goal(user=alice), on), {"rating": "5"}).status_code == 404
    assert not GoalRating.objects.exists()


def test_a_goal_that_was_put_away_is_not_rated(alice: User, alice_client: Client, now: datetime) -> None:
    goal = create_goal(user=alice)
    archive_goal(user_id=alice.pk, goal_id=goal.pk, now=now)
    assert alice_client.post(url_of(goal), {"rating": "5"}).status_code == 404
    assert 'name="rating"' not in page_of(alice_client, goal)


def test_sent_twice_it_is_recorded_once_and_the_later_saying_stands(
    alice: User, alice_client: Client, now: datetime
) -> None:
    goal, key = create_goal(user=alice), {"Idempotency-Key": str(uuid.uuid4())}
    sent = [alice_client.post(url_of(goal), {"rating": value}, headers=key) for value in ("4", "4", "5")]
    assert [answer.status_code for answer in sent] == [204, 204, 409]
    earlier = {"X-Recorded-At": (now - timedelta(hours=1)).isoformat()}
    alice_client.post(url_of(goal), {"rating": "9"}, headers=earlier)
    assert GoalRating.objects.for_user(alice).get().rating == 4


# What it says


@pytest.mark.parametrize(
    ("start", "last", "words"),
    [
        (3, 6, "It was 3: that is movement, closer."),
        (3, 5, "It was 3. Fewer than three points could be chance."),
        (6, 3, "It was 6: that is movement, further away."),
    ],
)
def test_three_points_are_called_movement(alice: User, alice_client: Client, start: int, last: int, words: str) -> None:
    alice_client.post(NEW, {"title": "Choir", "where_from": str(start), "good_enough": "6"})
    goal = Goal.objects.get()
    alice_client.post(url_of(goal), {"rating": str(last)})
    found = part(page_of(alice_client, goal))
    assert f"Now {last} of 10, as of 3 November. {words}" in found
    assert ("That is good enough, as you set it." in found) is (last >= 6)
    assert f'<th scope="row">3 Nov 2026</th><td class="n">{last}</td>' in found
    assert f"where from: {start}, now: {last}, good enough: 6" in found


def test_the_milestones_are_rungs_from_the_bottom_up(alice: User, alice_client: Client) -> None:
    goal = create_goal(user=alice, milestones=("One", "Two", "Three"))
    assert re.findall(r'id="words-[^"]*">(\w+)<', page_of(alice_client, goal)) == ["Three", "Two", "One"]


def test_a_goal_is_due_two_weeks_after_it_was_last_rated(alice: User, now: datetime) -> None:
    new, fresh, old = (create_goal(user=alice, title=title) for title in ("New", "Fresh", "Old"))

    def asked(goal: Goal) -> Asked:
        return goal_record(goal=goal, today=TODAY).asked

    rate(alice, fresh, 4, on=TODAY - 13 * DAY, now=now)
    rate(alice, old, 4, on=TODAY - 14 * DAY, now=now)
    assert [asked(goal).due for goal in (new, fresh, old)] == [True, False, True]
    assert asked(old).last
    rate(alice, new, 5, now=now)
    rate(alice, old, None, on=TODAY - 14 * DAY, now=now)
    assert [(asked(goal).rating, asked(goal).due) for goal in (new, old)] == [(5, False), (None, True)]
