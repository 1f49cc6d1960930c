"""The minutes of an inspection [biên bản kiểm tra] as an official paper: what its template may name."""

from django.utils.translation import gettext_lazy as _

from portal.papers.fields import HEAD, Field, PaperKind

ANSWER = (
    Field("number", _("Its number in the minutes"), "1"),
    Field("clause", _("The code of the clause"), "GD-01", required=True),
    Field("wording", _("What the clause says"), "Tiếp đón niềm nở, hướng dẫn rõ, một lần, đủ giấy tờ", required=True),
    Field("answer", _("What was found: a grade, or so many of so many"), "Đạt", required=True),
    Field("note", _("The inspectors' note"), "Đã xem sổ theo dõi"),
)
FINDING = (
    Field("number", _("Its number in the minutes"), "1"),
    Field("clause", _("The code of the clause"), "TH-01", required=True),
    Field("text", _("What was found"), "Niêm yết thiếu ba thủ tục hành chính", required=True),
    Field("severity", _("How grave it is"), "Đáng kể", required=True),
    Field("remedy", _("By when it is to be put right; empty where nothing was asked for"), "30/03/2024"),
)
MINUTES = PaperKind(
    "inspection_minutes",
    _("Minutes of an inspection"),
    (
        *HEAD,
        Field("basis", _("The order on which the team came"), "Quyết định số 125/QĐ-UBND ngày 01/03/2024"),
        Field("unit", _("The unit that was inspected"), "Ủy ban nhân dân xã Ví Dụ", required=True),
        Field("when", _("When the team was there"), "08 giờ 15 phút, ngày 05/03/2024", required=True),
        Field("announced", _("Announced or a surprise"), "có báo trước"),
        Field("team", _("The team, one text per person"), ["1. Nguyễn Văn Ví Dụ – Trưởng đoàn"], required=True),
        Field("met_with", _("Who was there for the unit, by position"), "Phó Chủ tịch Ủy ban nhân dân xã"),
        Field("answers", _("The clauses that were looked at"), rows=ANSWER, required=True),
        Field("findings", _("What stands against the unit"), rows=FINDING, required=True),
        Field("score", _("What the clauses come to, of 100"), "92,50"),
        Field("remarks", _("What the head said, one text per paragraph; empty before that"), ["Đơn vị tiếp thu."]),
        Field("unsigned", _("Why nobody signed for the unit; empty where somebody did"), ""),
        Field("head", _("The full name of who acknowledged for the unit"), "Trần Văn Ví Dụ"),
        Field("lead", _("The full name of who led the team"), "Nguyễn Văn Ví Dụ", required=True),
    ),
    "portal.papers.minutes_template.build",
)
