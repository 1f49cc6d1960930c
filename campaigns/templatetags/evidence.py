"""Evidence in templates: the part of a page where it is given, and what stands at a place of a content."""

from collections.abc import Mapping
from typing import Any

from django import template

from campaigns.elsewhere import Shown, evidence_rows, with_elsewhere
from campaigns.evidence_page import Book, Part
from campaigns.models import ActivityEntry, Obligation
from campaigns.serving import PICTURES

register = template.Library()


@register.simple_tag(takes_context=True)
def evidence_at(context: Mapping[str, Any], to: Obligation | ActivityEntry, place: str = "", label: str = "") -> Part:
    """Return the evidence at a place of a draft or with an activity, for `campaigns/evidence_part.html`."""
    return Part(Book.of(to, context["request"].user), place, label)


@register.simple_tag(takes_context=True)
def evidence_of(context: Mapping[str, Any], content: Mapping[str, Any], place: str) -> list[Shown]:
    """Return what stands at a place of a content; where pages ask for it (`tells_elsewhere`), with its other places."""
    rows = evidence_rows(content, place)
    if not rows or not context.get("tells_elsewhere"):
        return [Shown(row) for row in rows]
    return with_elsewhere(rows, content, place, obligation=context["obligation"], reader=context["request"].user)


@register.filter
def is_picture(mime: str) -> bool:
    return mime in PICTURES
