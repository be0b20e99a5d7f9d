"""Making an account and signing in, by password or by a six-digit code."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import PersonKey, User
from tests.factories.accounts import create_user

pytestmark = pytest.mark.django_db

SIGN_UP = "/accounts/signup/"
SIGN_IN = "/accounts/login/"
ASK_CODE = "/accounts/login/code/"
TYPE_CODE = "/accounts/login/code/confirm/"
CONFIRM = "/accounts/confirm-email/"
FORGOTTEN = "/accounts/password/reset/"
PASSWORD = "correct horse battery"
NEVER_SAID = ["therap", "depress", "anxi", "medic", "mood", "turnstone", "session", "health"]


def the_code() -> str:
    """The six digits of the newest message."""
    match = re.search(r"^(\d{6})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert match, mail.outbox[-1].body
    return match[1]


def wrong_code() -> str:
    return f"{(int(the_code()) + 1) % 1_000_000:06}"


def sign_up(client: Client, email: str = "dora@example.org", **fields: str) -> HttpResponse:
    return client.post(SIGN_UP, {"email": email, "how": "code", "password1": "", **fields})  # type: ignore[return-value]


def signed_in(client: Client) -> bool:
    return client.get(reverse("accounts:you")).status_code == 200


def shown(response: Any) -> str:
    """The page without what differs each time: the CSRF token."""
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", response.content.decode())


# Making an account


@pytest.mark.parametrize(("how", "password"), [("code", ""), ("password", PASSWORD)])
def test_an_account_is_made_and_its_address_confirmed_by_six_digits(client: Client, how: str, password: str) -> None:
    response = sign_up(client, how=how, password1=password)
    assert response["Location"] == CONFIRM
    assert "dora@example.org" in client.get(CONFIRM).content.decode()
    assert not signed_in(client)

    response = client.post(CONFIRM, {"code": the_code()})  # type: ignore[assignment]
    assert response["Location"] == reverse("tracker:start_why")
    assert signed_in(client)
    user = User.objects.get(email="dora@example.org")
    assert user.has_usable_password() == bool(password)
    assert PersonKey.objects.filter(user=user).exists()
    assert EmailAddress.objects.get(user=user).verified


def test_a_password_typed_and_then_not_chosen_is_not_kept(client: Client) -> None:
    sign_up(client, how="code", password1=PASSWORD)
    assert not User.objects.get(email="dora@example.org").has_usable_password()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "Type your e-mail address."),
        ({"email": "dora"}, "It reads like name@example.org."),
        ({"email": f"{'d' * 250}@example.org"}, "at most 254 characters"),
        ({"email": "do\0ra@example.org"}, "It reads like name@example.org."),
        ({"how": ""}, "Choose one of the two."),
        ({"how": "palm"}, "Choose one of the two."),
        ({"how": "password", "password1": ""}, "Type a password, or choose a code each time."),
        ({"how": "password", "password1": "short"}, "This one is short. With 8 characters or more"),
        ({"how": "password", "password1": "password1234"}, "Many people use this one."),
        ({"how": "password", "password1": "dora@example.org"}, "very like your e-mail address"),
        ({"how": "password", "password1": "x" * 1001}, "at most 1000 characters"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field_and_nothing_is_made(
    client: Client, fields: dict[str, str], sentence: str
) -> None:
    response = sign_up(client, **{"email": "dora@example.org", **fields})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'aria-invalid="true"' in page
    if "email" not in fields:
        assert 'value="dora@example.org"' in page, "what was typed is kept"
    assert not User.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("Pacific/Apia", "Pacific/Apia"),
        ("", "UTC"),
        ("Mars/Olympus", "UTC"),
        ("../../etc/passwd", "UTC"),
        ("x" * 400, "UTC"),
        ("Europe/Ber\0lin", "UTC"),
    ],
)
def test_the_zone_is_the_browsers_where_it_is_one(client: Client, sent: str, kept: str) -> None:
    assert sign_up(client, zone=sent).status_code == 302
    assert User.objects.get(email="dora@example.org").zone == kept


def test_pressing_twice_makes_one_account_and_sends_one_code(client: Client) -> None:
    sign_up(client)
    response = sign_up(client)
    assert response["Location"] == CONFIRM
    assert User.objects.count() == 1
    assert len(mail.outbox) == 1
    client.post(CONFIRM, {"code": the_code()})
    assert signed_in(client)


def test_going_back_to_correct_the_address_is_not_blocked(client: Client) -> None:
    sign_up(client, "dorra@example.org")
    assert 'name="how"' in client.get(SIGN_UP).content.decode()
    sign_up(client, "dora@example.org")
    assert mail.outbox[-1].to == ["dora@example.org"]
    client.post(CONFIRM, {"code": the_code()})
    assert signed_in(client)
    assert User.objects.get(last_login__isnull=False).email == "dora@example.org"


def test_two_at_the_same_moment_make_one_account(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("allauth.account.forms.flows.manage_email.email_already_exists", lambda email: (email, False))
    create_user(email="dora@example.org")
    response = sign_up(client)
    assert response["Location"] == CONFIRM
    assert User.objects.count() == 1


# An address that is taken, or was never confirmed


def test_a_taken_address_looks_like_a_free_one(client: Client) -> None:
    create_user(email="taken@example.org")
    free, taken = Client(), Client()
    first, second = sign_up(free, "freed@example.org"), sign_up(taken, "taken@example.org")
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    pages = [shown(browser.get(CONFIRM)) for browser in (free, taken)]
    assert pages[0].replace("freed@", "@") == pages[1].replace("taken@", "@")
    wrong = [shown(browser.post(CONFIRM, {"code": "000000"})) for browser in (free, taken)]
    assert wrong[0].replace("freed@", "@") == wrong[1].replace("taken@", "@")
    assert {message.to[0]: message.subject for message in mail.outbox} == {
        "freed@example.org": "Your code",
        "taken@example.org": "About your code",
    }


def test_asking_again_sends_a_message_to_a_taken_address_too(client: Client) -> None:
    create_user(email="taken@example.org")
    for browser, email in ((Client(), "freed@example.org"), (Client(), "taken@example.org")):
        with time_machine.travel(datetime.now(UTC), tick=False) as traveller:
            sign_up(browser, email)
            traveller.shift(11)
            assert browser.post(CONFIRM, {"action": "resend"})["Location"] == CONFIRM
        assert [message.to for message in mail.outbox] == [[email], [email]]
        mail.outbox.clear()


def test_an_account_left_unconfirmed_is_begun_afresh(client: Client) -> None:
    """A stranger signs up with dora's address and a password of theirs; later dora comes herself."""
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=1), tick=False):
        sign_up(Client(), how="password", password1="the stranger's own")
    sign_up(client)
    client.post(CONFIRM, {"code": the_code()})
    assert signed_in(client)
    stranger = Client()
    stranger.post(SIGN_IN, {"login": "dora@example.org", "password": "the stranger's own"})
    assert not signed_in(stranger)
    assert User.objects.count() == 1


def test_a_strangers_password_is_dropped_when_the_address_first_signs_in_by_code(client: Client) -> None:
    sign_up(Client(), how="password", password1="the stranger's own")
    ask_code(client, "dora@example.org")
    client.post(TYPE_CODE, {"code": the_code()})
    assert signed_in(client)
    stranger = Client()
    stranger.post(SIGN_IN, {"login": "dora@example.org", "password": "the stranger's own"})
    assert not signed_in(stranger)


def test_an_account_that_was_used_is_never_begun_afresh(client: Client) -> None:
    user = create_user(email="dora@example.org", verified=False)
    User.objects.filter(pk=user.pk).update(last_login=datetime.now(UTC))
    sign_up(client)
    assert User.objects.get(email="dora@example.org").pk == user.pk


# Signing in


def ask_code(client: Client, email: str, **fields: str) -> HttpResponse:
    return client.post(ASK_CODE, {"email": email, **fields})  # type: ignore[return-value]


def test_with_the_password(client: Client, alice: User) -> None:
    response = client.post(SIGN_IN, {"login": "Alice@Example.org ", "password": PASSWORD})
    assert response["Location"] == reverse("tracker:today")
    assert signed_in(client)


def test_with_six_digits(client: Client, alice: User) -> None:
    assert ask_code(client, "Alice@example.org")["Location"] == TYPE_CODE
    page = client.get(TYPE_CODE).content.decode()
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="one-time-code"' in page
    response = client.post(TYPE_CODE, {"code": the_code()})
    assert response["Location"] == reverse("tracker:today")
    assert signed_in(client)


def test_the_code_may_be_pasted_with_a_gap(client: Client, alice: User) -> None:
    ask_code(client, alice.email)
    code = the_code()
    client.post(TYPE_CODE, {"code": f" {code[:3]} {code[3:]} "})
    assert signed_in(client)


def test_the_other_button_on_the_sign_in_page_takes_the_address_along(client: Client, alice: User) -> None:
    response = client.post(ASK_CODE, {"login": alice.email, "password": ""})
    assert response["Location"] == TYPE_CODE
    assert mail.outbox[-1].to == [alice.email]


def test_an_empty_address_beside_that_button_is_asked_for(client: Client) -> None:
    response = client.post(ASK_CODE, {"login": ""})
    assert response.status_code == 422
    assert "Type your e-mail address." in response.content.decode()


def test_an_unknown_address_looks_like_a_known_one_by_password(alice: User) -> None:
    answers = [
        Client().post(SIGN_IN, {"login": email, "password": "not the one at all"})
        for email in ("alice@example.org", "eve12@example.org")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert shown(answers[0]).replace("alice@", "@") == shown(answers[1]).replace("eve12@", "@")


@pytest.mark.parametrize(("ask", "type_it"), [(ASK_CODE, TYPE_CODE), (FORGOTTEN, f"{FORGOTTEN}confirm/")])
def test_an_unknown_address_looks_like_a_known_one_by_code(alice: User, ask: str, type_it: str) -> None:
    seen = []
    for email in ("alice@example.org", "eve12@example.org"):
        browser = Client()
        asked = browser.post(ask, {"email": email})
        pages = [browser.get(type_it), browser.post(type_it, {"code": "000000"}), browser.post(type_it, {"code": ""})]
        seen.append(
            [(asked.status_code, asked["Location"])] + [(p.status_code, shown(p).replace(email, "")) for p in pages]
        )
    assert seen[0] == seen[1]
    assert [message.to[0] for message in mail.outbox] == ["alice@example.org", "eve12@example.org"]
    assert "There is no account with it." in mail.outbox[-1].body


def test_a_password_alone_does_not_open_an_account_whose_address_was_never_confirmed(client: Client) -> None:
    create_user(email="dora@example.org", verified=False)
    response = client.post(SIGN_IN, {"login": "dora@example.org", "password": PASSWORD})
    assert response["Location"] == CONFIRM
    assert not signed_in(client)
    client.post(CONFIRM, {"code": the_code()})
    assert signed_in(client)


def test_an_account_that_is_switched_off_stays_shut(client: Client) -> None:
    create_user(email="dora@example.org", is_active=False)
    response = client.post(SIGN_IN, {"login": "dora@example.org", "password": PASSWORD}, follow=True)
    assert "This account is switched off" in response.content.decode()
    assert not signed_in(client)


# Codes that do not fit


@pytest.mark.parametrize("code", ["wrong", "", "0", "１２３４５６", "x" * 300, "12345\0"])
def test_a_wrong_code_is_said_calmly_and_the_right_one_still_works(client: Client, alice: User, code: str) -> None:
    ask_code(client, alice.email)
    response = client.post(TYPE_CODE, {"code": wrong_code() if code == "wrong" else code})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()
    client.post(TYPE_CODE, {"code": the_code()})
    assert signed_in(client)


def test_the_sentence_for_a_wrong_code_says_what_to_do(client: Client, alice: User) -> None:
    ask_code(client, alice.email)
    page = client.post(TYPE_CODE, {"code": wrong_code()}).content.decode()
    assert "That isn’t the code we sent. Look in the newest message and type its six digits." in page


def test_after_five_wrong_codes_the_right_one_is_used_up(client: Client, alice: User) -> None:
    ask_code(client, alice.email)
    for _ in range(4):
        assert client.post(TYPE_CODE, {"code": wrong_code()}).status_code == 422
    response = client.post(TYPE_CODE, {"code": wrong_code()}, follow=True)
    assert "Those were a lot of tries. Ask for a new code, or wait a few minutes." in response.content.decode()
    client.post(TYPE_CODE, {"code": the_code()})
    assert not signed_in(client)


def test_tries_at_the_same_moment_are_counted_each(client: Client, alice: User) -> None:
    """As if every request had read the session before any other wrote its count back."""
    ask_code(client, alice.email)
    session = Session.objects.get(pk=client.session.session_key)
    untouched = session.session_data
    for _ in range(5):
        client.post(TYPE_CODE, {"code": wrong_code()})
        Session.objects.filter(pk=session.pk).update(session_data=untouched)
        if not Session.objects.filter(pk=session.pk).exists():
            Session.objects.create(pk=session.pk, session_data=untouched, expire_date=session.expire_date)
        client.cookies["sessionid"] = session.pk
    response = client.post(TYPE_CODE, {"code": the_code()})
    assert "one try too many" in response.content.decode()
    assert not signed_in(client)


@pytest.mark.parametrize("ask", [ASK_CODE, SIGN_UP, FORGOTTEN])
def test_a_code_that_ran_out_is_said_and_a_new_one_can_be_asked_for(client: Client, alice: User, ask: str) -> None:
    begun = datetime.now(UTC)
    with time_machine.travel(begun, tick=False) as traveller:
        page = client.post(ask, {"email": "dora@example.org" if ask == SIGN_UP else alice.email, "how": "code"})[
            "Location"
        ]
        code = the_code()
        traveller.move_to(begun + timedelta(minutes=15, seconds=1))
        response = client.post(page, {"code": code}, follow=True)
        assert "That code is too old or already used. You can ask for a new one." in response.content.decode()
        assert not signed_in(client)


def test_a_code_works_once(client: Client, alice: User) -> None:
    ask_code(client, alice.email)
    code, cookie = the_code(), client.cookies["sessionid"].value
    client.post(TYPE_CODE, {"code": code})
    again = Client()
    again.cookies["sessionid"] = cookie
    response = again.post(TYPE_CODE, {"code": code}, follow=True)
    assert "too old or already used" in response.content.decode()
    assert not signed_in(again)


def test_going_back_to_the_code_page_after_signing_in_leads_on(client: Client, alice: User) -> None:
    ask_code(client, alice.email)
    client.post(TYPE_CODE, {"code": the_code()})
    for page in (TYPE_CODE, CONFIRM, SIGN_IN, SIGN_UP, ASK_CODE):
        assert client.get(page)["Location"] == reverse("tracker:today")


def test_a_waiting_code_does_not_hold_anybody_who_wants_the_password_page(client: Client, alice: User) -> None:
    ask_code(client, alice.email)
    assert client.get(SIGN_IN).status_code == 200
    client.post(SIGN_IN, {"login": alice.email, "password": PASSWORD})
    assert signed_in(client)


def test_the_new_code_counts_and_the_old_one_does_not(client: Client, alice: User) -> None:
    ask_code(client, alice.email)
    old = the_code()
    ask_code(client, alice.email)
    if old != the_code():
        assert client.post(TYPE_CODE, {"code": old}).status_code == 422
    client.post(TYPE_CODE, {"code": the_code()})
    assert signed_in(client)


def test_a_code_is_only_good_in_the_browser_that_asked(client: Client, alice: User) -> None:
    ask_code(client, alice.email)
    code = the_code()
    other = Client()
    ask_code(other, alice.email)
    if code != the_code():
        other.post(TYPE_CODE, {"code": code})
        assert not signed_in(other)


@pytest.mark.parametrize("page", [SIGN_UP, ASK_CODE, FORGOTTEN])
def test_codes_are_six_digits(alice: User, page: str) -> None:
    Client().post(page, {"email": "dora@example.org" if page == SIGN_UP else alice.email, "how": "code"})
    assert re.fullmatch(r"\d{6}", the_code())


# Limits


def test_a_fourth_code_in_a_minute_waits_and_the_third_still_works(client: Client, alice: User) -> None:
    for _ in range(3):
        assert ask_code(client, alice.email).status_code == 302
    response = ask_code(client, alice.email)
    assert response.status_code == 422
    assert "Those were several codes in a short time." in response.content.decode()
    client.post(TYPE_CODE, {"code": the_code()})
    assert signed_in(client)


def test_an_address_gets_no_more_than_twenty_codes_a_day(alice: User) -> None:
    begun = datetime.now(UTC)
    with time_machine.travel(begun, tick=False) as traveller:
        answers = []
        for number in range(21):
            traveller.move_to(begun + timedelta(minutes=2 * number))
            answers.append(ask_code(Client(REMOTE_ADDR=f"10.0.0.{number}"), alice.email).status_code)
    assert answers == [302] * 20 + [422]


def test_five_wrong_passwords_wait_but_a_code_still_signs_in(client: Client, alice: User) -> None:
    for _ in range(5):
        client.post(SIGN_IN, {"login": alice.email, "password": "not the one at all"})
    response = client.post(SIGN_IN, {"login": alice.email, "password": PASSWORD})
    assert response.status_code == 422
    assert "Those were a lot of tries." in response.content.decode()
    ask_code(client, alice.email)
    client.post(TYPE_CODE, {"code": the_code()})
    assert signed_in(client)


def test_too_much_from_one_place_is_said_calmly_with_a_time_to_wait(client: Client) -> None:
    answers = [sign_up(client, "") for _ in range(21)]
    assert [answer.status_code for answer in answers[:20]] == [422] * 20
    assert answers[20].status_code == 429
    assert answers[20]["Retry-After"] == "60"
    assert "A little too fast" in answers[20].content.decode()


def test_the_same_address_again_from_another_browser_is_told_to_wait_and_has_ways_on(client: Client) -> None:
    sign_up(client)
    again = sign_up(Client())
    page = again.content.decode()
    assert again.status_code == 429
    assert re.search(rf'<a [^>]*href="{SIGN_UP}">Back</a>', page)
    assert re.search(rf'<a [^>]*href="{SIGN_IN}">Sign in</a>', page)
    assert Client().get(SIGN_UP).status_code == 200


def test_sign_up_promises_only_what_a_server_can_keep(client: Client) -> None:
    page = client.get(SIGN_UP).content.decode()
    assert "What you write is stored encrypted" in page
    assert "Nobody else can read" not in page


def test_limits_are_counted_where_every_process_sees_them(client: Client, alice: User) -> None:
    from django.db import connection

    ask_code(client, alice.email)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache WHERE cache_key LIKE '%%request_login_code%%'")
        assert cursor.fetchone()[0] >= 4
        cursor.execute("SELECT count(*) FROM shared_cache WHERE cache_key LIKE %s", [f"%{alice.email}%"])
        assert cursor.fetchone()[0] == 0


# The way on, the way out


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/you/", "/you/"),
        ("https://evil.example/", "/today/"),
        ("//evil.example/", "/today/"),
        ("javascript:alert(1)", "/today/"),
        ("/\\evil.example", "/today/"),
        ("", "/today/"),
    ],
)
def test_the_way_on_stays_in_this_house(alice: User, wanted: str, reached: str) -> None:
    client = Client()
    page = client.get(SIGN_IN, {"next": wanted}).content.decode()
    assert (f'name="next" value="{wanted}"' in page) == (wanted == "/you/" or "evil" in wanted or "java" in wanted)
    by_password = client.post(SIGN_IN, {"login": alice.email, "password": PASSWORD, "next": wanted})
    assert by_password["Location"] == reached

    client = Client()
    typed = client.post(ASK_CODE, {"email": alice.email, "next": wanted})["Location"]
    assert typed == (f"{TYPE_CODE}?next=%2Fyou%2F" if wanted == "/you/" else TYPE_CODE)
    by_code = client.post(typed, {"code": the_code(), "next": wanted})
    assert by_code["Location"] == reached


def test_a_page_behind_the_door_leads_to_sign_in_and_back(client: Client, alice: User) -> None:
    asked = client.get("/you/")["Location"]
    assert asked == "/accounts/login/?next=/you/"
    form = re.search(r'name="next" value="([^"]+)"', client.get(asked).content.decode())
    assert form
    response = client.post(SIGN_IN, {"login": alice.email, "password": PASSWORD, "next": form[1]})
    assert response["Location"] == "/you/"


def test_signing_out_needs_a_press_and_not_a_visit(alice_client: Client) -> None:
    assert "Sign out" in alice_client.get("/accounts/logout/").content.decode()
    assert signed_in(alice_client)
    response = alice_client.post("/accounts/logout/")
    assert response["Location"] == reverse("guide:landing")
    assert not signed_in(alice_client)


def test_signing_in_gives_the_session_another_name(client: Client, alice: User) -> None:
    ask_code(client, alice.email)
    before = client.cookies["sessionid"].value
    client.post(TYPE_CODE, {"code": the_code()})
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(pk=before).exists()


@pytest.mark.parametrize("page", [SIGN_UP, SIGN_IN, ASK_CODE, TYPE_CODE, CONFIRM, FORGOTTEN, "/accounts/logout/"])
def test_a_sign_in_page_is_kept_nowhere(client: Client, page: str) -> None:
    response = client.get(page)
    assert "no-store" in response["Cache-Control"]
    assert response["X-SW-Cache"] == "wipe"


def test_the_pages_of_the_password_do_not_wipe_the_phone_of_whoever_is_signed_in(alice_client: Client) -> None:
    response = alice_client.get("/accounts/password/change/")
    assert "no-store" in response["Cache-Control"]
    assert response.headers.get("X-SW-Cache") != "wipe"


# The password


def test_a_forgotten_password_is_replaced_by_way_of_a_code(client: Client, alice: User) -> None:
    elsewhere = Client()
    elsewhere.post(SIGN_IN, {"login": alice.email, "password": PASSWORD})
    assert client.post(FORGOTTEN, {"email": alice.email})["Location"] == f"{FORGOTTEN}confirm/"
    response = client.post(f"{FORGOTTEN}confirm/", {"code": the_code()})
    assert response["Location"] == f"{FORGOTTEN}complete/"
    new = "quite another one"
    assert client.post(f"{FORGOTTEN}complete/", {"password1": new, "password2": "not the same"}).status_code == 422
    client.post(f"{FORGOTTEN}complete/", {"password1": new, "password2": new})
    assert signed_in(client)
    assert not signed_in(elsewhere), "a new password ends the sessions of the old one"
    again = Client()
    again.post(SIGN_IN, {"login": alice.email, "password": new})
    assert signed_in(again)


def test_the_new_password_page_is_not_reached_without_the_code(client: Client, alice: User) -> None:
    client.post(FORGOTTEN, {"email": alice.email})
    assert client.get(f"{FORGOTTEN}complete/")["Location"] == f"{FORGOTTEN}confirm/"
    client.post(f"{FORGOTTEN}complete/", {"password1": "quite another one", "password2": "quite another one"})
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_changing_the_password_asks_for_the_old_one(alice_client: Client, alice: User) -> None:
    page = "/accounts/password/change/"
    new = "quite another one"
    refused = alice_client.post(page, {"oldpassword": "a guess at it", "password1": new, "password2": new})
    assert refused.status_code == 422
    assert "That isn’t the password you have now." in refused.content.decode()
    done = alice_client.post(page, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert done["Location"] == "/you/"
    assert signed_in(alice_client)
    alice.refresh_from_db()
    assert alice.check_password(new)


def test_whoever_has_no_password_can_choose_one(client: Client) -> None:
    user = create_user(email="dora@example.org", password=None)
    client.force_login(user)
    assert "Choose a password" in client.get("/you/").content.decode()
    assert client.get("/accounts/password/change/")["Location"] == "/accounts/password/set/"
    new = "quite another one"
    assert client.post("/accounts/password/set/", {"password1": new, "password2": new})["Location"] == "/you/"
    assert "Your password is saved." in client.get("/you/").content.decode()


# Messages


def every_message(alice: User) -> list[mail.EmailMessage]:
    sign_up(Client(), "dora@example.org")
    sign_up(Client(), alice.email)
    for email in (alice.email, "nobody@example.org"):
        Client().post(ASK_CODE, {"email": email})
        Client().post(FORGOTTEN, {"email": email})
    unconfirmed = create_user(verified=False)
    Client().post(SIGN_IN, {"login": unconfirmed.email, "password": PASSWORD})
    return mail.outbox


def test_no_message_says_what_this_is_about(alice: User) -> None:
    messages = every_message(alice)
    assert len(messages) == 7
    for message in messages:
        text = re.sub(r"https?://\S+", "", f"{message.subject} {message.body}").lower()
        assert [word for word in NEVER_SAID if word in text] == []
        assert "UNDEFINED" not in message.body
        assert message.subject in ("Your code", "About your code")
        assert not getattr(message, "alternatives", None), "nothing to load, nothing that counts openings"


def test_a_message_carries_no_way_in_by_link(alice: User) -> None:
    for message in every_message(alice):
        for link in re.findall(r"https?://\S+", str(message.body)):
            assert link in ("http://testserver/accounts/signup/", "http://testserver/accounts/login/code/")


class AwayBackend:
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError(111, "to=dora@example.org")


def test_mail_that_is_away_is_said_calmly_and_the_next_try_works(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    working = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.AwayBackend"}}
    response = sign_up(client)
    said = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    assert response.status_code == 503
    assert "The message couldn’t be sent" in response.content.decode()
    assert "dora" not in caplog.text
    assert any(
        {"event": "mail_not_sent", "reason": "ConnectionRefusedError"}.items() <= event.items() for event in said
    )
    settings.MAILERS = working
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=11)):
        sign_up(client)
        client.post(CONFIRM, {"code": the_code()})
        assert signed_in(client)
