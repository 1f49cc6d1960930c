"""Every address as everybody: who comes in, who is told that it is not theirs, who does not even learn that it is."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from campaigns.models import Obligation
from campaigns.move_words import MOVE_WORDS
from tests.names import MEANT, told
from tests.place import Place, fingerprint, let_go
from units.access import OTHERS_DOORS, our_views
from units.models import User

pytestmark = pytest.mark.django_db

SITE_MAP = Path(__file__).with_name("site_map.txt")
PEOPLE = ["nobody", "stranger", "drafter", "head", "member", "observer", "secretary", "chair", "administrator"]
PEOPLE += ["foreigner"]
IN = {"200", "302", "409"}


def entries() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield method, address and the answer that each person gets, as the site map has them."""
    for line in SITE_MAP.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            method, address, *answers = line.split()
            yield method, address, dict(zip(PEOPLE, answers, strict=True))


ENTRIES = list(entries())


@pytest.fixture(autouse=True)
def _quiet():
    """Hundreds of refusals are meant here; each would be logged with its traceback."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def clients(request, place) -> dict[str, Client]:
    """Return a browser for each person, signed in."""
    browsers = {"nobody": Client()}
    for name in PEOPLE[1:]:
        browsers[name] = Client()
        browsers[name].force_login(request.getfixturevalue(name))
    return browsers


def send(client: Client, method: str, path: str, **data: object) -> HttpResponse:
    """Send a request as a browser would, with nothing but what is given."""
    return getattr(client, method.lower())(path, data)


def ask(client: Client, method: str, path: str, **data: object) -> HttpResponse:
    response = send(client, method, path, **data)
    let_go(response)
    return response


def answer_of(response: HttpResponse) -> str:
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return "login"
    return str(response.status_code)


def test_every_address_answers_each_person_and_changes_nothing_it_should_not(place, clients):
    """What is read, and what is refused, is not rolled back here: afterwards every table is as it was."""
    before, wrong = fingerprint(), {}
    for method, address, expected in ENTRIES:
        for name, client in clients.items():
            is_allowed = method == "POST" and expected[name] in IN
            data = {} if is_allowed or method == "GET" else {"version": "1", "note": "Không phải việc của tôi"}
            with transaction.atomic():
                response = send(client, method, place.path(address), **data)
                got, names = answer_of(response), told(response) - MEANT.get((method, address), {}).get(name, set())
                transaction.set_rollback(is_allowed)
            if got != expected[name] or names:
                wrong[f"{method} {address} as {name}"] = f"{got}, not {expected[name]}; it tells {names or 'nothing'}"

    assert wrong == {}
    assert fingerprint() == before


def test_the_site_map_has_every_address(place):
    paths = {place.path(address).partition("?")[0] for _method, address, _answers in ENTRIES}
    told = {resolve(path).url_name for path in paths}
    there = {pattern.name for pattern in our_patterns(get_resolver())}

    assert there - told == set()
    for verb in MOVE_WORDS:
        assert any(path.endswith(f"/{verb}/") for path in paths), verb


def our_patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        elif not {entry.app_name, getattr(entry.urlconf_name, "__name__", "")} & set(OTHERS_DOORS):
            yield from our_patterns(entry)


def test_every_view_of_ours_is_walked():
    assert len(our_views()) == len(list(our_patterns(get_resolver())))


def test_nothing_is_posted_without_the_token(place, clients):
    for method, address, answers in ENTRIES:
        for name in PEOPLE[1:]:
            if method == "POST" and answers[name] in IN:
                clients[name].handler.enforce_csrf_checks = True
                assert ask(clients[name], "POST", place.path(address)).status_code == 403, address


def test_no_other_method_does_anything(place, clients):
    before = fingerprint()

    for path in sorted({place.path(address) for _method, address, _answers in ENTRIES}):
        for method in ("PUT", "PATCH", "DELETE"):
            ask(clients["nobody"], method, path)
            ask(clients["drafter"], method, path)

    assert fingerprint() == before


# --- nobody ---------------------------------------------------------------------------------------------------------

PUBLIC = {  # everything that somebody gets to see who has not signed in
    "/",
    "/codes/",
    "/codes/can-bo/",
    "/codes/can-bo/card/",
    "/codes/can-bo/card.pdf",
    "/codes/can-bo/versions/1/",
    "/verify/",
    "/verify/{receipt}/",
    "/verify/{decided}/",
    "/language/",
    "/stories/",
    "/stories/feed/",
    "/stories/{public}/",
    "/stories/pictures/{public_photo}/",
    "/honours/",
    "/feedback/",
    "/feedback/sent/{said}/",
    "/feedback/{token}/",
    "/accounts/login/",
    "/accounts/logout/",
    "/accounts/confirm-email/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/abc-def/",
}


def all_patterns(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield an address for each pattern of the whole site, the administration and the account pages too."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from all_patterns(entry, path)
        elif "<" not in path and "(" not in path:
            yield f"/{path}"
        elif path.startswith("admin/") and "<path:object_id>" in path:
            yield "/" + path.replace("<path:object_id>", "1")


def test_the_public_sees_what_is_on_the_list_and_nothing_else(place, clients):
    addresses = {address for _method, address, _answers in ENTRIES} | set(all_patterns(get_resolver())) | PUBLIC
    seen = {
        address
        for address in addresses
        if "login" not in answer_of(ask(clients["nobody"], "GET", place.path(address)))
        and not leads_to_sign_in(clients["nobody"], place.path(address))
    }

    assert seen == PUBLIC


def leads_to_sign_in(client: Client, path: str) -> bool:
    """Whether one ends at a sign-in page, or nowhere."""
    response = client.get(path, follow=True)
    let_go(response)
    at_sign_in = response.redirect_chain and "login" in response.redirect_chain[-1][0]
    return bool(at_sign_in) or response.status_code in {401, 403, 404, 405}


# --- fields that nobody asked for -----------------------------------------------------------------------------------

FORGED = {
    "id": "1",
    "unit": "1",
    "unit_id": "1",
    "host": "1",
    "owner": "1",
    "user": "1",
    "role": "chair",
    "state": "accepted",
    "status": "accepted",
    "first_submitted_at": "2024-01-01",
    "submitted_at": "2024-01-01",
    "effective_due_at": "2030-01-01",
    "locks_at": "2030-01-01",
    "waived_at": "",
    "needs_signature": "",
    "opened_at": "2024-01-01",
    "closed_at": "2024-01-01",
    "is_staff": "on",
    "is_superuser": "on",
    "weight": "999",
}


def test_forged_fields_move_nothing(place, clients):
    """Every form of the site, posted by those who may, with fields that are not its own."""
    before = guarded(place)

    for method, address, answers in ENTRIES:
        for name in PEOPLE[1:]:
            if method == "POST" and answers[name] in IN and not address.endswith(("/close/", "/note/", "/end/")):
                ask(clients[name], "POST", place.path(address), **FORGED)

    assert guarded(place) == before


def guarded(place: Place) -> dict[str, object]:
    """Return what no form may set: rights, states, dates, places."""
    table = fingerprint()
    columns = ("pk", "unit_id", "host_id", "state", "due_at", "effective_due_at", "locks_at", "waived_at")
    return {
        "obligations": list(Obligation.objects.order_by("pk").values_list(*columns, "first_submitted_at")),
        "people": list(User.objects.order_by("pk").values_list("pk", "is_staff", "is_superuser", "is_active")),
        "units": table["units_unit"],
        "rights": table["units_membership"],
        "events": table["campaigns_obligationevent"],
        "receipts": table["campaigns_receipt"],
    }
