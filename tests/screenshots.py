"""Pictures of the main pages at three sizes into var/screenshots/ (`./run screenshots`, with the demo's data).

A running demo is used; else the web server alone is started for the time it takes.
"""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from portal.servers import var_folder
from portal.state import Lock, free_port
from tests.chromium import MISSING, find, launch_options

ROOT = Path(__file__).resolve().parent.parent
SIZES = {"desktop": (1366, 768), "tablet": (820, 1180), "phone": (390, 844)}
PASSWORD = os.environ.get("DEMO_PASSWORD") or "chuongmy2024"
PAGES: dict[str, dict[str, str]] = {  # who sees it: name of the picture -> address, or selector of a link on the last
    "": {"home": "/", "sign-in": "/accounts/login/", "not-found": "/not/there/"},
    "canbo.10015": {
        "todo": "/todo/",
        "edit": "main a[href*='/edit/']",
        "obligation": "a[href^='/obligations/']:not([href*='/edit/'])",
        "log": "/log/",
        "log-new": "/log/new/",
        "log-month": "/log/calendar/",
    },
    "thutruong.10015": {"head-todo": "/todo/"},
    "thuongtruc": {
        "desk": "/council/",
        "matrix": "/council/matrix/",
        "review": "/council/review/",
        "unit": "/council/units/10015/",
        "campaigns": "/council/campaigns/",
        "campaign": "main a[href^='/council/campaigns/']",
        "reports": "/reports/",
        "report": "main a[href^='/reports/']",
    },
    "admin": {"admin": "/admin/", "mail": "/dev/mail/"},
}


@contextmanager
def portal() -> Iterator[str]:
    """Give the address of the running demo, or of a web server that lives as long as this."""
    told = Lock(var_folder() / "run.lock").told()
    if told.get("address"):
        yield told["address"].rstrip("/")
        return
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--threads", "4", "--no-control-socket", "-b", f"127.0.0.1:{port}"]
    with subprocess.Popen([*command, "--log-level", "warning", "portal.wsgi"], cwd=ROOT) as web:
        try:
            wait_for(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            web.terminate()


def wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/health/live/", timeout=2).close()
        except (OSError, urllib.error.URLError):
            time.sleep(0.5)
        else:
            return
    sys.exit(f"The portal does not answer at {address}.")


def sign_in(page: Page, address: str, username: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def open_page(page: Page, address: str, target: str) -> bool:
    """Go to an address, or follow the first link that fits; False when the page before has none."""
    if target.startswith("/"):
        page.goto(address + target)
        return True
    link = page.locator(target).first
    if link.count() == 0:
        return False
    page.goto(address + str(link.get_attribute("href")))
    return True


def take(browser: Browser, address: str, size: str, username: str) -> None:
    width, height = SIZES[size]
    options: Any = {"viewport": {"width": width, "height": height}, "locale": "vi-VN", "has_touch": size != "desktop"}
    context = browser.new_context(**options)
    page = context.new_page()
    if username:
        sign_in(page, address, username)
    for name, target in PAGES[username].items():
        if not open_page(page, address, target):
            print(f"left out: {name} (nothing to open)", file=sys.stderr)
            continue
        page.wait_for_load_state("networkidle")
        page.screenshot(path=var_folder() / "screenshots" / size / f"{name}.png", full_page=True)
    context.close()


def main() -> None:
    if not find():
        sys.exit(MISSING)
    with portal() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for size in SIZES:
            for username in PAGES:
                take(browser, address, size, username)
        browser.close()
    print(f"pictures are in {var_folder() / 'screenshots'}")


if __name__ == "__main__":
    main()
