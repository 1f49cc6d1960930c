"""Files: taken in after a look inside, given out to those who may see them, never run."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campaigns.models import Evidence, EvidenceUse, Obligation
from tests import factories as make
from tests.story import PDF, complete_plan
from units.clock import db_now
from units.workflow import advance


def picture(form: str = "PNG") -> bytes:
    target = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(target, form)
    return target.getvalue()


def status(client, evidence: Evidence) -> int:
    response = client.get(f"/files/{evidence.pk}/")
    return read(response).status_code


def remove(evidence: Evidence) -> str:
    """Return the address at which the file is taken from its one place."""
    return f"/evidence/{evidence.uses.get().pk}/remove/"


def read(response):
    """Read a file to its end, which closes it."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response


def pdf(name: str = "bản ký.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.fixture
def open_plan(campaign, plan) -> Obligation:
    return make.due_in(plan, days=10)


@pytest.fixture
def address(client, drafter, open_plan) -> str:
    client.force_login(drafter)
    return f"/obligations/{open_plan.pk}/edit/scan/"


@pytest.fixture
def evidence(client, address) -> Evidence:
    client.post(address, {"files": pdf(), "action": "upload"})
    return Evidence.objects.get()


# --- taking in ------------------------------------------------------------------------------------------------------


def test_several_files_are_attached_at_once(client, address, open_plan):
    response = client.post(address, {"files": [pdf(), pdf("trang 2.png", picture())], "action": "upload"}, follow=True)

    first, second = Evidence.objects.order_by("added_at", "mime")
    assert (first.name, first.mime, first.size) == ("bản ký.pdf", "application/pdf", len(PDF))
    assert (second.name, second.mime) == ("trang 2.png", "image/png")
    assert first.sha256 != second.sha256
    assert "Đã đính kèm 2 tệp" in response.content.decode()
    assert first.name not in first.file.name  # on disk under a random name
    open_plan.refresh_from_db()
    assert open_plan.state == "drafting"


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (("trống.pdf", b""), "trống"),
        (("giả.pdf", b"MZ\x90\x00 program"), "chương trình"),
        (("trang.html", b"<html><script>alert(1)</script>"), "trang web"),
        (("kế hoạch.docx", b"PK\x03\x04" + b"[Content_Types].xml" * 3), "PDF"),
        (("ảnh.jpg", PDF), "PDF"),
    ],
)
def test_what_is_no_scan_is_refused_with_a_sentence_at_the_field(client, address, upload, sentence):
    response = client.post(address, {"files": SimpleUploadedFile(*upload), "action": "upload"})

    html = response.content.decode()
    summary = html.split("data-error-summary")[1].split("</div>")[0]
    assert sentence in summary
    assert upload[0] in summary
    assert 'href="#id_evidence-scan_files"' in summary
    assert 'id="id_evidence-scan_files_error"' in html
    assert not Evidence.objects.exists()


def test_the_good_ones_are_kept_when_another_is_refused(client, address):
    response = client.post(address, {"files": [pdf(), pdf("rỗng.pdf", b"")], "action": "continue"})

    assert Evidence.objects.get().name == "bản ký.pdf"
    html = response.content.decode()
    assert "rỗng.pdf" in html
    assert "Đã đính kèm 1 tệp" in html
    assert 'href="/files/' in html


def test_a_file_that_is_too_large_is_never_stored(client, address, settings, tmp_path):
    settings.UPLOAD_MAX_BYTES = 100_000
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    large = pdf("to.pdf", PDF + b"\n" * 3_000_000)

    response = client.post(address, {"files": [large, pdf()], "action": "upload"})

    assert "to.pdf: Tệp này lớn hơn 0 MB" in response.content.decode()
    assert Evidence.objects.get().name == "bản ký.pdf"
    assert not list(tmp_path.glob("*.upload*"))


def test_a_full_disk_is_said_in_a_sentence(client, address, monkeypatch):
    monkeypatch.setattr("campaigns.uploads.ROOM_TO_LEAVE", 2**60)

    response = client.post(address, {"files": pdf(), "action": "upload"})
    assert "không còn chỗ lưu tệp" in response.content.decode()


def test_no_more_than_forty_files(client, address, open_plan, monkeypatch):
    monkeypatch.setattr("campaigns.evidence.MOST_FILES", 1)
    response = client.post(address, {"files": [pdf(), pdf("hai.pdf", PDF + b"\n")], "action": "upload"})
    assert "hai.pdf: Ở đây chỉ để được tối đa 1 tệp" in response.content.decode()
    assert Evidence.objects.count() == 1


def test_pressing_attach_without_a_file_says_what_to_do(client, address):
    assert "chọn tệp trước" in client.post(address, {"action": "upload"}).content.decode()


def test_save_and_continue_needs_no_file(client, address, open_plan):
    assert client.post(address, {"action": "continue"}).url == f"/obligations/{open_plan.pk}/edit/check/"
    assert client.post(address, {"action": "back"}).url == f"/obligations/{open_plan.pk}/edit/"


def test_files_that_arrived_after_the_session_ended_are_asked_for_once_more(client, address, drafter):
    client.logout()
    client.post(address, {"files": pdf(), "action": "upload"})
    client.force_login(drafter)

    assert "chọn lại tệp" in client.get(address).content.decode()
    assert "chọn lại tệp" not in client.get(address).content.decode()


# --- giving out -----------------------------------------------------------------------------------------------------


def test_a_file_is_given_out_as_an_attachment_that_cannot_run(client, evidence):
    response = client.get(f"/files/{evidence.pk}/", headers={"Accept-Encoding": "gzip"})

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Length"] == str(len(PDF))
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''b%E1%BA%A3n%20k%C3%BD.pdf"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Frame-Options"] == "DENY"


def test_only_pictures_are_shown_in_the_page(client, address):
    client.post(address, {"files": [pdf(), pdf("ảnh.png", picture())], "action": "upload"})

    for evidence in Evidence.objects.all():
        response = client.get(f"/files/{evidence.pk}/?inline=1")
        shown = "inline" if evidence.mime == "image/png" else "attachment"
        assert response["Content-Disposition"].startswith(shown)
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        read(response)


def test_nginx_sends_the_bytes_where_it_can(client, evidence, settings):
    settings.FILES_BY_NGINX = "/_files/"

    response = client.get(f"/files/{evidence.pk}/")
    assert response["X-Accel-Redirect"] == f"/_files/{evidence.file.name}"
    assert response.content == b""
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_draft_is_seen_by_its_unit_alone(client, evidence, stranger, secretary, head, administrator):
    statuses = {}
    for person in (head, stranger, secretary, administrator):
        client.force_login(person)
        statuses[person.username] = status(client, evidence)
    client.logout()
    statuses["nobody"] = status(client, evidence)

    assert statuses == {"thutruong": 200, "nguoila": 404, "thuongtruc": 404, "admin": 403, "nobody": 302}


def test_the_council_reads_what_was_handed_in(client, open_plan, drafter, head, secretary, stranger):
    complete_plan(open_plan, by=drafter, at=db_now())
    advance(open_plan, "submit", by=head)
    file = Evidence.objects.get()

    client.force_login(secretary)
    assert status(client, file) == 200
    client.force_login(stranger)
    assert status(client, file) == 404


def test_a_file_that_is_gone_from_the_disk_is_not_there(client, evidence):
    evidence.file.storage.delete(evidence.file.name)
    assert status(client, evidence) == 404


# --- taking off -----------------------------------------------------------------------------------------------------


def test_a_file_is_removed_after_asking_once_more(client, address, evidence, django_capture_on_commit_callbacks):
    asked = client.get(remove(evidence))
    assert "bản ký.pdf" in asked.content.decode()
    assert Evidence.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(remove(evidence), follow=True)
    assert response.redirect_chain[0][0] == f"{address}#evidence-scan"
    assert "Đã gỡ bỏ “bản ký.pdf”" in response.content.decode()
    assert not Evidence.objects.exists()
    assert not evidence.file.storage.exists(evidence.file.name)


def test_strangers_and_the_council_remove_nothing(client, evidence, stranger, secretary):
    client.force_login(stranger)
    assert client.post(remove(evidence)).status_code == 404
    client.force_login(secretary)
    assert client.post(remove(evidence)).status_code == 403
    assert Evidence.objects.exists()


def test_nothing_is_removed_from_what_is_handed_in(client, open_plan, drafter, head):
    complete_plan(open_plan, by=drafter, at=db_now())
    advance(open_plan, "submit", by=head)
    client.force_login(drafter)
    file = Evidence.objects.get()

    response = client.post(remove(file))
    assert response.url == f"/obligations/{open_plan.pk}/"
    assert EvidenceUse.objects.current().exists()


def test_a_file_of_an_earlier_hand_in_stays_for_those_who_read_it(client, open_plan, drafter, head, secretary):
    complete_plan(open_plan, by=drafter, at=db_now())
    advance(open_plan, "submit", by=head)
    advance(open_plan, "refuse", by=secretary, note="Nhầm văn bản")
    file = Evidence.objects.get()
    client.force_login(drafter)

    client.post(remove(file))

    assert not EvidenceUse.objects.current().exists()
    client.force_login(secretary)
    assert status(client, file) == 200
