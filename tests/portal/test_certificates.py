"""Certificates for the printer: hundreds as one job with progress and one file; whatever is killed, once."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from conduct.decision_actions import issue, prepare_decision, strike
from conduct.models import Decision, DecisionLine
from portal import certificates
from portal.models import BatchState, CertificateBatch
from portal.papers.fitting import torn
from portal.papers.printed_forms import _certificate
from tests import factories as make
from tests.papers import squeezed
from units.clock import db_now

pytestmark = pytest.mark.django_db
NAMES = (
    "Nguyễn Thị Tiêu Biểu",
    "Tôn Nữ Hoàng Ngọc Phương Khánh",
    "Tập thể cán bộ, giáo viên, nhân viên Trường Trung học cơ sở Nguyễn Văn Trỗi, xã Đông Phương Yên",
    "Phòng Lao động - Thương binh và Xã hội huyện Chương Mỹ",
    "Bộ phận Tiếp nhận và Trả kết quả giải quyết thủ tục hành chính, Ủy ban nhân dân thị trấn Xuân Mai",
)


@pytest.fixture
def decision(host, secretary):
    """An issued decision with three hundred awards."""
    made = prepare_decision(host, [], title="Về việc khen thưởng", by=secretary)
    unit = make.UnitFactory(parent=host)
    DecisionLine.objects.bulk_create(
        DecisionLine(
            decision=made,
            unit=unit,
            place=number,
            name=f"{NAMES[number % len(NAMES)]}",
            position="Công chức" if number % len(NAMES) < 2 else "",
            unit_name=unit.name,
            award_name="Giấy khen của Chủ tịch UBND huyện",
        )
        for number in range(300)
    )
    made.number, made.issued_on = "1245/QĐ-UBND", make.date(2024, 12, 24)
    made.signer_name, made.signer_position = "Lê Văn An", "Chủ tịch"
    issue(made, by=secretary)
    return Decision.objects.get(pk=made.pk)


def test_three_hundred_certificates_come_as_one_file_a_page_each(decision, secretary, django_assert_max_num_queries):
    batch = certificates.ask(decision, on_form=False, by=secretary)
    seen = []
    note = certificates.note

    def watched(row, **facts):
        seen.append(facts.get("done"))
        note(row, **facts)

    certificates.note = watched
    try:
        with django_assert_max_num_queries(45):
            assert certificates.make_next()
    finally:
        certificates.note = note
    batch.refresh_from_db()
    pages = PdfReader(io.BytesIO(bytes(batch.content))).pages
    assert (batch.state, batch.done, batch.number, len(pages)) == ("ready", 300, 300, 300)
    assert [number for number in seen if number] == list(range(20, 301, 20))
    assert squeezed(NAMES[2]) in squeezed(pages[2].extract_text())
    assert squeezed("Vào sổ khen thưởng số 300") in squeezed(pages[299].extract_text())


def test_no_name_is_broken_badly(decision):
    from conduct.award_printing import certificates as facts

    rows = facts(decision, decision.lines.select_related("nomination")[:5], address="https://x/")

    for row in rows:
        lines = _certificate(row)["name"]["lines"]
        assert " ".join(lines) == row["name"]
        assert torn(lines) == 0, lines


def test_what_was_taken_back_gets_no_certificate(decision, secretary):
    strike(decision.lines.first(), by=secretary, note="Khai không đúng")
    batch = certificates.ask(decision, on_form=True, by=secretary)
    certificates.make_next()

    batch.refresh_from_db()
    assert batch.number == 299


def test_asking_twice_makes_one_file_and_two_workers_do_not_both_make_it(decision, secretary):
    first = certificates.ask(decision, on_form=False, by=secretary)

    assert certificates.ask(decision, on_form=False, by=secretary) == first
    assert certificates.ask(decision, on_form=True, by=secretary) != first
    assert certificates.claim() == first
    assert certificates.claim() != first


def test_a_file_whose_worker_was_killed_is_made_by_another(decision, secretary):
    certificates.ask(decision, on_form=False, by=secretary)
    dead = certificates.claim()
    CertificateBatch.objects.update(claimed_at=db_now() - certificates.SILENT - timedelta(seconds=1))

    assert certificates.make_next()
    with pytest.raises(certificates.ClaimLost):
        certificates.note(dead, done=1)
    assert CertificateBatch.objects.get().state == BatchState.READY


def test_one_that_fails_again_and_again_says_so(decision, secretary):
    certificates.ask(decision, on_form=False, by=secretary)
    for _attempt in range(certificates.MAX_ATTEMPTS):
        batch = certificates.claim()
        certificates.give_up(batch, ValueError("không lập được"))

    assert CertificateBatch.objects.get().state == BatchState.FAILED
    assert CertificateBatch.objects.get().error == "ValueError"


def test_the_page_shows_progress_and_then_the_file(client, decision, secretary, member):
    client.force_login(secretary)
    address = f"/decisions/{decision.pk}/certificates/"
    client.post(address, {"on_form": ""})
    CertificateBatch.objects.update(done=40, number=300)
    assert "40/300" in client.get(address).content.decode()
    assert 'hx-trigger="every 2s"' in client.get(address, headers={"HX-Request": "true"}).content.decode()
    certificates.make_next()

    page = client.get(address).content.decode()
    batch = CertificateBatch.objects.get()
    assert f'href="{batch.get_absolute_url()}"' in page
    assert "every 2s" not in page
    client.force_login(member)
    assert client.get(batch.get_absolute_url()).content.startswith(b"%PDF")
    assert client.get(address).status_code == 403
