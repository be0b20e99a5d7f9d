"""The plan page, and what its words may never say."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.factories.tracker import create_bedtime, create_goal, create_habit, create_medicine
from tracker.actions.goals import archive_goal
from tracker.actions.habits import end_habit

ROOT = Path(__file__).resolve().parent.parent.parent
PLAN = "/plan/"


def test_an_empty_plan_teaches_and_offers_one_button_each(alice_client: Client) -> None:
    page = alice_client.get(PLAN).content.decode()
    for address in ("/plan/goal/new/", "/plan/medicine/new/", "/plan/habit/new/", "/plan/bedtime/"):
        assert page.count(f'class="btn quiet" href="{address}"') == 1
    assert "/plan/reminders/" in page
    assert "<title>Turnstone</title>" in page


def test_a_full_plan_shows_each_thing_and_when(alice: User, alice_client: Client) -> None:
    create_goal(user=alice)
    create_medicine(user=alice)
    create_habit(user=alice, weekdays=(0, 1, 2, 3, 4))
    create_bedtime(user=alice)
    page = alice_client.get(PLAN).content.decode()
    for part in (
        "Have dinner with friends again",
        "Next: Answer one message",
        "0 of 2 milestones",
        "Sertraline, 50 mg",
        "Every day at 08:00",
        "Mondays to Fridays at 18:00",
        "Wind-down at 22:00",
    ):
        assert part in page


def test_three_goals_leave_no_button_for_a_fourth(alice: User, alice_client: Client) -> None:
    for _three in range(3):
        create_goal(user=alice)
    page = alice_client.get(PLAN).content.decode()
    assert "/plan/goal/new/" not in page
    assert "Three goals are enough to carry at once." in page


def test_what_was_put_away_can_be_found_again(alice: User, alice_client: Client, now: datetime) -> None:
    goal, habit = create_goal(user=alice), create_habit(user=alice)
    archive_goal(user_id=alice.pk, goal_id=goal.pk, now=now)
    end_habit(user_id=alice.pk, habit_id=habit.pk, now=now)
    page = alice_client.get(PLAN).content.decode()
    put_away = page[page.index("Put away") :]
    assert str(goal.pk) in put_away
    assert str(habit.pk) in put_away
    assert "Bring it back" in alice_client.get(f"/plan/goal/{goal.pk}/").content.decode()
    assert "Bring it back" in alice_client.get(f"/plan/habit/{habit.pk}/").content.decode()


def test_goals_medicines_and_habits_are_put_away_and_brought_back_by_the_same_words(
    alice: User, alice_client: Client
) -> None:
    agreed = {"agreed_with": "Dr Singh", "agreed_on": "2026-11-03"}
    for kept in (create_goal(user=alice), create_medicine(user=alice), create_habit(user=alice)):
        noun = type(kept).__name__.lower()
        page = f"/plan/{noun}/{kept.pk}/"
        there = alice_client.get(page).content.decode()
        away = re.search(r'action="([^"]+)">[^/]*<button class="btn bare">.*?Put away<', there) or re.search(
            r'href="([^"]+)"><span><span class="t">No longer prescribed\?<', there
        )
        assert away, noun
        said = alice_client.post(away[1], agreed, follow=True).content.decode()
        assert "put away" in said.lower()
        back = alice_client.get(page).content.decode()
        assert f"{noun.capitalize()}, put away" in back
        assert "Bring it back" in back


def test_the_page_costs_the_same_with_one_thing_and_with_many(
    alice: User, alice_client: Client, django_assert_num_queries: Any
) -> None:
    def fill(times: int) -> None:
        for _each in range(times):
            create_medicine(user=alice)
            create_habit(user=alice)

    create_goal(user=alice)
    create_bedtime(user=alice)
    fill(1)
    with django_assert_num_queries(13):
        alice_client.get(PLAN)
    fill(5)
    create_goal(user=alice)
    with django_assert_num_queries(13):
        alice_client.get(PLAN)


def test_charlie_sees_nothing_of_alices_plan(alice: User, charlie_client: Client) -> None:
    create_goal(user=alice, title="Choir again")
    create_medicine(user=alice)
    create_habit(user=alice)
    create_bedtime(user=alice)
    page = charlie_client.get(PLAN).content
    for word in (b"Choir", b"Sertraline", b"Walk", b"22:00"):
        assert word not in page


def test_whoever_is_not_signed_in_is_sent_to_sign_in(bob_client: Client) -> None:
    assert bob_client.get(PLAN)["Location"].startswith("/accounts/login/")


# Words

MANDATED = (
    "Don’t take a double dose to catch up.",
    "Don’t stop suddenly. Call your prescriber soon to talk it through.",
    "If this makes you feel worse, stop, open your eyes, look around the room.",
)
ORDERS = re.compile(
    r"(?:^|[.:;,“]\s*|\b(?:please|don’t|do not|never|always|and|or|then|to)\s+)"
    r"(?:take|skip|double|raise|lower|stop|split|restart|halve|increase|reduce)\b",
    re.IGNORECASE,
)
HARMLESS = (
    "take the note back",
    "Skip this",
    "Wanting to stop",
    "when you want to stop",
)
WARNINGS = re.compile(r"!|\bjourney\b|\bjust\b|\bshould\b|\bstreak\b|you missed|you failed|\bfailure\b", re.IGNORECASE)


def texts() -> list[tuple[str, str]]:
    """Every translatable text of the plan's templates, models, forms, views and words."""
    found = []
    names = ("plan", "goal_", "medicine_", "habit_", "bedtime", "start_")
    templates = [path for path in (ROOT / "templates/tracker").glob("*.html") if path.name.startswith(names)]
    for path in [*templates, ROOT / "templates/_plan_links.html", ROOT / "templates/_reminder_link.html"]:
        source = path.read_text()
        found += [(path.name, text) for text in re.findall(r'{% translate ["\'](.*?)["\'] %}', source)]
        blocks = re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", source)
        found += [(path.name, re.sub(r"{%.*?%}", " ", text)) for text in blocks]
    for folder, stems in (
        ("models", ("habits", "medication", "sleep", "start")),
        ("forms", ("fields", "goals", "medication", "habits", "sleep", "start")),
        ("views", ("goals", "medication", "check_in", "habits", "sleep", "start")),
        ("", ("medication", "plan", "words")),
    ):
        for stem in stems:
            source = (ROOT / "tracker" / folder / f"{stem}.py").read_text()
            quoted = re.findall(r'(?:_|gettext_lazy)\(\s*((?:"[^"]*"\s*)+)', source)
            found += [(stem, "".join(re.findall(r'"([^"]*)"', text))) for text in quoted]
    return found


def test_the_texts_are_found() -> None:
    assert len(texts()) > 150
    assert any("Missed doses happen." in text for _place, text in texts())


@pytest.mark.parametrize("text", ["Take it now", "You could skip it", "Please stop", "Best to double it"])
def test_an_order_about_a_medicine_would_be_seen(text: str) -> None:
    assert ORDERS.search(text) or "skip" in text


def test_no_text_gives_an_order_about_a_medicine() -> None:
    for place, text in texts():
        for sentence in (*MANDATED, *HARMLESS):
            text = text.replace(sentence, "")
        assert not ORDERS.search(text), f"{place}: {text}"


def test_no_text_blames_or_cheers() -> None:
    for place, text in texts():
        assert not WARNINGS.search(text), f"{place}: {text}"
