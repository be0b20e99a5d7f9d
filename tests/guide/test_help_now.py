"""Help now: the right number first, for anyone, whatever is broken."""

from __future__ import annotations

import gzip
import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.checks import ERROR, run_checks
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from guide import help_lines
from tests import checks
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


def numbers_on_top(html: str) -> str:
    """The numbers and directories that stand before the person's own plan."""
    return html[html.index("<main") : html.index("Your plan, and your own people")]


def test_it_is_the_same_page_for_everyone_and_looks_nobody_up(
    alice_client: Client, bob_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alice_client.cookies["theme"] = "dark"
    with django_assert_num_queries(0):
        for_alice = alice_client.get(HELP, headers={"accept-language": "en-GB"})
        for_bob = bob_client.get(HELP, headers={"accept-language": "en-GB"})
    assert for_alice.content == for_bob.content
    for response in (for_alice, for_bob):
        assert response.headers["Vary"] == "Accept-Language, Cookie"
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
    top = numbers_on_top(page(bob_client, f"{HELP}?country=PE", "en-US"))
    assert re.findall(r'href="(tel:\d+)"', top) == ["tel:112", "tel:911", "tel:999"]


def test_a_guess_is_called_one_and_a_choice_is_not(bob_client: Client) -> None:
    assert "Not in the United Kingdom?" in page(bob_client, HELP, "en-GB")
    chosen = page(bob_client, f"{HELP}?country=GB", "de-DE")
    assert "Numbers for the United Kingdom." in chosen
    assert "Not in " not in chosen


def test_a_country_that_was_chosen_once_is_kept_on_this_device(bob_client: Client) -> None:
    page(bob_client, f"{HELP}?country=IN", "en-GB")
    assert "Numbers for India." in page(bob_client, HELP, "en-GB")
    assert 'href="tel:112"' in first_to_focus(page(bob_client, HELP, "en-GB"))
    assert "In India, call" in page(bob_client, "/", "en-GB")
    assert f'href="{HELP}?country=IN"' in page(bob_client, "/guide/", "en-GB")
    assert "Numbers for the United Kingdom." in page(bob_client, f"{HELP}?country=gb", "en-GB")
    assert "In the United Kingdom, call" in page(bob_client, "/", "en-GB")


def test_what_was_not_chosen_leaves_nothing_and_a_choice_is_for_this_browser_alone(bob_client: Client) -> None:
    assert not bob_client.get(HELP).cookies
    chosen = bob_client.get(f"{HELP}?country=IN")
    assert chosen.cookies["country"].value == "IN"
    assert "public" not in chosen.headers["Cache-Control"]
    assert not bob_client.get(f"{HELP}?country=IN").cookies
    assert not Client(headers={"cookie": "country=<b>"}).get(HELP).cookies


def test_whoever_is_abroad_is_one_tap_from_another_country(bob_client: Client) -> None:
    html = page(bob_client, f"{HELP}?country=GB")
    assert '<a href="#country">I’m abroad: change country</a>' in numbers_on_top(html)
    assert '<h2 id="country">' in html


def test_where_nothing_is_known_the_common_numbers_and_the_directories_come_first(bob_client: Client) -> None:
    top = numbers_on_top(page(bob_client))
    assert re.findall(r'href="(tel:\d+)"', top) == ["tel:112", "tel:911", "tel:999"]
    assert 'href="https://findahelpline.com" rel="noopener noreferrer"' in top
    assert 'href="https://befrienders.org" rel="noopener noreferrer"' in top


def test_a_country_without_a_confirmed_line_has_its_emergency_number_and_the_directories(bob_client: Client) -> None:
    top = numbers_on_top(page(bob_client, f"{HELP}?country=RO"))
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
    assert top.index("This number has not been checked for a while.") < top.index("findahelpline.com")
    germany = html[html.index("Germany</summary>") :]
    assert germany.index("findahelpline.com") < germany.index("tel:08001110111")


def test_every_country_is_on_the_page_so_that_it_can_be_changed_without_a_signal(bob_client: Client) -> None:
    html = page(bob_client)
    listed = html[html.index('aria-labelledby="country"') :]
    assert listed.count("<details") == html.count('<option value="') - 1 == len(help_lines.countries()) > 60
    for country in help_lines.countries():
        assert f'<option value="{country.code}">' in html
        for line in country.lines:
            assert not line.tel or f'href="{line.tel}"' in html
            assert not line.sms_href or f'href="{line.sms_href}"' in html


def test_every_number_can_be_dialled(bob_client: Client) -> None:
    links = re.findall(r'href="((?:tel|sms):[^"]*)"', page(bob_client))
    assert len(links) > 150
    for link in links:
        assert re.fullmatch(r"tel:\*?\d{2,12}|sms:\d{3,12}(\?body=[A-Z]+)?|sms:\?body=I%E2%80%99m%20[\w.%]+", link), (
            link
        )


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


def test_the_plan_and_a_message_to_send_oneself_stand_under_the_lines(bob_client: Client) -> None:
    html = page(bob_client, f"{HELP}?country=GB")
    own = html[html.index("Your plan, and your own people") :]
    assert html.index("sms:85258?body=SHOUT") < html.index("Your plan, and your own people")
    assert own.index('href="/help/safety-plan/"') < own.index('href="sms:?body=')
    text = " ".join(blocks(own))
    assert "Nobody sees this but you." in text
    assert "“I’m having a hard time right now. Can you ring me?” You choose who, and send it yourself." in text


@pytest.mark.parametrize(("country", "number"), [("GB", "999"), ("RO", "112"), ("PE", "911")])
def test_somebody_who_is_hurt_by_another_finds_a_number_and_a_way_off_the_page(
    country: str, number: str, bob_client: Client
) -> None:
    html = page(bob_client, f"{HELP}?country={country}")
    folded = html[html.index("If someone is hurting or frightening you") : html.index('aria-labelledby="country"')]
    assert f'href="tel:{number}"' in folded
    assert 'href="https://findahelpline.com/topics/abuse-domestic-violence" rel="noopener noreferrer"' in folded
    assert "data-leave" in folded
    assert "history still shows that you were here" in folded
    for heading in re.findall(r"<(?:title|h\d)[^>]*>([^<]*)<", html):
        assert not re.search("hurt|fright|abus|viol", heading)


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


def days_on(days: int) -> str:
    oldest = min(country.oldest for country in help_lines.countries())
    return (oldest + timedelta(days=days)).isoformat()


def test_the_gate_is_silent_then_names_what_grows_old_and_fails_only_when_it_is_too_old(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "help lines" in [name for name, _ in checks.GATES]
    assert checks.help_lines_age("--on", days_on(119)) == ""
    assert "last checked" not in capsys.readouterr().out
    assert checks.help_lines_age("--on", days_on(120)) == ""
    assert re.search(r"note +[A-Z]{2}, .+: last checked on 20\d\d-", capsys.readouterr().out)
    assert "older than 180 days" in checks.help_lines_age("--on", days_on(180))


@time_machine.travel(TOO_OLD, tick=False)
def test_a_row_that_is_too_old_never_keeps_the_product_from_starting(bob_client: Client) -> None:
    assert [found for found in run_checks() if found.level >= ERROR] == []
    assert 'href="tel:999"' in page(bob_client, f"{HELP}?country=GB")


def test_without_a_single_country_the_page_still_has_numbers_and_directories(
    bob_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(help_lines, "_load", dict)
    for path in (HELP, f"{HELP}?country=GB"):
        top = numbers_on_top(page(bob_client, path, "en-GB"))
        assert re.findall(r'href="(tel:\d+)"', top) == ["tel:112", "tel:911", "tel:999"]
        assert "findahelpline.com" in top


@time_machine.travel(TOO_OLD, tick=False)
def test_the_foot_of_the_front_page_leads_here_when_its_number_is_too_old(bob_client: Client) -> None:
    html = bob_client.get("/", headers={"accept-language": "en-GB"}).content.decode()
    assert "tel:" not in html
    assert "Numbers for your country" in html
