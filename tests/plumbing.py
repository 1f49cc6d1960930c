"""Pytest's plumbing, loaded before Django: own broker database, own copy of a migrated database, the browser.

`./run test` starts the servers and tells their addresses by `runtime.env`; here each worker takes its own part.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in the thread of the test


def broker_number() -> int:
    """Return this worker's own database in the broker: nothing of the demo or of another worker is seen (P11)."""
    return 1 + int(WORKER.removeprefix("gw") or 0)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the tests marked slow too")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give Django's settings what is this worker's own."""
    from django.conf import settings

    if os.environ.get("TEST_TEMPLATE"):
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = os.environ["TEST_TEMPLATE"]
    settings.CELERY_BROKER_URL = f"{settings.CELERY_BROKER_URL.rsplit('/', 1)[0]}/{broker_number()}"


LONGEST = (  # files that take minutes: begun first, so that no processor waits for one of them at the end
    "tests/test_access.py",
    "tests/portal/test_sample.py",
    "tests/browser/test_commendation_pages.py",
    "tests/campaigns/test_ledger_properties.py",
    "tests/portal/test_report_recomputed.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest; leave the slow ones out unless --full is given or one is named by itself."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(place)))
    named = any("::" in argument for argument in config.args)
    if config.getoption("full") or named or "slow" in (config.option.markexpr or ""):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in slow]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium for the whole run; without one the test is left out, loudly, and with CI=true it fails."""
    from playwright.sync_api import expect, sync_playwright

    from tests.chromium import MISSING, find, launch_options

    if not find():
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    expect.set_options(timeout=30_000)  # milliseconds; another worker may have the processor
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**launch_options())
        yield chromium
        chromium.close()
