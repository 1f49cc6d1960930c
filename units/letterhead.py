"""What the head and the foot of a unit's official papers say, by Decree 30/2020/ND-CP, annex I (Vietnamese alone)."""

import re
from datetime import date
from typing import Final

from units.models import Kind, Unit

COMMITTEE: Final = "ỦY BAN NHÂN DÂN"
COMMITTEES: Final = frozenset({Kind.HOST, Kind.TOWN, Kind.COMMUNE, Kind.WARD})
TITLES: Final = (
    *("Chủ tịch", "Hiệu trưởng", "Trưởng phòng", "Giám đốc", "Chánh Văn phòng", "Chánh Thanh tra", "Trưởng Ban"),
)
LINE: Final = 23  # letters of a capital line on the left of the head
JOINTS = re.compile(r" (?=VÀ )|(?<= -) ")  # before “và”, after a dash
HEADS = re.compile(rf"(phó )?({'|'.join(TITLES)})\b", re.IGNORECASE)


def letterhead(unit: Unit, *, name: str = "") -> dict[str, str]:
    """Return the two lines of the head on the left; `name` as it was when the paper was handed in.

    A People's Committee stands under nobody's name; every other unit under its parent's.
    """
    has_parent = unit.parent and unit.kind not in COMMITTEES
    parent = _written_large(unit.parent.name) if has_parent and unit.parent else ""
    return {"parent": parent, "agency": _written_large(name or unit.name)}


def _written_large(name: str) -> str:
    """Write a name in capitals; one that is too long for a line of the head is broken where its sense allows it."""
    large = name.upper().replace(f"{COMMITTEE} ", f"{COMMITTEE}\n")
    if len(large) <= LINE or "\n" in large:
        return large
    places = [found.start() for found in JOINTS.finditer(large)]
    if not places:
        return large
    place = min(places, key=lambda start: max(start, len(large) - start))
    return f"{large[:place]}\n{large[place + 1 :]}"


def authority(unit: Unit, position: str) -> str:
    """Return the lines above a signature: for whom one signs, in whose stead, as what [TM., KT.]."""
    return signing(f"TM. {COMMITTEE}" if unit.kind in COMMITTEES else "", position)


def signing(behalf: str, position: str) -> str:
    """Return the lines above a signature from the position as it was typed; `behalf` is the first line or ""."""
    found = HEADS.match(position.strip())
    title = found[2].upper() if found else position.strip().upper()
    lines = [f"KT. {title}", f"PHÓ {title}"] if found and found[1] else [title]
    return "\n".join(filter(None, [behalf, *lines]))


def number_line(number: str, *, kind: str, symbol: str) -> str:
    """Return the line of number and symbol, with room for the number where there is none yet."""
    return f"Số: {number}" if number else f"Số:        /{kind}-{symbol}"


def place_and_date(place: str, day: date | None) -> str:
    return f"{place or '……'}, {written_day(day) if day else 'ngày      tháng      năm'}"


def written_day(day: date) -> str:
    """Write a date as the decree does: days under 10 and the months 1 and 2 with a zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day:%d} tháng {month} năm {day.year}"
