"""Photos that the sample draws itself: cheerful scenes of what units do, each a little different."""

import io
import math
from collections.abc import Callable
from random import Random
from typing import Final

from PIL import Image, ImageDraw

from portal.sample.drawing import font

Colour = tuple[int, int, int]
Pen = ImageDraw.ImageDraw
SIZE: Final = (960, 640)
HORIZON: Final = 380
SKIES: Final = [
    ((120, 186, 232), (226, 242, 250)),
    ((250, 196, 130), (255, 238, 206)),
    ((150, 200, 214), (236, 246, 240)),
]
SHIRTS: Final = [
    (214, 69, 65),
    (36, 113, 163),
    (244, 208, 63),
    (39, 144, 96),
    (142, 88, 160),
    (236, 240, 241),
    (230, 126, 34),
]
SKINS: Final = [(232, 190, 150), (214, 168, 126), (198, 148, 106)]
HAIR: Final = [(40, 32, 30), (66, 48, 40), (30, 30, 38)]
WALLS: Final = [(246, 228, 184), (228, 238, 230), (244, 214, 196), (218, 230, 242)]
ROOFS: Final = [(178, 76, 58), (146, 62, 52), (94, 110, 132)]
GREENS: Final = [(74, 150, 84), (96, 170, 92), (54, 126, 78), (128, 182, 86)]


def scene(kind: str, seed: str, words: str = "") -> bytes:
    """Return a JPEG of a scene for a kind of activity; the same seed gives the same picture."""
    draw = Random(f"scene {kind} {seed}")
    image = Image.new("RGB", SIZE)
    pen = ImageDraw.Draw(image)
    SCENES.get(kind, _hall)(pen, draw, words)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=82)
    return target.getvalue()


# --- pieces ----------------------------------------------------------------------------------------------------------


def _blend(first: Colour, second: Colour, share: float) -> Colour:
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))  # type: ignore[return-value]


def _outside(pen: Pen, draw: Random) -> None:
    """Sky, sun, clouds, far trees, and the ground."""
    top, bottom = draw.choice(SKIES)
    for y in range(HORIZON):
        pen.line((0, y, SIZE[0], y), fill=_blend(top, bottom, y / HORIZON))
    x, y = draw.randint(90, 860), draw.randint(60, 120)
    pen.ellipse((x - 36, y - 36, x + 36, y + 36), fill=(255, 236, 150))
    for _n in range(draw.randint(2, 4)):
        x, y = draw.randint(40, 900), draw.randint(50, 170)
        for dx, r in ((-34, 20), (0, 30), (36, 22)):
            pen.ellipse((x + dx - r, y - r * 0.7, x + dx + r, y + r * 0.7), fill=(252, 253, 254))
    for x in range(-20, SIZE[0] + 40, 46):
        r = draw.randint(30, 52)
        pen.ellipse((x - r, HORIZON - r, x + r, HORIZON + r), fill=_blend(draw.choice(GREENS), (255, 255, 255), 0.25))


def _ground(pen: Pen, colour: Colour) -> None:
    pen.rectangle((0, HORIZON, *SIZE), fill=colour)


def _tree(pen: Pen, draw: Random, x: int, y: int, size: int) -> None:
    pen.rectangle((x - size // 10, y - size, x + size // 10, y), fill=(124, 92, 66))
    green = draw.choice(GREENS)
    for dx, dy, r in ((-0.4, -1.1, 0.45), (0.4, -1.1, 0.45), (0, -1.5, 0.55), (0, -1.0, 0.5)):
        cx, cy, cr = x + dx * size, y + dy * size, r * size
        pen.ellipse((cx - cr, cy - cr, cx + cr, cy + cr), fill=_blend(green, (255, 255, 210), draw.uniform(0, 0.25)))


def _house(pen: Pen, draw: Random, x: int, width: int, height: int, sign: str = "") -> None:
    y, wall, roof = HORIZON + 30, draw.choice(WALLS), draw.choice(ROOFS)
    pen.rectangle((x, y - height, x + width, y), fill=wall)
    pen.polygon(
        [
            (x - 24, y - height),
            (x + width + 24, y - height),
            (x + width - 50, y - height - 62),
            (x + 50, y - height - 62),
        ],
        fill=roof,
    )
    for wx in range(x + 26, x + width - 50, 84):
        pen.rectangle(
            (wx, y - height + 56, wx + 46, y - height + 108), fill=(170, 208, 226), outline=(255, 255, 255), width=4
        )
    door = x + width // 2
    pen.rectangle((door - 28, y - 84, door + 28, y), fill=_blend(roof, (0, 0, 0), 0.25))
    if sign:
        pen.rectangle((x + 30, y - height + 8, x + width - 30, y - height + 42), fill=(178, 34, 34))
        pen.text((x + width // 2, y - height + 25), sign, fill=(255, 226, 90), font=font(20, bold=True), anchor="mm")


def _person(
    pen: Pen, draw: Random, x: int, y: int, size: int, *, shirt: Colour | None = None, from_behind: bool = False
) -> None:
    """Draw somebody standing at (x, y); `size` is the height."""
    skin, hair, head = draw.choice(SKINS), draw.choice(HAIR), size * 0.13
    top = y - size
    trousers = draw.choice([(52, 62, 84), (70, 70, 74), (96, 82, 70)])
    for side in (-1, 1):
        pen.rounded_rectangle(
            (x + side * size * 0.08 - size * 0.06, y - size * 0.45, x + side * size * 0.08 + size * 0.06, y),
            6,
            fill=trousers,
        )
    pen.rounded_rectangle(
        (x - size * 0.17, y - size * 0.74, x + size * 0.17, y - size * 0.4), 10, fill=shirt or draw.choice(SHIRTS)
    )
    pen.ellipse((x - head, top, x + head, top + 2 * head), fill=hair if from_behind else skin)
    if from_behind:
        return
    pen.pieslice((x - head, top - 2, x + head, top + 2 * head), 180, 360, fill=hair)
    for side in (-1, 1):
        pen.ellipse(
            (x + side * head * 0.4 - 2, top + head * 1.1, x + side * head * 0.4 + 2, top + head * 1.1 + 4),
            fill=(40, 34, 30),
        )
    pen.arc(
        (x - head * 0.45, top + head * 1.1, x + head * 0.45, top + head * 1.7), 20, 160, fill=(150, 70, 60), width=2
    )


def _arm(pen: Pen, x: int, y: int, size: int, to: tuple[float, float], colour: Colour) -> None:
    pen.line((x, y - size * 0.68, *to), fill=colour, width=max(6, size // 16))


def _banner(pen: Pen, box: tuple[int, int, int, int], words: str) -> None:
    pen.rectangle(box, fill=(186, 32, 36))
    lines = _wrapped(words.upper(), (box[2] - box[0]) // 15)
    middle, height = (box[0] + box[2]) // 2, (box[3] - box[1]) / (len(lines) + 1)
    for number, line in enumerate(lines, start=1):
        pen.text((middle, box[1] + height * number), line, fill=(255, 226, 90), font=font(22, bold=True), anchor="mm")


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:2]


def _flag(pen: Pen, x: int, y: int) -> None:
    pen.rectangle((x, y - 210, x + 5, y), fill=(200, 204, 208))
    pen.rectangle((x + 5, y - 208, x + 95, y - 148), fill=(214, 32, 38))
    points = [
        (x + 50 + r * math.sin(math.pi * k / 5), y - 178 - r * math.cos(math.pi * k / 5))
        for k in range(10)
        for r in ((20, 8)[k % 2],)
    ]
    pen.polygon(points, fill=(255, 224, 60))


# --- scenes ----------------------------------------------------------------------------------------------------------


def _clean_up(pen: Pen, draw: Random, words: str) -> None:
    _outside(pen, draw)
    _ground(pen, draw.choice([(188, 206, 150), (206, 196, 172)]))
    _house(pen, draw, draw.randint(420, 560), 300, 150)
    for x in draw.sample(range(40, 920, 110), 4):
        _tree(pen, draw, x, HORIZON + draw.randint(20, 60), draw.randint(70, 110))
    for x in sorted(draw.sample(range(70, 900, 95), draw.randint(4, 6))):
        y, size = draw.randint(540, 620), draw.randint(150, 185)
        shirt = draw.choice(SHIRTS)
        _person(pen, draw, x, y, size, shirt=shirt)
        _arm(pen, x, y, size, (x + 46, y - size * 0.4), shirt)
        pen.line((x + 30, y - size * 0.62, x + 66, y - 4), fill=(170, 130, 70), width=6)
        pen.polygon([(x + 54, y - 14), (x + 84, y), (x + 52, y + 4)], fill=(214, 180, 96))
    for _n in range(26):
        x, y = draw.randint(0, 950), draw.randint(HORIZON + 70, 630)
        pen.ellipse((x, y, x + 9, y + 5), fill=draw.choice([(196, 150, 60), (160, 120, 60), (120, 160, 70)]))


def _hall(pen: Pen, draw: Random, words: str) -> None:
    wall = draw.choice(WALLS)
    pen.rectangle((0, 0, *SIZE), fill=wall)
    pen.rectangle((0, 400, *SIZE), fill=_blend(wall, (120, 90, 60), 0.45))
    for x in (20, 830):
        pen.rectangle((x, 70, x + 110, 260), fill=(176, 212, 230), outline=(255, 255, 255), width=6)
    _banner(pen, (190, 40, 770, 130), words or "Văn hóa công sở")
    pen.rectangle((430, 290, 530, 400), fill=(150, 104, 66))
    _person(pen, draw, 480, 372, 190, shirt=(245, 246, 248))
    pen.rectangle((424, 300, 536, 400), fill=(164, 116, 74))
    for x in (360, 600):
        for dx, dy in ((-16, 0), (16, 0), (0, -16), (0, 12)):
            pen.ellipse(
                (x + dx - 14, 372 + dy - 14, x + dx + 14, 372 + dy + 14),
                fill=draw.choice([(236, 84, 110), (250, 200, 80), (240, 240, 240)]),
            )
    for row, y in enumerate((500, 580, 680)):
        for x in range(60 - 30 * (row % 2), 960, 100):
            if draw.random() < 0.88:
                pen.rounded_rectangle((x - 38, y - 66, x + 38, y + 40), 8, fill=(146, 62, 52))
                _person(pen, draw, x, y + 60, 170, from_behind=True)


def _yard(pen: Pen, draw: Random, words: str) -> None:
    _outside(pen, draw)
    _ground(pen, (214, 200, 178))
    _house(pen, draw, 250, 480, 190, "TRƯỜNG EM")
    for x in (60, 170, 800, 900):
        _tree(pen, draw, x, HORIZON + 50, draw.randint(90, 130))
    _flag(pen, 195, HORIZON + 60)
    for row, y in enumerate((470, 545, 625)):
        for x in range(70 + 34 * (row % 2), 930, 84 - 4 * row):
            if draw.random() < 0.9:
                _person(pen, draw, x, y, 86 + 14 * row, shirt=(248, 248, 250))
                pen.polygon(
                    [(x - 9, y - 58 - 10 * row), (x + 9, y - 58 - 10 * row), (x, y - 42 - 8 * row)], fill=(214, 40, 40)
                )


def _counter(pen: Pen, draw: Random, words: str) -> None:
    pen.rectangle((0, 0, *SIZE), fill=(232, 240, 244))
    pen.rectangle((0, 470, *SIZE), fill=(202, 208, 206))
    pen.rectangle((0, 36, 960, 96), fill=(15, 76, 92))
    pen.text((480, 66), "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", fill=(255, 255, 255), font=font(28, bold=True), anchor="mm")
    for number, x in enumerate((60, 360, 660), start=1):
        _person(pen, draw, x + 120, 430, 210, shirt=draw.choice([(250, 250, 250), (190, 214, 236)]))
        pen.rectangle((x, 360, x + 250, 500), fill=(160, 118, 80))
        pen.rectangle((x, 350, x + 250, 366), fill=(120, 84, 56))
        pen.rectangle((x + 160, 300, x + 216, 350), fill=(50, 58, 66))
        pen.rectangle((x + 90, 130, x + 160, 176), fill=(30, 34, 38))
        pen.text(
            (x + 125, 153), f"{number}{draw.randint(10, 99)}", fill=(255, 90, 60), font=font(24, bold=True), anchor="mm"
        )
    for x in draw.sample((120, 260, 470, 620, 780), 3):
        _person(pen, draw, x, draw.randint(630, 660), 230, from_behind=True)
    _tree(pen, draw, 930, 520, 70)


def _street(pen: Pen, draw: Random, words: str) -> None:
    _outside(pen, draw)
    _ground(pen, (176, 178, 180))
    for x, width in ((-20, 210), (230, 240), (700, 280)):
        _house(pen, draw, x, width, draw.randint(130, 190))
    for x in range(20, 960, 120):
        pen.rectangle((x, 560, x + 60, 568), fill=(250, 250, 250))
    pen.rectangle((440, 250, 452, 470), fill=(110, 110, 112))
    pen.rectangle((680, 250, 692, 470), fill=(110, 110, 112))
    _banner(pen, (430, 200, 702, 290), words or "Ứng xử văn minh")
    for x in draw.sample(range(80, 900, 105), 5):
        y, shirt = draw.randint(480, 620), draw.choice(SHIRTS)
        _person(pen, draw, x, y, 170, shirt=shirt)
        _arm(pen, x, y, 170, (x + 40, y - 150), shirt)
        pen.rectangle((x + 26, y - 176, x + 60, y - 140), fill=draw.choice([(255, 250, 220), (220, 240, 255)]))


SCENES: Final[dict[str, Callable[[Pen, Random, str], None]]] = {
    "clean_up": _clean_up,
    "publicity": _street,
    "dialogue": _hall,
    "reform": _counter,
    "head_check": _counter,
    "yard": _yard,
    "media": _street,
}
