"""Reads units and clusters from CSV files: text in, checked rows out; then one action that stores them.

A file is taken whole or not at all. Every mistake names its line and column and says what to do.
"""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from units.models import Cluster, Kind, Unit
from units.old_encodings import encoding_complaint
from units.vietnamese import nfc

UNIT_COLUMNS = ("code", "name", "short_name", "kind", "parent_code", "cluster_code")
UNIT_EXTRAS = ("headcount", "symbol", "place", "phone", "email")  # an absent column leaves what is stored
CLUSTER_COLUMNS = ("code", "name", "position")
LIMITS = {"code": 40, "name": 200, "short_name": 120, "symbol": 40, "place": 80, "phone": 40, "email": 254}
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
WHOLE_NUMBER = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True)
class Mistake:
    """What is wrong at one place of a file."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        if not self.column:
            return _("Line %(line)s: %(text)s") % {"line": self.line, "text": self.text}
        return _("Line %(line)s, column %(column)s: %(text)s") % {
            "line": self.line,
            "column": self.column,
            "text": self.text,
        }


class FileRefused(Exception):
    """A file with mistakes, of which nothing was stored."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = sorted(mistakes, key=lambda mistake: mistake.line)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


@dataclass(frozen=True)
class Row:
    """One line of a file: its number and the cleaned text of each of its columns."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Loaded:
    """What loading did, as codes."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


# --- reading: nothing here touches the database ----------------------------------------------------------------------


def read_clusters(data: bytes) -> list[Row]:
    """Return the rows of a file of clusters. Raises `FileRefused` with every mistake in it."""
    rows = _read(data, CLUSTER_COLUMNS, ())
    _refuse_if(
        [
            *_text_mistakes(rows, required=("code", "name")),
            *_duplicates(rows),
            *(_number_mistake(row, "position") for row in rows if row["position"]),
        ]
    )
    return rows


def read_units(data: bytes, *, clusters: Collection[str] = (), parents: Mapping[str, str] | None = None) -> list[Row]:
    """Return the rows of a file of units; `clusters` and `parents` (code → parent's code) exist already.

    Raises `FileRefused` with every mistake in it.
    """
    rows = _read(data, UNIT_COLUMNS, UNIT_EXTRAS)
    tree = {**(parents or {}), **{row["code"]: row["parent_code"] for row in rows}}
    _refuse_if(
        [
            *_text_mistakes(rows, required=("code", "name", "short_name")),
            *_duplicates(rows),
            *(_number_mistake(row, "headcount") for row in rows if row["headcount"]),
            *(_kind_mistake(row) for row in rows),
            *(_cluster_mistake(row, clusters) for row in rows),
            *(_parent_mistake(row, tree) for row in rows),
        ]
    )
    return rows


def _refuse_if(mistakes: Iterable[Mistake | None]) -> None:
    found = [mistake for mistake in mistakes if mistake]
    if found:
        raise FileRefused(found)


def _read(data: bytes, required: Collection[str], extras: Collection[str]) -> list[Row]:
    """Return the lines of a CSV file under their headings, cleaned (NFC, single spaces)."""
    text = _decoded(data)
    heading = text.split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if heading.count(";") > heading.count(",") else ","
    )
    try:
        lines = [(reader.line_num, [nfc(cell) for cell in line]) for line in reader]
    except csv.Error:
        raise FileRefused(
            [Mistake(reader.line_num, "", _("this is not CSV: save the sheet as “CSV UTF-8”."))]
        ) from None
    columns = lines[0][1] if lines else []
    _check_heading(columns, required, extras)
    filled = [(number, cells) for number, cells in lines[1:] if any(cells)]
    if not filled:
        raise FileRefused([Mistake(1, "", _("there is no row below the heading."))])
    _refuse_if(
        Mistake(
            number,
            "",
            _("%(has)s cells where the heading has %(wants)s: look for a comma that is too much.")
            % {"has": len(cells), "wants": len(columns)},
        )
        for number, cells in filled
        if len(cells) != len(columns)
    )
    return [Row(number, dict(zip(columns, cells, strict=True))) for number, cells in filled]


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        advice = _("this is not Unicode text: open the file in Excel and save it as “CSV UTF-8”.")
        raise FileRefused([Mistake(line, "", advice)]) from None


def _check_heading(columns: list[str], required: Collection[str], extras: Collection[str]) -> None:
    _refuse_if(
        [Mistake(1, name, _("this column is missing.")) for name in required if name not in columns]
        + [Mistake(1, name, _("this column stands twice.")) for name in set(columns) if columns.count(name) > 1]
        + [
            Mistake(
                1,
                name,
                _("this column is not known; known are: %(names)s.") % {"names": ", ".join([*required, *extras])},
            )
            for name in columns
            if name not in required and name not in extras
        ]
    )


def _text_mistakes(rows: list[Row], *, required: Collection[str]) -> Iterator[Mistake]:
    for row in rows:
        for column, text in row.cells.items():
            if column in required and not text:
                yield Mistake(row.line, column, _("this cannot be empty."))
            if len(text) > LIMITS.get(column, 200):
                yield Mistake(row.line, column, _("at most %(limit)s characters.") % {"limit": LIMITS.get(column, 200)})
            if complaint := encoding_complaint(text):
                yield Mistake(row.line, column, complaint)
        if row["code"] and not CODE.fullmatch(row["code"]):
            advice = _("“%(text)s” is no code: letters without diacritics, digits, full stops and hyphens only.")
            yield Mistake(row.line, "code", advice % {"text": row["code"]})


def _duplicates(rows: list[Row]) -> Iterator[Mistake]:
    first: dict[str, int] = {}
    for row in rows:
        if row["code"] and first.setdefault(row["code"].lower(), row.line) != row.line:
            text = _("the code %(code)s stands already in line %(line)s.")
            yield Mistake(row.line, "code", text % {"code": row["code"], "line": first[row["code"].lower()]})


def _number_mistake(row: Row, column: str) -> Mistake | None:
    if WHOLE_NUMBER.fullmatch(row[column]):
        return None
    return Mistake(row.line, column, _("“%(text)s” is not a whole number.") % {"text": row[column]})


def _kind_mistake(row: Row) -> Mistake | None:
    if row["kind"] in Kind.values:
        return None
    text = _("“%(text)s” is not a kind of unit; known are: %(names)s.")
    return Mistake(row.line, "kind", text % {"text": row["kind"], "names": ", ".join(Kind.values)})


def _cluster_mistake(row: Row, clusters: Collection[str]) -> Mistake | None:
    code = row["cluster_code"]
    if not code and row["kind"] != Kind.HOST:
        return Mistake(row.line, "cluster_code", _("Choose the cluster in which this unit is compared."))
    if code and code not in clusters:
        return Mistake(row.line, "cluster_code", _("there is no cluster with the code %(code)s.") % {"code": code})
    return None


def _parent_mistake(row: Row, tree: Mapping[str, str]) -> Mistake | None:
    parent = row["parent_code"]
    if not parent:
        return None
    if parent not in tree:
        return Mistake(row.line, "parent_code", _("there is no unit with the code %(code)s.") % {"code": parent})
    way = [row["code"]]
    while parent:
        way.append(parent)
        if parent == row["code"]:
            text = _("the units stand above one another in a circle: %(way)s.")
            return Mistake(row.line, "parent_code", text % {"way": " → ".join(way)})
        if parent in way[:-1]:
            return None  # a circle further up, told at its own lines
        parent = tree.get(parent, "")
    return None


# --- storing ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def load(units: Iterable[Row], clusters: Iterable[Row] = ()) -> tuple[Loaded, Loaded]:
    """Add or change clusters and units by their code, parents first; return what was done to units and to clusters."""
    of_clusters, of_units = Loaded(), Loaded()
    for row in clusters:
        facts = {"name": row["name"], "position": int(row["position"] or 0)}
        _store(Cluster, row["code"], facts, of_clusters)
    cluster_ids = dict(Cluster.objects.values_list("code", "pk"))
    unit_ids = dict(Unit.objects.values_list("code", "pk"))
    for row in _parents_first(list(units)):
        facts = {
            "name": row["name"],
            "short_name": row["short_name"],
            "kind": row["kind"],
            "parent_id": unit_ids.get(row["parent_code"]),
            "cluster_id": cluster_ids.get(row["cluster_code"]),
            **{column: _fact(row, column) for column in UNIT_EXTRAS if column in row.cells},
        }
        unit_ids[row["code"]] = _store(Unit, row["code"], facts, of_units)
    return of_units, of_clusters


def _fact(row: Row, column: str) -> str | int | None:
    if column != "headcount":
        return row[column]
    return int(row[column]) if row[column] else None


def _store(model: type[Unit] | type[Cluster], code: str, facts: Mapping[str, object], loaded: Loaded) -> int:
    row = model.objects.filter(code=code).first()
    if row is None:
        loaded.added.append(code)
        return model.objects.create(code=code, **facts).pk
    if all(getattr(row, name) == value for name, value in facts.items()):
        loaded.unchanged.append(code)
        return row.pk
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    loaded.changed.append(code)
    return row.pk


def _parents_first(rows: list[Row]) -> Iterator[Row]:
    waiting = {row["code"]: row for row in rows}
    while waiting:
        ready = [row for row in waiting.values() if row["parent_code"] not in waiting]
        for row in ready:
            del waiting[row["code"]]
            yield row
