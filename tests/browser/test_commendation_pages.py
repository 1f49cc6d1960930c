"""The pages of nominations, sessions and decisions: axe clean, no sideways scrolling, at a desk and on a phone."""

import pytest

from tests.conduct import councils
from tests.conduct.dossiers import a_dossier, an_award
from tests.place import a_picture
from tests.sessions_place import decided
from tests.sizes import SWEPT
from units.workflow import Reason, advance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def dossier(host, unit, campaign, drafter, head, secretary):
    """A dossier that came back: its form shows everything that a form can show."""
    made = a_dossier(host, unit, an_award(), by=drafter, campaign=campaign)
    advance(made, "submit", by=head)
    reasons = [Reason("evidence", "evidence", "Thiếu minh chứng")]
    advance(made, "return", by=secretary, reasons=reasons, note="Bổ sung biên bản.")
    return made


@pytest.fixture
def received(host, unit, campaign, drafter, head):
    made = a_dossier(host, unit, an_award("khac"), by=drafter, campaign=campaign, name="Trần Thị Đã Nộp")
    advance(made, "submit", by=head)
    return made


def calm(page, axe, address):
    """Say what is wrong with a page."""
    page.goto(address)
    wider = page.evaluate(WIDER)
    sideways = [f"{wider} px wider than the window"] if wider > 0 else []
    return [f"{address}: {what}" for what in [*axe(page), *sideways]]


@pytest.mark.parametrize("size", SWEPT)
def test_a_units_pages_are_calm(open_page, axe, drafter, dossier, unit, size):
    page, pk = open_page(drafter, size=size), dossier.pk
    an_award("dot-xuat", takes_short_way=True)
    addresses = ["/nominations/", "/nominations/new/", "/nominations/praise/", f"/commendations/units/{unit.code}/"]
    addresses += [f"/nominations/{pk}/{part}" for part in ("", "edit/", "check/", "subject/", "discard/", "send/")]

    assert [wrong for address in addresses for wrong in calm(page, axe, address)] == []


@pytest.mark.parametrize("size", SWEPT)
def test_the_offices_pages_are_calm(open_page, axe, host, unit, secretary, received, dossier, size):
    made = decided(host, councils.nomination(host, an_award("da-duoc"), unit=unit), by=secretary, picture=a_picture())
    page, pk, decision = open_page(secretary, size=size), received.pk, made["decision"]
    addresses = ["/council/nominations/", "/council/commendations/", "/council/nominations/overrides/"]
    addresses += [f"/nominations/{pk}/{part}" for part in ("", "return/", "reject/", "admit/", "subject/")]
    addresses += ["/council/decisions/", "/council/decisions/new/"]
    addresses += [f"/decisions/{decision}/{part}" for part in ("", "certificates/", "revoke/")]
    addresses += [f"/decisions/{made['drafted']}/{part}" for part in ("", "edit/", "issue/")]

    assert [wrong for address in addresses for wrong in calm(page, axe, address)] == []


@pytest.mark.parametrize("size", SWEPT)
def test_a_sessions_pages_are_calm_in_each_of_its_states(open_page, axe, host, size):
    held = councils.council(9, host=host)
    rule = councils.rule(written="base_all")
    session = councils.session(held)
    councils.put_on(session, [councils.nomination(host, councils.award(rule))], by=held.secretary)
    councils.ask(session, rule, manner="paper", title="Thông qua báo cáo")
    office, teller = open_page(held.secretary, size=size), open_page(held.tellers[0], size=size)
    at = f"/council/sessions/{session.pk}/"
    drafted = ["/council/sessions/", "/council/sessions/new/"]
    drafted += [at + part for part in ("", "edit/", "agenda/", "agenda/new/", "tellers/", "convene/")]
    wrong = [one for address in drafted for one in calm(office, axe, address)]
    codes = councils.opened(session, held, absent=[held.people[8]])
    voting = [at, f"{at}minutes/", f"{at}conflicts/", f"{at}papers/"]
    wrong += [one for address in voting for one in calm(office, axe, address)]
    wrong += calm(open_page(held.people[1], size=size), axe, f"{at}vote/")
    item = session.items.get(manner="secret")
    councils.vote(session, {person: {item.pk: "y"} for person in held.people[:8]})
    councils.close_voting(session, by=held.chair)
    wrong += calm(teller, axe, f"{at}count/")
    councils.count_boxes(session, codes, by=held.tellers[0])
    paper = session.items.get(manner="paper")
    wrong += [one for address in (at, f"{at}items/{paper.pk}/tally/") for one in calm(office, axe, address)]

    assert wrong == []
