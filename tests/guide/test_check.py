"""The why-check as somebody meets it: without an account, with one, and once again."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from guide.catalogue.check import check
from guide.models import WhyCheck
from tests.factories.guide import create_why_check
from tests.guide.reading import blocks
from tracker.models import AgendaLine

ITEMS = [item.id for item in check().items]
STUCK = {"r1a": 1, "r1b": 4, "r1c": 1, "r4a": 3, "r4b": 3, "r4c": 3}  # R1 weighs 3.33, R4 weighs 3
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(now: datetime) -> Iterator[Any]:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def read(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return " ".join(blocks(response.content.decode()))


def say(client: Client, **answers: Any) -> None:
    for name, value in answers.items():
        assert client.post(f"/guide/check/{name}/", {"answer": value}).status_code == 303


def go_through(client: Client, **answers: Any) -> None:
    light = {item.id: 4 if item.reversed else 0 for item in check().items}
    say(client, **{**light, **answers})


def changed(client: Client) -> dict[str, str]:
    """What stands beside each reason and item under "What changed"."""
    html = client.get("/guide/check/result/").content.decode()
    told = html[html.index('id="changed"') : html.index("All your answers")]
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", told))


def own(user: User) -> list[WhyCheck]:
    return list(WhyCheck.objects.for_user(user))


# Without an account


def test_it_says_what_it_is_before_it_begins(bob_client: Client) -> None:
    page = read(bob_client, "/guide/check/")
    for words in ("Three minutes", "It is not a test", "There is no total", "Leave out what you like", "seven days"):
        assert words in page
    assert 'href="/guide/check/r1a/"' in bob_client.get("/guide/check/").content.decode()


def test_one_answer_turns_the_page_and_the_last_one_shows_the_result(bob_client: Client) -> None:
    for place, name in enumerate(ITEMS):
        html = bob_client.get(f"/guide/check/{name}/").content.decode()
        assert f"{place + 1} of 22" in html
        answer = bob_client.post(f"/guide/check/{name}/", {"answer": "0"})
        assert answer.status_code == 303
        last = name == ITEMS[-1]
        assert answer["Location"] == ("/guide/check/result/" if last else f"/guide/check/{ITEMS[place + 1]}/")
    assert "What might be part of it" in read(bob_client, "/guide/check/result/")


def test_nothing_is_written_and_nothing_asked_of_the_database(
    bob_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        read(bob_client, "/guide/check/")
        go_through(bob_client, **STUCK)
        read(bob_client, "/guide/check/r1b/")
        read(bob_client, "/guide/check/result/")
        assert bob_client.post("/guide/check/result/").status_code == 303
        assert bob_client.post("/guide/check/forget/").status_code == 303
    assert not Session.objects.exists()
    assert not WhyCheck.objects.exists()


def test_the_answers_lie_sealed_in_a_cookie_of_the_check_alone(bob_client: Client) -> None:
    go_through(bob_client, **STUCK)
    cookie = bob_client.cookies["check"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/guide/check/", "Lax", True)
    assert cookie["max-age"] == cookie["expires"] == ""
    assert "r1a" not in cookie.value
    assert len(cookie.value) < 1000
    assert "check" not in bob_client.get("/guide/").cookies


@pytest.mark.parametrize("path", ["/guide/check/", "/guide/check/r1a/", "/guide/check/result/"])
def test_a_page_of_somebodys_answers_is_kept_by_no_one_and_names_nothing(path: str, bob_client: Client) -> None:
    say(bob_client, r1a=1)
    response = bob_client.get(path)
    assert "no-store" in response["Cache-Control"]
    assert "X-SW-Cache" not in response
    assert "<title>Turnstone</title>" in response.content.decode()


def test_going_back_shows_what_was_answered(bob_client: Client) -> None:
    say(bob_client, r1a=3, r1b="leave-out")
    html = bob_client.get("/guide/check/r1a/").content.decode()
    (chosen,) = re.findall(r'<button class="choice"[^>]*value="(\d)" aria-current="true">', html)
    assert chosen == "3"
    assert "Your answer" in html
    assert 'href="/guide/check/"' in html
    assert "You left this out." in read(bob_client, "/guide/check/r1b/")
    assert 'class="back" href="/guide/check/r1a/"' in bob_client.get("/guide/check/r1b/").content.decode()
    assert "aria-current" not in bob_client.get("/guide/check/r1c/").content.decode().partition("<main")[2]


def test_the_same_answer_sent_twice_is_one_answer(bob_client: Client) -> None:
    for _tap in range(2):
        answer = bob_client.post("/guide/check/r1a/", {"answer": "3"})
        assert (answer.status_code, answer["Location"]) == (303, "/guide/check/r1b/")
    assert "2 of 22" in read(bob_client, "/guide/check/r1b/")


def test_somebody_who_stopped_half_way_goes_on_where_they_were(bob_client: Client) -> None:
    say(bob_client, r1a=1, r1b="leave-out", r1c=4)
    html = bob_client.get("/guide/check/").content.decode()
    assert "You’ve begun" in html
    assert '<a class="btn" href="/guide/check/r2a/">Go on</a>' in html


def test_it_may_be_begun_again(bob_client: Client) -> None:
    say(bob_client, r1a=1)
    answer = bob_client.post("/guide/check/", {"to": "begin"})
    assert (answer.status_code, answer["Location"]) == (303, "/guide/check/r1a/")
    assert "Your answer" not in read(bob_client, "/guide/check/r1a/")


def test_the_result_may_be_seen_at_any_time(bob_client: Client) -> None:
    assert "See the result now" not in read(bob_client, "/guide/check/r1a/")
    say(bob_client, r1a=0, r1b=4)
    assert 'formaction="/guide/check/result/"' in bob_client.get("/guide/check/r1c/").content.decode()
    assert bob_client.post("/guide/check/result/", {}).status_code == 303
    assert "The approach may not fit" in read(bob_client, "/guide/check/result/")


def test_the_result_names_two_reasons_each_with_words_steps_and_a_chapter(bob_client: Client) -> None:
    go_through(bob_client, **STUCK, r8a=0, r8b=2, r8c=2)
    html = bob_client.get("/guide/check/result/").content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert re.findall(r'<h2 id="(R\d)">', main) == ["R1", "R4"]
    assert "“I feel stuck in the same place, session after session.” <b>Completely</b>" in main
    assert "I feel stuck in the same place, session after session. Could we look at why?" in main
    links = re.findall(r'<a class="row" href="/guide/([\w-]+)/"', main)
    assert links == ["talk", "new-therapist", "approach", "talk", "patience", "opening-up", "goals"]
    assert "In writing, if that is easier" in main
    assert "One answer stands out" in main  # r8a, of the third reason
    assert "“We have clear goals.” Not at all" in main
    assert not re.search(r"\d\.\d|\b\d+ points|\bscore", main)
    assert "Our own questions. Not a validated test." in main


def test_where_nothing_weighs_it_says_so(bob_client: Client) -> None:
    go_through(bob_client)
    page = read(bob_client, "/guide/check/result/")
    assert "Nothing stands out" in page
    assert "Then it may be time, dose, or something a professional sees better than a list." in page
    html = bob_client.get("/guide/check/result/").content.decode()
    assert re.findall(r'<a class="row" href="/guide/([\w-]+)/"', html) == ["patience", "talk"]


def test_where_little_was_answered_it_does_not_say_that_nothing_stands_out(bob_client: Client) -> None:
    say(bob_client, r1a=4, r1b=0)
    page = read(bob_client, "/guide/check/result/")
    assert "Too little to go by" in page
    assert "Nothing stands out" not in page


def test_one_heavy_answer_alone_is_named_and_no_reason(bob_client: Client) -> None:
    go_through(bob_client, r6a=4)
    page = read(bob_client, "/guide/check/result/")
    assert "No reason stands out" in page
    assert "“I expect my therapist to fix it.” Completely" in page


def test_from_the_fourth_on_what_stands_out_is_folded(bob_client: Client) -> None:
    go_through(bob_client, **{item.id: 0 if item.reversed else 4 for item in check().items})
    html = bob_client.get("/guide/check/result/").content.decode()
    alone = html[html.index('<h2 id="alone">') : html.index("All your answers")]
    seen, _, folded = alone.partition("The other answers that stand out")
    assert (seen.count('class="row"'), folded.count('class="row"')) == (3, 13)
    assert alone.count("<ul") == alone.count("</ul>") == 2
    go_through(bob_client, r2a=0, r3a=0, r6a=4)
    assert "The other answers that stand out" not in read(bob_client, "/guide/check/result/")


def test_without_an_answer_there_is_nothing_to_show(bob_client: Client) -> None:
    assert "Nothing to show yet" in read(bob_client, "/guide/check/result/")
    say(bob_client, r1a="leave-out")
    assert "Nothing to show yet" in read(bob_client, "/guide/check/result/")


@pytest.mark.parametrize(("value", "shown"), [(2, False), (3, True)])
def test_where_life_keeps_hurting_help_is_near(value: int, shown: bool, bob_client: Client) -> None:
    go_through(bob_client, r7a=value)
    html = bob_client.get("/guide/check/result/").content.decode()
    assert ("If someone is hurting you" in html) is shown
    assert ('<a href="/help/now/">Help now</a> has the emergency number' in html) is shown


@pytest.mark.parametrize(("value", "shown"), [("not_mine", False), (0, False), (1, True), (2, True)])
def test_where_medicine_was_stopped_alone_there_is_a_word_about_it(value: Any, shown: bool, bob_client: Client) -> None:
    go_through(bob_client, r5c=value)
    page = read(bob_client, "/guide/check/result/")
    assert ("Please don’t change anything until you have talked to the person who prescribed it." in page) is shown
    assert ("Don’t take a double dose to catch up." in page) is shown
    assert ("Please call your prescriber or pharmacist today, also if you feel fine." in page) is shown


def test_who_takes_no_medicine_can_say_so(bob_client: Client) -> None:
    assert "I take no medicine" in read(bob_client, "/guide/check/r5c/")
    go_through(bob_client, r5a=4, r5b="leave-out", r5c="not_mine")
    html = bob_client.get("/guide/check/result/").content.decode()
    assert '<h2 id="R5">' in html
    assert "I take no medicine" in html
    assert 'href="/guide/doctor/"' not in html


# Bad input


@pytest.mark.parametrize(
    "data", [{"answer": "5"}, {"answer": "-1"}, {"answer": "x"}, {"answer": ""}, {}, {"answer": "not_mine"}]
)
def test_a_value_out_of_range_is_refused_with_the_question_named(data: dict[str, str], bob_client: Client) -> None:
    say(bob_client, r1a=3)
    before = bob_client.cookies["check"].value
    answer = bob_client.post("/guide/check/r1a/", data)
    assert answer.status_code == 422
    assert "“The way we work makes sense to me for my problem.” came without one" in answer.content.decode()
    assert bob_client.cookies["check"].value == before
    assert "Your answer" in read(bob_client, "/guide/check/r1a/")


def test_a_field_that_comes_twice_is_refused_with_the_question_named(alice: User, alice_client: Client) -> None:
    answer = alice_client.post("/guide/check/r2a/", {"answer": ["1", "4"]})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "“Most sessions go to telling what happened that week.” came with more than one answer" in said
    assert own(alice) == []


def test_a_question_that_is_none_is_refused_by_name(alice: User, alice_client: Client) -> None:
    answer = alice_client.post("/guide/check/r9z/", {"answer": "1"})
    assert answer.status_code == 422
    assert "There is no question “r9z” here, so nothing was kept." in answer.content.decode()
    assert own(alice) == []
    assert alice_client.get("/guide/check/r9z/").status_code == 404


def altered(value: str) -> str:
    return value[:40] + ("A" if value[40] != "A" else "B") + value[41:]


@pytest.mark.parametrize("value", ["", "nonsense", None])
def test_a_cookie_that_was_tampered_with_is_as_good_as_none(value: str | None, bob_client: Client) -> None:
    say(bob_client, r1a=3, r1b=4)
    bob_client.cookies["check"] = altered(bob_client.cookies["check"].value) if value is None else value
    assert "can’t be read any more" in read(bob_client, "/guide/check/")
    assert "can’t be read any more" in read(bob_client, "/guide/check/result/")
    assert "Your answer" not in read(bob_client, "/guide/check/r1a/")
    say(bob_client, r1a=1)
    assert "can’t be read any more" not in read(bob_client, "/guide/check/")


def test_a_cookie_older_than_seven_days_is_as_good_as_none(bob_client: Client, clock: Any) -> None:
    say(bob_client, r1a=3)
    clock.shift(7 * DAY - timedelta(seconds=1))
    assert "You’ve begun" in read(bob_client, "/guide/check/")
    clock.shift(timedelta(seconds=1))
    assert "can’t be read any more" in read(bob_client, "/guide/check/")


# Keeping it


def test_keeping_leads_through_the_door_and_back(bob_client: Client) -> None:
    go_through(bob_client, **STUCK)
    html = bob_client.get("/guide/check/result/").content.decode()
    assert 'href="/accounts/signup/?next=/guide/check/keep/"' in html
    assert bob_client.get("/guide/check/keep/")["Location"] == "/accounts/login/?next=/guide/check/keep/"


@pytest.mark.parametrize("path", ["/guide/check/", "/guide/check/result/", "/guide/check/keep/"])
def test_what_was_answered_before_signing_in_is_offered_wherever_they_come_in(
    path: str, alice: User, alice_client: Client
) -> None:
    client = Client()
    go_through(client, **STUCK)
    alice_client.cookies["check"] = client.cookies["check"].value
    html = alice_client.get(path).content.decode()
    assert "Keep them" in html
    assert "Delete them" in html
    assert own(alice) == []


def test_what_is_kept_is_a_finished_check_and_the_browser_forgets_it(
    alice: User, alice_client: Client, charlie_client: Client, now: datetime
) -> None:
    client = Client()
    go_through(client, **STUCK)
    alice_client.cookies["check"] = client.cookies["check"].value
    answer = alice_client.post("/guide/check/keep/")
    assert (answer.status_code, answer["Location"]) == (303, "/guide/check/result/")
    assert answer.cookies["check"].value == ""
    (kept,) = own(alice)
    assert (kept.finished_at, kept.answers["r1b"], kept.answers["r5c"]) == (now, 4, 0)
    assert "The approach may not fit" in read(alice_client, "/guide/check/result/")
    assert "Nothing to show yet" in read(charlie_client, "/guide/check/result/")


def test_answers_that_stop_half_way_are_kept_to_go_on_with(alice: User, alice_client: Client) -> None:
    client = Client()
    say(client, r1a=1, r1b=4)
    say(alice_client, r1a=3, r1c=2)
    alice_client.cookies["check"] = client.cookies["check"].value
    assert alice_client.post("/guide/check/keep/")["Location"] == "/guide/check/"
    (kept,) = own(alice)
    assert kept.finished_at is None
    assert kept.answers == {"r1a": 3, "r1b": 4, "r1c": 2}


def test_what_is_not_kept_is_gone_and_the_account_has_nothing_of_it(alice: User, alice_client: Client) -> None:
    client = Client()
    go_through(client, **STUCK)
    alice_client.cookies["check"] = client.cookies["check"].value
    answer = alice_client.post("/guide/check/forget/")
    assert answer.status_code == 303
    assert answer.cookies["check"].value == ""
    assert own(alice) == []
    assert "Keep them" not in read(alice_client, "/guide/check/")


def test_with_nothing_to_keep_the_page_leads_to_the_check(alice: User, alice_client: Client) -> None:
    for ask in (alice_client.get, alice_client.post):
        assert ask("/guide/check/keep/")["Location"] == "/guide/check/"
    assert own(alice) == []


# With an account


def test_each_answer_is_kept_sealed_and_only_for_its_person(
    alice: User, alice_client: Client, charlie: User, charlie_client: Client
) -> None:
    say(alice_client, r1a=3, r1b="leave-out")
    (draft,) = own(alice)
    assert draft.answers == {"r1a": 3, "r1b": None}
    assert "Your answer" in read(alice_client, "/guide/check/r1a/")
    assert "Your answer" not in read(charlie_client, "/guide/check/r1a/")
    assert "check" not in alice_client.cookies
    assert own(charlie) == []


def test_a_second_time_within_28_days_takes_the_first_ones_place_once_it_is_finished(
    alice: User, alice_client: Client, clock: Any, now: datetime
) -> None:
    go_through(alice_client, **STUCK)
    (first,) = own(alice)
    clock.shift(27 * DAY)
    assert "Going through it again before 1 December replaces those answers." in read(alice_client, "/guide/check/")
    assert alice_client.post("/guide/check/", {"to": "begin"}).status_code == 303
    say(alice_client, r1a=4, r1b=0, r1c=4)
    assert "these answers replace the ones of 3 November" in read(alice_client, "/guide/check/r2a/")
    assert "Until you finish, your answers of 3 November stay as they are." in read(alice_client, "/guide/check/")
    assert "The approach may not fit" in read(alice_client, "/guide/check/result/")  # the first one, untouched
    go_through(alice_client, r8a=0, r8b=0, r8c=0)
    (only,) = own(alice)
    assert (only.pk, only.finished_at) == (first.pk, now + 27 * DAY)
    assert "No shared plan" in read(alice_client, "/guide/check/result/")
    assert "What changed" not in read(alice_client, "/guide/check/result/")


def test_after_28_days_another_stands_beside_it_and_says_what_changed(
    alice: User, alice_client: Client, charlie_client: Client, clock: Any
) -> None:
    go_through(alice_client, **STUCK)
    (first,) = own(alice)
    clock.shift(28 * DAY)
    assert "you see what changed" in read(alice_client, "/guide/check/")
    go_through(alice_client, r4a=3, r4b=3, r4c=0, r8a=0, r8b=0, r8c=0)
    assert len(own(alice)) == 2
    page = read(alice_client, "/guide/check/result/")
    assert "What changed since 3 November" in page
    told = changed(alice_client)
    assert told["No shared plan"] == "New since then"
    assert told["Hard to be open"] == "Still there"
    assert told["The approach may not fit"] == "No longer stands out"
    assert told["I feel stuck in the same place, session after session."] == "Completely, now Not at all"
    older = f"/guide/check/{first.pk}/"
    assert older in alice_client.get("/guide/check/result/").content.decode()
    assert "Your answers of 3 November 2026" in read(alice_client, older)
    assert "What changed" not in read(alice_client, older)
    assert charlie_client.get(older).status_code == 404


def test_a_reason_that_went_unanswered_is_said_to_be_left_open(
    alice: User, alice_client: Client, now: datetime
) -> None:
    create_why_check(user=alice, at=now - 40 * DAY, **STUCK)
    create_why_check(user=alice, at=now, r1a=None, r1b=None, r1c=None)
    assert changed(alice_client)["The approach may not fit"] == "Left open this time"


def test_changing_an_answer_starts_from_the_finished_ones(alice: User, alice_client: Client) -> None:
    go_through(alice_client, **STUCK)
    assert "Your answer" in read(alice_client, "/guide/check/r1a/")
    say(alice_client, r1b=0, r1a=4, r1c=4)
    assert "The approach may not fit" in read(alice_client, "/guide/check/result/")
    assert "You have begun again." in read(alice_client, "/guide/check/result/")
    assert alice_client.post("/guide/check/result/").status_code == 303
    page = read(alice_client, "/guide/check/result/")
    assert "Hard to be open" in page
    assert page.index("Hard to be open") < page.index("All your answers")
    assert len(own(alice)) == 1


def test_ending_it_twice_or_with_nothing_said_changes_nothing(alice: User, alice_client: Client) -> None:
    go_through(alice_client, **STUCK)
    (before,) = own(alice)
    alice_client.post("/guide/check/result/")
    alice_client.post("/guide/check/", {"to": "begin"})
    say(alice_client, r1a="leave-out")
    alice_client.post("/guide/check/result/")
    finished = WhyCheck.objects.for_user(alice).finished().get()
    assert (finished.pk, finished.answers) == (before.pk, before.answers)


def test_what_was_begun_can_be_dropped_and_the_finished_one_stays(alice: User, alice_client: Client) -> None:
    go_through(alice_client, **STUCK)
    say(alice_client, r1a=0)
    answer = alice_client.post("/guide/check/", {"to": "drop"})
    assert (answer.status_code, answer["Location"]) == (303, "/guide/check/")
    (only,) = own(alice)
    assert only.finished_at is not None
    assert only.answers["r1a"] == 1


def test_a_check_is_deleted_for_good_by_its_person_alone(
    alice: User, alice_client: Client, charlie_client: Client
) -> None:
    go_through(alice_client, **STUCK)
    (only,) = own(alice)
    assert "They are deleted for good" in read(alice_client, "/guide/check/result/")
    charlie_client.post(f"/guide/check/{only.pk}/delete/")
    assert len(own(alice)) == 1
    assert alice_client.post(f"/guide/check/{only.pk}/delete/").status_code == 303
    assert own(alice) == []
    assert alice_client.post(f"/guide/check/{only.pk}/delete/").status_code == 303


def test_words_to_say_go_onto_the_list(alice: User, alice_client: Client, bob_client: Client) -> None:
    go_through(alice_client, **STUCK)
    html = alice_client.get("/guide/check/result/").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(text|origin)" value="([^"]*)">', html)[:2])
    assert alice_client.post("/session/line/add/", fields).status_code == 303
    (line,) = AgendaLine.objects.for_user(alice)
    assert line.text == "I feel stuck in the same place, session after session. Could we look at why?"
    go_through(bob_client, **STUCK)
    assert "Add to my list" not in read(bob_client, "/guide/check/result/")


def test_a_result_costs_as_much_with_many_before_it(alice: User, alice_client: Client, now: datetime) -> None:
    for month in range(2):
        create_why_check(user=alice, at=now - month * 30 * DAY, **STUCK)
    alice_client.get("/guide/check/result/")
    with CaptureQueriesContext(connection) as with_one:
        alice_client.get("/guide/check/result/")
    for month in range(2, 12):
        create_why_check(user=alice, at=now - month * 30 * DAY, **STUCK)
    with CaptureQueriesContext(connection) as with_many:
        alice_client.get("/guide/check/result/")
    assert len(with_many) <= len(with_one) <= 5


@pytest.mark.parametrize("path", ["/guide/check/result/", "/guide/check/{pk}/"])
def test_a_check_deleted_while_its_page_is_made_breaks_nothing(
    path: str, alice: User, alice_client: Client, now: datetime
) -> None:
    pk = create_why_check(user=alice, at=now, **STUCK).pk

    def delete_after_the_first_look(execute: Any, sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if sql.startswith("SELECT") and 'FROM "guide_whycheck"' in sql:
            with connection.cursor() as elsewhere:
                elsewhere.execute("DELETE FROM guide_whycheck")
        return found

    with connection.execute_wrapper(delete_after_the_first_look):
        assert alice_client.get(path.format(pk=pk)).status_code == 200


def test_a_result_with_all_that_it_can_say_is_light(alice: User, alice_client: Client, now: datetime) -> None:
    create_why_check(user=alice, at=now - 40 * DAY, r1a=0, r1b=4, r1c=0, r3a=0, r3b=0)
    create_why_check(user=alice, at=now, **{item.id: 0 if item.reversed else 4 for item in check().items})
    assert len(gzip.compress(alice_client.get("/guide/check/result/").content)) <= 14 * 1024


def test_a_persons_own_pages_are_for_their_browser_alone(alice_client: Client) -> None:
    go_through(alice_client, **STUCK)
    response = alice_client.get("/guide/check/result/")
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert "X-SW-Cache" not in response
    for path in ("/guide/check/", "/guide/check/r1a/"):
        assert "no-store" in alice_client.get(path)["Cache-Control"]
