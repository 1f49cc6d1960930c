"""Places in a checklist: `answers.TG-01` lies in the section of its theme, `tg`."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from conduct.models import Answer, Verdict


def theme_section(code: str) -> str:
    """Return the name of the section in which a clause or a theme (TG-01, TG) is answered."""
    return code.partition("-")[0].lower()


class ChecklistPlaces:
    """What the places of a checklist are called and where they are mended."""

    def section_of(self, place: str) -> str:
        code = _code(place)
        return theme_section(code) if code else place

    def label(self, place: str) -> str:
        return _("Clause %(code)s") % {"code": _code(place) or place.upper()}

    def field_label(self, place: str) -> str:
        field = place.split(".")[2] if place.count(".") > 1 else ""
        if not field:
            return self.label(place)
        known = {each.name: each for each in Answer._meta.concrete_fields}
        name = str(known[field].verbose_name) if field in known else field
        return f"{self.label(place)}: {name}"

    def value_words(self, place: str, value: str) -> str:
        is_verdict = place.endswith(".verdict") and value in Verdict.values
        return str(Verdict(value).label) if is_verdict else value

    def anchor(self, place: str) -> str:
        return f"answer-{_code(place)}" if _code(place) else ""

    def choices(self, content: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return the clauses to which a reason can point."""
        return [(f"answers.{row['code']}", f"{row['code']}: {_short(row['wording'])}") for row in content["answers"]]


def _code(place: str) -> str:
    first, _dot, rest = place.partition(".")
    return rest.partition(".")[0] if first == "answers" else ""


def _short(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:69]}…"
