"""Word templates that an office made: what is found in them before one is switched on."""

import io
import json
import time
from base64 import b64decode

import pytest
from docx import Document

from campaigns.gate_words import FileRefused
from portal.papers import checking, kinds, trial
from portal.papers.checking import Checked, check, let_in
from portal.papers.layout import grid, new_paper, rows_of, say
from portal.papers.render import built_in
from tests.papers import words_of


def plan(*lines: str, without: str = "") -> bytes:
    """Return the built-in plan with more lines, or without the paragraphs that hold a text."""
    paper, stream = Document(io.BytesIO(built_in("plan"))), io.BytesIO()
    for paragraph in list(paper.element.body.iter()):
        if without and paragraph.tag.endswith("}t") and without in (paragraph.text or ""):
            paragraph.text = ""
    for line in lines:
        paper.add_paragraph(line)
    paper.save(stream)
    return stream.getvalue()


def tried_here(template: bytes, kind: str = "plan") -> Checked:
    """Do what the process of its own does, without the half second that its start takes."""
    paper = kinds.of(kind)
    told = trial.tried(json.loads(trial.request(template, checking.tree_of(paper.fields), paper.sample)))
    return Checked(told["findings"], told["remarks"], b64decode(told["sample"]))


def found(template: bytes, kind: str = "plan") -> set[tuple[str, str]]:
    return pairs(tried_here(template, kind))


def pairs(checked: Checked) -> set[tuple[str, str]]:
    return {(one["code"], one.get("name", "")) for one in checked.findings}


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_the_templates_that_come_along_pass_and_keep_to_the_decree(kind):
    checked = check(kind, built_in(kind))

    assert checked.findings == checked.remarks == []
    sample = kinds.of(kind).sample
    told = (
        sample["certificates"][0]["name"] if kind == "certificate" else sample["subject"]
    )  # there the file's title alone
    assert told in words_of(checked.sample)


def test_an_unknown_field_is_named_with_its_place_and_what_was_meant():
    checked = tried_here(plan("Số lưu: {{ nunber }}"))

    assert checked.findings == [
        {"code": "unknown", "name": "nunber", "place": "Số lưu: {{ nunber }}", "hint": "number"},
    ]
    assert not checked.sample


@pytest.mark.parametrize(
    ("line", "name", "hint"),
    [
        ("{% for row in activities %}{{ row.titel }}{% endfor %}", "activities.titel", "title"),
        ("{% for row in activities %}{{ loop.indx }}{% endfor %}", "loop.indx", "index"),
        ("{{ row.title }}", "row", ""),
        ("{{ agency.name }}", "agency.name", ""),
        ("{{ activities.title }}", "activities.title", ""),
        ("{% if recipient %}x{% endif %}", "recipient", "recipients"),
    ],
)
def test_so_is_one_inside_a_list(line, name, hint):
    findings = tried_here(plan(line)).findings

    assert [(one["code"], one["name"], one["hint"]) for one in findings] == [("unknown", name, hint)]


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ("{{ signer }}", {"signer"}),
        ("{{ row.lead }}", {"activities.lead"}),
        ("{{ authority }}", {"authority"}),
        ("{{ number }}", {"number"}),
    ],
)
def test_a_field_without_which_the_paper_is_not_complete_is_named(without, missing):
    assert found(plan(without=without)) == {("missing", name) for name in missing}


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Cuối: {{ number }", "unexpected '}'"),
        ("Cuối: {% endfro %}", "endfro"),
        ("Cuối: {% for row in activities %}", "endfor"),
        ("Cuối: {% if %}", ""),
        ("Cuối: {{ number number }}", "number"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_its_place(line, part):
    findings = [one for one in tried_here(plan(line)).findings if one["code"] == "syntax"]

    assert len(findings) == 1
    assert part in findings[0]["name"]
    assert findings[0]["place"]


def test_half_a_pair_of_braces_is_found_in_the_sample():
    assert ("left_over", "Cuối: { number }}") in found(plan("Cuối: { number }}"))


def test_a_tag_for_a_whole_paragraph_stands_alone_or_the_rest_would_vanish():
    assert ("not_alone", "{%p if draft %}") in found(plan("{%p if draft %} Bản thảo", "{%p endif %}"))


FORBIDDEN = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ number.__class__ }}",
    "{{ qr.tpl }}",
    "{{ qr.tpl.docx.save('/tmp/x') }}",
    "{{ number.format() }}",
    "{{ number.upper() }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum() }}",
    "{{ range(9) }}",
    "{% set x = number %}",
    "{% macro f() %}x{% endmacro %}",
    "{% include 'a' %}",
    "{% import 'a' as b %}",
    "{% extends 'a' %}",
    "{% block a %}{% endblock %}",
    "{% filter upper %}a{% endfilter %}",
    "{% call f() %}{% endcall %}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9 ** 999999999 }}",
    "{{ number|replace('a', 'b') }}",
    "{{ number|center(1000000000) }}",
    "{{ number|attr('__class__') }}",
    "{{ recipients|map('upper') }}",
    "{{ number|join('xxxx')|join('xxxx') }}",
    "{{ number[number] }}",
    "{{ number[1:2] }}",
    "{{ [1, 2] }}",
    "{{ {'a': 1} }}",
    "{{ recipients|join(number) }}",
    "{% for row in activities %}{{ recipients|join }}{% endfor %}",
    "{% for a in activities recursive %}{{ loop(a) }}{% endfor %}",
    "{% for a, b in activities %}x{% endfor %}",
    "{% autoescape false %}{{ number }}{% endautoescape %}",
    "{{ self }}",
    "{{ '" + "a" * 300 + "' }}",
]


@pytest.mark.parametrize("line", FORBIDDEN)
def test_what_could_do_more_than_show_facts_is_refused(line):
    checked = tried_here(plan(line))

    assert {code for code, _name in pairs(checked)} & {"forbidden", "unknown", "syntax"}
    assert not checked.sample


@pytest.mark.parametrize("where", ["header", "footer", "title"])
def test_nothing_hides_in_other_parts(where):
    paper, stream = Document(io.BytesIO(built_in("plan"))), io.BytesIO()
    if where == "title":
        paper.core_properties.title = "{{ ''.__class__ }}"
    else:
        getattr(paper.sections[0], where).paragraphs[0].add_run("{{ ''.__class__ }}")
    paper.save(stream)

    assert "forbidden" in {code for code, _name in found(stream.getvalue())}


def test_loops_cannot_multiply():
    bomb = "{% for a in activities %}" * 6 + "x" + "{% endfor %}" * 6

    assert found(plan(bomb)) == {("loop_in_loop", "activities")}


def test_nor_can_those_of_a_list_that_a_row_has():
    bomb = "{% for a in missing %}" + "{% for b in a.units %}" * 6 + "x" + "{% endfor %}" * 7
    paper, stream = Document(io.BytesIO(built_in("report"))), io.BytesIO()
    paper.add_paragraph(bomb)
    paper.save(stream)

    assert found(stream.getvalue(), "report") == {("loop_in_loop", "missing.units")}


def test_a_list_is_gone_through_inside_the_list_that_it_belongs_to():
    line = (
        "{% for part in missing %}{{ part.title }}{% for unit in part.units %}{{ unit.name }}{% endfor %}{% endfor %}"
    )
    paper, stream = Document(io.BytesIO(built_in("report"))), io.BytesIO()
    paper.add_paragraph(line)
    paper.save(stream)

    assert found(stream.getvalue(), "report") == set()


def test_what_no_list_is_is_not_gone_through():
    assert found(plan("{% for a in number %}{{ a }}{% endfor %}")) == {("no_list", "number")}


def test_a_template_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(checking, "RUN", "while True: pass")
    monkeypatch.setattr(checking, "SECONDS", 0.3)

    assert pairs(check("plan", built_in("plan"))) == {("slow", "")}


def test_the_trial_has_no_secrets_and_no_room(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    found_there = "{'findings': [{'code': str('SECRET_KEY' in os.environ)}], 'remarks': [], 'sample': ''}"
    told = f"import os, json; print(json.dumps({found_there}))"
    monkeypatch.setattr(checking, "RUN", told)

    assert pairs(check("plan", built_in("plan"))) == {("False", "")}


def test_a_page_that_departs_from_the_decree_is_told_and_no_hindrance():
    paper, stream = Document(io.BytesIO(built_in("plan"))), io.BytesIO()
    paper.sections[0].left_margin = paper.sections[0].right_margin
    paper.styles["Normal"].font.name = "Arial"
    paper.save(stream)
    checked = tried_here(stream.getvalue())

    assert checked.is_good
    assert [one["code"] for one in checked.remarks] == ["margins", "font"]


def test_a_table_of_an_office_of_its_own_passes():
    paper, stream = Document(io.BytesIO(built_in("plan"))), io.BytesIO()
    table = grid(paper, ["Việc", "Ai"], [paper.sections[0].page_width // 3] * 2)
    rows_of(
        table, "row in activities", ["{{ loop.index }}. {{ row.title|upper }}", "{{ row.lead|default('') }}"], [0, 0]
    )
    paper.save(stream)
    checked = tried_here(stream.getvalue())

    assert checked.findings == []
    assert "1. QUÁN TRIỆT" in words_of(checked.sample)


@pytest.mark.parametrize("body", [b"", b"not a word file", b"PK\x03\x04 broken"])
def test_what_is_no_word_file_is_not_even_read(body):
    with pytest.raises(FileRefused):
        let_in(body)


def test_too_large_a_file_is_not_let_in():
    with pytest.raises(FileRefused):
        let_in(b"PK\x03\x04" + b"0" * checking.MAX_BYTES)


def test_a_file_full_of_braces_is_read_in_time():
    """The library that prepares templates searches with patterns; none may run away on purpose."""
    paper, stream = new_paper(), io.BytesIO()
    say(paper, "{{ " * 20_000 + "{%p " * 20_000)
    paper.save(stream)
    let_in(stream.getvalue())
    started = time.monotonic()

    assert not check("plan", stream.getvalue()).is_good
    assert time.monotonic() - started < 40
