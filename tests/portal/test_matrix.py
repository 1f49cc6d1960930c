"""The completeness matrix."""

from campaigns.facts import Member
from portal.links import Links
from portal.matrix import matrix, story
from portal.standings import Choice
from tests.portal.ledgers import DAY, DUE, MEMBERS, event, handed_in, row, seen

LINKS = Links("PT")
IN, OUT = row(1, "10015", handed_in(DUE)), row(2, "10018")
LATE = row(3, "MN-1", handed_in(DUE + DAY), event(DUE + 2 * DAY, "accept", "accepted"))


def drawn(*rows, members=None, **choice):
    return matrix(seen(*rows, members=members), Choice(**choice), LINKS)


def test_agencies_and_schools_stand_apart_each_with_its_own_columns():
    parts = drawn(IN, OUT, LATE, row(4, "NV", requirement="quy-che")).parts

    assert [(part.group, [column.requirement for column in part.columns]) for part in parts] == [
        ("agency", ["ke-hoach", "quy-che"]),
        ("school", ["ke-hoach"]),
    ]


def test_a_cluster_counts_what_was_handed_in():
    cluster = drawn(IN, OUT).parts[0].clusters[0]

    assert (cluster.name, cluster.figures.submitted, cluster.figures.due) == ("Cụm xã 1", 1, 2)


def test_a_cell_is_a_sign_a_story_and_a_link():
    rows = drawn(IN, OUT).parts[0].clusters[0].rows

    assert '<td class="cell is-submitted"><a href="/obligations/1/" title="Xã Đại Yên · Kế hoạch:' in rows
    assert '<td class="cell is-overdue"><a href="/obligations/2/"' in rows


def test_lateness_stands_beside_the_state():
    rows = drawn(LATE).parts[0].clusters[0].rows

    assert "is-accepted" in rows
    assert "sign is-late" in rows


def test_hostile_names_are_escaped():
    hostile = '"><script>alert(1)</script>'
    members = [Member("10015", hostile, "agency", "CUM-XA-1", hostile, hostile), *MEMBERS[1:]]

    rows = drawn(IN, members=members).parts[0].clusters[0].rows

    assert "<script" not in rows
    assert '"&gt;' not in rows
    assert "&quot;&gt;&lt;script&gt;" in rows


def test_the_legend_counts_states_and_beside_them_what_was_late():
    legend = {key.state: key.number for key in drawn(IN, OUT, LATE).legend}

    assert legend == {"accepted": 1, "submitted": 1, "overdue": 1, "late": 1}


def test_a_status_keeps_the_units_that_have_it_and_pales_their_other_cells():
    other = row(5, "10018", handed_in(DUE), requirement="quy-che")
    drawing = drawn(IN, OUT, other, status="overdue")

    rows = drawing.parts[0].clusters[0].rows
    assert "/obligations/1/" not in rows
    assert '<td class="cell is-overdue"><a href="/obligations/2/"' in rows
    assert '<td class="cell is-submitted cell--pale"><a href="/obligations/5/"' in rows
    assert drawing.found == 1


def test_the_head_of_a_cluster_counts_all_its_units_whatever_state_is_asked_for():
    cluster = drawn(IN, OUT, status="overdue").parts[0].clusters[0]

    assert (cluster.units, cluster.figures.submitted, cluster.figures.due) == (1, 1, 2)


def test_the_story_tells_the_dates():
    told = story(seen(LATE).items[0])

    assert "29/02/2024" in told
    assert "01/03/2024" in told


def test_the_page_and_its_workbook(client, campaign, secretary, submitted_plan):
    from io import BytesIO

    from openpyxl import load_workbook

    client.force_login(secretary)
    page = client.get("/council/matrix/?q=dai yen")
    assert page.status_code == 200
    assert f'href="/obligations/{submitted_plan.pk}/"' in page.content.decode()
    assert "Tốt Động" not in page.content.decode()

    response = client.get("/council/matrix/?format=xlsx")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert sheet.max_row == 3
    assert "Handed in" not in str(sheet["E2"].value)
