"""Take names, telephone numbers and addresses out of free text, before others read it than those who handle it.

Pure, and careful rather than clever: it takes out more than it must. Whoever makes a text public reads it once more.
"""

import re
from collections.abc import Iterable
from typing import Final

NAME, NUMBER, MAIL, LINK = "[tên]", "[số]", "[thư điện tử]", "[liên kết]"

FAMILIES: Final = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh|Lưu|Tạ|Phùng|Chu|Đào|Đoàn|Mai|"
    "Cao|Tô|Hà|Lương|Thái|Tống|Quách|Vương|Kiều|Nghiêm|Doãn|Khuất|Cấn|Trương|Lâm|Hứa|La|Từ|Bạch|Tăng|Triệu"
)
TITLES: Final = (
    *("cán bộ", "nhân viên", "giáo viên", "bảo vệ", "đồng chí", "đ/c"),
    *("anh", "chị", "ông", "bà", "cô", "thầy", "chú", "bác", "cậu", "dì", "em", "cháu", "bạn"),
    *("mr", "mrs", "ms", "miss"),
)
CAPITAL: Final = "[" + "".join(chr(code) for code in range(0x41, 0x1EFF) if chr(code).isupper()) + r"][^\W\d_]*"
AFTER_TITLE: Final = re.compile(rf"(?<!\w)((?i:{'|'.join(TITLES)})\.?\s+){CAPITAL}(?:\s+{CAPITAL}){{0,4}}")
FULL_NAME: Final = re.compile(rf"(?<!\w)(?!Hà (?:Nội|Đông))(?:{FAMILIES})(?:\s+{CAPITAL}){{1,4}}(?!\w)")
DIGITS: Final = re.compile(r"(?<!\w)\+?\d(?:[\s.\-()]?\d){7,}(?!\w)")
ADDRESS: Final = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
WEB: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def masked(text: str, names: Iterable[str] = ()) -> str:
    """Return the text without what tells who somebody is; `names` are full names to take out wherever they stand."""
    text = ADDRESS.sub(MAIL, WEB.sub(LINK, text))
    text = DIGITS.sub(NUMBER, text)
    for name in sorted({name for name in names if name.strip()}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", NAME, text, flags=re.IGNORECASE)
    text = AFTER_TITLE.sub(rf"\1{NAME}", text)
    return FULL_NAME.sub(NAME, text)


def tells_who(text: str) -> bool:
    """Whether the text holds a number, a mail address or what looks like a name."""
    return masked(text) != text
