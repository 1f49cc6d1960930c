"""A report's paper: edited, approved by the chair, issued for ever, filed and mailed once, checked by anyone."""

import json
import random

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from portal.models import FeedToken, OutgoingMail, ReportDelivery, ReportFile, ReportPaper, ReportSchedule
from portal.reports import asking, issuing, making
from portal.reports.comparison import differences
from portal.reports.faces import FACES
from portal.reports.issuing import send_next_report
from portal.reports.recipients import Recipient
from tests import factories as make
from tests.portal.test_report_making import in_role
from units.workflow import MoveRefused, NotAllowed, advance, content_hash

pytestmark = pytest.mark.django_db
END = make.end_of(2024, 3, 31)
TO = [Recipient("so@example.org")]


@pytest.fixture
def paper(history, secretary, chair):
    return made(history, secretary).paper


def made(campaign, by, at=END):
    report = asking.ask(campaign, at=at, by=by)
    assert making.make_next(), report.error
    report.refresh_from_db()
    return report


def numbered(paper, number="27/BC-HĐTĐKT"):
    ReportPaper.objects.filter(pk=paper.pk).update(number=number, issued_on=make.date(2024, 4, 2))
    paper.refresh_from_db()
    return paper


def issued(paper, chair, secretary, to=TO):
    numbered(paper)
    advance(paper, "approve", by=chair)
    issuing.issue(paper, by=secretary, recipients=to, with_files=False)
    while send_next_report():
        pass
    paper.refresh_from_db()
    return paper


# --- drafted ----------------------------------------------------------------------------------------------------------


def test_a_ready_report_has_a_paper_with_sentences_from_its_figures_and_its_signer(paper, chair):
    assert paper.state == "draft"
    assert paper.signer_name == chair.full_name
    assert "1/2" in paper.assessment
    assert "xã Tốt Động" in paper.limits
    assert paper.tasks


def test_the_secretary_edits_the_texts_and_nothing_else_changes(client, paper, secretary):
    client.force_login(secretary)
    before = paper.report.sha256

    answer = client.post(reverse("report-edit", args=[paper.report_id]), typed(paper, limits="Còn hai đơn vị chậm."))

    assert answer.status_code == 302
    paper.refresh_from_db()
    assert paper.limits == "Còn hai đơn vị chậm."
    assert paper.report.sha256 == before == content_hash(paper.report.snapshot)


def typed(paper, **changed):
    names = ("assessment", "limits", "tasks", "proposals", "signer_name", "signer_position", "version")
    return {name: getattr(paper, name) for name in names} | changed


def test_who_saves_on_an_older_version_is_told_and_keeps_the_words(client, paper, secretary):
    client.force_login(secretary)
    first = typed(paper, limits="Bản thứ nhất.")
    client.post(reverse("report-edit", args=[paper.report_id]), first)

    answer = client.post(reverse("report-edit", args=[paper.report_id]), first | {"limits": "Bản thứ hai."})

    assert answer.status_code == 409
    assert "Bản thứ hai." in answer.content.decode()
    paper.refresh_from_db()
    assert paper.limits == "Bản thứ nhất."


# --- approved and issued ----------------------------------------------------------------------------------------------


def test_the_way_from_draft_to_issued_on_the_pages(client, paper, secretary, chair):
    address = paper.get_absolute_url()
    client.force_login(secretary)
    assert reverse("report-move", args=[paper.report_id, "issue"]) not in client.get(address).content.decode()
    client.force_login(chair)
    assert client.post(reverse("report-move", args=[paper.report_id, "approve"]), {"version": 0}).url == address

    client.force_login(secretary)
    facts = {"version": 1, "number": "27/BC-HĐTĐKT", "issued_on": "02/04/2024", "addresses": "so@example.org"}
    people = {"people": [chair.email, secretary.email]}
    assert client.post(reverse("report-move", args=[paper.report_id, "issue"]), facts | people).url == address

    paper.refresh_from_db()
    assert (paper.state, paper.number) == ("issued", "27/BC-HĐTĐKT")
    assert sorted(paper.deliveries.values_list("address", flat=True)) == sorted(
        [chair.email, secretary.email, "so@example.org"]
    )
    page = client.get(address).content.decode()
    assert "27/BC-HĐTĐKT" in page
    assert reverse("report-edit", args=[paper.report_id]) not in page


@pytest.mark.parametrize(("verb", "by"), [("approve", "secretary"), ("approve", "member"), ("issue", "chair")])
def test_no_other_role_makes_a_move(paper, request, verb, by):
    with pytest.raises(NotAllowed):
        advance(paper, verb, by=request.getfixturevalue(by))


def test_nothing_is_issued_that_the_chair_has_not_approved_or_that_has_no_number(paper, secretary, chair):
    with pytest.raises(MoveRefused, match="Chủ tịch"):
        advance(numbered(paper), "issue", by=secretary)
    numbered(paper, number="")
    advance(paper, "approve", by=chair)
    with pytest.raises(MoveRefused, match="số"):
        advance(paper, "issue", by=secretary)


def test_approved_texts_stand_still_until_they_are_taken_back(paper, chair, secretary):
    advance(paper, "approve", by=chair)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        ReportPaper.objects.filter(pk=paper.pk).update(limits="Khác")
    advance(paper, "reject", by=secretary, note="Sai số liệu so sánh")

    ReportPaper.objects.filter(pk=paper.pk).update(limits="Khác")
    assert paper.events.get(verb="reject").note == "Sai số liệu so sánh"


@pytest.mark.parametrize("role", ["owner", "portal"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE portal_reportpaper SET limits = 'x'",
        "UPDATE portal_reportpaper SET state = 'draft'",
        "UPDATE portal_reportpaper SET number = 'x', sent_at = now()",
        "DELETE FROM portal_reportpaper",
        "UPDATE portal_reportfile SET content = 'x'",
        "DELETE FROM portal_reportfile",
        "UPDATE portal_reportevent SET note = 'x'",
    ],
)
def test_the_database_refuses_to_change_what_was_issued(paper, chair, secretary, statement, role):
    issued(paper, chair, secretary)

    with pytest.raises(DatabaseError), in_role(role) as cursor:
        cursor.execute(statement)


def test_a_mistake_is_put_right_by_a_report_that_says_so(client, paper, history, secretary, chair):
    old = issued(paper, chair, secretary)
    new = made(history, secretary).paper
    ReportPaper.objects.filter(pk=new.pk).update(replaces=old)
    new.refresh_from_db()
    issued(numbered(new), chair, secretary)

    page = client.get(reverse("verify-code", args=[old.report.code])).content.decode()
    assert new.report.code in page
    assert "thay thế" in page
    assert content_hash(old.report.snapshot) == content_hash(new.report.snapshot)


# --- files and mails --------------------------------------------------------------------------------------------------


def test_files_are_kept_as_they_go_out_and_given_out_byte_by_byte(client, paper, chair, secretary, member):
    issued(paper, chair, secretary)
    client.force_login(member)

    files = {file.face: file for file in paper.files.all()}
    assert set(files) == set(FACES)
    for face, file in files.items():
        assert file.sha256 == file.fingerprint()
        assert client.get(reverse("report-face", args=[paper.report_id, face])).content == bytes(file.content)


def test_each_address_is_sent_it_once_however_often_the_worker_is_stopped(paper, chair, secretary, member, monkeypatch):
    numbered(paper)
    advance(paper, "approve", by=chair)
    people = [Recipient(person.email, person) for person in (chair, member)]
    issuing.issue(paper, by=secretary, recipients=[*people, *TO, *people], with_files=False)
    drawn, real = random.Random(3), issuing.step

    def dies_now_and_then(*args, **options):
        real(*args, **options)
        if drawn.random() < 0.5:
            raise RuntimeError("killed")  # after the work, before it is committed

    monkeypatch.setattr(issuing, "step", dies_now_and_then)
    for _n in range(200):
        ReportPaper.objects.update(not_before=None)
        send_next_report()

    paper.refresh_from_db()
    assert paper.sent_at is not None
    assert paper.files.count() == len(FACES)
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == sorted(
        [chair.email, member.email, "so@example.org"]
    )


def test_who_has_no_account_is_sent_the_files_who_has_a_link(paper, chair, secretary, member):
    issued(paper, chair, secretary, to=[Recipient(member.email, member), *TO])

    outside, inside = OutgoingMail.objects.get(to="so@example.org"), OutgoingMail.objects.get(to=member.email)
    assert set(outside.files.values_list("face", flat=True)) >= {"docx", "xlsx"}
    assert not inside.files.exists()
    assert paper.get_absolute_url() in inside.body
    assert paper.report.code in outside.body


def test_who_opened_it_is_noted_the_first_time(client, paper, chair, secretary, member):
    issued(paper, chair, secretary, to=[Recipient(member.email, member)])
    client.force_login(member)
    client.get(paper.get_absolute_url())
    first = ReportDelivery.objects.get().opened_at
    client.get(paper.get_absolute_url())

    assert first is not None
    assert ReportDelivery.objects.get().opened_at == first


def test_more_people_can_be_sent_it_later_and_nobody_twice(client, paper, chair, secretary):
    issued(paper, chair, secretary)
    client.force_login(secretary)

    client.post(reverse("report-send", args=[paper.report_id]), {"addresses": "so@example.org\nubnd@example.org"})
    while send_next_report():
        pass

    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["so@example.org", "ubnd@example.org"]


def test_an_address_that_is_none_is_refused_and_kept(client, paper, chair, secretary):
    issued(paper, chair, secretary)
    client.force_login(secretary)

    answer = client.post(reverse("report-send", args=[paper.report_id]), {"addresses": "không phải thư"})

    assert answer.status_code == 200
    assert "không phải thư" in answer.content.decode()
    assert paper.deliveries.count() == 1


def test_a_schedule_without_approval_lets_it_go_out_at_once(history, secretary, chair):
    ReportSchedule.objects.all().delete()
    ReportSchedule.objects.create(
        name="Hằng tuần",
        cadence="week",
        needs_approval=False,
        recipient_roles=["secretary"],
        addresses="so@example.org",
    )
    asking.ask_scheduled(now=make.moment(2024, 4, 1, 6))
    making.make_next()
    while send_next_report():
        pass

    assert ReportPaper.objects.get().state == "issued"
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == sorted([secretary.email, "so@example.org"])


# --- checked, compared, read by the City ------------------------------------------------------------------------------


def test_anyone_can_check_number_date_hash_and_files(client, paper, chair, secretary):
    issued(paper, chair, secretary)

    page = client.get(reverse("verify-code", args=[paper.report.code])).content.decode()

    for text in (paper.number, paper.report.sha256, *ReportFile.objects.values_list("sha256", flat=True)):
        assert text in page
    assert secretary.full_name not in page


def test_a_draft_is_told_to_be_one(client, paper):
    page = client.get(reverse("verify-code", args=[paper.report.code])).content.decode()

    assert "Chưa ban hành" in page


def test_what_changed_names_the_obligations_behind_every_difference(client, history, secretary):
    first = made(history, secretary, at=make.end_of(2024, 2, 28))
    second = made(history, secretary)

    found = {one.label: one for one in differences(first.snapshot, second.snapshot, second.words)}
    for one in found.values():
        assert len(one.entered) - len(one.left) == one.after - one.before

    client.force_login(secretary)
    page = client.get(reverse("report-changes", args=[second.pk])).content.decode()
    assert "Tốt Động" in page
    assert "0 → 2" in page


def test_the_feed_gives_the_newest_issued_report_to_who_has_a_token(client, paper, chair, secretary, host):
    token = FeedToken(name="Sở Nội vụ", host=host, valid_until=make.date(2099, 1, 1))
    secret = token.renew()
    token.save()
    address, header = reverse("report-latest"), {"Authorization": f"Bearer {secret}"}
    assert client.get(address, headers=header).status_code == 404
    issued(paper, chair, secretary)

    answer = client.get(address, headers=header)

    assert answer.json()["number"] == paper.number
    snapshot = answer.json()["snapshot"]
    assert content_hash({key: value for key, value in snapshot.items() if key != "sha256"}) == paper.report.sha256
    assert json.dumps(answer.json()).count(secret) == 0
    for wrong in ("", "Bearer", "Bearer x", f"Basic {secret}"):
        assert client.get(address, headers={"Authorization": wrong}).status_code == 401
    FeedToken.objects.update(valid_until=make.date(2020, 1, 1))
    assert client.get(address, headers=header).status_code == 401


def test_the_token_itself_is_kept_nowhere(client, administrator, host):
    client.force_login(administrator)
    facts = {"name": "Sở Nội vụ", "host": host.pk, "valid_until": "01/01/2099"}
    page = client.post(reverse("admin:portal_feedtoken_add"), facts, follow=True).content.decode()
    secret = page.partition("hiển thị lần này: ")[2].partition(".")[0]

    assert FeedToken.objects.of_header(f"Bearer {secret}") is not None
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith(("portal_feedtoken", "pghistory")):
                cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{secret}%"])
                assert cursor.fetchone()[0] == 0, table
