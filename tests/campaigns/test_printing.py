"""What a unit's papers say on paper, from the data that were checked and frozen."""

import pytest
from django.utils import translation

from campaigns import deliverables, printing
from tests import factories as make
from tests.campaigns.reports import ask_for_reports, report_of
from tests.story import complete_plan
from units.letterhead import authority, letterhead, number_line, place_and_date
from units.models import Kind


@pytest.fixture
def content(plan, drafter, at):
    complete_plan(plan, by=drafter, at=at)
    return deliverables.of("plan").freeze(plan)


def test_a_plan_says_what_was_typed_in_the_order_of_the_official_outline(plan, content):
    facts = printing.plan(plan, content)

    assert facts["agency"] == "ỦY BAN NHÂN DÂN\nXÃ ĐẠI YÊN"
    assert facts["number"] == "Số: 05/KH-UBND"
    assert facts["place_and_date"] == "……, ngày 05 tháng 02 năm 2024"
    assert facts["subject"] == "Thực hiện văn hóa công sở và nơi công cộng"
    assert facts["legal_bases"] == ["Căn cứ Quyết định số 522/QĐ-UBND ngày 25/01/2017."]
    assert facts["objectives"] == ["Nâng cao kỷ luật, kỷ cương hành chính."]
    assert facts["authority"] == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"
    assert facts["signer"] == "Đặng Văn Đức"
    assert facts["activities"] == [
        {
            "number": "1",
            "title": "Quán triệt Quy tắc ứng xử tại sinh hoạt chi bộ",
            "criterion": "",
            "form": "Sinh hoạt chi bộ",
            "audience": "Cán bộ, công chức, viên chức, người lao động",
            "starts_on": "10/02/2024",
            "ends_on": "30/11/2024",
            "when": "10/02/2024 – 30/11/2024",
            "lead": "Văn phòng",
            "target": "10 buổi",
        }
    ]


def test_a_paper_is_in_vietnamese_whatever_the_reader_speaks(plan, content):
    with translation.override("en"):
        assert printing.plan(plan, content)["activities"][0]["form"] == "Sinh hoạt chi bộ"


def test_an_unfinished_plan_is_printed_with_room_for_what_is_missing(plan):
    facts = printing.plan(plan, deliverables.of("plan").freeze(plan))

    assert facts["number"] == "Số:        /KH-10054"
    assert facts["place_and_date"] == "……, ngày      tháng      năm"
    assert facts["activities"] == facts["legal_bases"] == []


def test_the_name_is_the_one_that_the_unit_had_when_it_handed_in(plan, content):
    plan.unit.name = "Ủy ban nhân dân xã Tên Mới"

    assert printing.plan(plan, content)["agency"] == "ỦY BAN NHÂN DÂN\nXÃ ĐẠI YÊN"


@pytest.mark.parametrize(
    ("missing", "ready"),
    [("files", True), ("number", True), ("issued_on", True), ("objectives", False), ("signer_name", False)],
)
def test_a_paper_is_ready_to_sign_when_only_signing_itself_is_missing(plan, content, missing, ready):
    content[missing] = [] if missing == "files" else ""

    assert printing.is_ready_to_sign(plan, content) is ready


@pytest.mark.parametrize(
    ("kind", "position", "lines"),
    [
        (Kind.COMMUNE, "Chủ tịch UBND xã", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"),
        (Kind.TOWN, "Phó Chủ tịch UBND thị trấn", "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"),
        (Kind.DEPARTMENT, "Trưởng phòng Nội vụ", "TRƯỞNG PHÒNG"),
        (Kind.DEPARTMENT, "Phó Trưởng phòng", "KT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG"),
        (Kind.PRIMARY, "Hiệu trưởng", "HIỆU TRƯỞNG"),
        (Kind.PRIMARY, "phó hiệu trưởng phụ trách", "KT. HIỆU TRƯỞNG\nPHÓ HIỆU TRƯỞNG"),
        (Kind.PUBLIC_SERVICE_UNIT, "Quyền phụ trách", "QUYỀN PHỤ TRÁCH"),
        (Kind.PUBLIC_SERVICE_UNIT, "", ""),
    ],
)
def test_one_signs_in_the_name_of_the_committee_and_in_the_stead_of_the_head(kind, position, lines):
    assert authority(make.UnitFactory.build(kind=kind, cluster=None), position) == lines


def test_a_school_stands_under_its_parent_and_a_committee_under_nobody(unit, host):
    school = make.UnitFactory(kind=Kind.PRIMARY, name="Trường Tiểu học Đại Yên", parent=host)

    assert letterhead(school) == {"parent": "ỦY BAN NHÂN DÂN\nHUYỆN CHƯƠNG MỸ", "agency": "TRƯỜNG TIỂU HỌC ĐẠI YÊN"}
    assert letterhead(unit)["parent"] == ""


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Phòng Giáo dục và Đào tạo", "PHÒNG GIÁO DỤC\nVÀ ĐÀO TẠO"),
        ("Phòng Lao động - Thương binh và Xã hội", "PHÒNG LAO ĐỘNG -\nTHƯƠNG BINH VÀ XÃ HỘI"),
        ("Trường Trung học cơ sở Hồng Phong", "TRƯỜNG TRUNG HỌC CƠ SỞ HỒNG PHONG"),
        ("Phòng Tư pháp", "PHÒNG TƯ PHÁP"),
    ],
)
def test_a_long_name_breaks_where_its_sense_allows_it(name, lines):
    assert letterhead(make.UnitFactory.build(kind=Kind.DEPARTMENT, name=name, parent=None))["agency"] == lines


def test_number_and_date_leave_room_where_they_are_not_known():
    assert number_line("", kind="BC", symbol="PNV") == "Số:        /BC-PNV"
    assert number_line("12/BC-PNV", kind="BC", symbol="PNV") == "Số: 12/BC-PNV"
    assert place_and_date("", None) == "……, ngày      tháng      năm"


def test_legal_bases_end_as_the_decree_has_it():
    typed = "Luật Thi đua, khen thưởng;\n\n căn cứ Kế hoạch số 1.\nThực hiện Công văn số 2"

    assert printing.bases(typed) == [
        "Căn cứ Luật Thi đua, khen thưởng;",
        "căn cứ Kế hoạch số 1;",
        "Thực hiện Công văn số 2.",
    ]


@pytest.mark.parametrize(
    ("title", "within"),
    [
        ("Phong trào thi đua năm 2024", "phong trào thi đua năm 2024"),
        ("Chương Mỹ xanh, sạch, đẹp", "Chương Mỹ xanh, sạch, đẹp"),
        ("", ""),
    ],
)
def test_a_title_within_a_sentence_begins_small_unless_it_is_a_name(title, within):
    assert printing.within_sentence(title) == within


def test_a_progress_report_says_what_was_typed_and_the_figures_beside_the_last_ones(plan, campaign, secretary, unit):
    ask_for_reports(campaign, by=secretary, at=make.moment(2024, 1, 16))
    report = report_of(unit, ends=make.date(2024, 3, 14))
    content = deliverables.of("progress").freeze(report) | {"results": "Một\n\nHai", "proposals": ""}
    content["activities"] = [{"title": "Họp", "target": "4", "target_unit": "buổi", "times": "3"}]
    content["activities"][0] |= {"attendance": "1250", "remark": ""}
    facts = printing.progress(report, content)

    assert facts["number"] == "Số:        /BC-10054"
    assert facts["period"] == "(Số liệu từ ngày 15/12/2023 đến ngày 14/03/2024)"
    assert (facts["results"], facts["proposals"]) == (["Một", "Hai"], [])
    told = {"number": "1", "title": "Họp", "target": "4 buổi", "times": "3", "attendance": "1.250", "remark": ""}
    assert facts["activities"] == [told]
    assert facts["figures"]
    assert {"number", "section", "name", "measure", "value", "before", "explanation"} == facts["figures"][0].keys()
    assert not printing.is_ready_to_sign(report, content)
