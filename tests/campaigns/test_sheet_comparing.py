"""What a file would change, and that nobody's work is undone unasked: by example and against any sequence of edits."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from campaigns.sheets.columns import fingerprint
from campaigns.sheets.comparing import Comparison, Fate, FileRow, StoredRow, compare, with_tickets

OWNER, FILE = "obligation 1", "f1"


def values(text: str) -> dict[str, str]:
    return {"title": text, "lead": ""}


def portal(*rows: tuple[str, str]) -> list[StoredRow]:
    return [StoredRow(key, values(text)) for key, text in rows]


def downloaded(stored: list[StoredRow], *, blank: int = 3) -> tuple[list[FileRow], dict[str, str]]:
    """Return the rows of a fresh form, and what it was made with."""
    rows = [FileRow(n, row.values, row.key, fingerprint(row.values)) for n, row in enumerate(stored, start=2)]
    return rows, {row.key: fingerprint(row.values) for row in stored}


def new(number: int, text: str, key: str = "") -> FileRow:
    return FileRow(number, values(text), key or f"n{number}")


def said(row: FileRow, text: str) -> FileRow:
    return replace(row, values=values(text))


def comparison(rows, stored, base, *, removes=True, file=FILE) -> Comparison:
    return compare(with_tickets(rows, owner=OWNER, file_id=file), stored, base, removes=removes)


def fates(found: Comparison) -> list[str]:
    return [str(change.fate) for change in found.changes]


def after(found: Comparison) -> list[StoredRow]:
    """Return the rows as they stand once a comparison was written."""
    rows = []
    for number, change in enumerate(found.changes):
        if change.outcome is None:
            continue
        ticket = change.stored.ticket if change.stored else change.row.ticket
        rows.append(StoredRow(change.stored.key if change.stored else f"new{number}", change.outcome, ticket))
    return rows


A_B = portal(("1", "A"), ("2", "B"))


def test_a_fresh_form_changes_nothing():
    rows, base = downloaded(A_B)
    assert fates(comparison(rows, A_B, base)) == ["same", "same"]
    assert comparison(rows, A_B, base).changes_nothing


def test_rows_are_changed_added_and_removed():
    (a, _b), base = downloaded(A_B)
    found = comparison([said(a, "A2"), new(5, "C")], A_B, base)
    assert fates(found) == ["changed", "added", "removed"]
    assert [row.values["title"] for row in after(found)] == ["A2", "C"]


def test_what_somebody_else_changed_stays_unless_the_file_changed_it_too():
    (a, b), base = downloaded(A_B)
    meanwhile = portal(("1", "A theirs"), ("2", "B theirs"))
    found = comparison([a, said(b, "B mine")], meanwhile, base)
    assert fates(found) == ["theirs", "overwritten"]
    assert [row.values["title"] for row in after(found)] == ["A theirs", "B mine"]
    assert len(found.conflicts) == 1


def test_a_row_that_somebody_else_added_is_never_removed():
    rows, base = downloaded(A_B)
    found = comparison(rows, [*A_B, *portal(("3", "C"))], base)
    assert fates(found) == ["same", "same", "kept"]


def test_a_row_that_somebody_else_removed_stays_removed_unless_the_file_changed_it():
    (a, b), base = downloaded(A_B)
    assert fates(comparison([a, b], portal(("1", "A")), base)) == ["same", "gone"]
    assert fates(comparison([a, said(b, "B2")], portal(("1", "A")), base)) == ["same", "added"]


def test_to_remove_what_somebody_else_changed_has_to_be_agreed_to():
    (a, _b), base = downloaded(A_B)
    found = comparison([a], portal(("1", "A"), ("2", "B theirs")), base)
    assert fates(found) == ["same", "removed_anyway"]
    assert found.conflicts


def test_a_log_never_loses_a_row():
    (a, _b), base = downloaded(A_B)
    assert fates(comparison([a], A_B, base, removes=False)) == ["same", "kept"]


def test_without_the_hidden_part_nothing_is_removed_and_what_is_the_same_is_known_again():
    rows = [FileRow(2, values("B")), FileRow(3, values("C"))]
    assert fates(comparison(rows, A_B, None, file="")) == ["same", "added", "kept"]


def test_a_file_brought_in_twice_adds_its_rows_once():
    rows, base = downloaded(A_B)
    rows = [*rows, new(4, "C"), new(5, "C"), FileRow(9, values("D"))]
    once = comparison(rows, A_B, base)
    assert fates(once) == ["same", "same", "added", "added", "added"]
    assert comparison(rows, after(once), base).changes_nothing


def test_a_row_that_was_put_right_in_the_file_is_changed_not_added():
    rows, base = downloaded(A_B)
    once = after(comparison([*rows, new(4, "C wrnog")], A_B, base))
    assert fates(comparison([*rows, new(4, "C right")], once, base)) == ["same", "same", "changed"]


def test_a_row_without_a_key_that_was_put_right_in_the_portal_stays_so():
    rows, base = downloaded(A_B)
    once = after(comparison([*rows, FileRow(4, values("C"))], A_B, base))
    corrected = [replace(row, values=values("C2")) if row.values["title"] == "C" else row for row in once]
    assert fates(comparison([*rows, FileRow(4, values("C"))], corrected, base)) == ["same", "same", "theirs"]


def test_a_copied_row_takes_its_key_along_and_is_new_all_the_same():
    (a, b), base = downloaded(A_B)
    copied = replace(said(a, "A copied and changed"), number=4)
    found = comparison([copied, a, b], A_B, base)
    assert fates(found) == ["added", "same", "same"]
    twin = replace(a, number=9)
    assert fates(comparison([a, b, twin], A_B, base)) == ["same", "same", "added"]


def test_a_key_that_is_not_the_sheets_own_reaches_no_row():
    _rows, base = downloaded(A_B)
    forged = FileRow(2, values("taken"), "99", "0" * 12)
    assert fates(comparison([forged], A_B, base))[0] == "added"


def test_another_order_is_a_change_where_the_order_counts():
    (a, b), base = downloaded(A_B)
    assert comparison([b, a], A_B, base).is_reordered
    assert not comparison([b, a], A_B, base, removes=False).is_reordered


def test_what_is_agreed_to_is_what_was_shown():
    (a, b), base = downloaded(A_B)
    shown = comparison([said(a, "A2"), b], A_B, base)
    assert shown.digest == comparison([said(a, "A2"), b], A_B, base).digest
    assert shown.digest != comparison([said(a, "A3"), b], A_B, base).digest
    assert shown.digest != comparison([said(a, "A2"), b], portal(("1", "A"), ("2", "B theirs")), base).digest


TEXTS = st.sampled_from(["A", "B", "C", "D"])


@st.composite
def histories(draw):
    """Draw a portal, a form made of it, what somebody wrote into the form, and what others did in the portal."""
    before = portal(*((str(n), draw(TEXTS)) for n in range(draw(st.integers(0, 4)))))
    rows, base = downloaded(before)
    kept = [row for row in rows if draw(st.integers(0, 3))]
    written = [said(row, draw(TEXTS)) if draw(st.booleans()) else row for row in kept]
    written += [new(50 + n, draw(TEXTS), draw(st.sampled_from(["", "n7"]))) for n in range(draw(st.integers(0, 3)))]
    order = draw(st.permutations(written))
    now = [row for row in before if draw(st.integers(0, 3))]
    now = [replace(row, values=values(draw(TEXTS))) if draw(st.integers(0, 2)) == 0 else row for row in now]
    now += portal(*((f"x{n}", draw(TEXTS)) for n in range(draw(st.integers(0, 2)))))
    return [replace(row, number=n) for n, row in enumerate(order, start=2)], now, base


@given(histories(), st.booleans())
def test_whatever_happens_nobodys_work_is_undone_unasked_and_twice_is_once(history, removes):
    rows, now, base = history
    found = comparison(rows, now, base, removes=removes)
    result = {row.key: row.values for row in after(found)}
    agreed = {change.stored.key for change in found.conflicts}

    for row in now:
        is_untouched = base.get(row.key) == fingerprint(row.values)
        if not is_untouched and row.key not in agreed:
            assert result.get(row.key) == row.values
    assert sorted(key for change in found.changes if change.stored for key in [change.stored.key]) == sorted(
        row.key for row in now
    )
    again = comparison(rows, after(found), base, removes=removes)
    assert not again.of(Fate.ADDED)
