"""Word templates of the office's own: uploaded, checked, switched on and off in the administration, and used."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from docx import Document

from portal.administrators import fill_group
from portal.models import TemplateState, WordTemplate
from portal.papers import checking, kinds
from portal.papers.render import built_in, render_docx
from portal.papers.templates import NotSwitchedOn, switch_off, switch_on, take
from tests import factories as make
from tests.papers import words_of

pytestmark = pytest.mark.django_db


def own(*lines: str) -> bytes:
    """Return the built-in plan with lines of the office's own."""
    paper, stream = Document(io.BytesIO(built_in("plan"))), io.BytesIO()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(stream)
    return stream.getvalue()


@pytest.fixture
def officer(db):
    user = make.UserFactory(username="quantri", full_name="Nguyễn Quản Trị", is_staff=True)
    user.groups.add(fill_group())
    return user


@pytest.fixture
def admin_client(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def good(officer) -> WordTemplate:
    return take("plan", own("Dòng riêng của huyện"), name="mau-ke-hoach.docx", note="Thêm dòng", by=officer)


@pytest.fixture
def in_use(good) -> WordTemplate:
    switch_on(good)
    good.refresh_from_db()
    return good


def printed() -> str:
    return words_of(render_docx("plan", kinds.of("plan").sample))


# --- the life of a template ------------------------------------------------------------------------------------------


def test_nothing_changes_until_a_template_is_switched_on(good):
    assert good.state == TemplateState.CHECKED
    assert "Dòng riêng của huyện" in words_of(bytes(good.sample))
    assert "Dòng riêng" not in printed()

    switch_on(good)
    good.refresh_from_db()
    assert good.state == TemplateState.IN_USE
    assert "Dòng riêng của huyện" in printed()


def test_one_goes_back_to_the_built_in_template(in_use):
    switch_off(in_use)
    in_use.refresh_from_db()

    assert in_use.state == TemplateState.PAST
    assert "Dòng riêng" not in printed()


def test_the_last_good_one_stays_when_the_next_has_faults(in_use, officer):
    bad = take("plan", own("{{ nunber }}"), name="hong.docx", note="", by=officer)
    assert bad.state == TemplateState.DRAFT
    assert bad.version == 2

    with pytest.raises(NotSwitchedOn):
        switch_on(bad)
    assert "Dòng riêng của huyện" in printed()
    assert list(WordTemplate.objects.in_use()) == [in_use]


def test_a_newer_one_takes_the_place_and_the_older_can_come_back(in_use, officer):
    newer = take("plan", own("Dòng mới hơn"), name="mau.docx", note="", by=officer)
    switch_on(newer)
    in_use.refresh_from_db()
    assert in_use.state == TemplateState.PAST
    assert "Dòng mới hơn" in printed()

    switch_on(in_use)
    assert "Dòng riêng của huyện" in printed()
    assert WordTemplate.objects.in_use().count() == 1


def test_what_was_good_once_is_checked_again_before_it_is_switched_on(officer):
    """A newer portal may have a field no more."""
    older = take("plan", own("{{ gone }}"), name="cu.docx", note="", by=officer)
    WordTemplate.objects.filter(pk=older.pk).update(findings=[])
    older.refresh_from_db()
    assert older.state == TemplateState.CHECKED

    with pytest.raises(NotSwitchedOn):
        switch_on(older)
    older.refresh_from_db()
    assert older.state == TemplateState.DRAFT


def test_a_template_that_cannot_be_filled_any_more_costs_nobody_their_paper(in_use, officer, caplog):
    row = take("report", built_in("report"), name="bao-cao.docx", note="", by=officer)
    WordTemplate.objects.filter(pk=in_use.pk).update(in_use_until=row.uploaded_at)
    wrong = take("plan", own("{{ gone }}"), name="cu.docx", note="", by=officer)
    WordTemplate.objects.filter(pk=wrong.pk).update(in_use_since=row.uploaded_at)

    assert "KẾ HOẠCH" in printed()
    assert "cannot be filled" in caplog.text


def test_a_file_never_changes_and_one_that_was_used_stays(in_use):
    for change in (
        lambda: WordTemplate.objects.filter(pk=in_use.pk).update(content=b"x"),
        lambda: WordTemplate.objects.filter(pk=in_use.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# --- the administration ----------------------------------------------------------------------------------------------


def upload(client, body: bytes, *, name: str = "mau.docx", kind: str = "plan"):
    data = {"kind": kind, "note": "", "file": SimpleUploadedFile(name, body)}
    return client.post(reverse("admin:portal_wordtemplate_add"), data, follow=True)


def test_an_administrator_uploads_looks_and_switches_on(admin_client):
    page = upload(admin_client, own("Dòng riêng"))
    template = WordTemplate.objects.get()
    assert page.redirect_chain[-1][0] == reverse("admin:portal_wordtemplate_change", args=[template.pk])
    assert "Đưa vào sử dụng" in page.content.decode()

    sample = admin_client.get(reverse("admin:portal_wordtemplate_sample", args=[template.pk]))
    assert "Dòng riêng" in words_of(sample.content)
    file = admin_client.get(reverse("admin:portal_wordtemplate_file", args=[template.pk]))
    assert file.content == bytes(template.content)
    change = reverse("admin:portal_wordtemplate_change", args=[template.pk])
    assert "Mẫu được sử dụng từ bây giờ" in admin_client.post(change, {"_switch_on": "1"}, follow=True).content.decode()
    assert "Dòng riêng" in printed()
    history = admin_client.get(reverse("admin:portal_wordtemplate_history", args=[template.pk]))
    assert "Nguyễn Quản Trị" in history.content.decode()
    admin_client.post(change, {"_switch_off": "1"})
    assert "Dòng riêng" not in printed()


def test_faults_are_named_in_vietnamese_with_their_place(admin_client):
    html = upload(admin_client, own("Số lưu: {{ nunber }}", "{% endfro %}")).content.decode()

    assert "Không có trường “nunber”. Có thể là “number”." not in html  # a slip of the pen hides what is after it
    assert "Không có lệnh “endfro”" in html
    assert "Đưa vào sử dụng" not in html
    html = upload(admin_client, own("Số lưu: {{ nunber }}")).content.decode()
    assert "Không có trường “nunber”. Có thể là “number”. Vị trí: “…Số lưu: {{ nunber }}…”." in html


@pytest.mark.parametrize("name", ["mau.docm", "mau.pdf"])
def test_what_is_no_word_document_is_refused_at_the_door(admin_client, name):
    html = upload(admin_client, b"%PDF-1.4 ...", name=name).content.decode()

    assert "errorlist" in html
    assert not WordTemplate.objects.exists()


def test_a_document_with_macros_is_refused(admin_client):
    import zipfile

    stream = io.BytesIO(own())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")

    assert "macro" in upload(admin_client, stream.getvalue()).content.decode()
    assert not WordTemplate.objects.exists()


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_an_office_begins_from_the_built_in_template_and_the_list_of_fields(admin_client, kind):
    template = admin_client.get(reverse("admin:portal_wordtemplate_built_in", args=[kind]))
    html = admin_client.get(reverse("admin:portal_wordtemplate_fields", args=[kind])).content.decode()

    assert template.content == built_in(kind)
    for path, field in checking.field_lines(kinds.of(kind)):
        assert f"<code>{path}</code>" in html
        assert str(field.meaning) in html.replace("&#x27;", "'")
    assert admin_client.get(reverse("admin:portal_wordtemplate_changelist")).status_code == 200


@pytest.mark.parametrize("person", ["secretary", "drafter", "chair"])
def test_nobody_else_comes_near(client, request, person, good):
    client.force_login(request.getfixturevalue(person))

    for name, args in (
        ("changelist", []),
        ("add", []),
        ("change", [good.pk]),
        ("file", [good.pk]),
        ("sample", [good.pk]),
        ("built_in", ["plan"]),
        ("fields", ["plan"]),
    ):
        answer = client.get(reverse(f"admin:portal_wordtemplate_{name}", args=args))
        assert answer.status_code in {302, 403}, name


def test_staff_without_the_right_see_no_template(client, good):
    client.force_login(make.UserFactory(username="khac", is_staff=True))

    for name, args in (("file", [good.pk]), ("sample", [good.pk]), ("built_in", ["plan"]), ("fields", ["plan"])):
        assert client.get(reverse(f"admin:portal_wordtemplate_{name}", args=args)).status_code == 403
