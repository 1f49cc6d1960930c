"""What the sample's units write: believable sentences of such plans, by kind of unit."""

from units.models import Group

MOVEMENT = "Cán bộ, công chức, viên chức, người lao động thực hiện văn hóa công sở và nơi công cộng"
GOALS = """Nâng cao kỷ luật, kỷ cương hành chính, đạo đức công vụ và phong cách phục vụ Nhân dân trong toàn huyện.
100% cơ quan, đơn vị, địa phương và trường học xây dựng kế hoạch thực hiện phong trào thi đua.
100% cơ quan, đơn vị rà soát nội quy, quy chế làm việc gắn với các Quy tắc ứng xử của Thành phố và Đề án Văn hóa công vụ.
Xây dựng môi trường làm việc dân chủ, thân thiện, hiện đại, xanh, sạch, đẹp, an toàn, văn minh."""
THEMES = """Kỷ luật, kỷ cương hành chính
Văn hóa giao tiếp, ứng xử nơi công sở
Ứng xử văn minh nơi công cộng
Môi trường làm việc xanh, sạch, đẹp
Cải cách hành chính, chuyển đổi số"""
SLOGANS = """Kỷ cương - Trách nhiệm - Tận tình - Thân thiện
Trung thành, sáng tạo, tận tụy, gương mẫu
Cán bộ, công chức, viên chức nói không với tiêu cực
Tham mưu giỏi, phục vụ tốt"""

BASES = [
    "Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15/6/2022",
    "Quyết định số 1847/QĐ-TTg ngày 27/12/2018 của Thủ tướng Chính phủ phê duyệt Đề án Văn hóa công vụ",
    "Quyết định số 733/QĐ-TTg ngày 14/6/2019 của Thủ tướng Chính phủ ban hành kế hoạch tổ chức phong trào thi đua "
    "“Cán bộ, công chức, viên chức thi đua thực hiện văn hóa công sở”",
    "Quyết định số 522/QĐ-UBND ngày 25/01/2017 của UBND thành phố Hà Nội về Quy tắc ứng xử của cán bộ, công chức, "
    "viên chức, người lao động",
    "Quyết định số 1665/QĐ-UBND của UBND thành phố Hà Nội về Quy tắc ứng xử nơi công cộng",
]
OBJECTIVES = {
    Group.AGENCY: [
        "Tạo chuyển biến mạnh mẽ về nhận thức và hành động của cán bộ, công chức, người lao động trong thực thi công vụ; "
        "nâng cao kỷ luật, kỷ cương hành chính và tinh thần phục vụ Nhân dân.",
        "Xây dựng đội ngũ cán bộ, công chức “Trung thành, sáng tạo, tận tụy, gương mẫu”; 100% hồ sơ thủ tục hành chính được "
        "tiếp nhận, hướng dẫn đúng quy định, một lần, đủ giấy tờ.",
        "Gắn việc thực hiện các Quy tắc ứng xử với nhiệm vụ cải cách hành chính; không để xảy ra vi phạm về giờ giấc làm việc, "
        "trang phục, đeo thẻ công chức.",
    ],
    Group.SCHOOL: [
        "Xây dựng môi trường giáo dục thân thiện, an toàn, văn minh; mỗi thầy giáo, cô giáo là một tấm gương về đạo đức, "
        "tự học và sáng tạo.",
        "Nâng cao văn hóa ứng xử giữa cán bộ quản lý, giáo viên, nhân viên, học sinh và cha mẹ học sinh; giữ gìn trường lớp "
        "xanh, sạch, đẹp.",
        "100% viên chức, người lao động ký cam kết thực hiện Quy tắc ứng xử; không hút thuốc lá trong khuôn viên nhà trường, "
        "không uống rượu bia trong giờ làm việc.",
    ],
}
COMMITMENTS = [
    "Gương mẫu thực hiện Quy tắc ứng xử; mỗi tháng trực tiếp kiểm tra, nhắc nhở ít nhất một lần và ghi kết quả vào sổ theo dõi.",
    "Chịu trách nhiệm trước Ủy ban nhân dân huyện về kết quả thực hiện phong trào tại đơn vị; công khai số điện thoại tiếp nhận "
    "phản ánh của người dân.",
    "Đi đầu trong việc đúng giờ, đeo thẻ, trang phục gọn gàng; giải quyết dứt điểm phản ánh, kiến nghị trong thời hạn quy định.",
]

# title, criterion, form, audience, lead, unit of measure, (lowest, highest) expected result
ACTIVITIES = {
    "all": [
        (
            "Quán triệt các Quy tắc ứng xử của Thành phố tại sinh hoạt chi bộ",
            "B1",
            "party_cell_meeting",
            "staff",
            "Chi ủy chi bộ",
            "buổi",
            (8, 12),
        ),
        (
            "Lồng ghép nội dung văn hóa công sở trong sinh hoạt chuyên môn",
            "B1",
            "professional_meeting",
            "staff",
            "Bộ phận chuyên môn",
            "buổi",
            (6, 12),
        ),
        (
            "Học tập, làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh theo Chỉ thị 05-CT/TW",
            "B2",
            "talk",
            "staff",
            "Cấp ủy",
            "buổi",
            (2, 4),
        ),
        (
            "Tổng vệ sinh cơ quan, trồng và chăm sóc cây xanh ngày thứ Bảy hằng tuần",
            "E1",
            "clean_up",
            "staff",
            "Công đoàn",
            "đợt",
            (12, 40),
        ),
        (
            "Đăng tin, bài, hình ảnh về gương người tốt, việc tốt trên trang thông tin điện tử",
            "B4",
            "online",
            "residents",
            "Bộ phận Văn hóa",
            "tin bài",
            (6, 24),
        ),
        (
            "Kiểm tra việc chấp hành giờ giấc làm việc, đeo thẻ, trang phục",
            "A4",
            "other",
            "staff",
            "Tổ kiểm tra công vụ",
            "lượt",
            (10, 12),
        ),
    ],
    "commune": [
        (
            "Tuyên truyền Quy tắc ứng xử nơi công cộng trên hệ thống truyền thanh xã",
            "B3",
            "loudspeaker",
            "residents",
            "Đài truyền thanh",
            "lượt phát",
            (48, 120),
        ),
        (
            "Đối thoại giữa lãnh đạo UBND với Nhân dân về thủ tục hành chính",
            "E3",
            "conference",
            "residents",
            "Bộ phận Một cửa",
            "hội nghị",
            (1, 2),
        ),
        (
            "Niêm yết Quy tắc ứng xử nơi công cộng tại nhà văn hóa các thôn",
            "B3",
            "visual",
            "residents",
            "Công chức Văn hóa - Xã hội",
            "điểm",
            (5, 14),
        ),
        (
            "Ra quân giải tỏa vi phạm vỉa hè, lòng đường, vệ sinh đường làng ngõ xóm",
            "D1",
            "clean_up",
            "residents",
            "Công an xã",
            "đợt",
            (4, 12),
        ),
        (
            "Tập huấn kỹ năng giao tiếp cho công chức Bộ phận Một cửa",
            "C3",
            "training",
            "staff",
            "Văn phòng - Thống kê",
            "lớp",
            (1, 2),
        ),
        ("Hội thi “Công chức thanh lịch, văn minh”", "B3", "contest", "staff", "Công đoàn cơ sở", "cuộc", (1, 1)),
    ],
    "department": [
        (
            "Rà soát, đề xuất đơn giản hóa thủ tục hành chính thuộc lĩnh vực quản lý",
            "F2",
            "professional_meeting",
            "staff",
            "Lãnh đạo phòng",
            "thủ tục",
            (1, 4),
        ),
        (
            "Tập huấn kỹ năng sử dụng hệ thống quản lý văn bản, ký số cho công chức",
            "F4",
            "training",
            "staff",
            "Bộ phận tổng hợp",
            "lớp",
            (1, 2),
        ),
        (
            "Niêm yết công khai quy trình giải quyết công việc tại trụ sở",
            "F1",
            "visual",
            "residents",
            "Bộ phận tiếp nhận",
            "danh mục",
            (1, 3),
        ),
        ("Tọa đàm “Tham mưu giỏi, phục vụ tốt”", "C6", "talk", "staff", "Công đoàn cơ quan", "buổi", (1, 2)),
    ],
    "school": [
        (
            "Phát động “Trường học thanh lịch, văn minh” trong lễ chào cờ đầu tuần",
            "B3",
            "conference",
            "residents",
            "Tổng phụ trách",
            "buổi",
            (20, 35),
        ),
        (
            "Tuyên truyền văn hóa giao thông, xếp hàng đón con tới cha mẹ học sinh",
            "D1",
            "talk",
            "residents",
            "Ban đại diện cha mẹ học sinh",
            "buổi",
            (2, 4),
        ),
        (
            "Chuyên đề ứng xử sư phạm, kỷ luật tích cực cho giáo viên",
            "C3",
            "training",
            "staff",
            "Tổ trưởng chuyên môn",
            "chuyên đề",
            (2, 4),
        ),
        (
            "Trang trí lớp học, vườn trường, phân loại rác tại nguồn",
            "E1",
            "clean_up",
            "residents",
            "Giáo viên chủ nhiệm",
            "lớp",
            (8, 24),
        ),
        (
            "Hội thi kể chuyện tấm gương đạo đức Hồ Chí Minh",
            "B2",
            "contest",
            "staff",
            "Công đoàn trường",
            "cuộc",
            (1, 1),
        ),
        (
            "Treo bảng cấm hút thuốc lá và Quy tắc ứng xử tại cổng trường, phòng hội đồng",
            "C4",
            "visual",
            "residents",
            "Bảo vệ, văn thư",
            "điểm",
            (4, 10),
        ),
    ],
}
PAPER_SUMMARIES = {
    Group.AGENCY: "Ban hành Quy chế làm việc, nội quy cơ quan gắn với Quy tắc ứng xử và Đề án Văn hóa công vụ",
    Group.SCHOOL: "Ban hành Nội quy nhà trường và Quy tắc ứng xử trong trường học",
}

# code, place, sentence
RETURN_REASONS = {
    "plan": [
        ("section", "activities.2", "Hoạt động chưa nêu rõ kết quả cần đạt bằng con số; đề nghị bổ sung."),
        (
            "section",
            "commitment",
            "Cam kết của người đứng đầu còn chung chung, chưa nêu việc kiểm tra, nhắc nhở hằng tháng.",
        ),
        ("evidence", "scan", "Bản quét thiếu trang cuối có chữ ký và dấu; đề nghị đính kèm lại."),
        ("figures", "activities.1", "Số buổi sinh hoạt không khớp với thời gian thực hiện."),
        ("form", "heading", "Ký hiệu văn bản chưa đúng quy định tại Nghị định 30/2020/NĐ-CP."),
        ("section", "objectives", "Chưa viện dẫn Quyết định 1665/QĐ-UBND về Quy tắc ứng xử nơi công cộng."),
    ],
    "progress": [
        ("figures", "figures.20", "Số liệu chưa khớp với kỳ trước; đề nghị kiểm tra lại hoặc giải trình."),
        ("evidence", "activities.1", "Nhật ký chưa có ảnh minh chứng cho hoạt động này; đề nghị bổ sung."),
        ("section", "limits", "Chưa nêu nguyên nhân chủ quan của tồn tại, hạn chế."),
        ("evidence", "scan", "Bản quét thiếu phụ lục số liệu có chữ ký; đề nghị đính kèm lại."),
    ],
    "paper": [
        ("evidence", "scan", "Bản quét mờ, không đọc được; đề nghị quét lại."),
        ("form", "heading", "Trích yếu chưa nêu rõ việc gắn với Quy tắc ứng xử 522."),
    ],
}
REFUSALS = [
    "Đơn vị đính kèm nhầm kế hoạch của năm trước.",
    "Tệp đính kèm là giấy mời họp, không phải văn bản được yêu cầu.",
]
EXTENSIONS = [
    "Đơn vị đang kiện toàn lãnh đạo, người ký mới nhận nhiệm vụ.",
    "Trùng thời gian phục vụ kỳ thi và kiểm tra của Sở; đề nghị được lùi hạn.",
    "Mưa bão gây mất điện, mất mạng kéo dài tại địa bàn.",
]
WAIVERS = [
    "Đơn vị thực hiện chung trong kế hoạch của cơ quan cấp trên, không xây dựng kế hoạch riêng.",
    "Đơn vị mới thành lập, chưa ban hành được quy chế trong năm.",
]
REOPENINGS = ["Phát hiện số liệu hoạt động chưa khớp với báo cáo của cụm; đề nghị rà soát, nộp lại."]
HAND_BACKS = ["Bổ sung phân công người phụ trách cho từng hoạt động rồi trình lại."]
DECLINED = "Các đơn vị cùng khối đều đã báo cáo; Hội đồng tổng hợp trong tuần tới nên không lùi hạn được."
CHECKLIST_NOTE = "Đề nghị đơn vị kiểm tra lại số liệu và nộp lại đúng hạn."
CHECKLIST_RETURNS = [
    "Số người được đánh giá chưa khớp số người có mặt trong bảng chấm công.",
    "Kết quả kiểm tra đột xuất trong kỳ có người đi muộn, đơn vị chưa thể hiện.",
    "Đề nghị đối chiếu với biên bản họp giao ban trong kỳ.",
]

# --- progress reports ------------------------------------------------------------------------------------------------

LIMITS = [
    "Một số cán bộ chưa thường xuyên đeo thẻ khi làm việc. Nguyên nhân: việc kiểm tra, nhắc nhở chưa đều giữa các bộ phận.",
    "Hình thức tuyên truyền tới người dân còn ít đổi mới. Nguyên nhân: thiếu người phụ trách chuyên trách, kinh phí hạn chế.",
    "Việc xử lý văn bản trên Hệ thống còn chậm ở một vài bộ phận. Nguyên nhân: đường truyền và máy tính chưa đáp ứng.",
    "Không có tồn tại, hạn chế lớn; việc ghi nhật ký hoạt động có lúc chưa kịp thời do cán bộ kiêm nhiệm.",
]
NEXT_STEPS = [
    "Tiếp tục quán triệt các Quy tắc ứng xử trong sinh hoạt chi bộ, sinh hoạt chuyên môn hằng tháng.",
    "Người đứng đầu kiểm tra, nhắc nhở ít nhất một lần mỗi tháng; khắc phục ngay các tồn tại đã nêu.",
    "Đẩy mạnh tuyên truyền Quy tắc ứng xử nơi công cộng qua loa truyền thanh và nhóm Zalo của thôn, tổ dân phố.",
]
PROPOSALS = [
    "",
    "Đề nghị Hội đồng Thi đua - Khen thưởng huyện tổ chức tập huấn kỹ năng giao tiếp cho cán bộ Bộ phận Một cửa.",
    "Đề nghị hỗ trợ kinh phí làm biển, bảng niêm yết Quy tắc ứng xử tại nhà văn hóa.",
]
NOT_DONE = [
    "Lùi sang kỳ sau do trùng với lịch làm việc của cấp trên.",
    "Chưa thực hiện vì đang chờ báo cáo viên; đã bố trí lại trong kỳ tới.",
    "Chưa thực hiện do thời tiết; sẽ tổ chức bù.",
]
MENDED = [
    "Tính cả số người dự tại các điểm cầu.",
    "Bổ sung số người của đơn vị phối hợp.",
]
WHY_SO_MUCH = [
    "Tăng do tập trung xử lý hồ sơ tồn đọng của năm trước.",
    "Tăng do tiếp nhận thêm nhiệm vụ sau sắp xếp đơn vị.",
]
