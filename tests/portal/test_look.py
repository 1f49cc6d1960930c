"""What can be computed of the look: contrast of the tokens, templates without inline style or script, sizes."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text()

STATES = ["pending", "drafting", "submitted", "returned", "accepted", "late", "overdue", "waived", "honour"]
TEXTS = [
    *product(["ink", "ink-2", "accent", "accent-hover", "overdue"], ["paper", "surface"]),
    *product(["ink", "accent"], ["accent-tint"]),
    *((state, f"{state}-tint") for state in STATES),
    *((state, "paper") for state in STATES),
    *((state, "surface") for state in STATES),
    *(("ink", f"{state}-tint") for state in STATES),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-hover"),
    ("mast-ink", "mast"),
    ("mast-ink-2", "mast"),
]
MARKS = [
    *product(["line-strong", "focus"], ["paper", "surface"]),
    ("focus", "focus-inner"),
    ("mast-ink", "mast"),
]


def tokens(theme: str) -> dict[str, str]:
    """Return the colours of a theme; the dark one changes what it names and keeps the rest."""
    light, _media, dark = TOKENS.partition("prefers-color-scheme: dark")
    names = re.compile(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6});")
    return dict(names.findall(light)) | (dict(names.findall(dark)) if theme == "dark" else {})


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_contrast_is_the_one_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read(theme, text, ground):
    colours = tokens(theme)

    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_edges_and_focus_can_be_seen(theme, mark, ground):
    colours = tokens(theme)

    assert contrast(colours[mark], colours[ground]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_colours_have_names(sheet):
    if sheet.name not in {"tokens.css", "feedback.css"}:
        assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[^{}]*;)", sheet.read_text())


def test_the_pages_behind_a_poster_have_the_colours_of_all_others():
    """They load one sheet alone, which repeats the tokens that it needs."""
    sheet = (ROOT / "static" / "css" / "feedback.css").read_text()
    light, _media, rest = sheet.partition("prefers-color-scheme: dark")
    dark = rest.partition("\n")[0]

    for theme, part in (("light", light), ("dark", dark)):
        own = dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6});", part))
        assert own
        assert own.items() <= tokens(theme).items()
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b", rest.partition("\n")[2])


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_know_every_token_that_they_use(sheet):
    known = set(re.findall(r"(--[\w-]+)\s*:", "".join(path.read_text() for path in SHEETS)))
    used = set(re.findall(r"var\((--[\w-]+)\)", sheet.read_text()))

    assert {name for name in used - known if not name.startswith("--bs-")} == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_hold_no_inline_style_or_script_and_stay_short(template):
    text = template.read_text()
    lines = text.count("\n")

    assert not re.search(r"<style|\sstyle=|\son\w+=\"|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert lines <= 120


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_ask_nothing_of_other_hosts(template):
    assert not re.search(r"(src|href|action)=\"(https?:)?//", template.read_text())


def test_every_state_has_a_word_a_sign_and_a_colour():
    from units.templatetags.look import STATE_WORDS

    components = (ROOT / "static" / "css" / "components.css").read_text()
    for state in STATE_WORDS:
        assert f".is-{state} {{" in components
        assert f"--sign-{state}:" in TOKENS
