"""Evidence: kept once, standing at several places, seen by the unit, and by others with what was handed in."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from PIL import Image

from campaigns.evidence import attach, detach, give_file, take_file, take_link, take_note
from campaigns.gate import FileRefused, Refusal
from campaigns.log import delete_activity, note_activity
from campaigns.models import ActivityEntry, Evidence, EvidenceUse, Obligation
from tests import factories as make
from tests.campaigns.test_photos import taken_in_chuong_my
from tests.story import PDF, complete_plan
from units.clock import db_now
from units.models import User
from units.workflow import NotAllowed, WrongState, advance

pytestmark = pytest.mark.django_db
PLACE = "objectives"


def pdf(name: str = "bien-ban.pdf", more: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + more, "application/pdf")


def picture(form: str = "JPEG", **how) -> SimpleUploadedFile:
    target = BytesIO()
    Image.new("RGB", (2400, 300), "navy").save(target, form, **how)
    return SimpleUploadedFile(f"anh.{form.lower()}", target.getvalue())


def sees(person: User) -> set[str]:
    fresh = User.objects.get(pk=person.pk)
    return {str(evidence) for evidence in Evidence.objects.visible_to(fresh)}


@pytest.fixture
def open_plan(campaign, plan) -> Obligation:
    return make.due_in(plan, days=10)


@pytest.fixture
def entry(campaign, unit, drafter, at) -> ActivityEntry:
    day = make.date(2024, 2, 1)
    entry = ActivityEntry(unit=unit, campaign=campaign, held_on=day, kind="clean_up", title="Dọn vệ sinh")
    return note_activity(entry, by=drafter, at=at)


# --- taking in ------------------------------------------------------------------------------------------------------


def test_a_content_is_kept_once_whatever_its_name(unit, other_unit, drafter, stranger):
    first = take_file(unit.pk, pdf(), by=drafter)

    assert take_file(unit.pk, pdf("ten-khac.pdf"), by=drafter) == first
    assert take_file(unit.pk, pdf("khac.pdf", b"\n"), by=drafter) != first
    assert take_file(other_unit.pk, pdf(), by=stranger) != first


def test_a_picture_is_drawn_anew_and_gets_a_thumbnail(unit, drafter):
    evidence = take_file(unit.pk, picture(exif=taken_in_chuong_my()), by=drafter)

    assert (evidence.mime, evidence.width, evidence.height) == ("image/jpeg", 250, 2000)  # upright, too
    assert evidence.sha256 != evidence.source_sha256
    for file in (evidence.file, evidence.thumbnail):
        with file.open() as kept, Image.open(kept) as drawn:
            assert not dict(drawn.getexif())
            assert max(drawn.size) == (2000 if file == evidence.file else 320)


def test_a_picture_of_another_form_takes_the_name_of_what_it_becomes(unit, drafter):
    assert take_file(unit.pk, picture("PNG"), by=drafter).name == "anh.jpg"


def test_a_signed_paper_is_kept_bit_for_bit(unit, drafter):
    upload = picture("PNG")
    evidence = take_file(unit.pk, upload, by=drafter, is_signed_paper=True)

    with evidence.file.open() as kept:
        assert kept.read() == upload.open().read()
    assert evidence.sha256 == evidence.source_sha256
    assert (evidence.name, evidence.mime) == ("anh.png", "image/png")
    assert evidence.thumbnail


def test_a_unit_that_has_used_up_its_room_is_told(unit, drafter, settings):
    take_file(unit.pk, pdf(), by=drafter)
    settings.UNIT_MAX_BYTES = 2 * len(PDF)
    with pytest.raises(FileRefused) as refused:
        take_file(unit.pk, pdf("khac.pdf", b"\n"), by=drafter)

    assert refused.value.refusal == Refusal.QUOTA
    assert take_file(unit.pk, pdf(), by=drafter)  # what is there already takes no room


def test_links_and_notes_are_evidence_too(unit, drafter):
    link = take_link(unit.pk, "https://chuongmy.example.org/tin-1", name="Tin trên cổng", by=drafter)
    note = take_note(unit.pk, "Sổ họp chi bộ số 3, trang 12", by=drafter)

    assert (link.kind, note.kind) == ("link", "note")
    assert take_link(unit.pk, link.link, by=drafter) == link
    assert str(note) == "Sổ họp chi bộ số 3, trang 12"
    assert set(Evidence.objects.of_unit(unit.pk).search("so hop")) == {note}


# --- at a place -----------------------------------------------------------------------------------------------------


def test_one_file_stands_at_several_places_and_once_at_each(open_plan, drafter, unit):
    use = give_file(pdf(), to=open_plan, place="objectives", by=drafter)
    attach(use.evidence, to=open_plan, place="commitment", by=drafter)
    assert attach(use.evidence, to=open_plan, place="objectives", by=drafter).pk == use.pk

    assert [row.place for row in open_plan.evidence_uses.current()] == ["objectives", "commitment"]
    assert Evidence.objects.count() == 1


def test_the_evidence_of_another_unit_cannot_be_attached(open_plan, drafter, other_unit, stranger):
    foreign = take_file(other_unit.pk, pdf(), by=stranger)
    with pytest.raises(NotAllowed):
        attach(foreign, to=open_plan, place=PLACE, by=drafter)


def test_a_file_for_what_is_handed_in_is_not_kept(open_plan, drafter, head, django_capture_on_commit_callbacks):
    complete_plan(open_plan, by=drafter, at=db_now())
    advance(open_plan, "submit", by=head)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(WrongState):
        give_file(pdf("muon.pdf", b"\n"), to=open_plan, place=PLACE, by=drafter)

    assert [evidence.name for evidence in Evidence.objects.all()] == ["ban-ky.pdf"]


def test_what_stands_elsewhere_outlives_its_removal(open_plan, drafter, django_capture_on_commit_callbacks):
    use = give_file(pdf(), to=open_plan, place="objectives", by=drafter)
    other = attach(use.evidence, to=open_plan, place="commitment", by=drafter)
    file = use.evidence.file
    with django_capture_on_commit_callbacks(execute=True):
        detach(use, by=drafter)
    assert Evidence.objects.count() == 1
    assert file.storage.exists(file.name)

    with django_capture_on_commit_callbacks(execute=True):
        detach(other, by=drafter)
    assert not Evidence.objects.exists()
    assert not file.storage.exists(file.name)


def test_no_more_than_forty_stand_at_a_place(open_plan, drafter, unit, monkeypatch):
    monkeypatch.setattr("campaigns.evidence.MOST_FILES", 1)
    give_file(pdf(), to=open_plan, place=PLACE, by=drafter)
    with pytest.raises(FileRefused) as refused:
        give_file(pdf(more=b"\n"), to=open_plan, place=PLACE, by=drafter)

    assert refused.value.refusal == Refusal.TOO_MANY
    assert Evidence.objects.count() == 1


# --- with what is handed in -----------------------------------------------------------------------------------------


def test_a_hand_in_freezes_what_stands_where_with_its_hash(open_plan, drafter, head, secretary):
    complete_plan(open_plan, by=drafter, at=db_now())
    use = give_file(pdf(more=b"\n"), to=open_plan, place=PLACE, by=drafter)
    event = advance(open_plan, "submit", by=head)

    assert event.content["evidence"] == [{"place": PLACE, **use.evidence.facts()}]
    assert event.content["evidence"][0]["sha256"] == use.evidence.sha256
    assert [file["name"] for file in event.content["files"]] == ["ban-ky.pdf"]


def test_what_was_handed_in_stays_for_those_who_read_it(open_plan, drafter, head, secretary):
    complete_plan(open_plan, by=drafter, at=db_now())
    use = give_file(pdf(more=b"\n"), to=open_plan, place=PLACE, by=drafter)
    advance(open_plan, "submit", by=head)
    advance(open_plan, "refuse", by=secretary, note="Nhầm văn bản")
    use.refresh_from_db()
    detach(use, by=drafter)

    assert not open_plan.evidence_uses.current().at_places([PLACE])
    assert "bien-ban.pdf" in sees(secretary)
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        EvidenceUse.objects.filter(pk=use.pk).delete()


def test_a_draft_is_the_units_own(open_plan, drafter, head, stranger, secretary, member, administrator):
    give_file(pdf(), to=open_plan, place=PLACE, by=drafter)

    assert sees(drafter) == sees(head) == {"bien-ban.pdf"}
    assert sees(secretary) == sees(member) == sees(stranger) == sees(administrator) == set()


def test_those_above_see_what_stands_in_the_log(entry, drafter, secretary, stranger, foreigner):
    give_file(pdf(), to=entry, place="", by=drafter)

    assert sees(secretary) == {"bien-ban.pdf"}
    assert sees(stranger) == sees(foreigner) == set()


def test_an_activity_takes_its_evidence_along_unless_it_stands_elsewhere(entry, open_plan, drafter):
    use = give_file(pdf(), to=entry, place="", by=drafter)
    give_file(pdf(more=b"\n"), to=entry, place="", by=drafter)
    attach(use.evidence, to=open_plan, place=PLACE, by=drafter)

    delete_activity(entry)

    assert list(Evidence.objects.all()) == [use.evidence]
