"""Words for answers and scores, from rows and from what a hand-in keeps."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any, NamedTuple

from django import template
from django.utils.formats import number_format

from conduct import scoring
from conduct.models import Answer, Audience, Clause, Verdict, VisitAnswer

register = template.Library()


@register.filter
def answer_words(answer: Answer | VisitAnswer) -> str:
    """Write an answer: its grade, or so many of so many with the share."""
    return _words(answer.verdict, answer.assessed, answer.complied)


@register.filter
def row_words(row: Mapping[str, str]) -> str:
    """Write an answer that is kept as data."""
    return _words(row["verdict"], _number(row["assessed"]), _number(row["complied"]))


def _words(verdict: str, assessed: int | None, complied: int | None) -> str:
    if verdict == Verdict.COUNTED and assessed:
        share = scoring.of_hundred(Fraction(complied or 0, assessed))
        return f"{complied}/{assessed} ({number_format(share)}%)"
    return str(Verdict(verdict).label) if verdict in Verdict.values else ""


def _number(text: str) -> int | None:
    return int(text) if text else None


@register.filter
def score_words(score: scoring.Score) -> str:
    """Write a score out of 100; a dash where nothing applies."""
    return "—" if score.of_hundred is None else number_format(score.of_hundred)


@register.filter
def decimal_words(text: str) -> str:
    """Write a number that is kept as text; a dash for none."""
    return number_format(text) if text else "—"


@register.filter
def audience_label(code: str) -> str:
    return str(Audience(code).label) if code in Audience.values else code


@register.filter
def of_code(rows: Mapping[str, Any], code: str) -> Any:
    """Return what is kept under a clause's code."""
    return rows.get(code)


class Part(NamedTuple):
    """The rows of one theme, with the section in which they are written."""

    section: str
    name: str
    rows: list[Mapping[str, str]]


@register.filter
def by_theme(rows: Iterable[Mapping[str, str]]) -> list[Part]:
    """Split the answers of a content into its themes."""
    grouped = groupby(rows, key=lambda row: (row["theme"], row["theme_name"]))
    return [Part(code.lower(), name, list(found)) for (code, name), found in grouped]


class Term(NamedTuple):
    """One clause in the working of a score."""

    code: str
    weight: str
    rate: str
    points: str


@register.filter
def working(content: Mapping[str, Any]) -> list[Term]:
    """Return the terms of a score as they are added up: weight x rate, to two places."""
    rates = content["score"]["rates"]
    terms = []
    for row in content["answers"]:
        if row["code"] in rates:
            rate, weight = Fraction(rates[row["code"]]), int(row["weight"])
            shown = (number_format(scoring.decimal(value)) for value in (rate, weight * rate))
            terms.append(Term(row["code"], row["weight"], *shown))
    return terms


@register.filter
def fraction_words(text: str) -> str:
    """Write an exact fraction that is kept as text, to two places."""
    return number_format(scoring.decimal(Fraction(text))) if text else "—"


@register.filter
def files_at(content: Mapping[str, Any], code: str) -> list[Mapping[str, Any]]:
    """Return the evidence that stands with a clause."""
    return [entry for entry in content.get("evidence", ()) if entry["place"] == f"answers.{code}"]


@register.filter
def place_of(code: str) -> str:
    """Return the place of a clause."""
    return f"answers.{code}"


@register.filter
def has_changed(code: str, changed: Iterable[str] | None) -> bool:
    return f"answers.{code}" in (changed or ())


@register.simple_tag
def clause_wording(clause: Clause, audience: str) -> str:
    """Write a clause as this audience reads it."""
    return clause.wording_for(audience)


@register.filter
def figure_words(value: Decimal | None) -> str:
    """Write a figure to two places; a dash where there is none."""
    return "—" if value is None else number_format(value)
