"""The council's desk: the sentence, the cards, and who may come in."""

import pytest
from django.utils import translation

from portal.desk import cards, desk, sentence
from portal.links import Links
from tests import factories as make
from tests.portal.ledgers import AT, DAY, DUE, handed_in, row, seen
from units.models import Role

LINKS = Links("PT")
KINDS = {"plan": "kế hoạch", "paper": "văn bản"}
IN, OUT = row(1, "10015", handed_in(DUE)), row(2, "10018")
SCHOOL = row(3, "MN-1", handed_in(DUE))


def said(*rows, at=AT):
    with translation.override("vi"):
        return sentence(seen(*rows, at=at), LINKS, kinds=KINDS)


def plain(text):
    from django.utils.html import strip_tags

    return strip_tags(text)


def test_the_first_line_can_be_read_aloud():
    assert plain(said(IN, OUT, SCHOOL)) == "1/2 cơ quan và 1/1 trường đã nộp kế hoạch, tính đến 14/06"


def test_each_number_in_it_leads_to_its_rows():
    assert "/council/obligations/?campaign=PT&amp;group=agency" in said(IN, OUT, SCHOOL)


def test_a_group_that_owes_nothing_is_not_named():
    assert plain(said(IN, OUT)) == "1/2 cơ quan đã nộp kế hoạch, tính đến 14/06"


def test_before_anything_is_due_it_says_what_comes_first():
    assert plain(said(OUT, at=DUE - 5 * DAY)) == (
        "Đến 24/02 chưa có nhiệm vụ nào đến hạn; đến hạn đầu tiên ngày 29/02/2024: Kế hoạch"
    )


def test_different_papers_are_not_told_as_one():
    first = row(4, "10015", handed_in(DUE), requirement="quy-che")
    other = row(5, "10015", requirement="tthc", due=DUE + DAY)

    assert plain(said(first, other)).startswith("0/1 cơ quan đã nộp")
    assert "văn bản" not in said(first, other)


def test_the_cards_count_what_needs_an_eye():
    coming = row(6, "NV", requirement="quy-che", due=AT + 3 * DAY)
    shown = {card.state: card.number for card in cards(seen(IN, OUT, SCHOOL, coming), LINKS)}

    assert shown == {"overdue": 1, "submitted": 2, "late": 0, "drafting": 1}


def test_what_waits_in_a_closed_campaign_leads_to_its_rows_for_nobody_decides_there_any_more():
    waiting = cards(seen(IN), Links("PT", is_closed=True))[1]

    assert waiting.url == "/council/obligations/?campaign=PT&status=submitted"
    assert cards(seen(IN), LINKS)[1].url == "/council/review/?campaign=PT"


def test_clusters_with_most_missing_come_first():
    page = desk(seen(SCHOOL, IN, OUT), LINKS, kinds=KINDS)

    assert [line.label for line in page.clusters] == ["Cụm xã 1", "Khối cơ quan", "Khối mầm non"]
    assert [(bar.on_time, bar.overdue) for bar in page.bars] == [(1, 1), (0, 0), (1, 0)]


def test_a_trend_needs_two_dates():
    assert desk(seen(IN), LINKS, kinds=KINDS).trend == []
    assert len(desk(seen(IN, row(7, "NV", requirement="quy-che", due=DUE + DAY)), LINKS, kinds=KINDS).trend) == 2


# --- pages ---

PAGES = ["/council/", "/council/matrix/", "/council/obligations/", "/council/units/10054/", "/council/review/"]


@pytest.mark.parametrize("page", PAGES)
def test_council_roles_come_in(client, campaign, page, secretary, member, chair, observer):
    for person in (secretary, member, chair, observer):
        client.force_login(person)
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_units_do_not(client, campaign, page, drafter, head):
    for person in (drafter, head):
        client.force_login(person)
        assert client.get(page).status_code == (404 if "/units/" in page else 403)


@pytest.mark.parametrize("page", ["/council/", "/council/matrix/", "/council/obligations/", "/council/units/10054/"])
def test_another_councils_campaign_is_not_there(client, campaign, page):
    elsewhere = make.UnitFactory(code="HOST-2", kind="host", cluster=None)
    client.force_login(make.person(Role.SECRETARY, elsewhere))

    assert client.get(page, {"campaign": campaign.code}).status_code == 404


def test_a_council_without_a_campaign_is_told_so(client, secretary):
    client.force_login(secretary)

    assert "Chưa mở phong trào nào" in client.get("/council/").content.decode()


def test_the_list_behind_a_figure_can_be_taken_away_as_a_workbook(client, campaign, secretary, submitted_plan):
    from io import BytesIO

    from openpyxl import load_workbook

    client.force_login(secretary)
    response = client.get("/council/obligations/?status=overdue&format=xlsx")

    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["Ủy ban nhân dân xã Tốt Động"]


def test_an_unknown_filter_is_told_and_left_out(client, campaign, secretary):
    client.force_login(secretary)

    page = client.get("/council/obligations/?cluster=NIRGENDS").content.decode()

    assert "Xã Đại Yên" in page or "xã Đại Yên" in page
    assert "không có ở đây" in page


def test_a_units_year_names_whom_to_call(client, campaign, secretary, drafter, head, submitted_plan):
    client.force_login(secretary)

    page = client.get("/council/units/10054/").content.decode()

    assert page.index("Đặng Văn Đức") < page.index("Nguyễn Thị Ánh")
    assert "1/1" in page
