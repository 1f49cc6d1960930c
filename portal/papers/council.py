"""The papers of commendation: what the templates of letter, list, minutes, count, decision, certificates may name."""

from django.utils.translation import gettext_lazy as _

from portal.papers.fields import CHECK, FOOT, HEAD, Field, PaperKind

NOMINEE = (
    Field("number", _("Number in the list"), "1"),
    Field("name", _("Who is proposed"), "Nguyễn Thị Ví Dụ", required=True),
    Field("position", _("Position; of a household its address"), "Công chức Văn hóa - Xã hội"),
    Field("unit", _("The unit"), "Ủy ban nhân dân xã Ví Dụ"),
    Field("award", _("The award"), "Giấy khen của Chủ tịch UBND huyện (cá nhân)", required=True),
    Field("merit", _("What is praised"), "Đã có thành tích tiêu biểu trong tiếp công dân"),
)
TOTAL = Field("total", _("How many persons, collectives, households"), "02 cá nhân, 01 tập thể", required=True)
ANNEX_OF = Field("annex_of", _("Which paper the list belongs to"), "(Kèm theo Tờ trình số 03/TTr-PVD)")
ITEM = (
    Field("number", _("Number on the agenda"), "1"),
    Field("title", _("What was put to the vote"), "Giấy khen: Nguyễn Thị Ví Dụ", required=True),
    Field("manner", _("How one voted"), "Bỏ phiếu kín trên cổng", required=True),
    Field("rule", _("What the vote needed"), "Cần quá 1/2 số thành viên có mặt", required=True),
    Field("recused", _("Who had no vote and why"), "Trần Văn Thử (cùng đơn vị)"),
    Field("issued", _("Ballots given out"), "9"),
    Field("received", _("Ballots received"), "9"),
    Field("valid", _("Valid ballots"), "9"),
    Field("invalid", _("Invalid ballots"), "0"),
    Field("blank", _("Blank ballots"), "0"),
    Field("yes", _("Ballots that agree"), "8"),
    Field("no", _("Ballots that do not agree"), "1"),
    Field("yes_in_all", _("Who agree, with written opinions"), "8"),
    Field("base", _("The base of the threshold"), "9"),
    Field("needed", _("How many were needed"), "5"),
    Field("outcome", _("What came out"), "Thông qua", required=True),
)
OPENED = Field("opened", _("When it began"), "Thời gian bắt đầu: 14 giờ 00, ngày 20 tháng 12 năm 2024.", required=True)
QUORUM = Field("quorum", _("Who was there"), "Có mặt 9/9 thành viên Hội đồng khi mở biểu quyết.", required=True)
TELLERS = Field("tellers", _("The tellers"), ["Lê Thị Mẫu", "Trần Văn Thử"])

LETTER = PaperKind(
    "letter",
    _("Submission letter"),
    (
        *HEAD,
        Field("to", _("To whom it goes"), "Hội đồng Thi đua - Khen thưởng huyện Ví Dụ", required=True),
        Field("unit", _("The unit"), "Phòng Ví Dụ", required=True),
        Field("bases", _("Legal bases, one text per line"), ["Căn cứ Luật Thi đua, khen thưởng;"], required=True),
        Field("meeting", _("The unit's meeting and its vote"), "Ngày 01/6/2024, Phòng Ví Dụ đã họp bình xét."),
        TOTAL,
        Field("nominees", _("Who is proposed"), rows=NOMINEE, required=True),
        ANNEX_OF,
        *FOOT,
        *CHECK,
    ),
    "portal.papers.council_templates.letter",
)
NOMINEES = PaperKind(
    "nominees",
    _("List of who is proposed"),
    (*HEAD, TOTAL, Field("nominees", _("Who is proposed"), rows=NOMINEE, required=True), ANNEX_OF, *FOOT, *CHECK),
    "portal.papers.council_templates.nominees",
)
MINUTES = PaperKind(
    "minutes",
    _("Minutes of the council"),
    (
        *HEAD,
        OPENED,
        Field("place", _("Where"), "Địa điểm: Phòng họp tầng 2.", required=True),
        Field("present", _("Who was there, one name per line"), ["Lê Văn Mẫu, Chủ tịch"], required=True),
        Field("absent", _("Who was not there"), ["Đỗ Văn Vắng (vắng có lý do)"]),
        Field("late", _("Who came after the opening"), ["Vũ Thị Muộn (đến lúc 15 giờ 10)"]),
        QUORUM,
        TELLERS,
        Field("items", _("The items with their results"), rows=ITEM, required=True),
        Field("passed", _("What was approved"), ["Giấy khen: Nguyễn Thị Ví Dụ"], required=True),
        Field("keys", _("What became of the tellers' keys"), "Hai tờ giấy ghi mã khóa đã được hủy."),
        Field("closed", _("When it ended"), "Phiên họp kết thúc lúc 16 giờ 15.", required=True),
        Field("secretary", _("Who kept the minutes"), "Phạm Thị Ghi"),
        Field("chair", _("Who was in the chair"), "Lê Văn Mẫu", required=True),
        *CHECK,
    ),
    "portal.papers.council_templates.minutes",
)
TALLY = PaperKind(
    "tally",
    _("Record of the count"),
    (
        *HEAD,
        OPENED,
        QUORUM,
        TELLERS,
        Field("items", _("The items with their results"), rows=ITEM, required=True),
        Field("first_teller", _("The first teller"), "Lê Thị Mẫu"),
        Field("second_teller", _("The second teller"), "Trần Văn Thử"),
        *CHECK,
    ),
    "portal.papers.council_templates.tally",
)
DECISION = PaperKind(
    "decision",
    _("Decision on commendation"),
    (
        *HEAD,
        Field("giver", _("Who decides, in capitals"), "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN VÍ DỤ", required=True),
        Field("bases", _("Legal bases, one text per line"), ["Căn cứ Luật Thi đua, khen thưởng;"], required=True),
        Field("total", _("How many are awarded"), "03", required=True),
        Field("lines", _("Who is awarded what"), rows=NOMINEE, required=True),
        Field(
            "council", _("The council that carries it out"), "Hội đồng Thi đua - Khen thưởng huyện Ví Dụ", required=True
        ),
        ANNEX_OF,
        *FOOT,
        *CHECK,
    ),
    "portal.papers.council_templates.decision",
)
CERTIFICATE = PaperKind(
    "certificate",
    _("Certificates"),
    (
        Field("subject", _("What the file is about"), "Giấy khen theo Quyết định số 1245/QĐ-UBND"),
        Field("agency", _("Who gives them, for the file's own facts"), "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN VÍ DỤ"),
        Field("number", _("The number of the decision"), "1245/QĐ-UBND"),
        Field(
            "certificates",
            _("The certificates, a page each"),
            rows=(
                Field("kind", _("What it is, written large"), "GIẤY KHEN", required=True),
                Field("giver", _("Who gives it"), "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN VÍ DỤ", required=True),
                Field("name", _("Who gets it"), "Nguyễn Thị Ví Dụ", required=True),
                Field("detail", _("Position and unit"), "Công chức, Ủy ban nhân dân xã Ví Dụ"),
                Field("achievement", _("What for"), "Đã có thành tích tiêu biểu trong tiếp công dân", required=True),
                Field("decision", _("The decision"), "Quyết định số 1245/QĐ-UBND ngày 24 tháng 12 năm 2024"),
                Field("register", _("Number in the register"), "Vào sổ khen thưởng số 01"),
                Field("place_and_date", _("Place and date"), "Ví Dụ, ngày 24 tháng 12 năm 2024", required=True),
                Field("authority", _("The lines above the signature"), "CHỦ TỊCH", required=True),
                Field("signer", _("Who signs"), "Lê Văn Mẫu", required=True),
                Field("code", _("The code under which it can be checked"), "ABCD-EFGH-JKMN"),
                Field("address", _("The address of that check"), "https://thi-dua.example.vn/verify/ABCD-EFGH-JKMN/"),
            ),
            required=True,
        ),
    ),
    "portal.papers.council_templates.certificate",
)
COUNCIL_KINDS = (LETTER, NOMINEES, MINUTES, TALLY, DECISION, CERTIFICATE)
