"""Nominations for the sweeps: a draft with evidence, and one that the council has received."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import Campaign
from conduct.nomination_actions import give_file
from tests.conduct.dossiers import a_dossier, an_award
from units.models import Unit, User
from units.workflow import advance


def proposed(campaign: Campaign, unit: Unit, *, drafter: User, head: User, picture: bytes) -> dict[str, Any]:
    """Return what the addresses of nominations name."""
    award = an_award("de-nghi")
    facts = {"campaign": campaign, "by": drafter}
    draft = a_dossier(campaign.host, unit, award, **facts)
    give_file(draft, SimpleUploadedFile("bien-ban.jpg", picture, "image/jpeg"), by=drafter)
    sent = a_dossier(campaign.host, unit, award, name="Trần Thị Đã Nộp", merit="Việc khác hẳn", **facts)
    advance(sent, "submit", by=head)
    return {"dossier": draft.pk, "dossier_file": str(draft.evidence.get().evidence_id), "nominated": sent.pk}
