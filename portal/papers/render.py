"""Official papers as Word files."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from portal.papers import kinds

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@cache
def built_in(kind: str) -> bytes:
    """Return the template that comes with the portal."""
    return kinds.of(kind).build()


def render_docx(kind: str, facts: Mapping[str, Any]) -> bytes:
    """Return the paper of this kind; KeyError for an unknown kind, Jinja's errors where facts are missing."""
    from portal.papers.filling import fill

    return fill(built_in(kind), facts)
