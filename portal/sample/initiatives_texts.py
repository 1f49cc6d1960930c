"""Twenty initiatives of the sample; units and people are those of the sample, what they thought of is invented."""

from typing import Any, Final, NamedTuple


class Idea(NamedTuple):
    """One initiative: where, in which year it was handed in, how far it has come, and what it says."""

    unit: str
    year: int  # 0: this year
    until: str
    field: str
    title: str
    problem: str
    solution: str
    minutes: str
    money: int
    cases: int
    measured: str
    place: str
    authors: tuple[tuple[str, str, int], ...]  # name, position, share; a collective has no position
    spread: int = 0
    benefit: str = ""


def idea(*args: Any, **more: Any) -> Idea:
    return Idea(*args, **more)


IDEAS: Final = [
    idea(
        *("10015", 2024, "recognised", "reception", "Một phiếu khai chung cho ba thủ tục hộ tịch"),
        "Người dân đăng ký khai sinh, thường trú và thẻ bảo hiểm cho trẻ phải khai lại cùng một thông tin ở ba tờ "
        "khai, "
        "hay sai sót và phải đi lại.",
        "Thiết kế một phiếu chung; cán bộ nhập một lần, phần mềm in đủ ba tờ khai. Phiếu mẫu có ví dụ đã điền, đặt "
        "sẵn ở "
        "bàn viết.\n\nNgười già, người khuyết tật được cán bộ hỏi và điền giúp.",
        *(
            "14",
            0,
            1_850,
            "Bấm giờ 60 lượt trong tháng 3 và 60 lượt trong tháng 5 năm 2024, do công chức Văn phòng ghi.",
        ),
        *(
            "Bộ phận Một cửa",
            (
                ("Trần Thị Thu Hiền", "Công chức Tư pháp - Hộ tịch", 60),
                ("Lê Quang Đạt", "Công chức Văn phòng - Thống kê", 40),
            ),
            14,
        ),
    ),
    idea(
        *("TH-10018", 2024, "recognised", "teaching", "Góc “Lời hay mỗi sáng” do học sinh tự dẫn"),
        "Nội quy ứng xử được treo trên tường nhưng học sinh ít đọc, giáo viên phải nhắc nhiều lần trong tuần.",
        "Mỗi lớp dành ba phút đầu buổi cho một học sinh kể một lời hay, việc tốt của ngày hôm trước; cả lớp chọn "
        "một câu "
        "ghi lên bảng. Cuối tháng in thành tập nhỏ của lớp.",
        *("0", 0, 0, "So số lần nhắc nhở ghi trong sổ đầu bài học kỳ I và học kỳ II: giảm từ 212 xuống 96 lần."),
        *("Khối lớp 3, 4, 5", (("Tổ chuyên môn khối 4-5", "", 70), ("Bùi Thị Hạnh", "Giáo viên", 30)), 11),
        benefit="Học sinh mạnh dạn nói trước lớp; phụ huynh cùng tham gia chọn câu của tháng.",
    ),
    idea(
        *("NV", 2024, "recognised", "digital", "Bảng theo dõi công việc chung thay cho họp giao ban giấy"),
        "Mỗi tuần mười hai người họp một giờ chỉ để báo cáo việc đang làm; việc phát sinh giữa tuần không ai nắm được.",
        "Lập một bảng công việc dùng chung trên mạng nội bộ, mỗi việc một dòng, ghi người làm, hạn, mức độ. Giao "
        "ban chỉ "
        "bàn những dòng quá hạn hoặc cần phối hợp.",
        *("35", 0, 576, "Biên bản giao ban 12 tuần trước và 12 tuần sau: thời gian họp giảm từ 60 còn 25 phút."),
        *("Phòng Nội vụ", (("Đỗ Minh Khang", "Chuyên viên", 100),), 9),
    ),
    idea(
        *("10060", 2024, "recognised", "environment", "Tuyến đường tự quản có lịch quét theo xóm"),
        "Đường trục thôn sạch trong ngày ra quân, vài hôm sau rác lại đầy; không rõ đoạn nào của ai.",
        "Chia tuyến theo mốc cột điện, mỗi đoạn một nhóm năm hộ; lịch quét dán ở nhà văn hóa. Cuối tháng các nhóm "
        "đổi đoạn "
        "cho nhau để cùng giữ.",
        *("0", 12_000, 624, "So tiền thuê dọn vệ sinh tuyến đường sáu tháng đầu năm 2023 và 2024."),
        *(
            "Thôn Tốt Động, thôn Đồng Bãi",
            (("Chi hội Phụ nữ thôn", "", 50), ("Phùng Đức Mạnh", "Công chức Tư pháp - Hộ tịch", 50)),
            8,
        ),
    ),
    idea(
        *("MN-10021", 2024, "recognised", "teaching", "Hộp thư “Con kể mẹ nghe” nối lớp học với gia đình"),
        "Giờ trả trẻ đông, cô giáo không kịp trao đổi với từng phụ huynh về nền nếp của con.",
        "Mỗi trẻ một thẻ tuần, cô đánh dấu ba thói quen tốt bằng hình dán; phụ huynh ghi lại một câu. Thẻ đi về "
        "trong ba lô "
        "của trẻ.",
        *("4", 0, 9_200, "Bấm giờ trả trẻ ở bốn lớp trong hai tuần trước và hai tuần sau khi áp dụng."),
        *("Các lớp mẫu giáo 4-5 tuổi", (("Tổ mẫu giáo 5 tuổi", "", 100),), 6),
    ),
    idea(
        *("TCKH", 2024, "recognised", "office", "Mẫu hồ sơ thanh toán kiểm trước bằng danh mục một trang"),
        "Gần một nửa hồ sơ thanh toán của các đơn vị phải trả lại vì thiếu giấy tờ, mỗi hồ sơ đi lại trung bình hai "
        "lần.",
        "Mỗi loại chi có một danh mục một trang để đơn vị tự đánh dấu trước khi nộp; mục nào hay thiếu được in đậm. "
        "Danh "
        "mục cập nhật hằng quý theo lỗi gặp nhiều nhất.",
        *("25", 18_000, 2_140, "Thống kê sổ tiếp nhận: tỷ lệ trả lại quý I là 46%, quý III còn 17%."),
        *(
            "Bộ phận kế toán ngân sách",
            (("Chu Thị Bích Liên", "Chuyên viên", 55), ("Ngô Xuân Hải", "Chuyên viên", 45)),
            5,
        ),
    ),
    idea(
        *("10033", 2024, "not_recognised", "publicity", "Phát thanh quy tắc ứng xử vào giờ tan tầm"),
        "Nhiều người dân chưa biết hai bộ quy tắc ứng xử của Thành phố.",
        "Đài truyền thanh xã phát bài ngắn năm phút vào 17 giờ các ngày thứ Ba, thứ Sáu.",
        *("0", 0, 0, "Phỏng vấn nhanh 30 người dân sau ba tháng phát thanh."),
        *("Đài truyền thanh xã", (("Hoàng Văn Chiến", "Công chức Văn hóa - Xã hội", 100),)),
        benefit="Người dân nghe được nội dung quy tắc khi đi làm về.",
    ),
    idea(
        *("THCS-10024", 2024, "not_recognised", "teaching", "Sổ điểm thi đua của lớp bằng bảng tính"),
        "Sao đỏ ghi sổ giấy, cuối tuần cộng điểm mất nhiều thời gian và hay nhầm.",
        "Lập bảng tính chung cho các lớp, tự cộng điểm theo tuần và theo tháng.",
        *("20", 0, 540, "Liên đội bấm giờ cộng điểm trong bốn tuần."),
        *("Liên đội nhà trường", (("Tạ Minh Tuấn", "Giáo viên Tổng phụ trách", 100),)),
    ),
    idea(
        *("10054", 0, "recognised", "reception", "Giờ “không hẹn cũng tiếp” cho người lao động"),
        "Công nhân, người làm ca không đến được trong giờ hành chính, thường phải nghỉ làm để nộp hồ sơ.",
        "Mở thêm một giờ tiếp nhận từ 17 đến 18 giờ thứ Ba và thứ Năm, hai cán bộ trực luân phiên, nghỉ bù sáng hôm "
        "sau. "
        "Lịch trực niêm yết ở cổng xã và nhóm thông tin của thôn.",
        *("180", 150_000, 410, "Hỏi 80 người nộp hồ sơ trong giờ này: mỗi người bớt được một buổi nghỉ làm."),
        *("Bộ phận Một cửa xã Đại Yên", (("Bộ phận Một cửa xã Đại Yên", "", 100),), 7),
    ),
    idea(
        *("VHTT", 0, "recognised", "publicity", "Bộ tranh ứng xử vẽ bằng chuyện của chính địa phương"),
        "Tờ rơi in sẵn dùng hình chung chung, người dân ít đọc và không giữ lại.",
        "Mời học sinh và họa sĩ nghiệp dư vẽ mười tình huống có thật ở chợ, nhà văn hóa, bến xe của huyện; in thành "
        "lịch "
        "treo tường phát cho các thôn.",
        *("0", 9_500, 3_200, "So giá in và số bản còn treo sau ba tháng ở 40 nhà văn hóa thôn."),
        *("40 nhà văn hóa thôn", (("Vũ Ngọc Quyên", "Chuyên viên", 80), ("Câu lạc bộ Mỹ thuật", "", 20)), 4),
    ),
    idea(
        *("10045", 0, "not_recognised", "office", "Đánh số bàn làm việc theo lĩnh vực"),
        "Người dân vào trụ sở phải hỏi nhiều lần mới gặp đúng cán bộ.",
        "Dán số và tên lĩnh vực trên từng bàn, sơ đồ đặt ở cửa ra vào.",
        *("3", 0, 2_600, "Quan sát 20 lượt người dân trong một tuần."),
        *("Trụ sở UBND xã", (("Dương Thị Kim Oanh", "Công chức Văn phòng - Thống kê", 100),)),
    ),
    idea(
        *("TNMT", 0, "marked", "reception", "Tin nhắn báo tiến độ hồ sơ đất đai theo bốn mốc"),
        "Người dân gọi điện hoặc đến hỏi tiến độ hồ sơ đất đai trung bình ba lần mỗi hồ sơ.",
        "Gửi tin nhắn tự động ở bốn mốc: tiếp nhận, thẩm định, trình ký, có kết quả; mỗi tin ghi rõ ngày dự kiến "
        "của mốc sau.",
        *("22", 0, 3_900, "Đếm cuộc gọi đến tổng đài của phòng trong hai tháng trước và hai tháng sau."),
        *(
            "Bộ phận tiếp nhận hồ sơ đất đai",
            (("Lưu Hữu Phúc", "Chuyên viên", 65), ("Đinh Thị Nhung", "Chuyên viên", 35)),
        ),
    ),
    idea(
        *("GDDT", 0, "marking", "digital", "Kho bài dạy về ứng xử dùng chung cho các trường"),
        "Mỗi trường tự soạn bài về văn hóa ứng xử, chất lượng không đều và trùng lặp.",
        "Lập kho chung có phân loại theo lớp và tình huống; mỗi trường góp hai bài mỗi học kỳ, tổ cốt cán duyệt "
        "trước khi đăng.",
        *("90", 0, 640, "Giáo viên tự ghi thời gian soạn của 64 tiết trước và sau khi có kho."),
        *("Các trường tiểu học cụm 1", (("Lưu Thị Thanh Vân", "Chuyên viên", 50), ("Tổ cốt cán cấp tiểu học", "", 50))),
    ),
    idea(
        *("10024", 0, "marking", "reception", "Góc tự phục vụ có người hướng dẫn là đoàn viên"),
        "Người dân ngại nộp hồ sơ trực tuyến vì không quen máy, cán bộ Một cửa phải làm thay.",
        "Đặt hai máy tính và một máy quét ở sảnh, đoàn viên trực buổi sáng hướng dẫn từng bước để lần sau người dân "
        "tự làm.",
        *("11", 0, 2_900, "Đếm hồ sơ tự nộp trước và sau ba tháng: tăng từ 18% lên 61%."),
        *(
            "Sảnh trụ sở UBND xã",
            (("Nguyễn Đức Long", "Bí thư Đoàn xã", 70), ("Phạm Thị Loan", "Công chức Văn phòng", 30)),
        ),
    ),
    idea(
        *("TH-10027", 0, "marking", "environment", "Vườn trường nuôi bằng rác hữu cơ của bếp ăn"),
        "Bếp ăn bán trú mỗi ngày thải khoảng 35 kg rác hữu cơ, nhà trường phải trả tiền thu gom.",
        "Ủ phân tại chỗ bằng ba thùng luân phiên; học sinh trực theo lớp, rau thu được dùng cho bữa ăn bán trú.",
        *("0", 42_000, 175, "Sổ chi thu gom rác và sổ mua rau của nhà trường hai học kỳ."),
        *("Bếp ăn bán trú", (("Tổ hành chính", "", 40), ("Trịnh Thị Yến", "Giáo viên", 60))),
    ),
    idea(
        *("10069", 0, "submitted", "office", "Lịch phòng họp và hội trường công khai cho các thôn"),
        "Các thôn, hội đoàn thể hay đặt trùng lịch hội trường, phải gọi nhiều cuộc để hẹn lại.",
        "Lịch chung treo trên trang thông tin của xã, ai cần thì gửi yêu cầu; văn phòng xác nhận trong ngày.",
        *("15", 0, 310, "Văn phòng ghi số cuộc gọi đặt lịch trong hai tháng."),
        *("Văn phòng UBND xã", (("Phùng Thị Trang", "Công chức Văn phòng - Thống kê", 100),)),
    ),
    idea(
        *("LDTBXH", 0, "withdrawn", "reception", "Chi trả trợ cấp tại nhà cho người già yếu theo tuyến"),
        "Người già yếu phải nhờ con cháu chở đến điểm chi trả, có người nhiều tháng mới nhận một lần.",
        "Xếp người nhận theo tuyến xóm, cán bộ và bưu tá đi một vòng trong ngày; ai không nhận được thì hẹn lại "
        "trong tuần.",
        *("95", 20_000, 1_260, "Hỏi 45 gia đình sau ba kỳ chi trả."),
        *("Sáu xã vùng bãi", (("Hoàng Thị Thảo", "Chuyên viên", 60), ("Đặng Văn Giang", "Chuyên viên", 40))),
    ),
    idea(
        *("THCS-10015", 0, "returned", "teaching", "Phiên tòa giả định về ứng xử trên mạng"),
        "Học sinh xích mích trên mạng xã hội, nhắc nhở chung ít tác dụng.",
        "Mỗi tháng một lớp dựng một phiên tòa giả định từ tình huống có thật đã đổi tên, học sinh đóng đủ các vai.",
        *("0", 0, 0, "Chưa có số liệu so sánh đầy đủ."),
        *("Khối 8, 9", (("Tổ Khoa học xã hội", "", 100),)),
        benefit="Học sinh tự rút ra cách ứng xử; số vụ xích mích phải xử lý giảm.",
    ),
    idea(
        *("10039", 0, "signing", "digital", "Mã QR tra cứu thủ tục dán tại nhà văn hóa thôn"),
        "Người dân ở xa phải lên xã chỉ để hỏi cần giấy tờ gì.",
        "Mỗi nhà văn hóa thôn dán một bảng mã QR, mỗi thủ tục một mã dẫn tới danh mục giấy tờ và biểu mẫu.",
        *("40", 25_000, 520, "Đếm lượt quét mã và hỏi 35 người dân."),
        *("Bảy nhà văn hóa thôn", (("Bùi Tiến Thành", "Công chức Văn hóa - Xã hội", 100),)),
    ),
    idea(
        *("10015", 0, "drafting", "reception", "Thẻ ưu tiên cho phụ nữ mang thai và người khuyết tật"),
        "Người cần ưu tiên ngại xin được làm trước, chờ lâu trong giờ cao điểm.",
        "",
        *("0", 0, 0, ""),
        *("", (("Trần Thị Thu Hiền", "Công chức Tư pháp - Hộ tịch", 70),)),
    ),
]

WHY_NOT: Final = "Giải pháp chưa có tính mới so với cách làm chung, số liệu so sánh chưa đủ sức thuyết phục."
WHY_WITHDRAWN: Final = "Đơn vị lập lại hồ sơ chung với các xã cùng áp dụng cách làm này."
WHY_BACK: Final = "Bổ sung số liệu so sánh trước và sau khi áp dụng, ghi rõ thời gian và người đo."
REMARKS: Final = (
    "Dễ làm theo, nên nhân rộng.",
    "Số liệu rõ, cách đo đáng tin.",
    "Cần theo dõi thêm hiệu quả lâu dài.",
    "",
    "",
)
BROUGHT: Final = (
    "Áp dụng từ tháng đầu, người dân phản hồi tốt; mỗi lượt bớt khoảng 10 phút.",
    "Đã chỉnh lại cho hợp quy mô đơn vị, giảm rõ số lần phải làm lại.",
    "Cán bộ đỡ phải giải thích nhiều lần, không khí làm việc nhẹ nhàng hơn.",
    "Tiết kiệm khoảng một buổi làm việc mỗi tuần cho cả bộ phận.",
    "",
)
