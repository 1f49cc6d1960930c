from conduct.models.checklist import Checklist, PublicWindow, audience_of
from conduct.models.code import (
    AnsweredIn,
    Assessed,
    Audience,
    Clause,
    Code,
    CodeVersion,
    Facet,
    Method,
    Rhythm,
    Theme,
)

__all__ = [
    "AnsweredIn",
    "Assessed",
    "Audience",
    "Checklist",
    "Clause",
    "Code",
    "CodeVersion",
    "Facet",
    "Method",
    "PublicWindow",
    "Rhythm",
    "Theme",
    "audience_of",
]
