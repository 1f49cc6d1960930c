"""Places in a deliverable: names, addresses, values in words."""

import pytest

from campaigns.models import Obligation
from campaigns.places import field_label, place_address, place_choices, place_label, section_of, sections, value_words


def test_sections_are_those_in_which_the_unit_writes():
    assert list(sections("plan")) == ["heading", "objectives", "commitment", "activities", "scan"]
    assert list(sections("paper")) == ["heading", "scan"]


@pytest.mark.parametrize(
    ("place", "section"),
    [
        ("heading", "heading"),
        ("signer_position", "heading"),
        ("legal_bases", "objectives"),
        ("activities.3.lead", "activities"),
        ("files.1", "scan"),
        ("unheard_of", "unheard_of"),
    ],
)
def test_every_place_lies_in_a_section(place, section):
    assert section_of("plan", place) == section


def test_places_have_names():
    assert place_label("plan", "") == ""
    assert place_label("plan", "activities.4") == "Hoạt động 4"
    assert place_label("plan", "scan") == "Bản đã ký"
    assert place_label("plan", "unheard_of") == "unheard_of"
    assert field_label("plan", "activities.2.lead").startswith("Hoạt động 2: ")
    assert field_label("plan", "files.1") == "Tệp 1"


def test_places_lead_to_where_they_are_mended():
    plan = Obligation(pk=7, kind="plan")

    assert place_address(plan, "activities.4") == "/obligations/7/edit/activities/#activity-4"
    assert place_address(plan, "number") == "/obligations/7/edit/heading/"
    assert place_address(plan, "") == "/obligations/7/edit/"
    assert place_address(plan, "unheard_of") == "/obligations/7/edit/"


def test_reasons_can_point_at_each_activity_that_was_handed_in():
    choices = dict(place_choices("plan", {"activities": [{"title": "Hội nghị"}, {"title": "x" * 90}]}))

    assert choices[""] == "Toàn bộ văn bản"
    assert choices["activities.1"].endswith("Hoạt động 1: Hội nghị")
    assert choices["activities.2"].endswith("…")
    assert "activities.1" not in dict(place_choices("plan", None))


def test_frozen_values_are_read_as_words():
    assert value_words("activities.1.starts_on", "2024-11-30") == "30/11/2024"
    assert value_words("activities.1.form", "party_cell_meeting") == "Sinh hoạt chi bộ"
    assert value_words("activities.1.form", "unheard_of") == "unheard_of"
    assert value_words("issued_on", "") == ""
