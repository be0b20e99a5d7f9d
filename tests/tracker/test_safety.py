"""The cards of medicine safety, each as the person sees it, from what sets it off to "Noted" and Undo."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.tracker import create_homework, create_medicine, schedule_of
from tracker.actions.homework import record_homework
from tracker.actions.medication import record_dose
from tracker.actions.medicine_changes import Agreed, keep_change
from tracker.actions.moods import record_mood
from tracker.actions.safety import raise_card, raise_for_words
from tracker.actions.stopping import say_thinking_of_stopping, take_back_thought
from tracker.actions.supply import count_supply
from tracker.logic.medicine_safety import Trigger
from tracker.models import AgendaLine, Medicine, Mood, Review, SafetyCard
from tracker.safety_cards import card_key

TODAY = dt.date(2026, 11, 3)
DAY = timedelta(days=1)
HTMX = {"HX-Request": "true"}

RED_FLAGS = "This needs medical advice now."
ALREADY_STOPPED = (
    "Thank you for saying. Please call your prescriber or pharmacist today, also if you feel fine. If you feel very "
    "unwell or have thoughts of ending your life, use Help now."
)
WORSE_MOOD = (
    "Mood can get rougher in the first weeks or after a change, and young adults should be seen early. "
    "Contact the prescriber today."
)
TWO_MISSED = (
    "Two doses in a row didn’t happen. No judgement. Please check with your pharmacist or prescriber before the next "
    "one, and never double up."
)
WANTS_TO_STOP = (
    "Wanting to stop is worth a proper conversation. Stopping suddenly or missing doses can bring withdrawal symptoms, "
    "and for some people the illness comes back. Most people who stop with a plan do so successfully. Please talk with "
    "the person who prescribed it first."
)
SIDE_EFFECTS = (
    "Side effects that get in the way are a reason to call, not to push through alone. "
    "Don’t stop or change the dose yourself."
)
PREGNANCY = "Don’t stop suddenly. Call your prescriber soon to talk it through."
MIXING = "Mixing can be risky. A pharmacist can tell you quickly."
LOW_ADHERENCE = (
    "About 7 of 10 doses happened. Worth telling your prescriber, since it changes what they can tell about the "
    "medicine."
)
REFILL = "About 7 days left. Ordering now avoids a gap."
EVERY = {
    Trigger.RED_FLAGS: RED_FLAGS,
    Trigger.ALREADY_STOPPED: ALREADY_STOPPED,
    Trigger.WANTS_TO_STOP: WANTS_TO_STOP,
    Trigger.SIDE_EFFECTS: SIDE_EFFECTS,
    Trigger.PREGNANCY: PREGNANCY,
    Trigger.MIXING: MIXING,
}


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def cards(client: Client) -> str:
    """The cards of Today."""
    found = re.search(r'<section id="safety".*?</section>', client.get("/today/").content.decode(), re.DOTALL)
    assert found
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[0])


def say(medicine: Medicine, *states: str, until: dt.date = TODAY, reason: str = "", note: str = "") -> None:
    """One state a day of its first time, the last on *until*, each said in the evening of its day."""
    schedule = schedule_of(medicine)
    for back, state in enumerate(reversed(states)):
        day = until - DAY * back
        at = datetime.combine(day, time(19), tzinfo=dt.UTC)
        record_dose(
            user_id=medicine.user_id,
            schedule_id=schedule.pk,
            date=day,
            slot=0,
            state=state,
            at=None,
            recorded_at=at,
            now=at,
            reason=reason,
            note=note,
        )


def feel(person: User, *levels: int) -> None:
    """One level a day, the last today's."""
    for back, level in enumerate(reversed(levels)):
        at = datetime.combine(TODAY - DAY * back, time(19), tzinfo=dt.UTC)
        record_mood(user_id=person.pk, date=at.date(), level=level, recorded_at=at, now=at)


def settle(client: Client, person: User, trigger: Trigger, medicine: Medicine | None, state: str = "noted") -> int:
    key = card_key(person.pk, trigger, medicine.pk if medicine else None)
    return client.post(f"/log/safety/{key}/", {"state": state}).status_code


# What sets each off


def test_with_nothing_to_say_there_is_no_card(alice: User, alice_client: Client) -> None:
    say(create_medicine(user=alice), *["taken"] * 10)
    assert re.match(r'<section id="safety"[^>]* hidden>', cards(alice_client))
    assert "nudge" not in cards(alice_client)
    assert not SafetyCard.objects.exists()


def test_two_doses_in_a_row_that_did_not_happen(alice: User, alice_client: Client, charlie_client: Client) -> None:
    medicine = create_medicine(user=alice)
    say(medicine, "taken", "missed", "missed")
    found = cards(alice_client)
    assert TWO_MISSED in found
    assert 'href="tel:01632960118"' in found
    assert reverse("tracker:dose", args=[medicine.pk, schedule_of(medicine).pk, TODAY, 0]) in found
    assert "Find a pharmacist" in found
    assert TWO_MISSED not in cards(charlie_client)
    say(medicine, "taken")
    assert TWO_MISSED not in cards(alice_client)


def test_two_doses_without_an_answer_count_after_a_day(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice, since=datetime(2026, 11, 1, 7, tzinfo=dt.UTC))
    with time_machine.travel(datetime(2026, 11, 3, 7, 59, tzinfo=dt.UTC), tick=False):
        assert TWO_MISSED not in cards(alice_client)
    with time_machine.travel(datetime(2026, 11, 3, 8, 1, tzinfo=dt.UTC), tick=False):
        assert TWO_MISSED in cards(alice_client)
    say(medicine, "not_sure", until=TODAY - DAY)
    assert TWO_MISSED not in cards(alice_client)


def test_under_eighty_of_a_hundred_leads_to_a_line_on_the_sheet_for_the_doctor(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    medicine = create_medicine(user=alice, since=datetime(2026, 10, 25, 7, tzinfo=dt.UTC))
    say(medicine, "missed", "taken", "missed", "taken", "missed", *["taken"] * 5)
    found = cards(alice_client)
    assert LOW_ADHERENCE in found
    assert LOW_ADHERENCE not in cards(charlie_client)
    text = re.search(r'name="text" value="([^"]+)"', found)
    assert text
    answer = alice_client.post("/session/doctor/line/", {"text": text[1], "origin": "medicine"})
    assert (answer.status_code, answer["Location"]) == (303, "/session/doctor/")
    assert (
        "About 7 of 10 doses happened in the last two weeks." in alice_client.get("/session/doctor/").content.decode()
    )
    line = AgendaLine.objects.for_user(alice).get()
    assert (line.for_doctor, line.origin) == (True, "medicine")


@pytest.mark.parametrize("reason", ["felt_better", "not_helping", "did_not_want_to"])
def test_a_reason_that_says_i_want_to_stop(
    alice: User, alice_client: Client, charlie_client: Client, reason: str
) -> None:
    say(create_medicine(user=alice), "skipped_on_purpose", reason=reason)
    found = cards(alice_client)
    assert WANTS_TO_STOP in found
    assert reverse("guide:phrase", args=["doctor", "doctor-stop"]) in found
    assert WANTS_TO_STOP not in cards(charlie_client)


@pytest.mark.parametrize("reason", ["forgot", "side_effects", "ran_out", "other", ""])
def test_another_reason_does_not(alice: User, alice_client: Client, reason: str) -> None:
    say(create_medicine(user=alice), "skipped_on_purpose", reason=reason)
    assert WANTS_TO_STOP not in cards(alice_client)


def test_the_words_of_a_dose_note_are_read_and_not_kept(alice: User, alice_client: Client) -> None:
    say(create_medicine(user=alice), "missed", note="I am stopping my meds")
    assert WANTS_TO_STOP in cards(alice_client)
    row = SafetyCard.objects.for_user(alice).get()
    assert "stopping" not in str({name: getattr(row, name) for name in ("trigger", "raised_at", "settled_at")})


def test_the_note_of_homework_is_read(alice: User, alice_client: Client, now: datetime) -> None:
    homework = create_homework(user=alice, due=TODAY)
    schedule = homework.schedules.get()
    create_medicine(user=alice)
    record_homework(
        user_id=alice.pk,
        schedule_id=schedule.pk,
        date=TODAY,
        slot=0,
        state="partly",
        note="Hard, since I want to come off my tablets",
        recorded_at=now,
        now=now,
    )
    assert WANTS_TO_STOP in cards(alice_client)


def test_a_note_of_the_journal_is_read(alice: User, alice_client: Client) -> None:
    alice_client.post(f"/log/note/{uuid.uuid4()}/", {"date": TODAY, "text": "A seizure this morning"})
    assert RED_FLAGS in cards(alice_client)


def test_what_happened_long_ago_calls_for_nothing_now(alice: User, now: datetime) -> None:
    """As when a record of years is brought in."""
    medicine, old = create_medicine(user=alice), TODAY - DAY * 20
    record_mood(user_id=alice.pk, date=old, level=2, note="Stopped my meds", recorded_at=now, now=now)
    record_dose(
        user_id=alice.pk,
        schedule_id=schedule_of(medicine).pk,
        date=old,
        slot=0,
        state="missed",
        at=None,
        recorded_at=now,
        now=now,
        reason="felt_better",
        note="stopping my meds",
    )
    assert not SafetyCard.objects.exists()


def test_i_have_already_stopped_is_said_on_its_own_page(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    medicine = create_medicine(user=alice)
    check_in, stopped = (reverse(f"tracker:medicine_{name}", args=[medicine.pk]) for name in ("check_in", "stopped"))
    assert f'href="{stopped}"' in alice_client.get(check_in).content.decode()
    page = alice_client.get(stopped).content.decode()
    assert ALREADY_STOPPED in page
    assert 'href="tel:01632960118"' in page
    assert not SafetyCard.objects.exists()
    assert alice_client.post(stopped).status_code == 303
    assert "Noted for today" in alice_client.get(stopped).content.decode()
    found = cards(alice_client)
    assert ALREADY_STOPPED in found
    assert re.search(r'href="/help/now/[^"]*"', found)
    assert schedule_of(medicine).remind
    assert charlie_client.get(stopped).status_code == 404
    assert charlie_client.post(stopped).status_code == 404
    assert ALREADY_STOPPED not in cards(charlie_client)


def test_a_slip_takes_it_back_and_it_can_be_said_again(alice: User, alice_client: Client) -> None:
    stopped = reverse("tracker:medicine_stopped", args=[create_medicine(user=alice).pk])
    for _again in range(2):
        alice_client.post(stopped)
        assert ALREADY_STOPPED in cards(alice_client)
        alice_client.post(stopped, {"take_back": "on"})
        assert ALREADY_STOPPED not in cards(alice_client)
        assert "Noted for today" not in alice_client.get(stopped).content.decode()


def test_already_stopped_stands_also_when_the_medicine_was_put_away(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice)
    alice_client.post(reverse("tracker:medicine_stopped", args=[medicine.pk]))
    Medicine.objects.for_user(alice).update(ended_at=datetime(2026, 11, 3, 19, tzinfo=dt.UTC))
    assert ALREADY_STOPPED in cards(alice_client)


@pytest.mark.parametrize(("supply", "days"), [(7, "7"), (3, "3")])
def test_a_supply_that_runs_out(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime, supply: int, days: str
) -> None:
    medicine = create_medicine(user=alice)
    count_supply(user_id=alice.pk, medicine_id=medicine.pk, count=supply, on=TODAY, now=now)
    found = cards(alice_client)
    assert f"About {days} days left. Ordering now avoids a gap." in found
    assert "working days" in found
    assert reverse("tracker:medicine_supply", args=[medicine.pk]) in found
    assert "Remind me" in found
    assert "days left" not in cards(charlie_client)


def test_a_supply_is_named_twice_at_most_and_again_after_a_refill(
    alice: User, alice_client: Client, now: datetime
) -> None:
    medicine = create_medicine(user=alice)
    count_supply(user_id=alice.pk, medicine_id=medicine.pk, count=7, on=TODAY, now=now)
    settle(alice_client, alice, Trigger.REFILL, medicine)
    shown = []
    for ahead in range(8):
        with time_machine.travel(now + DAY * ahead, tick=False):
            shown.append("Remind me" in cards(alice_client))
            if ahead == 5:
                settle(alice_client, alice, Trigger.REFILL_SOON, medicine)
    assert shown == [False, False, False, False, True, True, False, False]
    with time_machine.travel(now + DAY * 7, tick=False):
        day = (now + DAY * 7).date()
        count_supply(user_id=alice.pk, medicine_id=medicine.pk, count=5, on=day, now=now + DAY * 7)
        assert "days left" in cards(alice_client)


@pytest.mark.parametrize(("much", "stands"), [("a_little", False), ("a_lot", True), ("cannot_go_on", True)])
def test_side_effects_that_get_in_the_way(
    alice: User, alice_client: Client, charlie_client: Client, much: str, stands: bool
) -> None:
    create_medicine(user=alice)
    alice_client.post(f"/log/side-effects/{TODAY}/", {"any": "yes", "much": much})
    assert (SIDE_EFFECTS in cards(alice_client)) is stands
    assert SIDE_EFFECTS not in cards(charlie_client)


def test_a_rougher_mood_in_the_first_weeks(alice: User, alice_client: Client, charlie_client: Client) -> None:
    create_medicine(user=alice, taken_since=TODAY - DAY * 20)
    feel(alice, *[4] * 7, *[3] * 7)
    found = cards(alice_client)
    assert WORSE_MOOD in found
    assert re.search(r'href="/help/now/[^"]*"', found)
    assert WORSE_MOOD not in cards(charlie_client)


def test_the_same_mood_months_later_calls_for_nothing_unless_something_changed(
    alice: User, alice_client: Client, now: datetime
) -> None:
    medicine = create_medicine(user=alice)
    feel(alice, 1)
    assert WORSE_MOOD not in cards(alice_client)
    keep_change(
        medicine, agreed=Agreed(with_whom="Dr Singh", on=TODAY - DAY * 3, was="50 mg", becomes="100 mg"), now=now
    )
    assert WORSE_MOOD in cards(alice_client)


def test_agitation_counts_in_the_first_weeks_alone(alice: User, alice_client: Client, now: datetime) -> None:
    new, old = create_medicine(user=alice, taken_since=TODAY), "so agitated, I can’t sit still"
    raise_for_words(user_id=alice.pk, text=old, now=now)
    assert WORSE_MOOD in cards(alice_client)
    SafetyCard.objects.for_user(alice).delete()
    new.taken_since = TODAY - DAY * 100
    new.save()
    raise_for_words(user_id=alice.pk, text=old, now=now)
    assert not SafetyCard.objects.exists()


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("a severe rash on both arms", RED_FLAGS),
        ("thinking of coming off Sertraline", WANTS_TO_STOP),
        ("I stopped taking my tablets", ALREADY_STOPPED),
        ("three beers and then bed", MIXING),
        ("I think I’m pregnant", PREGNANCY),
    ],
)
def test_the_line_of_a_mood_is_read_as_it_is_saved(
    alice: User, alice_client: Client, charlie: User, charlie_client: Client, note: str, text: str
) -> None:
    create_medicine(user=alice)
    answer = alice_client.post(f"/log/mood/{TODAY}/", {"level": "3", "note": note}, headers=HTMX).content.decode()
    assert text in answer
    assert 'id="safety"' in answer
    assert text in cards(alice_client)
    assert text not in cards(charlie_client)
    assert Mood.objects.for_user(alice).get().note == note
    assert Review.objects.for_user(alice).get().next_review_at


def test_without_a_medicine_only_red_flags_are_read(alice: User, alice_client: Client, now: datetime) -> None:
    text = "Stopping my meds, a few beers, pregnant, and a seizure"
    raise_for_words(user_id=alice.pk, text=text, now=now)
    assert [row.trigger for row in SafetyCard.objects.for_user(alice)] == ["red_flags"]
    assert RED_FLAGS in cards(alice_client)


def test_red_flags_name_the_emergency_number_of_the_persons_country(alice: User, alice_client: Client) -> None:
    alice.country = "GB"
    alice.save()
    alice_client.post(f"/log/mood/{TODAY}/", {"note": "I fainted"})
    found = cards(alice_client)
    assert 'href="tel:999"' in found
    assert "/help/now/?country=GB" in found


# What was taken back, and what stays


def test_a_pregnancy_told_elsewhere_stays_when_stopping_comes_to_mind(
    alice: User, charlie_client: Client, alice_client: Client, now: datetime
) -> None:
    medicine = create_medicine(user=alice)
    raise_for_words(user_id=alice.pk, text="I think I am pregnant", now=now)
    later = now + timedelta(minutes=5)
    for reasons in ([], ["pregnancy"], ["cost"]):
        say_thinking_of_stopping(user_id=alice.pk, medicine_id=medicine.pk, reasons=reasons, now=later)
        assert PREGNANCY in cards(alice_client)
    take_back_thought(user_id=alice.pk, medicine_id=medicine.pk, now=later)
    assert PREGNANCY in cards(alice_client)
    assert PREGNANCY not in cards(charlie_client)


def test_a_reason_taken_out_takes_back_the_card_that_it_called_for(
    alice: User, alice_client: Client, now: datetime
) -> None:
    medicine = create_medicine(user=alice)
    for minutes, reasons in ((0, []), (1, ["pregnancy"]), (2, ["cost"])):
        at = now + timedelta(minutes=minutes)
        say_thinking_of_stopping(user_id=alice.pk, medicine_id=medicine.pk, reasons=reasons, now=at)
        assert (PREGNANCY in cards(alice_client)) is (reasons == ["pregnancy"])
    assert WANTS_TO_STOP in cards(alice_client)


def test_words_said_before_a_slip_was_taken_back_keep_their_card(
    alice: User, alice_client: Client, now: datetime
) -> None:
    medicine, later = create_medicine(user=alice), now + timedelta(minutes=5)
    raise_for_words(user_id=alice.pk, text="I want to stop my meds", now=now)
    say_thinking_of_stopping(user_id=alice.pk, medicine_id=medicine.pk, reasons=[], now=later)
    take_back_thought(user_id=alice.pk, medicine_id=medicine.pk, now=later)
    assert WANTS_TO_STOP in cards(alice_client)


def test_a_slip_takes_back_its_card_but_for_a_dose_that_says_the_same(
    alice: User, alice_client: Client, now: datetime
) -> None:
    medicine = create_medicine(user=alice)
    say_thinking_of_stopping(user_id=alice.pk, medicine_id=medicine.pk, reasons=[], now=now)
    take_back_thought(user_id=alice.pk, medicine_id=medicine.pk, now=now)
    assert WANTS_TO_STOP not in cards(alice_client)
    say_thinking_of_stopping(user_id=alice.pk, medicine_id=medicine.pk, reasons=[], now=now)
    say(medicine, "missed", reason="did_not_want_to")
    take_back_thought(user_id=alice.pk, medicine_id=medicine.pk, now=now)
    assert WANTS_TO_STOP in cards(alice_client)


@pytest.mark.parametrize(("state", "reason"), [("", ""), ("taken", ""), ("missed", "forgot")])
def test_a_reason_of_a_dose_taken_back_takes_back_the_card_that_it_called_for(
    alice: User, alice_client: Client, state: str, reason: str
) -> None:
    medicine = create_medicine(user=alice)
    say(medicine, "missed", reason="did_not_want_to")
    assert WANTS_TO_STOP in cards(alice_client)
    say(medicine, state, reason=reason)
    assert WANTS_TO_STOP not in cards(alice_client)
    say(medicine, "missed", reason="did_not_want_to")
    assert WANTS_TO_STOP in cards(alice_client)


def test_a_dose_taken_back_leaves_what_other_words_called_for(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    raise_for_words(user_id=alice.pk, text="I want to stop my meds", now=now - timedelta(hours=1))
    say(medicine, "missed", reason="did_not_want_to")
    say(medicine, "")
    assert WANTS_TO_STOP in cards(alice_client)


def test_a_dose_taken_back_leaves_the_card_while_another_says_the_same(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice)
    say(medicine, "missed", reason="felt_better", until=TODAY - DAY)
    SafetyCard.objects.for_user(alice).delete()
    say(medicine, "missed", reason="did_not_want_to")
    say(medicine, "")
    assert WANTS_TO_STOP in cards(alice_client)


def test_the_same_note_of_a_dose_sent_again_calls_for_nothing_new(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice)
    say(medicine, "missed", note="I fainted")
    settle(alice_client, alice, Trigger.RED_FLAGS, None)
    before = cards(alice_client)
    say(medicine, "missed", reason="forgot", note="I fainted")
    assert SafetyCard.objects.for_user(alice).count() == 1
    assert cards(alice_client) == before
    say(medicine, "missed", reason="forgot", note="I fainted twice")
    assert SafetyCard.objects.for_user(alice).count() == 2


def test_a_reason_that_stays_calls_for_nothing_new(alice: User, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    say(medicine, "missed", reason="felt_better")
    SafetyCard.objects.for_user(alice).update(raised_at=now - DAY * 20)
    say(medicine, "missed", reason="felt_better", note="Slept through it")
    assert SafetyCard.objects.for_user(alice).count() == 1


def test_a_card_of_long_ago_is_not_opened_again(alice: User, now: datetime) -> None:
    raise_card(user_id=alice.pk, trigger=Trigger.RED_FLAGS, medicine_id=None, now=now - DAY * 61)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tracker_safetycard SET trigger = %s", [b"unreadable"])
    raise_card(user_id=alice.pk, trigger=Trigger.RED_FLAGS, medicine_id=None, now=now)
    assert SafetyCard.objects.for_user(alice).count() == 2


# One card of a kind, in its time


def test_the_most_pressing_stand_first_and_the_rest_behind_more(
    alice: User, alice_client: Client, now: datetime
) -> None:
    medicine = create_medicine(user=alice)
    say(medicine, "taken", "taken")
    for trigger in reversed(EVERY):
        raise_card(user_id=alice.pk, trigger=trigger, medicine_id=medicine.pk, now=now)
    found = cards(alice_client)
    places = [found.index(text) for text in EVERY.values()]
    assert places == sorted(places)
    more = found.index("4 more")
    assert [place < more for place in places] == [True, True, False, False, False, False]


@pytest.mark.parametrize("trigger", [one for one in EVERY if one is not Trigger.RED_FLAGS])
def test_one_card_of_a_kind_in_its_cooldown(alice: User, alice_client: Client, now: datetime, trigger: Trigger) -> None:
    medicine = create_medicine(user=alice)
    wait = 14 if trigger is Trigger.WANTS_TO_STOP else 7
    for hours in (0, 1, wait * 24 - 1):
        raise_card(user_id=alice.pk, trigger=trigger, medicine_id=medicine.pk, now=now + timedelta(hours=hours))
        if not hours:
            settle(alice_client, alice, trigger, medicine)
    assert SafetyCard.objects.count() == 1
    later = now + DAY * wait
    with time_machine.travel(later, tick=False):
        assert EVERY[trigger] not in cards(alice_client)
        raise_card(user_id=alice.pk, trigger=trigger, medicine_id=medicine.pk, now=later)
        assert EVERY[trigger] in cards(alice_client)


def test_red_flags_said_again_stand_again(alice: User, alice_client: Client, now: datetime) -> None:
    raise_for_words(user_id=alice.pk, text="a seizure", now=now)
    raise_for_words(user_id=alice.pk, text="chest pain", now=now)
    assert SafetyCard.objects.count() == 1
    settle(alice_client, alice, Trigger.RED_FLAGS, None)
    raise_for_words(user_id=alice.pk, text="fainted", now=now + timedelta(minutes=1))
    assert cards(alice_client).count(RED_FLAGS) == 1
    assert 'value="noted"' in cards(alice_client)


def test_a_card_nobody_put_aside_goes_after_two_weeks(alice: User, alice_client: Client, now: datetime) -> None:
    create_medicine(user=alice)
    raise_for_words(user_id=alice.pk, text="a few beers", now=now)
    for days, stands in ((13, True), (14, False)):
        with time_machine.travel(now + DAY * days, tick=False):
            assert (MIXING in cards(alice_client)) is stands


def test_two_medicines_are_told_apart_and_one_name_is_enough(alice: User, alice_client: Client, now: datetime) -> None:
    first, second = create_medicine(user=alice), create_medicine(user=alice, name="Lamotrigine", prescriber_phone="")
    say(second, "missed", "missed")
    say(first, "taken", "taken")
    found = cards(alice_client)
    assert "About Lamotrigine" in found
    assert found.count(TWO_MISSED) == 1
    assert reverse("tracker:medicine_edit", args=[second.pk]) in found
    raise_for_words(user_id=alice.pk, text="pregnant", now=now)
    raise_for_words(user_id=alice.pk, text="pregnant", medicine_id=first.pk, now=now)
    assert cards(alice_client).count(PREGNANCY) == 1


# "Noted", and Undo


@pytest.mark.parametrize("trigger", [Trigger.TWO_MISSED, Trigger.WANTS_TO_STOP, Trigger.RED_FLAGS])
def test_noted_puts_a_card_aside_and_the_same_place_takes_it_back(
    alice: User, alice_client: Client, charlie_client: Client, trigger: Trigger
) -> None:
    medicine: Medicine | None = create_medicine(user=alice)
    assert medicine
    say(medicine, "missed", "missed", reason="felt_better", note="a seizure" if trigger == Trigger.RED_FLAGS else "")
    medicine = None if trigger == Trigger.RED_FLAGS else medicine
    before = cards(alice_client)
    assert settle(alice_client, alice, trigger, medicine) == 303
    noted = cards(alice_client)
    assert noted != before
    assert re.search(r"<details[^>]*><summary>.*?Noted.*?Undo", noted, re.DOTALL)
    assert settle(charlie_client, alice, trigger, medicine, "") == 404
    assert cards(alice_client) == noted
    settle(alice_client, alice, trigger, medicine, "")
    assert cards(alice_client) == before
    settle(alice_client, alice, trigger, medicine)
    with time_machine.travel(datetime(2026, 11, 4, 7, 30, tzinfo=dt.UTC), tick=False):
        assert "Undo" not in cards(alice_client)


def test_a_card_of_the_record_comes_back_after_its_cooldown(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    say(medicine, "missed", "missed")
    settle(alice_client, alice, Trigger.TWO_MISSED, medicine)
    for days, stands in ((6, False), (7, True)):
        with time_machine.travel(now + DAY * days, tick=False):
            assert (TWO_MISSED in cards(alice_client)) is stands
    with time_machine.travel(now + DAY * 7, tick=False):
        settle(alice_client, alice, Trigger.TWO_MISSED, medicine)
        assert 'value="noted"' not in cards(alice_client)


def test_what_is_swapped_in_is_what_a_reload_shows(alice: User, alice_client: Client, now: datetime) -> None:
    medicine = create_medicine(user=alice)
    say(medicine, "missed", "missed")
    raise_for_words(user_id=alice.pk, text="pregnant, and three beers", now=now)
    for trigger, state in ((Trigger.PREGNANCY, "noted"), (Trigger.TWO_MISSED, "noted"), (Trigger.TWO_MISSED, "")):
        key = card_key(alice.pk, trigger, medicine.pk)
        answer = alice_client.post(f"/log/safety/{key}/", {"state": state}, headers=HTMX).content.decode()
        found = re.search(r'<section id="safety".*?</section>', answer, re.DOTALL)
        assert found
        assert re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[0]) == cards(alice_client)
        assert 'id="say"' in answer


def test_sent_twice_it_is_noted_once(alice: User, alice_client: Client) -> None:
    medicine = create_medicine(user=alice)
    say(medicine, "missed", "missed")
    url = f"/log/safety/{card_key(alice.pk, Trigger.TWO_MISSED, medicine.pk)}/"
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first, again, other = (alice_client.post(url, {"state": state}, headers=key) for state in ("noted", "noted", ""))
    assert [answer.status_code for answer in (first, again, other)] == [204, 204, 409]
    assert SafetyCard.objects.count() == 1


@pytest.mark.parametrize("state", [None, "settled", "no\x00ted", "9" * 400])
def test_another_state_is_refused(alice: User, alice_client: Client, state: str | None) -> None:
    medicine = create_medicine(user=alice)
    url = f"/log/safety/{card_key(alice.pk, Trigger.TWO_MISSED, medicine.pk)}/"
    assert alice_client.post(url, {} if state is None else {"state": state}).status_code == 422
    assert not SafetyCard.objects.exists()


def test_an_address_says_nothing_and_fits_one_person_alone(alice: User, charlie: User, alice_client: Client) -> None:
    keys = {card_key(person.pk, trigger, None) for person in (alice, charlie) for trigger in Trigger}
    assert len(keys) == 2 * len(Trigger)
    assert alice_client.post(f"/log/safety/{card_key(charlie.pk, Trigger.MIXING, None)}/").status_code == 404
    assert alice_client.post(f"/log/safety/{uuid.uuid4()}/", {"state": "noted"}).status_code == 404


def test_signed_out_nothing_is_noted(alice: User, bob_client: Client) -> None:
    url = f"/log/safety/{card_key(alice.pk, Trigger.MIXING, None)}/"
    assert bob_client.post(url, {"state": "noted"})["Location"].startswith("/accounts/login/")
    assert bob_client.post(url, headers={"Idempotency-Key": str(uuid.uuid4())}).status_code == 401
