"""Medicine safety in a real browser: every page in both themes, one tap and back, without script, without network."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import CONTROLLED, OpenPage, looks
from tests.browser.site import Site
from tests.browser.test_plan import objections
from tests.factories.tracker import create_medicine
from tracker.actions.doctor_sheet import add_doctor_lines
from tracker.actions.safety import raise_for_words
from tracker.actions.side_effects import record_side_effects
from tracker.logic.day import page_of
from tracker.models import Medicine, SafetyCard, SideEffects

type Axe = Callable[[Page], list[str]]
type Shot = Callable[[Page, str], None]

pytestmark = pytest.mark.django_db(transaction=True)


def path_of(person: User) -> str:
    today = page_of(timezone.now(), zone=person.zone, day_start=person.day_start)
    return f"/side-effects/{today}/"


def troubled(person: User) -> Medicine:
    """Somebody of whom five cards stand."""
    medicine, now = create_medicine(user=person), timezone.now()
    raise_for_words(user_id=person.pk, text="a severe rash, pregnant, a few beers, stopping my meds", now=now)
    return medicine


@looks
def test_every_page_is_whole(open_page: OpenPage, axe: Axe, shot: Shot, alice: User, screen: str, scheme: str) -> None:
    medicine = troubled(alice)
    page = open_page(alice, screen, scheme)
    page.goto("/today/")
    page.locator("#safety details", has_text="more").locator("summary").first.click()
    shot(page, f"safety-cards-{screen}-{scheme}")
    assert objections(page, axe, screen) == []
    page.goto(path_of(alice))
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    shot(page, f"side-effects-refused-{screen}-{scheme}")
    assert objections(page, axe, screen) == []
    page.get_by_label("A lot", exact=True).check()
    page.get_by_label("Fainting", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This week is kept.")).to_be_visible()
    expect(page.locator("#cards")).to_contain_text("This needs medical advice now.")
    shot(page, f"side-effects-{screen}-{scheme}")
    assert objections(page, axe, screen) == []
    for path in (f"/plan/medicine/{medicine.pk}/stopped/", "/session/doctor/"):
        page.goto(path)
        shot(page, f"{path.strip('/').rpartition('/')[2]}-{screen}-{scheme}")
        assert objections(page, axe, screen) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_one_tap_puts_a_card_aside_and_one_brings_it_back(open_page: OpenPage, alice: User) -> None:
    raise_for_words(user_id=alice.pk, text="a seizure", now=timezone.now())
    page = open_page(alice)
    page.goto("/today/")
    card = page.locator("#safety .nudge.care")
    card.get_by_role("button", name="Noted").click()
    expect(card).to_have_count(0)
    assert SafetyCard.objects.get().settled_at
    page.locator("#safety summary", has_text="Noted").click()
    page.locator("#safety").get_by_role("button", name="Undo").click()
    expect(card).to_be_visible()
    assert SafetyCard.objects.get().settled_at is None


def test_what_is_written_about_the_mood_brings_up_the_card_at_once(open_page: OpenPage, alice: User) -> None:
    create_medicine(user=alice)
    page = open_page(alice)
    page.goto("/today/")
    page.locator("#mood-3").click()
    page.get_by_label("A line about it, if you like").fill("I fainted")
    page.locator("#mood").get_by_role("button", name="Keep this line").click()
    expect(page.locator("#safety")).to_contain_text("This needs medical advice now.")


def test_how_much_is_asked_once_there_are_any(open_page: OpenPage, alice: User) -> None:
    create_medicine(user=alice)
    page = open_page(alice)
    page.goto(path_of(alice))
    much = page.get_by_text("How much do they get in your way?")
    expect(much).to_be_hidden()
    page.get_by_label("Yes", exact=True).check()
    expect(much).to_be_visible()


def test_without_script_the_week_is_kept_and_a_card_put_aside(open_page: OpenPage, alice: User) -> None:
    create_medicine(user=alice)
    page = open_page(alice, scripts=False)
    page.goto(path_of(alice))
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("I can’t go on like this").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Side effects that get in the way are a reason to call")).to_be_visible()
    page.goto("/today/")
    page.locator("#safety .nudge", has_text="a reason to call").get_by_role("button", name="Noted").click()
    page.wait_for_url(re.compile("/today/#safety"))
    assert SafetyCard.objects.get().settled_at


def test_without_a_network_the_week_waits_on_the_phone(open_app: OpenPage, site: Site, alice: User) -> None:
    create_medicine(user=alice)
    page = open_app(alice)
    page.goto("/today/")
    page.wait_for_function(CONTROLLED)
    page.goto(path_of(alice))
    site.stop()
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#waiting")).to_be_visible()
    site.start()
    page.goto("/today/")
    expect(page.locator("#waiting")).to_be_hidden()
    assert SideEffects.objects.get().much == "none"


def test_the_sheet_for_the_doctor_is_one_page_of_paper(open_page: OpenPage, alice: User, tmp_path: Path) -> None:
    now = timezone.now()
    for name in ("Sertraline", "Lamotrigine", "Melatonin"):
        create_medicine(user=alice, name=name)
    today = page_of(now, zone=alice.zone, day_start=alice.day_start)
    record_side_effects(
        user_id=alice.pk, date=today, much="a_lot", note="Night sweats. " * 20, red_flag=False, recorded_at=now, now=now
    )
    add_doctor_lines(
        user_id=alice.pk,
        texts=[f"Question {number} about this medicine?" for number in range(8)],
        origin="own",
        now=now,
    )
    page = open_page(alice)
    page.goto("/session/doctor/")
    page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", (tmp_path / "sheet.pdf").read_bytes())) == 1
