"""Two hundred workbooks as they should not be: a clear refusal or the right value; no 500, nothing saved by half."""

import hashlib
import time

import pytest

from campaigns.models import ActivityEntry
from tests.campaigns.odd_workbooks import FAMILIES, Case
from tests.campaigns.workbooks import upload

LONGEST = 6  # seconds of processor time for one file, on a busy machine


@pytest.fixture
def mine(client, drafter, campaign):
    client.force_login(drafter)
    return client


@pytest.fixture
def form(mine) -> bytes:
    """The portal's own form, as it is downloaded for an empty log."""
    return mine.get("/log/sheet.xlsx").content


def outcome(client, case: Case) -> str:
    """Bring a file in, save it if it can be saved, and return what is wrong about what came of it; "" for nothing."""
    started = time.process_time()
    response = client.post("/log/sheet/", {"file": upload(case.body, "nhat-ky.xlsx")})
    if response.status_code == 302:
        response = client.get(response["Location"])
    if response.status_code != 200:
        return f"answered {response.status_code}"
    if time.process_time() - started > LONGEST:
        return f"took {time.process_time() - started:.1f} s"
    if ActivityEntry.objects.exists():
        return "saved before it was agreed to"
    context = response.context
    if "mistakes" in context:
        return _told(case, {mistake.cell: mistake.sentence for mistake in context["mistakes"]})
    if "comparison" not in context:
        return _refused(case, " ".join(context["form"].errors.get("file", [])))
    return _saved(client, case, response)


def _refused(case: Case, sentence: str) -> str:
    assert len(sentence) > 30 and "%(" not in sentence, case.name
    if case.any_end or (case.refused and case.refused in sentence):
        return ""
    return f"refused: {sentence}"


def _told(case: Case, told: dict[str, str]) -> str:
    cell, said = case.told
    if case.any_end or (cell and said in told.get(cell, "no mistake there")):
        return ""
    return f"told: {told}"


def _saved(client, case: Case, response) -> str:
    if case.any_end:
        return ""
    if case.right is None:
        return f"taken: {[str(change.fate) for change in response.context['comparison'].changes]}"
    client.post(response.request["PATH_INFO"], {"agreed": response.context["form"].initial["agreed"]})
    entry = ActivityEntry.objects.get()
    wrong = {name: getattr(entry, name) for name, value in case.right.items() if getattr(entry, name) != value}
    entry.delete()
    return f"saved: {wrong}" if wrong else ""


@pytest.mark.parametrize("family", FAMILIES)
def test_each_gives_a_clear_refusal_or_the_right_value(mine, form, family):
    wrong = {case.name: said for case in FAMILIES[family](form) if (said := outcome(mine, case))}
    assert wrong == {}
    assert not ActivityEntry.objects.exists()


def test_there_are_more_than_two_hundred_and_no_two_are_alike(form):
    hashes = [hashlib.sha256(case.body).digest() for family in FAMILIES.values() for case in family(form)]
    assert len(hashes) == len(set(hashes)) >= 200
