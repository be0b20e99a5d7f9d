"""Help now: the right number first, for anyone, whatever is broken."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from guide import help_lines
from tests.guide.reading import blocks

HELP = "/help/now/"
NOWHERE = {"accept-language": "eo"}
CHECKED = datetime(2026, 11, 24, 12, tzinfo=UTC)
TOO_OLD = datetime(2027, 6, 1, 12, tzinfo=UTC)


def page(client: Client, path: str = HELP, language: str = "eo") -> str:
    response = client.get(path, headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def first_to_focus(html: str) -> str:
    """The first thing in the page itself that the Tab key reaches."""
    found = re.search(r"<(?:a|button|input|select|summary|textarea)\b[^>]*>", html[html.index("<main") :])
    assert found is not None
    return found[0]


def above_the_list_of_countries(html: str) -> str:
    return html[html.index("<main") : html.index('aria-labelledby="country"')]


def test_it_is_the_same_page_for_everyone_and_looks_nobody_up(
    alice_client: Client, bob_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alice_client.cookies["theme"] = "dark"
    with django_assert_num_queries(0):
        for_alice = alice_client.get(HELP, {"country": "GB"})
        for_bob = bob_client.get(HELP, {"country": "GB"})
    assert for_alice.content == for_bob.content
    for response in (for_alice, for_bob):
        assert response.headers["Vary"] == "Accept-Language"
        assert set(response.headers["Cache-Control"].split(", ")) == {"public", "no-cache"}
        assert not response.cookies


def test_it_is_light_and_not_sent_again_while_it_stays_the_same(bob_client: Client) -> None:
    first = bob_client.get(HELP)
    assert len(gzip.compress(first.content)) <= 14 * 1024
    assert bob_client.get(HELP, headers={"if-none-match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("path", "language", "number"),
    [
        (f"{HELP}?country=GB", "eo", "999"),
        (f"{HELP}?country=gb", "eo", "999"),
        (f"{HELP}?country=US", "en-GB", "911"),
        (HELP, "en-GB,en;q=0.9", "999"),
        (HELP, "en,de-CH;q=0.7", "112"),
        (f"{HELP}?country=SG", "eo", "995"),
        (f"{HELP}?country=RO", "eo", "112"),
        (HELP, "eo", "112"),
        (HELP, "en", "112"),
    ],
)
def test_the_first_thing_to_reach_is_the_emergency_number(
    path: str, language: str, number: str, bob_client: Client
) -> None:
    assert f'href="tel:{number}"' in first_to_focus(page(bob_client, path, language))


@pytest.mark.parametrize("value", ["", "United Kingdom", "G", "../../etc", "%00", "GB%0a", "💥", "44"])
def test_a_country_that_is_none_falls_back_to_the_guess(value: str, bob_client: Client) -> None:
    html = page(bob_client, f"{HELP}?country={value}", "nl-NL")
    assert "Not in the Netherlands?" in html


def test_for_a_country_that_is_not_listed_nothing_is_guessed(bob_client: Client) -> None:
    top = above_the_list_of_countries(page(bob_client, f"{HELP}?country=PE", "en-US"))
    assert re.findall(r'href="(tel:\d+)"', top) == ["tel:112", "tel:911", "tel:999"]


def test_a_guess_is_called_one_and_a_choice_is_not(bob_client: Client) -> None:
    assert "Not in the United Kingdom?" in page(bob_client, HELP, "en-GB")
    chosen = page(bob_client, f"{HELP}?country=GB", "de-DE")
    assert "Numbers for the United Kingdom." in chosen
    assert "Not in " not in chosen


def test_where_nothing_is_known_the_common_numbers_and_the_directories_come_first(bob_client: Client) -> None:
    top = above_the_list_of_countries(page(bob_client))
    assert re.findall(r'href="(tel:\d+)"', top) == ["tel:112", "tel:911", "tel:999"]
    assert 'href="https://findahelpline.com" rel="noopener noreferrer"' in top
    assert 'href="https://befrienders.org" rel="noopener noreferrer"' in top


def test_a_country_without_a_confirmed_line_has_its_emergency_number_and_the_directories(bob_client: Client) -> None:
    top = above_the_list_of_countries(page(bob_client, f"{HELP}?country=RO"))
    assert re.findall(r'href="((?:tel|sms|https):[^"]+)"', top) == [
        "tel:112",
        "https://findahelpline.com",
        "https://befrienders.org",
    ]


@time_machine.travel(CHECKED, tick=False)
def test_checked_lines_stand_above_the_directories(bob_client: Client) -> None:
    top = above_the_list_of_countries(page(bob_client, f"{HELP}?country=GB"))
    assert top.index("tel:999") < top.index("tel:116123") < top.index("findahelpline.com")


@time_machine.travel(TOO_OLD, tick=False)
def test_the_directories_stand_above_lines_that_were_checked_too_long_ago(bob_client: Client) -> None:
    html = page(bob_client, f"{HELP}?country=GB")
    top = above_the_list_of_countries(html)
    assert top.index("tel:999") < top.index("findahelpline.com") < top.index("tel:116123")
    germany = html[html.index("Germany</summary>") :]
    assert germany.index("findahelpline.com") < germany.index("tel:08001110111")


def test_every_country_is_on_the_page_so_that_it_can_be_changed_without_a_signal(bob_client: Client) -> None:
    html = page(bob_client)
    assert html.count("<details") == html.count('<option value="') - 1 == len(help_lines.countries()) > 60
    for country in help_lines.countries():
        assert f'<option value="{country.code}">' in html
        for line in country.lines:
            assert not line.tel or f'href="{line.tel}"' in html
            assert not line.sms_href or f'href="{line.sms_href}"' in html


def test_every_number_can_be_dialled(bob_client: Client) -> None:
    links = re.findall(r'href="((?:tel|sms):[^"]*)"', page(bob_client))
    assert len(links) > 150
    for link in links:
        assert re.fullmatch(r"tel:\*?\d{2,12}|sms:\d{3,12}(\?body=[A-Z]+)?", link), link


def test_the_chosen_country_stays_chosen_in_the_list(bob_client: Client) -> None:
    assert '<option value="FR" selected>France</option>' in page(bob_client, f"{HELP}?country=FR")


def test_where_no_country_is_known_none_is_chosen_in_the_list(bob_client: Client) -> None:
    nowhere, found = page(bob_client), page(bob_client, f"{HELP}?country=FR")
    assert re.findall(r"<option[^>]* selected>([^<]*)<", nowhere) == ["Choose a country"]
    assert re.findall(r"<option[^>]*>([^<]*)<", nowhere)[0] == "Choose a country"
    assert "Choose a country" not in found


def test_it_says_what_to_do_meanwhile_and_that_nobody_is_told(bob_client: Client) -> None:
    text = " ".join(blocks(page(bob_client)))
    assert "move away from anything you could hurt yourself with" in text
    assert "Nobody is told you opened this." in text


@pytest.mark.parametrize(("country", "expected"), [("NZ", "/help/now/?country=NZ"), ("", "/help/now/")])
def test_the_link_to_help_carries_the_person_s_own_country(
    country: str, expected: str, alice: User, alice_client: Client
) -> None:
    alice.country = country
    alice.save()
    html = alice_client.get("/guide/").content.decode()
    assert f'class="btn help" href="{expected}"' in html
    chapter = alice_client.get("/guide/stopping/").content.decode()
    assert f'use <a href="{expected}">Help now</a>' in chapter


def test_another_person_s_country_is_never_in_the_link(alice: User, charlie_client: Client) -> None:
    alice.country = "NZ"
    alice.save()
    assert "country=NZ" not in charlie_client.get("/guide/").content.decode()


def test_every_row_says_where_and_when_it_was_checked_and_by_whom() -> None:
    for country in help_lines.countries():
        for line in country.lines:
            assert line.source_url.startswith("https://")
            assert line.verified_on >= date(2026, 11, 24)
            assert line.verified_by


@time_machine.travel(CHECKED, tick=False)
def test_the_command_is_content_with_rows_checked_today() -> None:
    out = StringIO()
    call_command("check_help_lines", stdout=out)
    assert "none older than 180 days" in out.getvalue()


@time_machine.travel(datetime(2027, 3, 30, 12, tzinfo=UTC), tick=False)
def test_the_command_names_rows_that_grow_old() -> None:
    out = StringIO()
    call_command("check_help_lines", stdout=out)
    assert "GB, Samaritans: last checked on 2026-11-24" in out.getvalue()


@time_machine.travel(TOO_OLD, tick=False)
def test_the_command_fails_when_a_row_is_too_old() -> None:
    with pytest.raises(CommandError, match="older than 180 days"):
        call_command("check_help_lines", stdout=StringIO())
