"""Home, account and error pages in a real browser: axe, keyboard, zoom, no JavaScript, nothing against the CSP."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.sizes import DESK, SWEPT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC = ["/", "/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/not/there/"]
SIGNED_IN = ["/accounts/password/change/", "/accounts/logout/"]
PASSWORD = "một mật khẩu thật dài"


@pytest.fixture
def visit(browser, live_server):
    """Open pages in a fresh context and collect what the console complains of."""
    contexts = []

    def open_page(path, *, size=DESK, **options):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="en-US", **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(visit, drafter):
    drafter.set_password(PASSWORD)
    drafter.save()

    def signed_in(**options):
        page = visit("/accounts/login/", **options)
        page.get_by_label("Tên đăng nhập").fill(drafter.username)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Đăng nhập").click()
        return page

    return signed_in


def found_by_axe(page):
    """Return what axe finds; `preload` is off, for it puts style sheets inline, which the CSP forbids."""
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return {violation["id"]: violation["nodes"][0]["html"] for violation in found}


def assert_calm(page):
    """Axe finds nothing, nothing scrolls sideways, the console is silent but for the answer's own status."""
    assert found_by_axe(page) == {}
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert [text for text in page.complaints if "status of 404" not in text] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SWEPT)
def test_public_pages_are_calm(visit, live_server, size, theme):
    page = visit("/", size=size, color_scheme=theme)
    for path in PUBLIC:
        page.goto(live_server.url + path)
        assert_calm(page)


@pytest.mark.parametrize("size", SWEPT)
def test_account_pages_are_calm_for_those_signed_in(sign_in, live_server, size):
    page = sign_in(size=size)
    for path in SIGNED_IN:
        page.goto(live_server.url + path)
        page.complaints.clear()
        assert_calm(page)


def test_pages_hold_at_twice_the_size(visit, live_server):
    """1366 × 768 at 200 % leaves 683 × 384 CSS pixels."""
    page = visit("/", size=(683, 384), device_scale_factor=2)
    for path in PUBLIC:
        page.goto(live_server.url + path)
        assert_calm(page)


def test_a_wrong_password_is_told_on_top_with_the_focus_there(visit):
    page = visit("/accounts/login/")
    page.get_by_label("Tên đăng nhập").fill("ai-do")
    page.get_by_label("Mật khẩu").fill("sai")
    page.get_by_label("Mật khẩu").press("Enter")

    summary = page.locator("[data-error-summary]")
    summary.wait_for()

    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in summary.inner_text()
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    assert found_by_axe(page) == {}


def test_the_error_links_lead_to_their_fields(visit):
    page = visit("/accounts/login/")
    page.locator("main").get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("link", name="Mật khẩu: Mục này chưa được điền.").click()

    assert page.evaluate("document.activeElement.name") == "password"


def test_the_keyboard_skips_to_the_content_and_closes_the_menu(sign_in, live_server):
    page = sign_in()
    page.goto(live_server.url + "/accounts/password/change/")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"

    menu = page.locator("details[data-menu]")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("open") is not None
    assert found_by_axe(page) == {}
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None


def test_without_javascript_one_signs_in_changes_the_language_and_signs_out(sign_in, live_server):
    page = sign_in(java_script_enabled=False)
    page.goto(live_server.url + "/accounts/password/change/")
    page.get_by_role("button", name="English").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Change password"

    page.locator("details[data-menu] summary").click()
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("link", name="Sign in to work").is_visible()
