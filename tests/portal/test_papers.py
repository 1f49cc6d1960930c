"""Official papers: what every kind has in common, as Word files and as PDF/A."""

import io

import pytest
from docx import Document
from jinja2.exceptions import SecurityError, UndefinedError
from pypdf import PdfReader

from portal.papers import kinds, pdf
from portal.papers.filling import fill
from portal.papers.layout import new_paper, say
from portal.papers.pdf import NotSet, render_pdf
from portal.papers.render import render_docx
from tests.papers import OFFICIAL, every_letter, squeezed, words_of

pytestmark = pytest.mark.django_db  # which template is in use
MARKUP = "#strong[x] = a - b * c* _d_ $e$ @f <g> [h] \\ \" ' `i` // k /* l */ https://m {{ n }} {% o %} {# p #} & <w:t>"


def template(*lines: str) -> bytes:
    paper, stream = new_paper(), io.BytesIO()
    for line in lines:
        say(paper, line)
    paper.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("kind", OFFICIAL)
def test_the_template_that_comes_along_takes_the_sample(kind):
    text = words_of(render_docx(kind, kinds.of(kind).sample))

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert kinds.of(kind).sample["subject"] in text
    assert "{{" not in text
    assert "{%" not in text


@pytest.mark.parametrize("kind", OFFICIAL)
def test_a_fact_that_is_missing_is_not_passed_over(kind):
    facts = dict(kinds.of(kind).sample)
    del facts["number"]

    with pytest.raises(UndefinedError):
        render_docx(kind, facts)


def test_word_files_hold_every_vietnamese_letter():
    letters = every_letter()
    assert len(set(letters.split("|")[0])) == 67  # 134 with the capitals

    assert letters in words_of(fill(template("{{ text }}"), {"text": letters}))


def test_pdf_files_hold_every_vietnamese_letter():
    facts = kinds.of("report").sample | {"assessment": [every_letter()]}
    pages = PdfReader(io.BytesIO(render_pdf("report", facts))).pages

    assert squeezed(every_letter()) in squeezed("".join(page.extract_text() for page in pages))


def test_what_people_wrote_is_shown_and_never_obeyed():
    facts = kinds.of("report").sample | {"assessment": [MARKUP]}

    assert MARKUP in words_of(render_docx("report", facts))
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(render_pdf("report", facts))).pages)
    assert squeezed(MARKUP) in squeezed(read)


def test_characters_that_no_paper_can_hold_are_left_out():
    facts = kinds.of("report").sample | {"assessment": ["trước\x07\x0c\x00\ud800\uffffsau"]}

    assert "trướcsau" in words_of(render_docx("report", facts))
    assert render_pdf("report", facts).startswith(b"%PDF")


def test_what_the_fonts_lack_is_shown_as_missing_and_stops_no_paper():
    facts = kinds.of("report").sample | {"assessment": ["Đạt ✓ ● 漢字 \u200b😀 hết"]}
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(render_pdf("report", facts))).pages)

    assert "Đạt√•???hết" in squeezed(read)


def test_a_pdf_that_its_layout_cannot_set_is_not_given_out(tmp_path, monkeypatch):
    (tmp_path / "odd.typ").write_text('#set text(font: "No Such Font")\nChữ')
    monkeypatch.setattr(pdf, "LAYOUTS", tmp_path)

    with pytest.raises(NotSet, match=r"(?i)no such font"):
        render_pdf("odd", {})


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__ }}",
        "{{ text.upper }}",
        "{{ text.__class__.__mro__ }}",
        "{{ rows.append }}",
        "{{ facts.keys }}",
        "{{ picture.tpl }}",
        "{{ text[0] }}",
        "{{ facts['__class__'] }}",
        "{% for a in rows %}{{ loop.cycle }}{% endfor %}",
        "{{ loop_.__init__.__globals__ }}",
        "{{ text() }}",
        "{{ range(9) }}",
        "{{ lipsum }}",
        "{{ namespace }}",
        "{{ self._TemplateReference__context }}",
    ],
)
def test_a_template_can_reach_facts_and_nothing_else(line):
    facts = {"text": "chữ", "rows": ["a"], "facts": {"a": "b"}, "picture": kinds.of("plan").sample["qr"]}

    with pytest.raises((SecurityError, UndefinedError)):
        fill(template(line), facts)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("{{ facts.items }}", "của mình"),
        ("{% for row in rows %}{{ loop.index }}{{ row }}{% endfor %}", "1a2b"),
        ("{{ rows[1] }}{{ text|upper }}", "bCHỮ"),
        ("{{ text|default('') }}{{ absent|default('không') }}", "chữkhông"),
    ],
)
def test_what_a_template_may_do(line, shown):
    assert shown in words_of(fill(template(line), {"text": "chữ", "rows": ["a", "b"], "facts": {"items": "của mình"}}))


def test_a_paper_names_its_subject_and_agency_and_no_other_author():
    paper = Document(io.BytesIO(render_docx("plan", kinds.of("plan").sample)))

    assert paper.core_properties.title == "Thực hiện phong trào thi đua năm 2024"
    assert paper.core_properties.author == "PHÒNG VÍ DỤ"
    assert paper.core_properties.last_modified_by == ""
