"""Official papers as Word files: from the template that the office has switched on, else from the built-in one."""

import logging
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from portal.models import WordTemplate
from portal.papers import kinds

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
log = logging.getLogger(__name__)


@cache
def built_in(kind: str) -> bytes:
    """Return the template that comes with the portal."""
    return kinds.of(kind).build()


def render_docx(kind: str, facts: Mapping[str, Any]) -> bytes:
    """Return the paper of this kind; KeyError for an unknown kind, Jinja's errors where facts are missing.

    A template of the office that cannot be filled, although it was checked, costs nobody their paper.
    """
    from jinja2 import TemplateError

    from portal.papers.filling import fill

    own = WordTemplate.objects.in_use().filter(kind=kind).only("content").first()
    if own:
        try:
            return fill(bytes(own.content), facts)
        except TemplateError:
            log.exception("Word template %s cannot be filled; the built-in one is used", own.pk)
    return fill(built_in(kind), facts)
