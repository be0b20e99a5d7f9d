"""The form and the page of a medicine."""

from __future__ import annotations

import datetime as dt
import re
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.tracker import ENDED, SINCE, create_medicine, schedule_of
from tracker.actions.medication import end_medicine, record_dose
from tracker.models import Dose, Medicine, Schedule

TODAY = dt.date(2026, 11, 3)
LABEL = {
    "name": "Sertraline",
    "dose": "50 mg",
    "times_a_day": "2",
    "time_1": "20:00",
    "time_2": "08:00",
    "often": "every_day",
    "matches_label": "on",
}


def record(user: User, schedule: Schedule, state: str, recorded_at: datetime, **more: Any) -> Dose:
    values: dict[str, Any] = {"date": TODAY, "slot": 0, "at": None, "now": recorded_at, **more}
    return record_dose(
        user_id=user.pk,
        schedule_id=schedule.pk,
        state=state,
        recorded_at=recorded_at,
        **values,
    )


# The form


def test_nothing_about_how_often_is_chosen_beforehand(alice_client: Client) -> None:
    page = alice_client.get(reverse("tracker:medicine_new")).content.decode()
    assert " checked" not in page
    assert not re.search(r'name="time_\d" value', page)


def test_a_plan_full_of_medicines_says_so_and_keeps_what_was_typed(
    alice: User, charlie: User, alice_client: Client, now: datetime
) -> None:
    archived = create_medicine(user=alice)
    end_medicine(user_id=alice.pk, medicine_id=archived.pk, agreed=ENDED, now=now)
    for _each in range(Medicine.MOST_CURRENT):
        create_medicine(user=alice)
    answer = alice_client.post(reverse("tracker:medicine_new"), LABEL | {"name": "Lithium"})
    assert answer.status_code == 422
    assert "Your plan holds 30 medicines" in answer.content.decode()
    assert 'value="Lithium"' in answer.content.decode()
    back = alice_client.post(reverse("tracker:medicine_restore", args=[archived.pk]), follow=True)
    assert "Your plan holds 30 medicines" in back.content.decode()
    assert Medicine.objects.for_user(alice).current().count() == Medicine.MOST_CURRENT
    assert create_medicine(user=charlie).user == charlie


def test_a_medicine_is_added_as_on_the_label(alice: User, alice_client: Client) -> None:
    answer = alice_client.post(reverse("tracker:medicine_new"), LABEL)
    medicine = Medicine.objects.for_user(alice).get()
    assert (answer.status_code, answer["Location"]) == (303, reverse("tracker:medicine", args=[medicine.pk]))
    assert schedule_of(medicine).rule.times == (time(8), time(20))
    page = alice_client.get(answer["Location"]).content.decode()
    assert "Sertraline, 50 mg" in page
    assert "Every day at 08:00 and 20:00" in page
    assert "<title>Turnstone</title>" in page


def test_certain_days_are_kept_as_days(alice: User, alice_client: Client) -> None:
    sent = LABEL | {"times_a_day": "1", "often": "weekdays", "weekdays": ["0", "3"]}
    answer = alice_client.post(reverse("tracker:medicine_new"), sent)
    assert "Mondays and Thursdays at 20:00" in alice_client.get(answer["Location"]).content.decode()


def test_a_form_sent_twice_makes_one_medicine(alice: User, alice_client: Client) -> None:
    for _twice in range(2):
        answer = alice_client.post(reverse("tracker:medicine_new"), LABEL | {"medicine_id": str(UUID(int=7))})
        assert answer.status_code == 303
    assert Medicine.objects.for_user(alice).count() == 1
    assert Schedule.objects.for_user(alice).count() == 1


def test_a_form_gone_back_to_and_saved_again_makes_no_second_medicine(
    alice: User, charlie: User, alice_client: Client, now: datetime
) -> None:
    new = reverse("tracker:medicine_new")
    create_medicine(user=charlie)
    assert alice_client.post(new, LABEL | {"medicine_id": str(uuid4())}).status_code == 303
    answer = alice_client.post(new, LABEL | {"medicine_id": str(uuid4()), "name": "SERTRALINE", "time_1": "21:00"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is already in your plan. You can change it there." in page
    assert 'value="21:00"' in page
    assert alice_client.post(new, LABEL | {"dose": "100 mg"}).status_code == 303
    first = Medicine.objects.for_user(alice).order_by("created_at")[0]
    end_medicine(user_id=alice.pk, medicine_id=first.pk, agreed=ENDED, now=now)
    assert alice_client.post(new, LABEL).status_code == 303
    assert Medicine.objects.for_user(alice).current().count() == 2


def test_the_id_of_another_persons_medicine_makes_a_new_one(alice: User, charlie: User, charlie_client: Client) -> None:
    hers = create_medicine(user=alice)
    charlie_client.post(reverse("tracker:medicine_new"), LABEL | {"medicine_id": str(hers.pk)})
    assert Medicine.objects.for_user(charlie).get().pk != hers.pk
    assert Medicine.objects.for_user(alice).get() == hers


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Write a few words here."),
        ({"times_a_day": ""}, "Choose how many times a day"),
        ({"time_2": ""}, "Choose this time"),
        ({"time_2": "25:99"}, "Write the time like 21:30."),
        ({"time_2": "20:00"}, "This time is already there."),
        ({"often": ""}, "Choose how often"),
        ({"often": "weekdays"}, "Choose at least one day."),
        ({"prescriber_phone": "call me"}, "Write the number with digits"),
        ({"taken_since": "2026-11-04"}, "Choose a date up to today."),
        ({"taken_since": "soon"}, "Write the date like"),
        ({"matches_label": ""}, "Compare this with the label"),
    ],
)
def test_bad_input_is_named_beside_its_field_and_nothing_is_half_saved(
    alice_client: Client, now: datetime, wrong: dict[str, str], sentence: str
) -> None:
    with time_machine.travel(now, tick=False):
        answer = alice_client.post(reverse("tracker:medicine_new"), LABEL | {"prescriber": "Dr Singh"} | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="Dr Singh"' in page
    assert not Medicine.objects.exists()
    assert not Schedule.objects.exists()


def test_text_is_composed_and_its_spaces_are_one(alice: User, alice_client: Client) -> None:
    alice_client.post(reverse("tracker:medicine_new"), LABEL | {"name": "Cafe\u0301  forte", "dose": "<b>1</b>"})
    medicine = Medicine.objects.for_user(alice).get()
    assert medicine.name == "Café forte"
    assert b"<b>1</b>" not in alice_client.get(reverse("tracker:plan")).content


def test_the_label_is_compared_again_at_each_change(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice)
    url = reverse("tracker:medicine_edit", args=[medicine.pk])
    page = alice_client.get(url).content.decode()
    assert 'value="08:00"' in page
    assert 'value="Dr Singh"' in page
    sent = LABEL | {"times_a_day": "1", "agreed_with": "Dr Singh", "agreed_on": "2026-11-03"}
    assert alice_client.post(url, {**sent, "matches_label": ""}).status_code == 422
    assert schedule_of(medicine).rule.times == (time(8),)
    assert alice_client.post(url, sent).status_code == 303
    assert schedule_of(medicine).rule.times == (time(20),)


def test_archiving_can_be_undone_from_the_message(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice)
    sent = {"agreed_with": "Dr Singh", "agreed_on": "2026-11-03"}
    page = alice_client.post(reverse("tracker:medicine_end", args=[medicine.pk]), sent, follow=True).content.decode()
    undo = reverse("tracker:medicine_restore", args=[medicine.pk])
    assert f'action="{undo}"' in page
    assert "Put away" in page
    assert alice_client.post(undo).status_code == 303
    assert Medicine.objects.for_user(alice).current().exists()


# The page


def test_the_last_days_are_plain_words(alice: User, alice_client: Client, now: datetime) -> None:
    schedule = schedule_of(create_medicine(user=alice, times=(time(8), time(20))))
    record(alice, schedule, "taken", now)
    with time_machine.travel(now, tick=False):
        page = alice_client.get(reverse("tracker:medicine", args=[schedule.medicine_id])).content.decode()
    days = [(day, re.findall(r">([^<]+)</a>", said)) for day, said in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)]
    assert len(days) == 14
    assert days[0] == ("Tue 3 Nov", ["08:00 taken"])
    assert days[1] == ("Mon 2 Nov", ["08:00 not recorded", "20:00 not recorded"])
    assert "missed" not in page


def test_a_page_costs_the_same_with_one_dose_and_with_many(
    alice: User, alice_client: Client, django_assert_max_num_queries: object
) -> None:
    medicine = create_medicine(user=alice, times=tuple(time(hour) for hour in (6, 10, 14, 18)))
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        alice_client.get(reverse("tracker:medicine", args=[medicine.pk]))


@pytest.mark.parametrize(
    ("written", "dialled"),
    [("01632 960118", "01632960118"), ("+44 (0)1632-960118", "+441632960118"), ("(01632) 960.118", "01632960118")],
)
def test_a_number_is_kept_as_written_and_dialled_by_its_digits(
    alice: User, alice_client: Client, written: str, dialled: str
) -> None:
    answer = alice_client.post(reverse("tracker:medicine_new"), LABEL | {"prescriber_phone": written})
    assert f'href="tel:{dialled}"' in alice_client.get(answer["Location"]).content.decode()
    assert Medicine.objects.for_user(alice).get().prescriber_phone == written


# Another person


def test_charlie_gets_404_for_each_address_and_changes_nothing(alice: User, charlie_client: Client) -> None:
    medicine = create_medicine(user=alice)
    names = ("medicine", "medicine_edit", "medicine_end", "medicine_restore", "medicine_check_in", "medicine_take_back")
    for name in names:
        url, unknown = (reverse(f"tracker:{name}", args=[pk]) for pk in (medicine.pk, uuid4()))
        for send in (charlie_client.get, charlie_client.post):
            answer = send(url)
            assert answer.status_code in (404, 405), name
            assert answer.status_code == send(unknown).status_code
            assert b"Sertraline" not in answer.content
    assert b"Sertraline" not in charlie_client.get(reverse("tracker:plan")).content
    assert schedule_of(medicine).since == SINCE
