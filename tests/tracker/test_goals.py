"""Goals and their milestones."""

from __future__ import annotations

import datetime as dt
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.tracker import create_goal
from tracker.actions.errors import NotFound, TooManyGoals
from tracker.actions.goals import add_goal, archive_goal, change_goal, mark_milestone, restore_goal
from tracker.models import Goal, Milestone

NEW = "/plan/goal/new/"


def titles(goal: Goal) -> list[str]:
    return [milestone.title for milestone in Goal.objects.get(pk=goal.pk).milestones.all()]


# Keeping


def test_a_goal_is_kept_with_its_milestones_in_order(alice: User, alice_client: Client) -> None:
    answer = alice_client.post(
        NEW, {"title": "Choir again", "milestone_0": "Ring Ada", "milestone_1": "Stay to the break"}
    )
    goal = Goal.objects.for_user(alice).get()
    assert (answer.status_code, answer["Location"]) == (303, reverse("tracker:goal", args=[goal.pk]))
    assert titles(goal) == ["Ring Ada", "Stay to the break"]
    page = alice_client.get(answer["Location"]).content.decode()
    assert "0 of 2 milestones" in page
    assert "<title>Turnstone</title>" in page


def test_empty_milestones_are_left_out(alice: User, alice_client: Client) -> None:
    alice_client.post(NEW, {"title": "Choir", "milestone_0": " ", "milestone_1": "Ring Ada", "milestone_2": ""})
    assert titles(Goal.objects.for_user(alice).get()) == ["Ring Ada"]


def test_a_form_sent_twice_makes_one_goal(alice: User, alice_client: Client) -> None:
    for _twice in range(2):
        alice_client.post(NEW, {"goal_id": str(UUID(int=7)), "title": "Choir", "milestone_0": "Ring Ada"})
    assert titles(Goal.objects.for_user(alice).get()) == ["Ring Ada"]


def test_a_form_gone_back_to_and_saved_again_makes_no_second_goal(
    alice: User, charlie: User, alice_client: Client, now: datetime
) -> None:
    create_goal(user=charlie, title="Choir")
    assert alice_client.post(NEW, {"goal_id": str(uuid4()), "title": "Choir"}).status_code == 303
    answer = alice_client.post(NEW, {"goal_id": str(uuid4()), "title": "choir", "milestone_0": "Ring Ada"})
    assert answer.status_code == 422
    assert "This is already in your plan." in answer.content.decode()
    assert 'value="Ring Ada"' in answer.content.decode()
    goal = Goal.objects.for_user(alice).get()
    archive_goal(user_id=alice.pk, goal_id=goal.pk, now=now)
    assert alice_client.post(NEW, {"title": "Choir"}).status_code == 303


def test_one_invalid_milestone_saves_nothing_and_keeps_what_was_typed(alice: User, alice_client: Client) -> None:
    answer = alice_client.post(NEW, {"title": "Choir again", "milestone_0": "Ring Ada", "milestone_1": "x" * 201})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "it has 201 characters, and 200 fit" in page
    assert 'value="Choir again"' in page
    assert 'value="Ring Ada"' in page
    assert not Goal.objects.exists()


def test_without_a_title_a_sentence_says_so(alice_client: Client, alice: User) -> None:
    answer = alice_client.post(NEW, {"title": " \t ", "milestone_0": "Ring Ada"})
    assert answer.status_code == 422
    assert "Write a few words here." in answer.content.decode()
    assert not Goal.objects.exists()


def test_one_more_milestone_keeps_what_was_typed_and_complains_of_nothing(alice_client: Client, alice: User) -> None:
    sent = {"title": "", "milestone_0": "Ring Ada", "milestone_1": "", "more": "1"}
    for fields in (3, 4, 5, 6, 6):
        answer = alice_client.post(NEW, sent)
        page = answer.content.decode()
        assert re.findall(r'name="milestone_(\d)"[^>]* autofocus', page) == [str(fields - 1)]
        assert answer.status_code == 200
        assert len(re.findall(r'name="milestone_\d"', page)) == fields
        assert 'value="Ring Ada"' in page
        assert "err" not in re.findall(r'class="([\w-]+)"', page)
        sent |= {f"milestone_{fields - 1}": ""}
    assert 'name="more"' not in page
    assert not Goal.objects.exists()


def test_a_seventh_milestone_is_not_taken(alice: User, alice_client: Client) -> None:
    alice_client.post(NEW, {"title": "Choir"} | {f"milestone_{n}": str(n) for n in range(9)})
    assert titles(Goal.objects.for_user(alice).get()) == ["0", "1", "2", "3", "4", "5"]


def test_a_fourth_goal_waits_with_a_kind_sentence(alice: User, alice_client: Client) -> None:
    for _three in range(3):
        create_goal(user=alice)
    assert "enough to carry at once" in alice_client.get(NEW).content.decode()
    answer = alice_client.post(NEW, {"title": "A fourth"})
    assert answer.status_code == 422
    assert "Put one away first" in answer.content.decode()
    assert 'value="A fourth"' in answer.content.decode()
    assert Goal.objects.for_user(alice).count() == 3


def test_each_person_has_three(alice: User, charlie: User) -> None:
    for _three in range(3):
        create_goal(user=alice)
    assert create_goal(user=charlie).user == charlie
    with pytest.raises(TooManyGoals):
        create_goal(user=alice)


# Changing


def test_changed_milestones_keep_what_was_reached(alice: User, alice_client: Client, now: datetime) -> None:
    goal = create_goal(user=alice, milestones=("One", "Two", "Three"))
    one, two, three = goal.milestones.all()
    mark_milestone(user_id=alice.pk, milestone_id=two.pk, reached=True, recorded_at=now, now=now)
    url = reverse("tracker:goal_edit", args=[goal.pk])
    sent = {
        "title": "Choir",
        "milestone_0_id": str(two.pk),
        "milestone_0": "Two, and a bit",
        "milestone_1_id": str(one.pk),
        "milestone_1": "",
        "milestone_2_id": str(three.pk),
        "milestone_2": "Three",
        "milestone_3_id": str(uuid4()),
        "milestone_3": "Four",
    }
    for _twice in range(2):
        assert alice_client.post(url, sent).status_code == 303
    assert titles(goal) == ["Two, and a bit", "Three", "Four"]
    assert Milestone.objects.get(pk=two.pk).reached_on == dt.date(2026, 11, 3)


def sent_for(goal: Goal, *extra: str) -> dict[str, str]:
    """What the form of *goal* sends as it stands now, with *extra* milestones."""
    rows = [(str(row.pk), row.title) for row in goal.milestones.all()] + [(str(uuid4()), words) for words in extra]
    fields = {f"milestone_{n}_id": row_id for n, (row_id, _words) in enumerate(rows)}
    return {"title": goal.title, **fields, **{f"milestone_{n}": words for n, (_row_id, words) in enumerate(rows)}}


def test_a_form_drawn_before_does_not_take_away_what_was_added_since(alice: User, alice_client: Client) -> None:
    goal = create_goal(user=alice, milestones=("One", "Two"))
    url, stale = reverse("tracker:goal_edit", args=[goal.pk]), sent_for(goal, "Four")
    alice_client.post(url, sent_for(goal, "Three"))
    assert alice_client.post(url, stale | {"milestone_1": ""}).status_code == 303
    assert titles(goal) == ["One", "Four", "Three"]


def test_what_does_not_fit_beside_what_was_added_since_waits_with_a_sentence(alice: User, alice_client: Client) -> None:
    goal = create_goal(user=alice, milestones=("One", "Two"))
    url, stale = reverse("tracker:goal_edit", args=[goal.pk]), sent_for(goal, "Seven")
    alice_client.post(url, sent_for(goal, "Three", "Four", "Five", "Six"))
    answer = alice_client.post(url, stale)
    assert answer.status_code == 422
    assert "and six fit" in answer.content.decode()
    assert 'value="Seven"' in answer.content.decode()
    assert titles(goal) == ["One", "Two", "Three", "Four", "Five", "Six"]


def test_a_milestone_of_another_goal_is_not_moved(alice: User, charlie: User) -> None:
    hers, his = create_goal(user=alice), create_goal(user=charlie, milestones=())
    stolen = hers.milestones.all()[0]
    change_goal(user_id=charlie.pk, goal_id=his.pk, title="Mine", milestones=[(stolen.pk, "Mine too")])
    assert titles(hers) == ["Answer one message", "Meet one friend for tea"]
    assert titles(his) == ["Mine too"]


def test_the_form_shows_what_is_there_and_room_for_one_more(alice: User, alice_client: Client) -> None:
    goal = create_goal(user=alice)
    page = alice_client.get(reverse("tracker:goal_edit", args=[goal.pk])).content.decode()
    assert re.findall(r'name="milestone_\d" value="(.*?)"', page) == ["Answer one message", "Meet one friend for tea"]
    assert len(re.findall(r'name="milestone_\d"', page)) == 3


def test_archiving_can_be_undone_from_the_message(alice: User, alice_client: Client) -> None:
    goal = create_goal(user=alice)
    page = alice_client.post(reverse("tracker:goal_archive", args=[goal.pk]), follow=True).content.decode()
    undo = reverse("tracker:goal_restore", args=[goal.pk])
    assert f'action="{undo}"' in page
    assert alice_client.post(undo).status_code == 303
    assert Goal.objects.for_user(alice).active().get() == goal


def test_a_goal_that_no_longer_fits_stays_away_and_says_why(alice: User, alice_client: Client, now: datetime) -> None:
    goal = create_goal(user=alice)
    archive_goal(user_id=alice.pk, goal_id=goal.pk, now=now)
    for _three in range(3):
        create_goal(user=alice)
    page = alice_client.post(reverse("tracker:goal_restore", args=[goal.pk]), follow=True).content.decode()
    assert "Put one away first" in page
    assert Goal.objects.get(pk=goal.pk).archived_at == now


def test_restoring_twice_counts_once(alice: User) -> None:
    goal = create_goal(user=alice)
    for _twice in range(2):
        restore_goal(user_id=alice.pk, goal_id=goal.pk)
    assert Goal.objects.for_user(alice).active().count() == 1


# Milestones


def test_a_milestone_is_ticked_and_unticked_by_the_same_control(alice: User, alice_client: Client) -> None:
    goal = create_goal(user=alice)
    milestone = goal.milestones.all()[0]
    url = reverse("tracker:milestone", args=[milestone.pk])
    page = alice_client.post(url, {"state": "reached"}, follow=True).content.decode()
    assert "1 of 2 milestones" in page
    assert re.search(rf'id="tick-{milestone.pk}" name="state" value="" data-tick="reached" aria-pressed="true"', page)
    page = alice_client.post(url, {"state": ""}, follow=True).content.decode()
    assert "0 of 2 milestones" in page


def test_what_htmx_gets_is_what_the_page_shows(alice: User, alice_client: Client) -> None:
    goal = create_goal(user=alice)
    url = reverse("tracker:milestone", args=[goal.milestones.all()[0].pk])
    part = alice_client.post(url, {"state": "reached"}, headers={"HX-Request": "true"})
    page = alice_client.get(reverse("tracker:goal", args=[goal.pk])).content.decode()
    assert part.status_code == 200
    without_token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert without_token.sub("", part.content.decode()).strip() in without_token.sub("", page)


def test_a_tick_kept_on_the_phone_is_carried_out_once_and_counts_for_its_day(alice: User, alice_client: Client) -> None:
    milestone = create_goal(user=alice).milestones.all()[0]
    url = reverse("tracker:milestone", args=[milestone.pk])
    headers = {"Idempotency-Key": str(uuid4()), "X-Recorded-At": "2026-11-01T22:00:00Z"}
    with time_machine.travel(datetime(2026, 11, 3, 9, 0, tzinfo=dt.UTC), tick=False):
        for _twice in range(2):
            answer = alice_client.post(url, {"state": "reached"}, headers=headers)
            assert answer.status_code == 204
    milestone.refresh_from_db()
    assert milestone.reached_on == dt.date(2026, 11, 1)


def test_the_day_reached_is_the_persons_and_stays_when_ticked_again(alice: User, now: datetime) -> None:
    alice.zone = "Pacific/Auckland"
    alice.save()
    milestone = create_goal(user=alice).milestones.all()[0]
    for hours in (0, 48):
        at = now + timedelta(hours=hours)
        mark_milestone(user_id=alice.pk, milestone_id=milestone.pk, reached=True, recorded_at=at, now=at)
    milestone.refresh_from_db()
    assert milestone.reached_on == dt.date(2026, 11, 4)


def test_of_two_sayings_of_a_milestone_the_later_stands_whichever_arrives_first(alice: User, now: datetime) -> None:
    milestone = create_goal(user=alice).milestones.all()[0]
    who: dict[str, Any] = {"user_id": alice.pk, "milestone_id": milestone.pk, "now": now}
    mark_milestone(**who, reached=False, recorded_at=now)
    mark_milestone(**who, reached=True, recorded_at=now - timedelta(minutes=5))
    milestone.refresh_from_db()
    assert milestone.reached_on is None
    later = now + timedelta(minutes=1)
    mark_milestone(**who | {"now": later}, reached=True, recorded_at=later)
    milestone.refresh_from_db()
    assert milestone.reached_on == dt.date(2026, 11, 3)


def test_a_phone_ahead_of_the_clock_does_not_hold_a_milestone(alice: User, now: datetime) -> None:
    milestone = create_goal(user=alice).milestones.all()[0]
    who: dict[str, Any] = {"user_id": alice.pk, "milestone_id": milestone.pk}
    mark_milestone(**who, reached=True, recorded_at=now + timedelta(days=300), now=now)
    mark_milestone(**who, reached=False, recorded_at=now + timedelta(minutes=1), now=now + timedelta(minutes=1))
    milestone.refresh_from_db()
    assert milestone.reached_on is None


@pytest.mark.parametrize("sent", [{"state": "done"}, {}])
def test_a_milestone_has_no_other_state(alice: User, alice_client: Client, now: datetime, sent: dict[str, str]) -> None:
    milestone = create_goal(user=alice).milestones.all()[0]
    mark_milestone(user_id=alice.pk, milestone_id=milestone.pk, reached=True, recorded_at=now, now=now)
    answer = alice_client.post(reverse("tracker:milestone", args=[milestone.pk]), sent)
    assert answer.status_code == 422
    milestone.refresh_from_db()
    assert milestone.reached_on == dt.date(2026, 11, 3)


# Another person


def test_charlie_gets_404_for_each_address_and_changes_nothing(alice: User, charlie_client: Client) -> None:
    goal = create_goal(user=alice)
    milestone = goal.milestones.all()[0]
    addresses = [(name, goal.pk) for name in ("goal", "goal_edit", "goal_archive", "goal_restore")]
    for name, pk in [*addresses, ("milestone", milestone.pk)]:
        url, unknown = reverse(f"tracker:{name}", args=[pk]), reverse(f"tracker:{name}", args=[uuid4()])
        for send in (charlie_client.get, charlie_client.post):
            answer = send(url, {"state": "reached", "title": "Mine"})
            assert answer.status_code in (404, 405), name
            assert answer.status_code == send(unknown).status_code
            assert b"dinner" not in answer.content
    milestone.refresh_from_db()
    assert milestone.reached_on is None
    assert Goal.objects.for_user(alice).active().get().title == "Have dinner with friends again"


def test_no_action_reaches_another_persons_goal(alice: User, charlie: User, now: datetime) -> None:
    goal = create_goal(user=alice)
    who: dict[str, Any] = {"user_id": charlie.pk, "now": now}
    with pytest.raises(NotFound):
        change_goal(user_id=charlie.pk, goal_id=goal.pk, title="Mine", milestones=[])
    with pytest.raises(NotFound):
        archive_goal(**who, goal_id=goal.pk)
    with pytest.raises(NotFound):
        restore_goal(user_id=charlie.pk, goal_id=goal.pk)
    with pytest.raises(NotFound):
        mark_milestone(**who, milestone_id=goal.milestones.all()[0].pk, reached=True, recorded_at=now)
    with pytest.raises(NotFound):
        add_goal(user_id=uuid4(), title="Nobody’s", milestones=[])
