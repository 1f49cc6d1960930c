"""The unit's plan [kế hoạch] as an official paper: what its template may name."""

from django.utils.translation import gettext_lazy as _

from portal.papers.fields import CHECK, FOOT, HEAD, Field, PaperKind

ACTIVITY = (
    Field("number", _("Its number in the plan"), "1"),
    Field("title", _("What is done"), "Quán triệt các Quy tắc ứng xử tại sinh hoạt chi bộ", required=True),
    Field("criterion", _("Under which criterion"), "B1"),
    Field("form", _("In which form"), "Sinh hoạt chi bộ", required=True),
    Field("audience", _("For whom"), "Cán bộ, công chức, viên chức, người lao động"),
    Field("starts_on", _("First day"), "01/03/2024"),
    Field("ends_on", _("Last day"), "30/06/2024"),
    Field("when", _("Both days in one text"), "01/03/2024 – 30/06/2024", required=True),
    Field("lead", _("Who leads"), "Chi ủy chi bộ", required=True),
    Field("target", _("The expected result with its unit of measure"), "4 buổi", required=True),
)
PLAN = PaperKind(
    "plan",
    _("Plan"),
    (
        *HEAD,
        Field("unit", _("The unit's full name as in running text"), "Phòng Ví dụ"),
        Field("subject_in_text", _("What it is about, within a sentence"), "thực hiện phong trào thi đua năm 2024"),
        Field(
            "legal_bases", _("The legal bases, one text per line"), ["Căn cứ Luật Thi đua, khen thưởng;"], required=True
        ),
        Field(
            "objectives", _("The objectives, one text per paragraph"), ["Nâng cao kỷ luật, kỷ cương."], required=True
        ),
        Field(
            "commitment", _("What the head undertakes, one text per paragraph"), ["Gương mẫu đi đầu."], required=True
        ),
        Field("activities", _("The activities"), rows=ACTIVITY, required=True),
        *FOOT,
        *CHECK,
    ),
    "portal.papers.plan_template.build",
)
