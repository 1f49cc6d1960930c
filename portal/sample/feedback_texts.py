"""What citizens say in the sample: level of the scores, clause, words; and what heads answer. Nobody here is real."""

from typing import Final

OFFICE, SCHOOL, ANYWHERE = "office", "school", ""
SAID: Final = [
    (5, "", "Cán bộ hướng dẫn tận tình, nhận kết quả sớm hơn hẹn một ngày.", OFFICE),
    (5, "", "Vào làm giấy khai sinh cho cháu, được mời ngồi, rót nước, giải thích rõ từng loại giấy tờ.", OFFICE),
    (4, "", "Nhanh gọn. Nên kê thêm ghế cho người già ngồi chờ.", OFFICE),
    (4, "", "Thái độ tốt, chỉ có điều số thứ tự hay bị trục trặc.", OFFICE),
    (3, "TH-02", "Hẹn thứ Hai nhưng đến thứ Tư mới có kết quả, không thấy gọi điện báo.", OFFICE),
    (2, "TH-02", "Hồ sơ đất đai chậm hơn mười ngày, hỏi thì bảo chờ, không có thư xin lỗi.", OFFICE),
    (2, "GD-01", "Đi lại ba lần vì mỗi lần lại báo thiếu một loại giấy khác nhau.", OFFICE),
    (1, "GD-01", "Chị Hoa ở quầy tiếp nhận nói trống không, không chào hỏi, gọi hỏi thì cúp máy.", OFFICE),
    (2, "TG-02", "Đến lúc 14 giờ 10 mà bộ phận một cửa không có ai, chờ đến 14 giờ 45.", OFFICE),
    (2, "TG-02", "Trong giờ làm việc cán bộ xem điện thoại, gọi mấy lần mới ngẩng lên.", OFFICE),
    (1, "RT-02", "Có người hút thuốc ngay hành lang chờ, biển cấm treo phía trên.", OFFICE),
    (1, "GD-02", "Bảo tôi ra quán nước gần cơ quan nói chuyện cho nhanh, tôi không đồng ý.", OFFICE),
    (3, "GD-03", "Tôi đã gửi kiến nghị về cống thoát nước từ tháng trước, chưa thấy ai trả lời.", OFFICE),
    (
        3,
        "NC-02",
        "Trước cổng trường giờ tan học ô tô, hàng rong lấn vỉa hè, các cháu phải đi dưới đường.",
        SCHOOL,
    ),
    (5, "", "Cô giáo chủ nhiệm nhiệt tình, hay trao đổi với gia đình.", SCHOOL),
    (5, "", "Nhà trường gọi điện hỏi thăm ngay khi cháu bị sốt, gia đình rất yên tâm.", SCHOOL),
    (4, "", "Sân trường sạch, bảo vệ nhắc nhở phụ huynh lịch sự. Nên mở cổng sớm hơn mười phút.", SCHOOL),
    (3, "RT-02", "Phụ huynh và bảo vệ vẫn hút thuốc ở cổng trường.", SCHOOL),
    (2, "GD-01", "Hỏi thủ tục chuyển trường cho cháu, văn phòng trả lời cộc lốc, phải quay lại hai lần.", SCHOOL),
    (2, "GD-03", "Góp ý về bữa ăn bán trú từ đầu tháng, đến nay chưa nhận được trả lời.", SCHOOL),
]
PLACES: Final = {
    OFFICE: ["Quầy số 1", "Quầy số 3", "Bộ phận một cửa", "Phòng chờ", "Phòng tiếp dân", ""],
    SCHOOL: ["Cổng trường", "Văn phòng nhà trường", "Lớp 2A", "Nhà ăn bán trú", "Sân trường", ""],
}
ANSWERS: Final = {
    OFFICE: [
        (
            "Đơn vị xin lỗi ông bà vì sự việc đã nêu. Chúng tôi đã kiểm tra sổ theo dõi và xác nhận phản ánh là đúng.",
            "Đã phân công người trực dự phòng và niêm yết lại giờ làm việc.",
        ),
        (
            "Cảm ơn ông bà đã phản ánh. Qua xác minh, kết quả trả chậm do lỗi chuyển hồ sơ giữa hai bộ phận.",
            "Đã chấn chỉnh quy trình luân chuyển và gửi thư xin lỗi.",
        ),
        (
            "Đơn vị tiếp thu ý kiến của ông bà và đã nhắc nhở bộ phận có liên quan về thái độ giao tiếp.",
            "Đã tổ chức quán triệt Quy tắc ứng xử trong giao ban tháng.",
        ),
    ],
    SCHOOL: [
        (
            "Nhà trường cảm ơn ý kiến của phụ huynh và đã trao đổi ngay với bộ phận có liên quan.",
            "Đã nhắc nhở trong họp hội đồng sư phạm; ban giám hiệu trực cổng trường giờ đón và trả học sinh.",
        ),
        (
            "Nhà trường tiếp thu và xin lỗi phụ huynh vì đã trả lời chưa đầy đủ.",
            "Đã niêm yết lịch tiếp phụ huynh và số điện thoại của văn phòng tại cổng trường.",
        ),
    ],
}
PUBLIC: Final = {
    OFFICE: "Người dân phản ánh về thời gian và thái độ phục vụ tại bộ phận tiếp nhận hồ sơ.",
    SCHOOL: "Phụ huynh góp ý về cách tiếp đón, trao đổi của nhà trường.",
}
FINDINGS: Final = [
    ("TG-02", 2, "Lúc 14 giờ 15 có 3/11 vị trí làm việc không có người, không có lịch công tác niêm yết.", OFFICE),
    ("TG-02", 1, "Hai nhân viên văn phòng rời vị trí trong giờ hành chính, không có người trực thay.", SCHOOL),
    ("TP-01", 1, "4 người không đeo thẻ; 2 bàn làm việc chưa có biển chức danh.", OFFICE),
    ("TP-01", 1, "Nhân viên bảo vệ và 3 giáo viên không đeo thẻ khi tiếp phụ huynh.", SCHOOL),
    ("GD-01", 2, "Bảng hướng dẫn thành phần hồ sơ đã cũ, người dân phải hỏi lại nhiều lần.", OFFICE),
    ("GD-01", 1, "Chưa niêm yết lịch tiếp phụ huynh và số điện thoại liên hệ tại cổng trường.", SCHOOL),
    ("RT-02", 2, "Có gạt tàn thuốc tại hành lang tầng 2, thiếu biển cấm hút thuốc ở cầu thang.", OFFICE),
    ("RT-02", 2, "Có đầu mẩu thuốc lá ở khu nhà xe giáo viên, chưa có biển “Trường học không khói thuốc”.", SCHOOL),
    ("MT-01", 1, "Khu vệ sinh chưa sạch, lịch tổng vệ sinh không được cập nhật từ đầu tháng.", ANYWHERE),
    ("TH-01", 3, "Niêm yết thiếu 6 thủ tục đất đai, 2 thủ tục đã hết hiệu lực vẫn còn trên bảng.", OFFICE),
    ("MT-03", 1, "Sơ đồ phòng làm việc chưa cập nhật, nơi để xe của khách chưa có biển chỉ dẫn.", OFFICE),
    ("MT-03", 1, "Sơ đồ lớp học chưa cập nhật theo năm học mới, bình chữa cháy ở dãy nhà B quá hạn kiểm định.", SCHOOL),
    ("RT-01", 3, "Phát hiện dấu hiệu sử dụng rượu, bia trong giờ nghỉ trưa của ca trực.", OFFICE),
]
REMARKS: Final = [
    "Đơn vị tiếp thu, nghiêm túc khắc phục các tồn tại đã nêu.",
    "Nhất trí với kết quả kiểm tra. Đề nghị được hướng dẫn thêm về cách niêm yết thủ tục.",
    "Đơn vị đã khắc phục ngay trong ngày đối với nội dung vệ sinh, biển báo.",
]
REMEDIES: Final = [
    (
        "Đã rà soát, niêm yết lại toàn bộ thủ tục theo danh mục mới; gỡ các bản hết hiệu lực.",
        "Rà soát vào ngày 05 hằng tháng.",
    ),
    ("Đã bổ sung biển chức danh, cấp lại thẻ cho người còn thiếu.", "Giao Văn phòng kiểm tra đầu giờ mỗi thứ Hai."),
    ("Đã tổng vệ sinh, lập lịch trực và treo biển cấm hút thuốc.", "Lãnh đạo kiểm tra đột xuất mỗi tháng một lần."),
]
VIOLATIONS: Final = [
    ("TG-02", "Bỏ vị trí trực bộ phận một cửa từ 14 giờ đến 14 giờ 40 mà không báo cáo.", "confirm"),
    ("RT-01", "Uống bia trong giờ nghỉ trưa ngày trực tiếp công dân.", "confirm"),
    ("GD-01", "Nói to tiếng với người dân khi hướng dẫn hồ sơ.", "dismiss"),
    ("RT-02", "Hút thuốc trong phòng làm việc, đã được nhắc nhở một lần.", "report"),
]
INSPECTIONS: Final = [
    ("Kiểm tra công vụ đầu xuân sau kỳ nghỉ Tết", True, (2, 15), "12/QĐ-UBND", "none", 5),
    ("Kiểm tra bộ phận một cửa quý I", False, (3, 12), "37/QĐ-UBND", "cluster", 1),
    ("Kiểm tra đột xuất kỷ luật, giờ giấc làm việc", True, (4, 17), "58/QĐ-UBND", "none", 6),
    ("Kiểm tra thực hiện Quy tắc ứng xử nơi công cộng", False, (5, 21), "74/QĐ-UBND", "cluster", 1),
    ("Kiểm tra môi trường, bài trí công sở", False, (6, 18), "91/QĐ-UBND", "group", 3),
    ("Kiểm tra các trường học đầu năm học", False, (9, 17), "133/QĐ-UBND", "none", 6),
    ("Kiểm tra đột xuất việc chấp hành giờ làm việc quý IV", True, (10, 22), "158/QĐ-UBND", "none", 5),
    ("Phúc tra việc khắc phục tồn tại năm 2024", False, (11, 26), "176/QĐ-UBND", "none", 4),
]
