"""The unit's progress report [báo cáo tiến độ] as an official paper: what its template may name."""

from django.utils.translation import gettext_lazy as _

from portal.papers.fields import CHECK, FOOT, HEAD, Field, PaperKind

ACTIVITY = (
    Field("number", _("Number in the list"), "1"),
    Field("title", _("What was done"), "Quán triệt các Quy tắc ứng xử tại sinh hoạt chi bộ", required=True),
    Field("target", _("The expected result with its unit of measure"), "4 buổi"),
    Field("times", _("How often in the period"), "3", required=True),
    Field("attendance", _("How many people it reached"), "126", required=True),
    Field("remark", _("A remark"), "Lồng ghép với sinh hoạt chuyên môn"),
)
FIGURE = (
    Field("number", _("Number in the list"), "1"),
    Field("section", _("The part of the figures that it belongs to"), "Tuyên truyền"),
    Field("name", _("The indicator"), "Lượt người dự", required=True),
    Field("measure", _("Its unit of measure"), "lượt"),
    Field("value", _("The figure of this period"), "1.250", required=True),
    Field("before", _("The figure of the last period"), "980"),
    Field("explanation", _("The unit's explanation"), "Có thêm hai hội nghị"),
)
PROGRESS = PaperKind(
    "progress",
    _("Progress report"),
    (
        *HEAD,
        Field("unit", _("The unit's full name as in running text"), "Phòng Ví dụ"),
        Field("subject_in_text", _("What it is about, within a sentence"), "kết quả thực hiện phong trào năm 2024"),
        Field(
            "period", _("From when until when the figures run"), "(Số liệu từ 15/12/2023 đến 14/3/2024)", required=True
        ),
        Field(
            "direction",
            _("Direction and organisation, one text per paragraph"),
            ["Đã ban hành kế hoạch."],
            required=True,
        ),
        Field("results", _("Results, one text per paragraph"), ["Đã tổ chức 3 hội nghị."], required=True),
        Field(
            "limits", _("Limits and their causes, one text per paragraph"), ["Còn chậm ở một số khâu."], required=True
        ),
        Field(
            "next_steps", _("Tasks and measures ahead, one text per paragraph"), ["Tiếp tục kiểm tra."], required=True
        ),
        Field("proposals", _("Proposals, one text per paragraph"), ["Đề nghị huyện hỗ trợ."], required=True),
        Field("activities", _("The activities of the period"), rows=ACTIVITY, required=True),
        Field("figures", _("The figures, for the annex"), rows=FIGURE, required=True),
        Field("annex_of", _("Which report the annex belongs to"), "(Kèm theo Báo cáo số        /BC-PVD)"),
        *FOOT,
        *CHECK,
    ),
    "portal.papers.progress_template.build",
)
