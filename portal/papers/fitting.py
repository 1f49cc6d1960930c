"""Fits names and sentences into a width: the largest size, whole words, names and compounds kept together. Pure.

Widths are those of the letters of the papers' bold face, so that nothing has to be set to be measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

from portal.papers.pdf import font_folders

FACE: Final = "texgyretermes-bold.otf"
POINT: Final = 25.4 / 72  # millimetres
ROOM: Final = 0.98  # of the width: kerning and rounding
WORSE_BY_LINE: Final = 5  # points of size that one line more must gain
WORSE_BY_TEAR: Final = 12  # points of size that it is worth to keep a name together
TEAR: Final = 100.0  # what tearing a name costs beside uneven lines, which cost about 1
GOOD_PLACE: Final = -0.2  # a line that begins with such a word reads well
STOPS: Final = ",;.:"
LINKS: Final = frozenset({"và", "của", "thuộc", "tại", "cùng", "do"})
BEGIN_NAMES: Final = frozenset({"Trường", "Phòng", "Ban", "Hội", "Trung", "Ủy", "Xã", "Thị", "Huyện", "Công", "Đoàn"})
COMPOUNDS: Final = frozenset(
    """ủy ban|nhân dân|hội đồng|cán bộ|công chức|viên chức|lao động|giáo viên|nhân viên|học sinh|sư phạm|trung học|
tiểu học|mầm non|cơ sở|phổ thông|trung tâm|giáo dục|đào tạo|văn hóa|thông tin|thể thao|tài chính|kế hoạch|tài nguyên|
môi trường|xã hội|thương binh|nghề nghiệp|thường xuyên|quản lý|dự án|đầu tư|xây dựng|đô thị|kinh tế|tư pháp|nội vụ|
y tế|thanh tra|văn phòng|thị trấn|hợp tác|tác xã|công đoàn|thanh niên|phụ nữ|nông dân|cựu chiến|chiến binh|mặt trận|
tổ quốc|quân sự|công an|tập thể|chi bộ|đảng bộ|thi đua|khen thưởng|phong trào|thành tích|xuất sắc|thực hiện|công sở|
nơi công|công cộng|văn minh|kết quả|thủ tục|hành chính|giải quyết|tiếp nhận|bộ phận|một cửa|chuyên môn|khoa học|
tự nhiên|sáng kiến|tiến sĩ|thạc sĩ|bác sĩ|thành phố|chủ tịch|cơ quan|đơn vị|người lao|quy tắc|ứng xử|
địa bàn""".replace("\n", "").split("|")
)


@dataclass(frozen=True)
class Fitted:
    """A text in lines, at a size in points."""

    lines: tuple[str, ...]
    size: int


@lru_cache(maxsize=4096)
def fit(text: str, *, width: float, largest: int, smallest: int, most_lines: int) -> Fitted:
    """Return the text at the largest size at which it stands in few lines of `width` millimetres.

    More lines than `most_lines` are made, or a smaller size is taken, only where not even that is enough.
    """
    words = text.split()
    ways = [way for lines in range(1, most_lines + 1) for way in _ways(words, lines, width, largest, smallest)]
    if not ways:
        return _squeezed(words, width, smallest)
    return max(ways, key=lambda way: way.size - WORSE_BY_LINE * len(way.lines) - WORSE_BY_TEAR * torn(way.lines))


def _ways(words: Sequence[str], lines: int, width: float, largest: int, smallest: int) -> list[Fitted]:
    """Return the largest setting in so many lines, and smaller ones for as long as they tear less."""
    found: list[Fitted] = []
    size = largest
    while size >= smallest:
        room = ROOM * width / POINT / size
        best = split(words, lines, room=room) if len(filled(words, room)) <= lines else None
        if best and (not found or torn(best) < torn(found[-1].lines)):
            found.append(Fitted(tuple(best), size))
            if not torn(best):
                break
        size -= 1 if not found else 2
    return found


def _squeezed(words: Sequence[str], width: float, smallest: int) -> Fitted:
    """Fill lines one after the other, at a size at which the longest word fits."""
    longest = max(map(breadth, words), default=1.0)
    size = max(1, min(smallest, int(ROOM * width / POINT / longest)))
    return Fitted(tuple(filled(words, ROOM * width / POINT / size)), size)


def filled(words: Sequence[str], room: float) -> list[str]:
    """Return the words in lines filled one after the other; a word broader than `room` (in em) has one to itself."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and breadth(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def split(words: Sequence[str], lines: int, *, room: float) -> list[str] | None:
    """Return the words in so many lines of like breadth that fit into `room` (in em); None where they do not."""
    if not 0 < lines <= len(words):
        return None
    ends = [0.0, *accumulate(breadth(word) + breadth(" ") for word in words)]
    mean = ends[-1] / lines
    best: list[dict[int, tuple[float, list[int]]]] = [{0: (0.0, [0])}]
    for _line in range(lines):
        best.append({})
        for start, (cost, places) in best[-2].items():
            for end in range(start + 1, len(words) + 1):
                long = ends[end] - ends[start] - breadth(" ")
                if long > room:
                    break
                tear = break_cost(words[end - 1], words[end]) if end < len(words) else 0.0
                total = cost + (long / mean - 1) ** 2 + tear
                if end not in best[-1] or total < best[-1][end][0]:
                    best[-1][end] = (total, [*places, end])
    if len(words) not in best[-1]:
        return None
    return [" ".join(words[start:end]) for start, end in pairwise(best[-1][len(words)][1])]


def torn(lines: Sequence[str]) -> int:
    """Return how many lines break within a name or a compound, as far as one can see."""
    return sum(break_cost(before.split()[-1], after.split()[0]) == TEAR for before, after in pairwise(lines))


@cache
def break_cost(before: str, after: str) -> float:
    """Return what a break between two words costs: within a compound or between two words of a proper name much."""
    if f"{before} {after.rstrip(STOPS)}".lower() in COMPOUNDS or before in BEGIN_NAMES:
        return TEAR
    if before[0].isupper() and after[0].isupper() and after not in BEGIN_NAMES:
        return TEAR
    return GOOD_PLACE if after in LINKS or after in BEGIN_NAMES else 0.0


@lru_cache(maxsize=4096)
def breadth(text: str) -> float:
    """Return how broad the text is in the bold face, in em."""
    widths, units = _face()
    return sum(widths.get(ord(char), units) for char in text) / units


@cache
def _face() -> tuple[dict[int, int], int]:
    from fontTools.ttLib import TTFont

    path: Path = next(font_folders()[0].rglob(FACE))
    with TTFont(path, lazy=True) as font:
        metrics = font["hmtx"]
        return {code: metrics[glyph][0] for code, glyph in font.getBestCmap().items()}, font["head"].unitsPerEm
