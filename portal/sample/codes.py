"""Reads the two codes of Hà Nội, their clauses and the checklists from CSV files, and publishes them."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from campaigns.models import LegalBasis
from conduct.models import AnsweredIn, Checklist, Clause, Code, CodeVersion, PublicWindow, Theme
from units.models import Kind, Unit, User

DATA = Path(__file__).with_name("data") / "codes"
# what has no window of its own in the district's offices: it serves other offices, or receives people elsewhere
WITHOUT_WINDOW = frozenset({"VP", "TCKH", "BQLDA", "TTVHTT", "YT"})


def load_codes(*, by: User, at: datetime) -> None:
    """Write both codes as published first versions, and the checklists."""
    for row in _rows("codes.csv"):
        code = Code.objects.create(
            code=row["code"], name=row["name"], short_name=row["short_name"], position=int(row["position"])
        )
        version = CodeVersion.objects.create(
            code=code,
            number=1,
            title=row["title"],
            preamble=row["preamble"],
            legal_basis=LegalBasis.objects.filter(number=row["legal_basis"]).first(),
            valid_from=date.fromisoformat(row["valid_from"]),
        )
        _fill(version)
        CodeVersion.objects.filter(pk=version.pk).update(published_at=at, published_by=by)
    Checklist.objects.bulk_create(
        Checklist(frequency=row["frequency"], name=row["name"], rhythms=_words(row["rhythms"]))
        for row in _rows("checklists.csv")
    )


def load_windows(since: date) -> None:
    """Note which agencies of the sample receive citizens at a window."""
    agencies = Unit.objects.filter(kind__in=[Kind.DEPARTMENT, Kind.PUBLIC_SERVICE_UNIT])
    with_window = agencies.exclude(code__in=WITHOUT_WINDOW)
    PublicWindow.objects.bulk_create(PublicWindow(unit=unit, since=since) for unit in with_window)


def _fill(version: CodeVersion) -> None:
    themes = {
        row["code"]: Theme.objects.create(
            version=version,
            code=row["code"],
            name=row["name"],
            facets=_words(row["facets"]),
            position=int(row["position"]),
        )
        for row in _rows("themes.csv")
        if row["code_of"] == version.code.code
    }
    rows = [row for row in _rows("clauses.csv") if row["code"].partition("-")[0] in themes]
    Clause.objects.bulk_create(
        Clause(
            version=version,
            theme=themes[row["code"].partition("-")[0]],
            code=row["code"],
            position=number,
            wording=row["wording"],
            school_wording=row["school_wording"],
            plain_words=row["plain_words"],
            plain_words_en=row["plain_words_en"],
            basis=row["basis"],
            assessed=_words(row["assessed"]),
            answered_in=row["answered_in"] or AnsweredIn.GRADES,
            methods=_words(row["methods"]),
            evidence=row["evidence"],
            needs_evidence=row["needs_evidence"] == "yes",
            rhythm=row["rhythm"],
            severity=int(row["severity"]),
            audiences=_words(row["audiences"]),
        )
        for number, row in enumerate(rows, start=1)
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _words(text: str) -> list[str]:
    return text.split("+") if text else []
