"""A new version of a code: begun as a copy, compared, published; what stood on the old one stays as it was."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from campaigns.models import Obligation, ObligationEvent
from conduct import freezing
from conduct.codes import (
    CodeRefused,
    comparison,
    discard,
    next_code,
    publish,
    remove_clause,
    start_version,
    store_clause,
)
from conduct.comparison import Told, compare
from conduct.models import Answer, Clause, CodeVersion, DeclaredAnswer
from conduct.sheet import Sheet
from tests.conduct.conftest import answer_all
from units.workflow import advance


def without(version: CodeVersion, *codes: str) -> CodeVersion:
    """Begin a version without some clauses, to be in force from tomorrow."""
    draft = start_version(version.code)
    for clause in draft.clauses.filter(code__in=codes):
        remove_clause(clause)
    draft.valid_from = localdate() + timedelta(days=1)
    draft.save(update_fields=["valid_from"])
    return draft


def test_a_new_version_is_a_copy_and_begun_once(version):
    draft = start_version(version.code)

    assert comparison(version, draft) and all(line.what == "same" for line in comparison(version, draft))
    assert {clause.theme.version_id for clause in draft.clauses.select_related("theme")} == {draft.pk}
    assert start_version(version.code) == draft


def test_publishing_version_2_without_a_clause_leaves_version_1_answers_scores_and_papers(
    sheet, version, drafter, head, secretary, administrator, client
):
    answer_all(sheet, by=drafter, TG_01={"assessed": 25, "complied": 24})
    advance(sheet, "submit", by=head)
    client.force_login(secretary)
    event = ObligationEvent.objects.get(obligation=sheet, verb="submit")

    def told() -> tuple:
        fresh = Obligation.objects.get(pk=sheet.pk)
        return (
            list(Answer.objects.of(fresh).values_list("clause__code", "verdict", "assessed", "complied", "note")),
            list(DeclaredAnswer.objects.order_by("pk").values_list("clause__code", "verdict", "complied")),
            freezing.checklist(fresh),
            ObligationEvent.objects.get(pk=event.pk).content,
        )

    before = told()
    publish(without(version, "TG-01"), by=administrator)

    assert told() == before
    assert "24/25" in client.get(f"/obligations/{sheet.pk}/").content.decode()
    assert Clause.objects.filter(version=version, code="TG-01").exists()


def test_a_checklist_that_was_begun_keeps_its_clauses(sheet, version, drafter, administrator):
    answer_all(sheet, by=drafter)
    draft = without(version, "TG-01")
    draft.valid_from = localdate()
    draft.save(update_fields=["valid_from"])
    publish(draft, by=administrator)

    assert "TG-01" in [answer.clause.code for answer in Sheet.of(Obligation.objects.get(pk=sheet.pk)).answers]


def test_a_version_does_not_begin_in_the_past(version, administrator):
    draft = without(version)
    draft.valid_from = localdate() - timedelta(days=1)
    draft.save(update_fields=["valid_from"])

    with pytest.raises(CodeRefused):
        publish(draft, by=administrator)
    assert CodeVersion.objects.get(pk=draft.pk).is_draft


def test_what_was_published_is_neither_published_again_nor_thrown_away(version, administrator):
    for attempt in (lambda: publish(version, by=administrator), lambda: discard(version)):
        with pytest.raises(CodeRefused):
            attempt()


def test_a_clause_code_is_never_used_again(version):
    draft = without(version, "TG-03")
    theme = draft.themes.get(code="TG")

    assert next_code(theme) == "TG-04"
    clause = Clause(version=draft, theme=theme, wording="Nội dung mới", rhythm="month", methods=["self"])
    store_clause(clause)
    assert clause.code == "TG-04"


def test_a_comparison_tells_what_is_new_gone_and_changed():
    old = [
        Told("A-01", "A", "giữ nguyên", {}),
        Told("A-02", "A", "bỏ đi", {}),
        Told("A-03", "A", "đến đúng giờ", {"w": "1"}),
    ]
    new = [
        Told("A-01", "A", "giữ nguyên", {}),
        Told("A-03", "A", "đến sớm giờ", {"w": "2"}),
        Told("A-04", "A", "thêm", {}),
    ]

    lines = {line.code: line for line in compare(old, new)}

    assert [line.code for line in compare(old, new)] == ["A-01", "A-02", "A-03", "A-04"]
    assert [lines[code].what for code in lines] == ["same", "removed", "changed", "added"]
    assert [piece.text for piece in lines["A-03"].after if piece.differs] == ["sớm"]
    assert lines["A-03"].changes == [("w", "1", "2")]


# --- pages ----------------------------------------------------------------------------------------------------------


def test_everybody_reads_the_code_in_force(client, version):
    assert version.title in client.get("/codes/").content.decode()
    page = client.get("/codes/can-bo/").content.decode()

    assert "Có mặt đúng giờ" in page
    assert "522/QĐ-UBND" in page


def test_a_draft_is_read_by_councils_and_administrators_only(client, version, drafter, secretary, administrator):
    draft = start_version(version.code)
    address = draft.get_absolute_url()

    assert client.get(address).status_code == 404
    for person, status in ((drafter, 404), (secretary, 200), (administrator, 200)):
        client.force_login(person)
        assert client.get(address).status_code == status


def test_two_versions_stand_side_by_side(client, version, secretary):
    draft = without(version, "TG-01")
    client.force_login(secretary)

    page = client.get(f"{draft.get_absolute_url()}compare/").content.decode()

    assert "TG-01" in page and "<del>" in page
    assert client.get(f"{version.get_absolute_url()}compare/").status_code == 404  # nothing stands before the first
    assert version.valid_from == date(2017, 1, 25)
