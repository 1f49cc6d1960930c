"""The compliance report [báo cáo tổng hợp] as an official paper: what its template may name."""

from django.utils.translation import gettext_lazy as _

from portal.papers.fields import CHECK, FOOT, HEAD, Field, PaperKind
from portal.papers.pictures import GREY, Picture

FIGURES = (
    Field("label", _("What the line is about"), "Khối cơ quan", required=True),
    Field("due", _("How many were due"), "46", required=True),
    Field("submitted", _("Handed in, with the rate"), "45/46 (98%)", required=True),
    Field("on_time", _("Handed in on time, with the rate"), "44/46 (96%)", required=True),
    Field("accepted", _("Accepted, with the rate"), "40/46 (87%)", required=True),
    Field("late", _("Handed in late"), "1"),
    Field("overdue", _("Not handed in"), "1"),
    Field("waived", _("Excused"), "0"),
)
LISTED = (
    Field("title", _("The requirement"), "Kế hoạch thực hiện phong trào", required=True),
    Field("number", _("How many units"), "2"),
    Field(
        "units",
        _("The units"),
        rows=(
            Field("number", _("Number in the list"), "1"),
            Field("name", _("The unit"), "Ủy ban nhân dân xã Ví Dụ", required=True),
            Field("due", _("Its due date"), "29/02/2024"),
            Field("note", _("How it was late, or its cluster"), "Cụm xã số 1"),
            Field("in_a_row", _("How often in a row its papers were late or missing"), "2"),
        ),
        required=True,
    ),
)
COMPARED = (
    Field("title", _("With what it is compared"), "cuối quý trước", required=True),
    Field("day", _("The day of the earlier figures"), "14/03/2024"),
    Field("notes", _("Which units stand for others after a reorganisation, one text per sentence"), ["Không có."]),
    Field(
        "rows",
        _("Groups and clusters"),
        rows=(
            Field("label", _("What the line is about"), "Khối cơ quan", required=True),
            *(
                field
                for name, label, before, change in (
                    ("submitted", _("Rate handed in"), _("Handed in before"), _("Change in points")),
                    ("on_time", _("Rate on time"), _("On time before"), _("Change in points")),
                    ("accepted", _("Rate accepted"), _("Accepted before"), _("Change in points")),
                )
                for field in (
                    Field(name, label, "97,8%"),
                    Field(f"{name}_before", before, "87%"),
                    Field(f"{name}_change", change, "+10,8"),
                )
            ),
        ),
        required=True,
    ),
)
MOST_COLUMNS = 8  # of a table beside the ledger
# What shapes the built-in template has for them: columns, and how many of them are words. Each costs time to fill.
IN_TEXT = ((2, 1), (4, 1), (5, 1), (5, 2), (6, 1), (8, 1))
IN_ANNEX = ((3, 2), (4, 2), (8, 2), (8, 3))
TABLE = (
    Field("title", _("What the table shows"), "Kết quả tự đánh giá theo chuyên đề", required=True),
    Field("shape", _("How many columns, and how many of them are words: “5.2”"), "3.1", required=True),
    *(Field(f"h{n}", _("Head of a column"), f"Cột {n}" if n < 4 else "") for n in range(1, MOST_COLUMNS + 1)),
    Field(
        "rows",
        _("The rows"),
        rows=tuple(Field(f"c{n}", _("A cell"), f"Ô {n}" if n < 4 else "") for n in range(1, MOST_COLUMNS + 1)),
        required=True,
    ),
)
CHAPTERS = (
    Field("title", _("The chapter’s heading with its number"), "5. Kiểm tra công vụ", required=True),
    Field("sentences", _("What it says, one text per sentence"), ["Đã kiểm tra 12 đơn vị."], required=True),
    Field("tables", _("Its tables"), rows=TABLE, required=True),
)
REPORT = PaperKind(
    "report",
    _("Compliance report"),
    (
        *HEAD,
        Field(
            "as_of", _("As of when, and for which part of the campaign"), "(Số liệu tính đến 31/03/2024)", required=True
        ),
        Field("guidance", _("How the movement was guided, one text per sentence"), ["124 đơn vị tham gia."]),
        Field("replaces", _("Which report it replaces; empty for most"), ""),
        Field("assessment", _("The overall assessment, one text per paragraph"), ["Đã nộp 97%."], required=True),
        Field("groups", _("Figures by group, the total last"), rows=FIGURES, required=True),
        Field("requirements", _("Figures by requirement"), rows=FIGURES),
        Field("clusters", _("Figures by cluster"), rows=FIGURES, required=True),
        Field("chart", _("The chart of the clusters"), Picture(150, GREY)),
        Field("compared", _("Beside earlier figures; nothing where there are none"), rows=COMPARED),
        Field("chapters", _("What is known beside the ledger, chapter by chapter"), rows=CHAPTERS),
        Field("limits", _("Limits and their causes, one text per paragraph"), ["Có đơn vị nộp chậm."], required=True),
        Field("missing", _("What was not handed in, by requirement"), rows=LISTED, required=True),
        Field("late", _("What was late, by requirement"), rows=LISTED, required=True),
        Field("tasks", _("The tasks ahead, one text per paragraph"), ["Đề nghị các đơn vị nộp ngay."], required=True),
        Field("proposals", _("Proposals, one text per paragraph"), ["Đề nghị Thành phố quan tâm."], required=True),
        Field("annex_of", _("Which report the annex belongs to"), "(Kèm theo Báo cáo số        /BC-HĐTĐKT)"),
        Field(
            "units",
            _("Figures by unit, for the annex"),
            rows=(
                Field("number", _("Number in the list"), "1"),
                Field("cluster", _("Its cluster"), "Cụm xã số 1"),
                *FIGURES,
            ),
            required=True,
        ),
        Field("annexes", _("Long tables of the chapters, for the annex of figures"), rows=TABLE),
        Field("legend", _("What the signs in the tables mean"), "“—”: chưa có nhiệm vụ nào đến hạn."),
        *FOOT,
        *CHECK,
    ),
    "portal.papers.report_template.build",
)
