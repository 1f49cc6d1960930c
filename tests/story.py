"""Steps that many tests take: a plan that is complete, handed in, returned."""

from datetime import date, datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.actions import save_draft
from campaigns.models import Evidence, EvidenceUse, Obligation, Plan, PlanActivity
from campaigns.models.evidence import SCAN
from units.models import User

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)


def complete_plan(obligation: Obligation, *, by: User, at: datetime) -> Plan:
    """Fill in a plan so that it may be handed in; the first words make the move `start`."""
    save_draft(obligation, write_plan, by=by, version=obligation.version, at=at)
    attach_scan(obligation, by=by, at=at)
    return obligation.plan


def attach_scan(obligation: Obligation, *, by: User, at: datetime) -> Evidence:
    """Let a signed paper stand with an obligation."""
    scan = Evidence.objects.create(
        unit=obligation.unit,
        file=SimpleUploadedFile("ban-ky.pdf", PDF),
        name="ban-ky.pdf",
        mime="application/pdf",
        size=len(PDF),
        sha256="0" * 64,
        source_sha256="0" * 64,
        added_by=by,
        added_at=at,
    )
    EvidenceUse.objects.create(evidence=scan, obligation=obligation, place=SCAN, added_by=by, added_at=at)
    return scan


def write_plan(obligation: Obligation) -> None:
    plan = Plan.objects.create(
        obligation=obligation,
        number="05/KH-UBND",
        issued_on=date(2024, 2, 5),
        signer_name="Đặng Văn Đức",
        signer_position="Chủ tịch UBND xã",
        objectives="Nâng cao kỷ luật, kỷ cương hành chính.",
        legal_bases="Quyết định số 522/QĐ-UBND ngày 25/01/2017",
        commitment="Gương mẫu thực hiện, mỗi tháng kiểm tra một lần.",
    )
    PlanActivity.objects.create(
        plan=plan,
        position=1,
        title="Quán triệt Quy tắc ứng xử tại sinh hoạt chi bộ",
        form="party_cell_meeting",
        audience="staff",
        starts_on=date(2024, 2, 10),
        ends_on=date(2024, 11, 30),
        lead="Văn phòng",
        target=10,
        target_unit="buổi",
    )
