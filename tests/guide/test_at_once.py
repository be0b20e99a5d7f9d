"""The check, the checklist, the plan and the sheet with several hands on them in the same instant."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.models import User
from guide.actions import check, choosing, fit, safety_plan
from guide.logic.choosing import Candidate
from guide.models import ChoosingSheet, FitCheck, SafetyPlan, WhyCheck
from tests.hands import HANDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_first_answers_given_at_once_all_go_into_one_check(alice: User, now: datetime) -> None:
    names = ["r1a", "r1b", "r2a", "r2b"]
    answers = at_once(lambda hand: check.answer(user_id=alice.pk, item_id=names[hand], answer=hand, now=now))
    assert answers == [None] * HANDS
    assert WhyCheck.objects.for_user(alice).get().answers == {name: hand for hand, name in enumerate(names)}


def test_a_check_finished_several_times_at_once_is_finished_once(alice: User, now: datetime) -> None:
    check.answer(user_id=alice.pk, item_id="r1a", answer=3, now=now)
    answers = at_once(lambda _: check.finish(user_id=alice.pk, now=now))
    assert sum(isinstance(answer, WhyCheck) for answer in answers) == 1
    assert answers.count(None) == HANDS - 1
    assert WhyCheck.objects.for_user(alice).get().finished_at == now


def test_answers_from_the_browser_kept_several_times_at_once_are_one_check(alice: User, now: datetime) -> None:
    answers = at_once(lambda _: check.keep(user_id=alice.pk, answers={"r1a": 3}, finished=True, at=now, now=now))
    assert all(isinstance(answer, WhyCheck) for answer in answers)
    assert WhyCheck.objects.for_user(alice).count() == 1


def test_a_checklist_sent_several_times_at_once_is_one(alice: User, now: datetime) -> None:
    answers = at_once(lambda _: fit.keep(user_id=alice.pk, answers={"f1": "no"}, red_flags=[], about="Hannah", now=now))
    assert all(isinstance(answer, FitCheck) for answer in answers)
    assert FitCheck.objects.for_user(alice).count() == 1


def test_first_parts_of_a_plan_saved_at_once_all_stay(alice: User, now: datetime) -> None:
    steps = ["signs", "alone", "space", "stay"]
    answers = at_once(
        lambda hand: safety_plan.save_steps(user_id=alice.pk, written={steps[hand]: (str(hand), "")}, now=now)
    )
    assert answers == [set()] * HANDS
    assert SafetyPlan.objects.for_user(alice).get().steps == {step: str(hand) for hand, step in enumerate(steps)}


def test_both_people_of_a_sheet_saved_at_once_stay(alice: User) -> None:
    people, nobody = {"a": Candidate(name="Hannah"), "b": Candidate(name="Ida")}, Candidate().mark

    def save(hand: int) -> choosing.Saved:
        place = "ab"[hand % 2]
        return choosing.save(user_id=alice.pk, written={place: (people[place], nobody)}, join=False)

    answers = at_once(save)
    assert answers == [choosing.Saved(frozenset(), frozenset())] * HANDS
    assert ChoosingSheet.objects.for_user(alice).get().both == people
