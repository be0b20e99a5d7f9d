"""Is it alive?"""

import pytest
from django.test import Client


def test_a_probe_is_answered_without_session_or_database() -> None:
    """The test has no database: a query would fail it."""
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content, answer.cookies) == (200, b"ok", {})
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.django_db
def test_a_page_that_stands_below_no_tab_has_help_and_no_navigation_when_signed_out() -> None:
    page = Client().get("/offline/").content.decode()
    assert 'class="btn help"' in page
    assert "<nav" not in page
