"""What a browser keeps of somebody without an account, when it comes from another time."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.vault import seal_for_browser

PAGES = {"check": "/guide/check/", "fit": "/guide/fit/", "choosing": "/guide/choosing/sheet/"}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("said", [None, [], "text", {}, {"other": 1}, {"answers": [], "finished": 1, "z": 4}])
@pytest.mark.parametrize("dated", [True, False])
def test_a_cookie_of_another_shape_is_a_cookie_that_cannot_be_read(
    name: str, said: Any, *, dated: bool, bob_client: Client
) -> None:
    content = {"said": said, "at": int(timezone.now().timestamp()) if dated else "yesterday"}
    bob_client.cookies[name] = seal_for_browser(json.dumps(content).encode(), label=name)
    assert bob_client.get(PAGES[name]).status_code == 200
    assert bob_client.get("/guide/check/result/").status_code == 200
