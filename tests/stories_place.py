"""Stories for the sweeps: a draft, one that is nominated, one that is published, with picture and consent."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from conduct.models import Story
from conduct.stories import add_photo, begin, record_consent, save_draft
from units.models import Unit, User
from units.workflow import advance

WORDS = {
    "lead": "Chị hướng dẫn người dân từng bước, không ai phải đi lại lần hai.",
    "body": "Mỗi sáng, chị đến sớm mười lăm phút.\n\nNgười già được mời ngồi trước.",
    "byline": "Ban biên tập",
    "name": "Lò Thị Gương",
    "position": "Công chức Một cửa",
}


def drafted(unit: Unit, *, by: User, picture: bytes, category: str = "example", title: str = "Tận tụy vì dân") -> Story:
    """Return a draft that is complete."""
    story = begin(unit, title=title, category=category, by=by)
    save_draft(story, WORDS, by=by, version=None)
    upload = SimpleUploadedFile("anh.jpg", picture, "image/jpeg")
    add_photo(story, upload, alt="Chị Gương hướng dẫn một cụ già", by=by)
    record_consent(story, who=WORDS["name"], manner="paper", given_on=date(2024, 3, 1), by=by)
    return Story.objects.get(pk=story.pk)


def published(unit: Unit, *, by: User, secretary: User, picture: bytes, **facts: Any) -> Story:
    story = drafted(unit, by=by, picture=picture, **facts)
    advance(story, "nominate", by=by)
    advance(story, "publish", by=secretary)
    return story


def told(unit: Unit, *, by: User, secretary: User, picture: bytes) -> dict[str, Any]:
    """Return what the addresses of stories name."""
    draft = drafted(unit, by=by, picture=picture)
    nominated = drafted(unit, by=by, picture=picture)
    advance(nominated, "nominate", by=by)
    public = published(unit, by=by, secretary=secretary, picture=picture)
    return {
        "tale": draft.pk,
        "tale_photo": str(draft.photos.get().pk),
        "tale_sent": nominated.pk,
        "public": public.pk,
        "public_photo": str(public.photos.get().pk),
    }
