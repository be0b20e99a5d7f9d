"""A real Chromium against the real site.

    def test_a_dose_is_ticked(site, open_page, alice):
        page = open_page(alice, "phone", "dark")     # alice is signed in; None: nobody is
        page.goto("/today/")
        page.get_by_role("checkbox", name="Sertraline").check()

- `site`: the running server. `site.url`, `site.stop()` (the network is cut), `site.start()` (the same address again).
  The rows of a test are committed, and gone after it.
- `open_page(person, screen="phone", scheme="light", scripts=True, **more)`: a page in a browser of its own. *screen* is
  "phone" (390 by 844) or "desktop" (1280 by 860); *more* goes to Playwright's `new_context`. Paths are relative to the
  site. At the end of the test it fails if any page met a breach of the Content-Security-Policy, an uncaught error of a
  script, or a request to another origin.
- `open_app(person, **more)`: the same in a profile on disk, where service workers, installing and notifications work
  in full. Returns the first page.
- `axe(page)`: what axe-core objects to, as lines; assert that it is [].
- `until(page, script)`: waits for a script to be true, also one that is async (Playwright's own waiting is not).
- `session_of(person)`: the value of a session cookie, to change who is signed in half-way.
- `looks`: decorator that runs a test on phone and desktop, in light and dark: `def test_x(..., screen, scheme)`.
- `shot(page, name)`: a picture of the whole page, as in one tall window, in the folder that the environment's SHOTS
  names; without it nothing is kept.

Everything here is marked `browser`. Use `localhost`: workers and push need a secure origin.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from accounts.models import User
from tests.browser.site import Site

HERE = Path(__file__).parent
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-GB",
]
ENVIRONMENT: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "en_GB", "LANG": "en_GB.UTF-8"}
SCREENS: dict[str, ViewportSize] = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 860}}
PATIENCE = 20_000  # milliseconds, for a machine that does something else besides
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

CONTROLLED = "() => navigator.serviceWorker.controller?.state === 'activated'"  # earlier it would miss a push

looks = pytest.mark.parametrize(
    ("screen", "scheme"), [(screen, scheme) for screen in SCREENS for scheme in ("light", "dark")]
)
expect.set_options(timeout=PATIENCE)
type OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright keeps an event loop in this thread, which Django would take for asynchronous code."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS, env=ENVIRONMENT)
    yield started
    started.close()


@pytest.fixture
def site(transactional_db: None) -> Iterator[Site]:
    running = Site()
    yield running
    running.stop()
    cache.clear()  # the cache's table is not a model's, so its rows would stay


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
    with ExitStack() as stack:

        def open_page(
            person: User | None = None, screen: str = "phone", scheme: str = "light", scripts: bool = True, **more: Any
        ) -> Page:
            options = {**_options(site, screen, scheme), "java_script_enabled": scripts, **more}
            return _first_page(stack, browser.new_context(**options), site, person)

        yield open_page


@pytest.fixture
def open_app(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[OpenPage]:
    with ExitStack() as stack:

        def open_app(person: User | None = None, screen: str = "phone", scheme: str = "light", **more: Any) -> Page:
            options = {**_options(site, screen, scheme), "permissions": ["notifications"], **more}
            context = playwright.chromium.launch_persistent_context(
                tmp_path / "profile", executable_path=chromium(), args=ARGUMENTS, env=ENVIRONMENT, **options
            )
            return _first_page(stack, context, site, person)

        yield open_app


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    def run(page: Page) -> list[str]:
        found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": AXE_TAGS}).response["violations"]
        return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]

    return run


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    def take(page: Page, name: str) -> None:
        if folder := os.environ.get("SHOTS"):
            size = page.viewport_size or SCREENS["phone"]
            height = page.evaluate("document.fonts.ready.then(() => document.documentElement.scrollHeight)")
            page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=Path(folder) / f"{name}.png")
            page.set_viewport_size(size)

    return take


def chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.skip("no Chromium on this machine")
    return found


def _options(site: Site, screen: str, scheme: str) -> dict[str, Any]:
    return {
        "base_url": site.url,
        "viewport": SCREENS[screen],
        "color_scheme": scheme,
        "reduced_motion": "reduce",
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }


def _first_page(stack: ExitStack, context: BrowserContext, site: Site, person: User | None) -> Page:
    context.set_default_timeout(PATIENCE)
    if person:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(person), "url": site.url}])
    stack.enter_context(watch(context, site.url))
    stack.callback(context.close)
    return context.pages[0] if context.pages else context.new_page()


def until(page: Page, script: str) -> None:
    """Playwright's `wait_for_function` takes a promise for true. A page that loads anew in between is asked again."""
    for _ in range(600):
        with suppress(Error):
            if page.evaluate(script):
                return
        page.wait_for_timeout(50)
    raise AssertionError(script)


def beyond(page: Page) -> list[str]:
    """What reaches over the right edge of a page that is wider than its window."""
    found: list[str] = page.evaluate("""() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
            .map(one => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 40)}`)""")
    return found


def session_of(person: User) -> str:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def watch(context: BrowserContext, url: str) -> Iterator[None]:
    """Fails at the end if a page met a breach of the policy, a script's error, or asked another origin than *url*."""
    problems: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            problems.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((url, "data:", "blob:")):
            problems.append(f"asked {request.url}")

    context.on("console", heard)
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on("request", asked)
    yield
    assert not problems, problems
