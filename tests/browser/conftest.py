"""Pages in a real Chromium, against a real server on its own port: at a desk, on a phone, without JavaScript."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.sizes import DESK

OpenPage = Callable[..., Any]


@pytest.fixture
def open_page(browser, live_server) -> Iterator[OpenPage]:
    """Give a function that opens a browser for a person; what the console complains of fails the test."""
    contexts, complaints = [], []

    def open_for(user: Any = None, *, size: tuple[int, int] = DESK, javascript: bool = True) -> Any:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(
            viewport=viewport, java_script_enabled=javascript, locale="vi-VN", base_url=live_server.url
        )
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message_of(message)) if message.type == "error" else None)
        page.complaints = complaints
        return page

    yield open_for
    for context in contexts:
        context.close()
    assert complaints == []


def message_of(message: Any) -> str:
    return f"{message.text} {message.location.get('url', '')}"


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """Give a function that returns what axe has against a page."""
    from axe_playwright_python.sync_playwright import Axe

    def complaints(page: Any) -> list[str]:
        before = list(page.complaints)
        found = Axe().run(page, options={"preload": False}).response["violations"]
        page.complaints[:] = before  # axe itself tries styles that the page's policy forbids
        return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]

    return complaints
