"""Nobody but those named reaches a name or a contact: all pages, exports, JSON and the administration, as each role."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from conduct.feedback import forward
from conduct.models import Feedback
from tests import factories as make
from tests.names import MEANT, SECRETS, told
from tests.place import CITIZEN, NUMBER
from tests.test_access import ENTRIES, PEOPLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def clients(request, place, secretary) -> dict[str, Client]:
    """Return a browser for each person; the feedback is with the head, so that it can be read there, too."""
    forward(Feedback.objects.get(pk=place.feedback), by=secretary, due_at=make.days_ahead(9))
    browsers = {"nobody": Client(), "inspector": Client()}
    browsers["inspector"].force_login(make.UserFactory._meta.model.objects.get(username="truongdoan"))
    for name in PEOPLE[1:]:
        browsers[name] = Client()
        browsers[name].force_login(request.getfixturevalue(name))
    return browsers


def asked(client: Client, method: str, path: str) -> set[str]:
    """Return which secrets an answer gives away; whatever it changed is taken back."""
    with transaction.atomic():
        found = told(getattr(client, method.lower())(path))
        transaction.set_rollback(True)
    return found


@pytest.mark.slow  # tests/test_access.py looks for names in the same answers; here an inspector asks, too
def test_every_address_keeps_names_and_contacts_to_those_named(place, clients):
    wrong = {}
    for method, address, _answers in ENTRIES:
        for name, client in clients.items():
            meant = MEANT.get((method, address), {}).get(name, set())
            if name == "inspector" and address == "/violations/{violation}/name/" and method == "POST":
                meant = {"violator"}
            got = asked(client, method, place.path(address))
            if got - meant:
                wrong[f"{method} {address} as {name}"] = got - meant

    assert wrong == {}


def test_those_named_do_read_them(place, clients):
    """Without this the sweep could pass for having looked at nothing."""
    for (method, address), people in MEANT.items():
        for name, secrets in people.items():
            assert asked(clients[name], method, place.path(address)) == secrets, (address, name)
    assert asked(clients["inspector"], "POST", f"/violations/{place.violation}/name/") == {"violator"}


LISTS = ["/council/feedback/", "/violations/", "/council/findings/", "/inspections/", "/todo/", "/council/review/"]
LISTS += ["/initiatives/", "/initiatives/spread/"]


@pytest.mark.parametrize("query", ["format=xlsx", "format=json", f"q={NUMBER}", f"q={CITIZEN}", "status=forwarded"])
def test_lists_and_exports_tell_nobody(place, clients, query):
    wrong = {}
    for address in LISTS:
        for name, client in clients.items():
            got = asked(client, "GET", f"{address}?{query}")
            own_words = {key for key, secret in SECRETS.items() if query.endswith(secret)}  # what was typed comes back
            if got - own_words:
                wrong[f"{address}?{query} as {name}"] = got - own_words

    assert wrong == {}


def admin_addresses() -> Iterator[str]:
    yield reverse("admin:index")
    for model in admin.site._registry:
        meta = model._meta
        start = f"admin:{meta.app_label}_{meta.model_name}"
        yield reverse(f"{start}_changelist")
        for pk in list(model._default_manager.values_list("pk", flat=True)[:5]):
            yield reverse(f"{start}_change", args=[pk])
            yield reverse(f"{start}_history", args=[pk])


def test_the_administration_shows_no_name_and_no_contact(place, administrator):
    client = Client()
    client.force_login(administrator)
    shown = {path: got for path in admin_addresses() if (got := asked(client, "GET", path))}

    assert shown == {}
    assert not {
        "Feedback",
        "FeedbackContact",
        "Violation",
        "ViolationPerson",
        "PrivacyEvent",
        "Mark",
        "MarkSheet",
        "Marker",
    } & {model.__name__ for model in admin.site._registry}
