"""The plan for hard moments in a real browser: filled in on a phone, there without a network, gone with signing out."""

from __future__ import annotations

import re
from collections.abc import Callable
from threading import Event

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from guide.actions.safety_plan import save_steps
from guide.logic.fingerprint import fingerprint
from guide.models import SafetyPlan
from pwa.middleware import ShellMiddleware
from tests.browser.conftest import CONTROLLED, OpenPage, looks, session_of, until
from tests.browser.site import Site

PLAN, EDIT = "/help/safety-plan/", "/help/safety-plan/edit/"
STEPS = {
    "signs": "I stop answering messages\nI lie awake after three\nMy chest feels tight",
    "alone": "Tea, and the window open\nOne song, standing up\nA shower",
    "company": "The library\nMy neighbour’s dog",
    "people": [
        {"name": "Maya", "number": "07700 900123", "ask": "Ring me, or come over", "role": ""},
        {"name": "Tom", "number": "at work, ask for the kitchen", "ask": "Eat with me", "role": ""},
    ],
    "professionals": [
        {"name": "Hannah Brandt", "number": "01632 960117", "ask": "", "role": "therapist"},
        {"name": "Dr Singh", "number": "01632 960118", "ask": "", "role": "doctor"},
    ],
    "space": "My sister keeps the tablets",
    "stay": "Ida’s first day at school",
}


HOLD_THE_NEXT_ANSWER = """async () => {
    await note('/plan', '');
    const real = self.fetch;
    await new Promise(arrived => {
        self.fetch = async (...asked) => {
            if (asked[0] !== PLAN) return real(...asked);
            self.fetch = real;
            const res = await real(...asked);
            await new Promise(done => { self.letGo = done; arrived(); });
            return res;
        };
        self.late = plan();
    });
}"""


@pytest.fixture
def plan(alice: User) -> None:
    alice.country = "GB"
    alice.save()
    write(alice, **STEPS)


def write(person: User, **steps: object) -> None:
    plan = SafetyPlan.objects.for_user(person).current().first()
    there = plan.steps if plan else {}
    seen = {step: (what, fingerprint(there.get(step))) for step, what in steps.items()}
    save_steps(user_id=person.pk, written=seen, now=timezone.now())


def written(person: User) -> dict[str, object]:
    plan = SafetyPlan.objects.for_user(person).current().first()
    return plan.steps if plan else {}


def until_kept(page: Page, text: str) -> None:
    until(
        page,
        f"""async () => {{ const found = await (await caches.open('private-1')).match('{PLAN}', {{ ignoreVary: true }});
        return !!found && (await found.text()).includes({text!r}); }}""",
    )


def private(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "async () => (await (await caches.open('private-1')).keys()).map(request => new URL(request.url).pathname)"
    )
    return found


def sign_out(page: Page) -> None:
    page.goto("/you/")
    page.locator("[data-sign-out] button").click()
    page.wait_for_url(lambda url: "/you/" not in url)


@looks
@pytest.mark.parametrize("name", ["plan", "empty", "edit", "people", "signed-out", "help"])
def test_its_pages_read_well_everywhere(
    open_page: OpenPage,
    axe: Callable[[Page], list[str]],
    shot: Callable[[Page, str], None],
    alice: User,
    charlie: User,
    plan: None,
    name: str,
    screen: str,
    scheme: str,
) -> None:
    path = {"edit": EDIT, "people": f"{EDIT}people/", "help": "/help/now/?country=GB"}.get(name, PLAN)
    page = open_page({"empty": charlie, "signed-out": None}.get(name, alice), screen, scheme)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if name == "help":
        page.get_by_text("If someone is hurting or frightening you").click()
    size = page.viewport_size
    assert size
    page.set_viewport_size({**size, "height": page.evaluate("document.documentElement.scrollHeight")})
    assert axe(page) == []
    shot(page, f"plan-{name}-{screen}-{scheme}")


@pytest.mark.parametrize("path", [PLAN, EDIT, f"{EDIT}people/", "/help/now/?country=GB"])
@pytest.mark.parametrize("width", [390, 1280])
def test_at_twice_the_size_nothing_leaves_the_page(
    open_page: OpenPage, alice: User, plan: None, path: str, width: int
) -> None:
    page = open_page(alice, viewport={"width": width, "height": 860})
    page.goto(path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": width // 2, "height": 430})  # what zooming to 200 % leaves of the window
    assert page.evaluate("document.documentElement.scrollWidth") == width // 2
    first = page.locator("main :is(a, textarea)").first
    first.scroll_into_view_if_needed()
    expect(first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("scripts", [True, False])
def test_it_is_filled_in_part_by_part_with_the_keyboard_alone(open_page: OpenPage, alice: User, scripts: bool) -> None:
    page = open_page(alice, scripts=scripts)
    page.goto(PLAN)
    page.get_by_role("link", name="Begin with the first part").press("Enter")
    page.get_by_label("Thoughts, feelings, situations, signs in the body").focus()
    page.keyboard.type("I stop answering")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{EDIT}alone/")
    page.get_by_label("Three small things").fill("Tea")
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    page.wait_for_url(f"**{PLAN}")
    expect(page.get_by_role("listitem").filter(has_text="I stop answering")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Tea")).to_be_visible()
    assert written(alice)["signs"] == "I stop answering"


def test_a_double_tap_saves_once_and_two_tabs_lose_nothing(open_page: OpenPage, alice: User) -> None:
    page = open_page(alice)
    page.goto(f"{EDIT}stay/")
    other = page.context.new_page()
    other.goto(f"{EDIT}stay/")
    page.get_by_label("One or two lines").fill("Ida")
    page.get_by_role("button", name="Save", exact=True).dblclick()
    page.wait_for_url(f"**{PLAN}")
    other.get_by_label("One or two lines").fill("The sea")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("This part was changed elsewhere meanwhile.")).to_be_visible()
    expect(other.get_by_text("Ida")).to_be_visible()
    assert other.get_by_label("One or two lines").input_value() == "The sea"
    assert written(alice)["stay"] == "Ida"
    assert SafetyPlan.objects.for_user(alice).count() == 1


def test_without_a_network_nothing_that_was_typed_is_lost(open_page: OpenPage, site: Site, alice: User) -> None:
    page = open_page(alice)
    page.goto("/today/")
    page.wait_for_function(CONTROLLED)
    page.goto(EDIT)
    page.get_by_label("One or two lines").fill("Ida")
    page.get_by_label("Company, without having to explain").fill("The library")
    site.stop()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Not saved")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    page.wait_for_url(f"**{EDIT}")
    assert page.get_by_label("One or two lines").input_value() == "Ida"
    site.start()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**{PLAN}")
    assert written(alice)["company"] == "The library"


def test_it_opens_without_a_network_though_it_was_never_opened_on_this_phone(
    open_page: OpenPage, site: Site, alice: User, plan: None
) -> None:
    page = open_page(alice)
    page.goto("/today/")
    until_kept(page, "I stop answering messages")
    site.stop()
    page.get_by_role("link", name="Help now", exact=True).click()
    page.get_by_role("link", name="My plan for hard moments").click()
    expect(page.get_by_text("I lie awake after three")).to_be_visible()
    expect(page.locator("a[href='tel:07700900123']").first).to_be_visible()
    expect(page.locator("a[href^='sms:07700900123?body=']").first).to_be_visible()
    expect(page.locator("a[href='tel:999']").first).to_be_visible()
    expect(page.get_by_text("at work, ask for the kitchen")).to_be_visible()


def test_a_cold_start_without_a_network_has_help_and_the_plan(
    open_app: OpenPage, site: Site, alice: User, plan: None
) -> None:
    page = open_app(alice)
    page.goto("/today/")
    until_kept(page, "I stop answering messages")
    page.context.close()
    site.stop()
    cold = open_app()
    cold.goto("/help/now/")
    expect(cold.locator("a[href='tel:999']").first).to_be_visible()
    cold.goto(PLAN)
    expect(cold.get_by_text("I stop answering messages")).to_be_visible()
    expect(cold.get_by_text("You’re offline")).to_be_visible()


def test_what_was_saved_is_what_is_kept(open_page: OpenPage, site: Site, alice: User, plan: None) -> None:
    page = open_page(alice)
    page.goto("/today/")
    until_kept(page, "Ida’s first day at school")
    page.goto(f"{EDIT}stay/")
    page.get_by_label("One or two lines").fill("The sea in May")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".toast", has_text="Saved.")).to_be_visible()
    until_kept(page, "The sea in May")
    site.stop()
    page.goto(PLAN)
    expect(page.get_by_text("The sea in May")).to_be_visible()
    expect(page.locator(".toast", has_text="Saved.")).to_be_hidden()


def test_a_plan_deleted_here_is_gone_from_this_phone_too(
    open_page: OpenPage, site: Site, alice: User, plan: None
) -> None:
    page = open_page(alice)
    page.goto(PLAN)
    until_kept(page, "Ida’s first day at school")
    page.goto(EDIT)
    page.get_by_role("button", name="Delete the plan").click()
    expect(page.locator(".toast", has_text="Your plan is deleted.")).to_be_visible()
    until_kept(page, "Begin with the first part")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Ida’s first day at school")).to_be_visible()
    until_kept(page, "Ida’s first day at school")


def test_an_old_copy_is_asked_for_anew_after_a_day(open_page: OpenPage, alice: User, plan: None) -> None:
    page = open_page(alice)
    page.goto("/today/")
    until_kept(page, "Ida’s first day at school")
    write(alice, stay="Written on another phone")
    page.goto("/session/")
    page.wait_for_timeout(500)
    until_kept(page, "Ida’s first day at school")
    page.evaluate("async () => (await caches.open('meta-1')).put('/plan', new Response(String(Date.now() - 864e5)))")
    page.goto("/today/")
    until_kept(page, "Written on another phone")


def test_signing_out_leaves_nothing_of_it_and_says_where_it_is(
    open_page: OpenPage, site: Site, alice: User, plan: None
) -> None:
    page = open_page(alice)
    page.goto("/today/")
    until_kept(page, "I stop answering messages")
    sign_out(page)
    assert private(page) == []
    assert not page.evaluate(
        """async () => { for (const name of await caches.keys())
            for (const found of await (await caches.open(name)).matchAll())
                if ((await found.text()).includes('I stop answering messages')) return name; }"""
    )
    site.stop()
    page.goto(PLAN)
    expect(page.get_by_text("A plan is kept in your account")).to_be_visible()
    expect(page.get_by_text("I stop answering messages")).not_to_be_visible()


def test_an_answer_that_comes_after_signing_out_is_not_kept(
    open_page: OpenPage, alice: User, plan: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(alice)
    page.goto("/today/")
    until_kept(page, "I stop answering messages")
    (worker,) = page.context.service_workers
    worker.evaluate(HOLD_THE_NEXT_ANSWER)
    sign_out(page)
    worker.evaluate("async () => { self.letGo(); await self.late; }")
    assert private(page) == []


def test_a_page_that_was_on_its_way_when_somebody_signed_out_is_not_kept(
    open_page: OpenPage, alice: User, plan: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(alice)
    page.goto("/today/")
    until_kept(page, "I stop answering messages")
    asked, go_on, answer = Event(), Event(), ShellMiddleware.__call__

    def slow(self: ShellMiddleware, request: HttpRequest) -> HttpResponseBase:
        response = answer(self, request)
        if request.path == PLAN and "X-SW-Fetch" not in request.headers and request.user.is_authenticated:
            asked.set()
            go_on.wait(30)
        return response

    monkeypatch.setattr(ShellMiddleware, "__call__", slow)
    other = page.context.new_page()
    other.goto("/guide/")
    other.evaluate("path => { setTimeout(() => { location.href = path; }); }", PLAN)
    assert asked.wait(20)
    sign_out(page)
    go_on.set()
    expect(other.get_by_text("I stop answering messages")).to_be_visible()  # asked for before, in that tab alone
    until(page, "async () => (await (await (await caches.open('meta-1')).match('/owner')).text()) === ''")
    page.wait_for_timeout(500)
    assert private(page) == []


def test_an_answer_from_before_a_change_does_not_replace_the_one_from_after(
    open_page: OpenPage, alice: User, plan: None
) -> None:
    page = open_page(alice)
    page.goto("/today/")
    until_kept(page, "Ida’s first day at school")
    (worker,) = page.context.service_workers
    worker.evaluate(HOLD_THE_NEXT_ANSWER)
    page.goto(f"{EDIT}stay/")
    page.get_by_label("One or two lines").fill("The sea in May")
    page.get_by_role("button", name="Save", exact=True).click()
    until_kept(page, "The sea in May")
    worker.evaluate("async () => { self.letGo(); await self.late; }")
    until_kept(page, "The sea in May")


def test_the_next_person_never_sees_it(open_page: OpenPage, site: Site, alice: User, charlie: User, plan: None) -> None:
    page = open_page(alice)
    page.goto("/today/")
    until_kept(page, "I stop answering messages")
    page.context.add_cookies([{"name": "sessionid", "value": session_of(charlie), "url": site.url}])
    page.goto("/today/")
    until_kept(page, "Begin with the first part")
    site.stop()
    page.goto(PLAN)
    expect(page.get_by_text("Begin with the first part")).to_be_visible()
    expect(page.get_by_text("I stop answering messages")).not_to_be_visible()


def test_a_copy_of_somebody_else_s_is_never_shown(open_page: OpenPage, site: Site, alice: User, plan: None) -> None:
    page = open_page(alice)
    page.goto("/today/")
    until_kept(page, "I stop answering messages")
    page.evaluate("async () => (await caches.open('meta-1')).put('/owner', new Response('somebody else'))")
    site.stop()
    page.goto(PLAN)
    expect(page.get_by_text("A plan is kept in your account")).to_be_visible()


def test_while_the_server_has_a_fault_the_kept_plan_stands_in(
    open_page: OpenPage, alice: User, plan: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(alice)
    page.goto("/today/")
    until_kept(page, "I stop answering messages")
    monkeypatch.setattr(ShellMiddleware, "__call__", lambda *_: HttpResponse("fault", status=500))
    page.goto(PLAN)
    expect(page.get_by_text("I stop answering messages")).to_be_visible()


def test_leaving_the_page_does_not_come_back_with_back(open_page: OpenPage, site: Site) -> None:
    page = open_page(None)
    page.goto("/guide/")
    page.goto("/help/now/?country=GB")
    page.get_by_text("If someone is hurting or frightening you").click()
    page.evaluate("path => { document.querySelector('[data-leave]').href = path; }", "/offline/")
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url("**/offline/")
    page.go_back()
    expect(page).to_have_url(re.compile("/guide/$"))


def test_it_prints_on_one_sheet(open_page: OpenPage, alice: User, plan: None) -> None:
    page = open_page(alice)
    page.goto(PLAN)
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    assert sheets(page) == 1


def test_a_full_plan_prints_on_one_sheet_and_so_does_the_empty_one_for_paper(
    open_page: OpenPage, alice: User, plan: None
) -> None:
    many = "\n".join(f"{n} something that is about this long when it is written out" for n in range(1, 7))
    six = [{"name": f"Somebody {n}", "number": "01632 960774", "ask": "Ring me, or come over if they can", "role": ""}
           for n in range(6)]  # fmt: skip
    write(alice, signs=many, alone=many, company=many, space=many, people=six, stay="Ida\nThe sea")
    for person in (alice, None):
        page = open_page(person)
        page.goto(PLAN)
        assert sheets(page) == 1


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
