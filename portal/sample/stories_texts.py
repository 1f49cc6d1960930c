"""Ten examples and some news of the sample: invented people, told as such a district tells them."""

from typing import Any, Final, NamedTuple


class Tale(NamedTuple):
    """One story: whose, of which kind, how far it has come, when (0: this year), and its words."""

    unit: str  # "" is the council's office
    category: str
    until: str
    year: int
    scene: str
    title: str
    lead: str
    body: str
    name: str = ""
    position: str = ""
    stage: str = ""
    alt: str = ""


def tale(*args: Any, **more: Any) -> Tale:
    return Tale(*args, **more)


TALES: Final = [
    tale(
        *("10015", "example", "published", 2024, "dialogue"),
        "Người cán bộ Một cửa thuộc tên từng thôn xóm",
        "Mười hai năm ngồi ở bàn tiếp nhận, chị chưa để người dân nào phải đi lại lần hai vì lời hướng dẫn thiếu.",
        "Bảy giờ mười lăm phút sáng, chị đã lau xong dãy ghế chờ. Chị bảo người già hay đến sớm, ngồi ghế lạnh thì tội."
        "\n\nChị có thói quen ghi lại những câu người dân hay hỏi, cuối tháng soạn thành một tờ hướng dẫn cỡ chữ "
        "lớn. Hai "
        "mươi ba tờ như thế nay được dán ở bàn viết, ai cũng đọc được.\n\nNăm 2024, bộ phận của chị không có phản "
        "ánh nào về "
        "thái độ phục vụ. Đồng nghiệp nói: “Chị không nói nhiều, nhưng ngồi cạnh chị thì mình cũng phải nhẹ nhàng "
        "hơn.”",
        *("Nguyễn Thị Hòa", "Công chức Văn hóa - Xã hội", "replicated", "Cán bộ ngồi bên bàn trò chuyện với người dân"),
    ),
    tale(
        *("TH-10018", "example", "published", 2024, "yard"),
        "Thầy giáo đứng ở cổng trường mỗi sáng",
        "Suốt năm học, thầy đón từng học sinh bằng một lời chào, và cả cổng trường đổi khác.",
        "Đầu năm học, cổng trường ùn tắc, phụ huynh bấm còi, học sinh chạy lẫn giữa các dòng xe. Thầy xin trực "
        "cổng, không "
        "phải một tuần mà cả năm.\n\nThầy kẻ vạch cho xe dừng, mời các bác xe ôm cùng giữ lối. Mỗi em qua cổng đều "
        "được gọi "
        "tên và chào trước.\n\nĐến học kỳ II, các lớp lớn tự lập đội chào hỏi. Sáu trường trong cụm đã về xem và "
        "làm theo.",
        *("Bùi Văn Quyết", "Giáo viên", "replicated", "Học sinh xếp hàng trong sân trường buổi sáng"),
    ),
    tale(
        *("10054", "example", "published", 2024, "training"),
        "Bộ phận Một cửa xã Đại Yên: sáu người, một nếp làm việc",
        "Không chỉ một người làm tốt: cả bộ phận cùng giữ một nếp chào hỏi, xin lỗi và cảm ơn.",
        "Mỗi chiều thứ Sáu, sáu cán bộ dành mười lăm phút kể lại một tình huống khó trong tuần và cùng tìm cách nói "
        "tốt hơn."
        "\n\nTừ những buổi ấy có bảng “Mười câu nên nói, mười câu không nên nói” dán phía trong quầy. Lượt đánh giá "
        "“rất tốt” "
        "của người dân tăng từ 61% lên 88% sau chín tháng.",
        *("Bộ phận Một cửa xã Đại Yên", "", "nurtured", "Sáu cán bộ trong buổi tập huấn"),
    ),
    tale(
        *("10033", "good_deed", "published", 2024, "clean_up"),
        "Gia đình nhận chăm đoạn đường trước đình",
        "Ba thế hệ trong một nhà cùng quét dọn hai trăm mét đường làng mỗi sáng Chủ nhật.",
        "Việc bắt đầu từ ông nội, khi ông nghỉ hưu. Con trai làm ca vẫn dậy sớm cùng cha, hai cháu nhỏ tưới hàng "
        "hoa mười "
        "giờ.\n\nThấy vậy, các hộ bên cạnh cũng nhận đoạn của mình. Nay cả trục đường làng có mười bốn nhóm hộ tự "
        "quản.",
        *("Hộ ông Trịnh Văn Bảy", "", "", "Người dân quét dọn, trồng cây bên đường làng"),
    ),
    tale(
        *("NV", "example", "published", 0, "professional_meeting"),
        "Chuyên viên trẻ và chiếc bảng công việc chung",
        "Từ một tấm bảng tự làm, anh giúp cả phòng bớt họp và không để việc nào trôi qua hạn.",
        "Anh về phòng được ba năm, người trẻ nhất. Điều anh ngại nhất là hỏi “việc ấy ai đang làm”.\n\nAnh lập một "
        "bảng chung, "
        "mỗi việc một dòng, ai cũng sửa được. Ban đầu chỉ ba người dùng, sau hai tháng thì cả phòng.\n\nSáng kiến "
        "đã được công "
        "nhận và chín đơn vị khác áp dụng. Anh vẫn đến từng nơi để hướng dẫn, không nhận thù lao.",
        *("Đỗ Minh Khang", "Chuyên viên", "nurtured", "Cuộc họp chuyên môn quanh chiếc bàn dài"),
    ),
    tale(
        *("MN-10021", "good_deed", "published", 0, "yard"),
        "Cô nuôi trả lại chiếc ví và lời cảm ơn viết bằng bút chì",
        "Nhặt được ví của phụ huynh với hơn mười triệu đồng, cô đi bộ bốn cây số để trả trong đêm.",
        "Trong ví có giấy hẹn khám bệnh sáng hôm sau, cô đoán người mất đang rất cần.\n\nKhông có số điện thoại, cô "
        "hỏi dần "
        "theo địa chỉ trên giấy hẹn. Mười giờ đêm, chiếc ví về đến tay chủ.\n\nHôm sau, con của chị mang đến lớp "
        "một tờ giấy "
        "viết bằng bút chì: “Con cảm ơn cô.” Cô dán tờ giấy ấy ở tủ của mình.",
        *("Lý Thị Mận", "Nhân viên nuôi dưỡng", "", "Sân trường mầm non có trẻ em vui chơi"),
    ),
    tale(
        *("THCS-10024", "example", "submitted", 0, "training"),
        "Tổ Khoa học xã hội đưa quy tắc ứng xử vào tiết học",
        "Không thêm tiết, không thêm sổ: các thầy cô lồng chuyện ứng xử vào bài đang dạy.",
        "Mỗi bài văn, bài sử được chọn một chi tiết để học sinh bàn về cách cư xử. Cả tổ cùng soạn, cùng dự giờ, "
        "cùng sửa."
        "\n\nSau một học kỳ, tổ có ba mươi hai giáo án lồng ghép, sẵn sàng chia sẻ với các trường bạn.",
        *("Tổ Khoa học xã hội", "", "", "Các thầy cô trong buổi sinh hoạt tổ"),
    ),
    tale(
        *("10060", "good_deed", "returned", 0, "dialogue"),
        "Ba mươi phút ngồi viết hộ lá đơn",
        "Gặp cụ bà không biết chữ, anh gác lại việc của mình để viết hộ và đọc lại từng dòng cho cụ nghe.",
        "Cụ đến vào cuối giờ sáng, tay cầm tờ giấy trắng. Anh mời cụ ngồi, hỏi chuyện rồi viết hộ, viết xong lại "
        "đọc chậm "
        "từng dòng để cụ nghe và điểm chỉ.",
        *("Phùng Đức Mạnh", "Công chức Tư pháp - Hộ tịch", "", "Cán bộ ngồi nói chuyện với một cụ bà"),
    ),
    tale(
        *("10045", "example", "drafting", 0, "clean_up"),
        "Bí thư chi đoàn và những bức tường không còn quảng cáo",
        "Một nhóm mười hai bạn trẻ đã bóc, sơn và vẽ lại bốn trăm mét tường.",
        "",
        *("Cao Văn Dũng", "Bí thư chi đoàn", "", "Thanh niên sơn lại bức tường"),
    ),
    tale(
        *("10069", "good_deed", "withdrawn", 0, "street"),
        "Người giữ xe ở chợ trả lại chiếc túi",
        "Bác Lâm Văn Tiết giữ xe ở chợ trả lại chiếc túi để quên cho người mua hàng.",
        "Bác Lâm Văn Tiết giữ chiếc túi đến tối, chờ người quay lại. Trong túi có tiền hàng của cả tuần.",
        *("Lâm Văn Tiết", "Người trông giữ xe", "", "Khu chợ buổi chiều"),
    ),
    tale(
        *("", "news", "published", 2024, "hall"),
        "Sơ kết chín tháng thực hiện phong trào văn hóa công sở",
        "46 cơ quan, đơn vị, xã, thị trấn và 78 trường học cùng nhìn lại những việc làm được và chưa làm được.",
        "Hội nghị nghe báo cáo của thường trực Hội đồng và tham luận của năm đơn vị. Điều được nhắc nhiều nhất là "
        "nếp chào "
        "hỏi, xin lỗi, cảm ơn ở bộ phận Một cửa.\n\nHội đồng đề nghị các đơn vị giữ nề nếp ghi nhật ký hoạt động và "
        "nộp báo "
        "cáo đúng hạn.",
        alt="Hội trường trong buổi hội nghị sơ kết",
    ),
    tale(
        *("", "news", "published", 0, "hall"),
        "Phát động phong trào năm nay: mỗi đơn vị một việc cụ thể",
        "Thay cho khẩu hiệu chung, mỗi đơn vị đăng ký một việc đo được và báo cáo kết quả theo quý.",
        "Lễ phát động diễn ra gọn trong bốn mươi phút. Phần lớn thời gian dành cho các đơn vị nêu việc mình sẽ "
        "làm.\n\nDanh "
        "mục việc đăng ký được công khai trên cổng để các đơn vị học nhau.",
        alt="Lễ phát động phong trào thi đua",
    ),
    tale(
        *("GDDT", "practice", "published", 0, "yard"),
        "Ba phút đầu giờ và những lời hay: cách làm của các trường tiểu học",
        "Không tốn kinh phí, không thêm tiết học, ba phút mỗi sáng đang giúp học sinh nói lời hay.",
        "Khởi đầu từ một trường, nay mười một trường tiểu học đã áp dụng. Mỗi lớp có cách riêng: nơi dùng hộp thư, "
        "nơi dùng "
        "bảng nhỏ trước cửa lớp.\n\nĐiều chung nhất là để học sinh tự dẫn, cô giáo chỉ ngồi nghe.",
        alt="Học sinh tiểu học trong giờ sinh hoạt đầu buổi",
    ),
    tale(
        *("", "news", "published", 0, "clean_up"),
        "Ngày Chủ nhật xanh: hơn hai nghìn người ra quân",
        "Các xã, thị trấn cùng dọn vệ sinh, trồng cây và xóa quảng cáo trái phép trên các tuyến đường chính.",
        "Từ sáu giờ sáng, các tuyến đường trục đã có người. Đoàn viên, hội viên phụ nữ, cựu chiến binh và nhiều gia "
        "đình "
        "cùng tham gia.\n\nKết quả: 38 km đường được vệ sinh, 1.260 cây được trồng, gần hai nghìn tờ quảng cáo được "
        "gỡ.",
        alt="Người dân dọn vệ sinh và trồng cây",
    ),
]
