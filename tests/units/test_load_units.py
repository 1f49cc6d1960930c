"""Loading units: twice is once, a bad file is refused whole, with line and column."""

import unicodedata
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from units.loading import FileRefused, load, read_clusters, read_units
from units.models import Cluster, Group, Unit

DATA = Path(__file__).parents[2] / "portal" / "sample" / "data"
CLUSTERS = "code,name,position\nC1,Cụm thi đua số 1,1\n"
HEADING = "code,name,short_name,kind,parent_code,cluster_code,headcount\n"
HOST = "H,Ủy ban nhân dân huyện Chương Mỹ,UBND huyện,host,,,\n"
COMMUNE = "10054,Ủy ban nhân dân xã Đại Yên,Xã Đại Yên,commune,H,C1,21\n"


def mistakes(text: str | bytes, **known: object) -> list[tuple[int, str]]:
    """Return line and column of each mistake that refuses the file."""
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(FileRefused) as refused:
        read_units(data, **{"clusters": {"C1"}, **known})
    assert all(mistake.text for mistake in refused.value.mistakes)
    return [(mistake.line, mistake.column) for mistake in refused.value.mistakes]


def load_text(units: str) -> tuple:
    rows = read_units(units.encode(), clusters={"C1"})
    return load(rows, read_clusters(CLUSTERS.encode()))


@pytest.mark.django_db
def test_the_projects_own_file_has_46_agencies_and_78_schools_under_one_host():
    out = StringIO()
    call_command("load_units", DATA / "units.csv", clusters=DATA / "clusters.csv", stdout=out)

    groups = Counter(unit.group for unit in Unit.objects.all())
    assert groups == {None: 1, Group.AGENCY: 46, Group.SCHOOL: 78}
    assert Cluster.objects.count() == 8
    assert Unit.objects.get(code="10054").name == "Ủy ban nhân dân xã Đại Yên"
    assert Unit.objects.get(code="TH-10018").parent.code == "GDDT"
    assert "125" in out.getvalue()


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_says_so():
    for _time in range(2):
        out = StringIO()
        call_command("load_units", DATA / "units.csv", clusters=DATA / "clusters.csv", stdout=out)

    assert Unit.objects.count() == 125
    of_units, of_clusters = load(
        read_units((DATA / "units.csv").read_bytes(), clusters=set(Cluster.objects.values_list("code", flat=True))),
        read_clusters((DATA / "clusters.csv").read_bytes()),
    )
    assert (len(of_units.added), len(of_units.changed), len(of_units.unchanged)) == (0, 0, 125)
    assert len(of_clusters.unchanged) == 8


@pytest.mark.django_db
def test_a_changed_line_changes_one_unit_and_its_sort_key():
    load_text(HEADING + HOST + COMMUNE)
    before = Unit.objects.get(code="10054").sort_key

    of_units, _clusters = load_text(HEADING + HOST + COMMUNE.replace("Đại Yên", "Tốt Động"))

    assert of_units.changed == ["10054"]
    assert of_units.unchanged == ["H"]
    assert Unit.objects.get(code="10054").sort_key != before


@pytest.mark.django_db
def test_a_column_that_is_absent_leaves_what_is_stored():
    load_text(HEADING + HOST + COMMUNE)

    lines = [line.rsplit(",", 1)[0] for line in (HEADING + HOST + COMMUNE).splitlines()]
    of_units, _clusters = load_text("\n".join(lines))

    assert of_units.unchanged == ["H", "10054"]
    assert Unit.objects.get(code="10054").headcount == 21


@pytest.mark.django_db
def test_children_may_stand_above_their_parents_in_the_file():
    load_text(HEADING + COMMUNE + HOST)

    assert Unit.objects.get(code="10054").parent.code == "H"


@pytest.mark.django_db
def test_text_in_decomposed_unicode_is_stored_composed():
    load_text(unicodedata.normalize("NFD", HEADING + HOST + COMMUNE))

    assert Unit.objects.get(code="10054").name == "Ủy ban nhân dân xã Đại Yên"


def test_a_byte_order_mark_and_semicolons_are_read_as_excel_writes_them():
    text = "\ufeff" + (HEADING + HOST + COMMUNE).replace(",", ";").replace("\n", "\r\n")

    assert [row["code"] for row in read_units(text.encode(), clusters={"C1"})] == ["H", "10054"]


@pytest.mark.parametrize(
    ("line", "places"),
    [
        (COMMUNE.replace("commune", "village"), [(3, "kind")]),
        (COMMUNE.replace(",H,", ",X,"), [(3, "parent_code")]),
        (COMMUNE.replace(",C1,", ",C9,"), [(3, "cluster_code")]),
        (COMMUNE.replace(",C1,", ",,"), [(3, "cluster_code")]),
        (COMMUNE.replace(",21", ",hai mươi"), [(3, "headcount")]),
        (COMMUNE.replace(",21", ",-3"), [(3, "headcount")]),
        (COMMUNE.replace("Ủy ban nhân dân xã Đại Yên", ""), [(3, "name")]),
        (COMMUNE.replace("Ủy ban nhân dân xã Đại Yên", "y" * 201), [(3, "name")]),
        (COMMUNE.replace("10054", "Đại Yên"), [(3, "code")]),
        (COMMUNE.replace("\n", ",more\n"), [(3, "")]),
        (COMMUNE + COMMUNE, [(4, "code")]),
        (COMMUNE.replace("Ủy ban nhân dân xã", "Uû ban nh©n d©n x·"), [(3, "name")]),
        (COMMUNE.replace("Ủy ban nhân dân xã", "UÛy ban nhaân daân xaõ"), [(3, "name")]),
        (COMMUNE.replace("Ủy", "á»¦y"), [(3, "name")]),
        (COMMUNE.replace("commune", "x").replace(",21", ",?"), [(3, "headcount"), (3, "kind")]),
        (COMMUNE.replace("Xã Đại Yên", '"Xã\nĐại Yên"').replace("commune", "x"), [(4, "kind")]),
    ],
)
def test_a_mistake_is_told_with_its_line_and_column(line, places):
    assert mistakes(HEADING + HOST + line) == places


def test_units_in_a_circle_are_told_at_each_of_them():
    circle = "A,Phòng A,A,department,B,C1,\nB,Phòng B,B,department,A,C1,\nC,Phòng C,C,department,B,C1,\n"

    assert mistakes(HEADING + circle) == [(2, "parent_code"), (3, "parent_code")]


def test_a_circle_through_units_that_exist_already_is_seen():
    assert mistakes(HEADING + "A,Phòng A,A,department,B,C1,\n", parents={"A": "", "B": "A"}) == [(2, "parent_code")]


def test_a_missing_a_doubled_and_an_unknown_column_are_told():
    assert mistakes("code,name,kind,kind,colour,parent_code,cluster_code\nA,b,c,d,e,f,g\n") == [
        (1, "short_name"),
        (1, "kind"),
        (1, "colour"),
    ]


@pytest.mark.parametrize("data", [b"", b"\n", HEADING.encode()])
def test_a_file_without_rows_is_refused(data):
    assert {line for line, _column in mistakes(data)} == {1}


def test_a_file_that_is_not_utf8_is_told_at_its_line():
    text = (HEADING + HOST + COMMUNE).replace("Ủ", "U").replace("Đại Yên", "Dai Yen")

    assert mistakes(text.encode("cp1258", errors="ignore")) == [(2, "")]


@pytest.mark.django_db
def test_a_bad_file_stores_nothing_and_names_the_place(tmp_path):
    (tmp_path / "clusters.csv").write_text(CLUSTERS, encoding="utf-8")
    (tmp_path / "units.csv").write_text(HEADING + HOST + COMMUNE.replace("commune", "village"), encoding="utf-8")

    with pytest.raises(CommandError, match=r"units\.csv[\s\S]*3[\s\S]*kind"):
        call_command("load_units", tmp_path / "units.csv", clusters=tmp_path / "clusters.csv")
    assert (Unit.objects.count(), Cluster.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_told_in_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="nothere"):
        call_command("load_units", tmp_path / "nothere.csv")
