"""What the sample's units do beside their plans: title, kind, audience, lowest and highest attendance."""

from campaigns.models import LogAudience as A
from units.models import Group

UNPLANNED = {
    Group.AGENCY: [
        (
            "Giao ban tuần, nhắc nhở thực hiện giờ giấc làm việc, đeo thẻ công chức",
            "professional_meeting",
            A.STAFF,
            8,
            40,
        ),
        ("Sinh hoạt chi bộ có nội dung thực hiện Quy tắc ứng xử", "party_cell_meeting", A.STAFF, 8, 35),
        ("Chuyên đề học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh", "directive_05", A.STAFF, 10, 45),
        ("Quán triệt Chỉ thị về tăng cường kỷ luật, kỷ cương hành chính", "directive_06", A.STAFF, 10, 45),
        ("Phát thanh Quy tắc ứng xử nơi công cộng trên hệ thống truyền thanh", "publicity", A.RESIDENTS, 80, 400),
        ("Tổng vệ sinh đường làng, ngõ xóm, khuôn viên trụ sở", "clean_up", A.RESIDENTS, 25, 140),
        ("Người đứng đầu kiểm tra Bộ phận Một cửa, nhắc nhở tại chỗ", "head_check", A.STAFF, 2, 9),
        ("Rà soát, niêm yết thủ tục hành chính còn hiệu lực", "reform", A.STAFF, 3, 10),
        ("Biểu dương công chức có thành tích trong tháng", "praise", A.STAFF, 8, 40),
    ],
    Group.SCHOOL: [
        ("Họp hội đồng sư phạm, nhắc việc thực hiện Quy tắc ứng xử", "professional_meeting", A.STAFF, 15, 60),
        ("Sinh hoạt chi bộ nhà trường về đạo đức nhà giáo", "party_cell_meeting", A.STAFF, 6, 25),
        ("Kể chuyện về Bác Hồ dưới cờ", "directive_05", A.PUPILS, 120, 520),
        ("Sinh hoạt dưới cờ: nói lời hay, làm việc tốt", "publicity", A.PUPILS, 120, 520),
        ("Thầy và trò tổng vệ sinh trường lớp, trồng cây, chăm sóc bồn hoa", "clean_up", A.PUPILS, 60, 300),
        ("Họp cha mẹ học sinh, trao đổi về ứng xử ở cổng trường", "dialogue", A.PARENTS, 60, 260),
        ("Hiệu trưởng kiểm tra giờ lên lớp, nhắc nhở trang phục", "head_check", A.STAFF, 2, 8),
        ("Biểu dương giáo viên, học sinh gương người tốt, việc tốt", "praise", A.PUPILS, 90, 480),
    ],
}
CAPTIONS = {
    "clean_up": "Ra quân tổng vệ sinh",
    "publicity": "Tuyên truyền Quy tắc ứng xử",
    "head_check": "Kiểm tra tại chỗ",
    "reform": "Tại Bộ phận Một cửa",
    "dialogue": "Quang cảnh buổi họp",
}
