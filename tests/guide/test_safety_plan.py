"""My plan for hard moments: written part by part, never lost, read by its person alone."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from guide.actions.safety_plan import delete_plan, forget_deleted, restore_plan, save_steps
from guide.logic.fingerprint import fingerprint
from guide.logic.safety_plan import STEPS
from guide.models import SafetyPlan

PLAN, EDIT = "/help/safety-plan/", "/help/safety-plan/edit/"
CHECKED = datetime(2026, 11, 24, 12, tzinfo=UTC)
MAYA = {"name": "Maya", "number": "01632 960774", "ask": "Ring me, or come over", "role": ""}

pytestmark = pytest.mark.django_db


def write(person: User, now: datetime = CHECKED, **steps: object) -> set[str]:
    """Save steps as somebody who sees what is there."""
    plan = SafetyPlan.objects.for_user(person).current().first()
    there = plan.steps if plan else {}
    return save_steps(
        user_id=person.pk, written={step: (what, fingerprint(there.get(step))) for step, what in steps.items()}, now=now
    )


def written(person: User) -> dict[str, object]:
    plan = SafetyPlan.objects.for_user(person).current().first()
    return {step: what for step, what in plan.steps.items() if what} if plan else {}


def signed_in(person: User) -> Client:
    """With a session of the moment, where a test moves the clock."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def read(client: Client, path: str = PLAN) -> str:
    response = client.get(path, headers={"accept-language": "en-GB"})
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def fields(client: Client, path: str) -> dict[str, str]:
    """What the form on the page would send as it stands."""
    page = read(client, path)
    found: dict[str, str] = dict(re.findall(r'<input[^>]*? name="([^"]+)"(?:[^>]*? value="([^"]*)")?', page))
    found |= dict(re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', page))
    return {name: value for name, value in found.items() if "-" in name}


def test_a_part_is_written_and_read(alice: User, alice_client: Client, charlie_client: Client) -> None:
    page = fields(alice_client, f"{EDIT}alone/")
    answer = alice_client.post(f"{EDIT}alone/", {**page, "alone-words": "Tea\nA walk round the block"})
    assert (answer.status_code, answer["Location"]) == (303, PLAN)
    assert written(alice) == {"alone": "Tea\nA walk round the block"}
    assert "A walk round the block" in read(alice_client)
    assert "A walk round the block" not in read(charlie_client)


def test_an_empty_plan_shows_its_seven_parts_and_where_to_begin(alice_client: Client) -> None:
    page = read(alice_client)
    titles = re.findall(r'<h2 id="\w+"><span class="num">(\d)</span> ([^<]+)</h2>', page)
    assert titles == [
        ("1", "My early signs"),
        ("2", "Things I can do on my own"),
        ("3", "People and places that take my mind off it"),
        ("4", "People I can tell"),
        ("5", "Professionals and lines"),
        ("6", "Making my space safer"),
        ("7", "What I want to stay for"),
    ]
    assert "Begin with the first part" in page
    for step in STEPS:
        assert f'href="{EDIT}{step}/"' in page


def test_every_part_is_on_one_page_and_any_of_them_can_stay_empty(alice: User, alice_client: Client) -> None:
    page = fields(alice_client, EDIT)
    assert {name.partition("-")[0] for name in page} == set(STEPS)
    answer = alice_client.post(EDIT, {**page, "stay-words": "The sea in May", "signs-words": "I stop answering"})
    assert answer.status_code == 303
    assert written(alice) == {"stay": "The sea in May", "signs": "I stop answering"}


def test_saving_on_the_page_with_everything_comes_back_to_the_same_place(alice_client: Client) -> None:
    page = fields(alice_client, EDIT)
    assert alice_client.post(EDIT, {**page, "then": "space"})["Location"] == f"{EDIT}#space"
    assert alice_client.post(EDIT, {**page, "then": "//elsewhere.example"})["Location"] == PLAN


def test_saving_a_part_can_lead_on_to_the_next_one(alice_client: Client) -> None:
    for step, after in pairwise(STEPS):
        page = fields(alice_client, f"{EDIT}{step}/")
        assert alice_client.post(f"{EDIT}{step}/", {**page, "then": "next"})["Location"] == f"{EDIT}{after}/"
    last = fields(alice_client, f"{EDIT}stay/")
    assert alice_client.post(f"{EDIT}stay/", {**last, "then": "next"})["Location"] == PLAN


def test_a_part_that_does_not_exist_is_not_found(alice_client: Client) -> None:
    assert alice_client.get(f"{EDIT}promises/").status_code == 404


def test_an_empty_form_makes_no_plan(alice: User, alice_client: Client) -> None:
    alice_client.post(f"{EDIT}signs/", fields(alice_client, f"{EDIT}signs/"))
    assert not SafetyPlan.objects.for_user(alice).exists()


def test_people_can_be_called_and_messaged_with_words_that_are_ready(alice: User, alice_client: Client) -> None:
    page = fields(alice_client, f"{EDIT}people/")
    typed = {"people-name_0": "Maya", "people-telephone_0": "01632 960774", "people-ask_0": "Ring me, or come over"}
    alice_client.post(f"{EDIT}people/", {**page, **typed})
    assert written(alice) == {"people": [MAYA]}
    shown = read(alice_client)
    assert 'href="tel:01632960774"' in shown
    assert "Ring me, or come over" in shown
    assert set(re.findall(r'href="(sms:0[^"]*)"', shown)) == {
        "sms:01632960774?body=I%E2%80%99m%20having%20a%20hard%20time%20right%20now.%20Can%20you%20ring%20me%3F"
    }
    assert shown.count("Message Maya") == 2
    assert "“I’m having a hard time right now. Can you ring me?”" in shown
    assert "You send it yourself." in shown


def test_without_anybody_in_the_plan_the_message_goes_to_whom_the_person_chooses(
    alice: User, alice_client: Client
) -> None:
    write(alice, signs="I stop answering")
    shown = read(alice_client)
    assert "Message someone I trust" in shown
    assert 'href="sms:?body=I%E2%80%99m%20having%20a%20hard%20time' in shown


@pytest.mark.parametrize("number", ["work only, ext 12", "01632 960774 or 07700 900123", '"><script>', "-"])
def test_a_number_that_is_none_is_kept_as_typed_and_is_no_link(number: str, alice: User, alice_client: Client) -> None:
    page = fields(alice_client, f"{EDIT}people/")
    answer = alice_client.post(f"{EDIT}people/", {**page, "people-name_0": "Tom", "people-telephone_0": number})
    assert answer.status_code == 303
    shown = alice_client.get(PLAN).content.decode()
    assert f'<span class="num">{html.escape(number)}</span>' in shown
    assert "<script>" not in shown
    assert 'href="tel:01632' not in shown
    assert "Message Tom" not in shown


def test_somebody_with_a_number_and_no_name_can_be_called(alice: User, alice_client: Client) -> None:
    write(alice, people=[{**MAYA, "name": "", "ask": ""}])
    assert 'href="tel:01632960774"' in read(alice_client)


@time_machine.travel(CHECKED, tick=False)
def test_professionals_stand_as_typed_beside_the_lines_of_the_persons_country(
    alice: User, alice_client: Client
) -> None:
    alice.country = "NZ"
    alice.save()
    page = fields(alice_client, f"{EDIT}professionals/")
    typed = {
        "professionals-therapist_name": "Hannah Brandt",
        "professionals-doctor_telephone": "01632 960118",
        "professionals-out_of_hours_name": "The practice’s machine says",
    }
    alice_client.post(f"{EDIT}professionals/", {**page, **typed})
    shown = read(alice_client)
    for text in ("Hannah Brandt", "Therapist", "Doctor", 'href="tel:01632960118"', "The practice’s machine says"):
        assert text in shown
    assert 'href="tel:111"' in shown
    assert 'href="tel:1737"' in shown
    assert "Numbers for New Zealand." in shown
    again = fields(alice_client, f"{EDIT}professionals/")
    assert {name: again[name] for name in typed} == typed


@time_machine.travel(CHECKED, tick=False)
def test_without_a_country_in_the_settings_the_browser_s_is_a_guess_and_else_the_common_numbers_stand(
    alice_client: Client,
) -> None:
    assert 'href="tel:999"' in read(alice_client)
    nowhere = alice_client.get(PLAN, headers={"accept-language": "eo"}).content.decode()
    assert "112 in much of Europe" in nowhere
    assert "findahelpline.com" in nowhere


def test_lines_that_were_checked_too_long_ago_stand_under_the_directories(alice: User) -> None:
    alice.country = "GB"
    alice.save()
    with time_machine.travel(datetime(2027, 8, 1, 12, tzinfo=UTC), tick=False):
        shown = read(signed_in(alice))
    assert shown.index("tel:999") < shown.index("findahelpline.com") < shown.index("tel:116123")


def test_making_my_space_safer_asks_one_question_and_points_to_the_pharmacist(alice_client: Client) -> None:
    page = read(alice_client, f"{EDIT}space/")
    assert "What could I put out of reach, and who could hold it for me?" in page
    assert "ask the pharmacist about smaller supplies" in page


def test_sent_twice_it_is_saved_once(alice: User, alice_client: Client) -> None:
    sent = {**fields(alice_client, f"{EDIT}stay/"), "stay-words": "My sister"}
    assert [alice_client.post(f"{EDIT}stay/", sent).status_code for _ in range(2)] == [303, 303]
    assert written(alice) == {"stay": "My sister"}
    assert SafetyPlan.objects.for_user(alice).count() == 1


def test_two_tabs_on_different_parts_do_not_disturb_each_other(alice: User, alice_client: Client) -> None:
    one, other = fields(alice_client, f"{EDIT}signs/"), fields(alice_client, f"{EDIT}stay/")
    alice_client.post(f"{EDIT}signs/", {**one, "signs-words": "I stop answering"})
    alice_client.post(f"{EDIT}stay/", {**other, "stay-words": "My sister"})
    assert written(alice) == {"signs": "I stop answering", "stay": "My sister"}


def test_two_tabs_on_the_same_part_lose_neither_s_words(alice: User, alice_client: Client) -> None:
    early, late = fields(alice_client, f"{EDIT}stay/"), fields(alice_client, f"{EDIT}stay/")
    alice_client.post(f"{EDIT}stay/", {**late, "stay-words": "My sister"})
    answer = alice_client.post(f"{EDIT}stay/", {**early, "stay-words": "The sea"})
    assert answer.status_code == 422
    assert written(alice) == {"stay": "My sister"}
    page = html.unescape(answer.content.decode())
    assert "This part was changed elsewhere meanwhile." in page
    assert re.search(r"<textarea[^>]*>\s*The sea</textarea>", page)
    assert "<bdi>My sister</bdi>" in page

    (seen,) = re.findall(r'name="stay-seen" value="(\w+)"', page)
    kept = alice_client.post(f"{EDIT}stay/", {"stay-seen": seen, "stay-words": "My sister\nThe sea"})
    assert kept.status_code == 303
    assert written(alice) == {"stay": "My sister\nThe sea"}


def test_on_the_page_with_everything_what_can_be_saved_is_and_the_rest_stays_as_typed(
    alice: User, alice_client: Client
) -> None:
    page = fields(alice_client, EDIT)
    write(alice, people=[MAYA])
    sent = {**page, "signs-words": "Tired", "stay-words": "x" * 301, "people-name_0": "Tom"}
    answer = alice_client.post(EDIT, sent)
    assert answer.status_code == 422
    assert written(alice) == {"signs": "Tired", "people": [MAYA]}
    text = html.unescape(answer.content.decode())
    assert "x" * 301 in text
    assert 'value="Tom"' in text
    assert "<bdi>Maya</bdi>" in text
    assert "it has 301 characters, and 300 fit" in text
    (seen,) = re.findall(r'name="signs-seen" value="(\w+)"', text)
    assert seen == fingerprint("Tired")


def test_a_form_without_what_it_was_made_from_overwrites_nothing(alice: User, alice_client: Client) -> None:
    write(alice, signs="Tired", stay="My sister")
    assert alice_client.post(EDIT, {}).status_code == 422
    assert written(alice) == {"signs": "Tired", "stay": "My sister"}


def test_a_part_can_be_emptied(alice: User, alice_client: Client) -> None:
    write(alice, stay="My sister", signs="Tired")
    alice_client.post(f"{EDIT}stay/", {**fields(alice_client, f"{EDIT}stay/"), "stay-words": ""})
    assert written(alice) == {"signs": "Tired"}


def test_there_is_room_for_six_people(alice: User, alice_client: Client, charlie_client: Client) -> None:
    page = fields(alice_client, f"{EDIT}people/")
    names = {f"people-name_{n}": f"Person {n}" for n in range(6)}
    alice_client.post(f"{EDIT}people/", {**page, **names})
    assert [person["name"] for person in written(alice)["people"]] == list(names.values())  # type: ignore[attr-defined]
    assert "Room for more people" not in read(alice_client, f"{EDIT}people/")
    assert "Room for more people" in read(charlie_client, f"{EDIT}people/")


def test_after_three_months_it_asks_quietly_whether_it_still_holds(alice: User) -> None:
    write(alice, signs="Tired")
    with time_machine.travel(CHECKED + timedelta(days=90), tick=False):
        assert "Still right?" not in read(signed_in(alice))
    with time_machine.travel(CHECKED + timedelta(days=91), tick=False):
        alice_client = signed_in(alice)
        assert "You last looked at this on 24 November 2026. Still right?" in read(alice_client)
        assert alice_client.post(f"{PLAN}still-right/").status_code == 303
        assert "Still right?" not in read(alice_client)


def test_it_promises_nothing_and_measures_nothing(alice: User, alice_client: Client) -> None:
    write(alice, signs="Tired")
    for path in (PLAN, EDIT):
        text = re.sub(r"<[^>]*>", " ", read(alice_client, path)).lower()
        for word in ("i will not", "promise", "contract", "%", "score", "complete"):
            assert word not in text


def test_it_is_deleted_with_a_way_back(alice: User, alice_client: Client, charlie_client: Client) -> None:
    write(alice, signs="Tired")
    charlie_client.post(f"{PLAN}delete/")
    assert written(alice) == {"signs": "Tired"}
    page = alice_client.post(f"{PLAN}delete/", follow=True).content.decode()
    assert "Your plan is deleted." in page
    assert f'action="{PLAN}restore/"' in page
    assert "Tired" not in read(alice_client)
    charlie_client.post(f"{PLAN}restore/")
    assert written(alice) == {}
    alice_client.post(f"{PLAN}restore/")
    assert written(alice) == {"signs": "Tired"}
    alice_client.post(f"{PLAN}restore/")
    assert written(alice) == {"signs": "Tired"}


def test_a_plan_begun_after_deleting_is_not_overwritten_by_undo(alice: User) -> None:
    write(alice, signs="Tired")
    delete_plan(user_id=alice.pk, now=CHECKED)
    write(alice, signs="Anew")
    assert restore_plan(user_id=alice.pk) is False
    assert written(alice) == {"signs": "Anew"}


def test_words_typed_while_another_tab_deletes_the_plan_are_kept(alice: User, alice_client: Client) -> None:
    write(alice, signs="Tired")
    page = fields(alice_client, f"{EDIT}signs/")
    alice_client.post(f"{PLAN}delete/")
    answer = alice_client.post(f"{EDIT}signs/", {**page, "signs-words": "Tired, and short with people"})
    assert answer.status_code == 422
    assert "Tired, and short with people" in answer.content.decode()
    assert "It is empty now." in answer.content.decode()


def test_a_day_after_deleting_it_is_gone_for_good(alice: User, charlie: User) -> None:
    write(alice, signs="Tired")
    write(charlie, signs="Mine")
    delete_plan(user_id=alice.pk, now=CHECKED)
    forget_deleted(now=CHECKED + timedelta(hours=23))
    assert SafetyPlan.objects.for_user(alice).exists()
    forget_deleted(now=CHECKED + timedelta(hours=25))
    assert not SafetyPlan.objects.for_user(alice).exists()
    assert written(charlie) == {"signs": "Mine"}


def test_nothing_of_it_lies_open_in_the_database(alice: User) -> None:
    write(alice, people=[MAYA], signs="Tired of everything")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM guide_safetyplan")
        lying = "".join(bytes(value).decode("latin-1") if isinstance(value, memoryview | bytes) else str(value)
                        for row in cursor.fetchall() for value in row)  # fmt: skip
    assert not [word for word in ("Maya", "01632", "Tired", "people", "signs") if word in lying]


def test_signed_out_it_says_where_a_plan_is_kept_and_what_to_write_on_paper(
    bob_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        page = read(bob_client)
    assert "A plan is kept in your account" in page
    assert f'href="/accounts/login/?next={PLAN}"' in page
    assert "What could I put out of reach, and who could hold it for me?" in page
    assert 'href="/guide/safety-plan/"' in page
    for path in (EDIT, f"{EDIT}signs/"):
        assert bob_client.get(path)["Location"] == f"/accounts/login/?next={path}"
    for path in ("still-right/", "delete/", "restore/"):
        assert bob_client.post(PLAN + path).status_code == 302


def test_only_the_plan_itself_is_kept_on_the_phone(alice: User, alice_client: Client, bob_client: Client) -> None:
    write(alice, signs="Tired")
    page = alice_client.get(PLAN)
    assert page["X-SW-Cache"] == "private"
    assert set(page["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in page["Vary"].split(",")}
    assert "<title>Turnstone</title>" in page.content.decode()
    nobodys = bob_client.get(PLAN)
    assert "X-SW-Cache" not in nobodys
    assert nobodys["X-SW-User"] == ""
    assert "private" in nobodys["Cache-Control"]
    for path in (EDIT, f"{EDIT}signs/"):
        assert "X-SW-Cache" not in alice_client.get(path)


def test_the_worker_fetching_it_uses_up_no_message(alice: User, alice_client: Client) -> None:
    page = fields(alice_client, f"{EDIT}signs/")
    alice_client.post(f"{EDIT}signs/", {**page, "signs-words": "Tired"})
    quiet = alice_client.get(PLAN, headers={"X-SW-Fetch": "plan"})
    assert quiet["X-SW-Cache"] == "private"
    assert "Tired" in quiet.content.decode()
    assert "Saved." not in quiet.content.decode()
    assert "Saved." in read(alice_client)


def test_it_is_one_tap_away(alice_client: Client) -> None:
    for path in ("/help/now/", "/you/", "/guide/safety-plan/", "/offline/"):
        assert f'href="{PLAN}"' in alice_client.get(path).content.decode(), path
