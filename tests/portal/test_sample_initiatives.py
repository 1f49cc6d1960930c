"""The sample's initiatives and stories, in a council of the few units that they name."""

from collections import Counter
from datetime import date

import pytest

from campaigns.models import LegalBasis
from conduct.initiative_rules import result_of
from conduct.models import Adoption, Initiative, InitiativeState, Marker, Scale, Story, StoryDay, StoryState
from portal.sample.initiatives import load_initiatives
from portal.sample.initiatives_texts import IDEAS
from portal.sample.people import load_people
from portal.sample.stories import load_stories
from portal.sample.stories_texts import TALES
from tests import factories as make
from units.clock import db_now
from units.models import Kind, Unit

pytestmark = pytest.mark.django_db
KINDS = {"TH": Kind.PRIMARY, "MN": Kind.KINDERGARTEN, "THCS": Kind.LOWER_SECONDARY}


@pytest.fixture
def council(db, settings) -> Unit:
    settings.DEMO_PASSWORD = "x" * 12
    for number, since, until in [
        ("98/2023/NĐ-CP", date(2024, 1, 1), date(2025, 6, 30)),
        ("152/2025/NĐ-CP", date(2025, 7, 1), None),
    ]:
        LegalBasis.objects.create(number=number, title="N", issued_on=since, valid_from=since, valid_until=until)
    host = make.UnitFactory(code="UBND-CM", kind=Kind.HOST, cluster=None)
    codes = {idea.unit for idea in IDEAS} | {tale.unit for tale in TALES if tale.unit} | {"NV", "GDDT"}
    for code in sorted(codes):
        kind = KINDS.get(code.split("-")[0]) or (Kind.COMMUNE if code.isdecimal() else Kind.DEPARTMENT)
        make.UnitFactory(code=code, parent=host, kind=kind)
    load_people(host, list(Unit.objects.below(host)))
    return host


def test_twenty_initiatives_stand_in_every_state_on_the_scale_of_their_day(council):
    now = db_now()
    closed, running = make.CampaignFactory(host=council, year=2024), make.CampaignFactory(host=council, year=now.year)
    load_initiatives(council, closed, running, now=now)

    found = Counter(Initiative.objects.values_list("state", flat=True))
    assert sum(found.values()) == 20
    assert set(found) == set(InitiativeState.values)
    assert set(Initiative.objects.values_list("year", flat=True)) == {2024, now.year}
    for made in Initiative.objects.exclude(scale=None).select_related("scale"):
        assert made.scale in Scale.objects.in_force(on=made.received_at.date())
    for made in Initiative.objects.recognised().select_related("scale"):
        assert result_of(made).has_passed, made
    for made in Initiative.objects.filter(state=InitiativeState.NOT_RECOGNISED).select_related("scale"):
        assert not result_of(made).has_passed, made
    assert Marker.objects.filter(person__username="uyvien1", ground="own_unit").exists()
    assert Adoption.objects.exists()


def test_ten_examples_and_some_news_are_told_in_every_state(council):
    load_stories(council, now=db_now())

    about = Story.objects.filter(category__in=["example", "good_deed"])
    assert about.count() == 10
    assert set(Story.objects.values_list("state", flat=True)) == set(StoryState.values)
    assert set(about.filter(state="published").values_list("stage", flat=True)) >= {"nurtured", "replicated"}
    assert Story.objects.filter(category="news", state="published").count() >= 2
    assert set(Story.objects.published().values_list("published_at__year", flat=True)) == {2024, db_now().year}
    assert not about.filter(state="published").exclude(consents__withdrawn_at=None).exists()
    assert StoryDay.objects.filter(ratings__gt=0).exists()
    gone = Story.objects.get(state="taken_down")
    assert "Tiết" not in gone.lead + gone.body + gone.name
