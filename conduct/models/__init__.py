from conduct.models.assessment import Answer, Assessment, DeclaredAnswer, Verdict
from conduct.models.award import Award, AwardKind, AwardNeed, AwardTerms, Level, QuotaBase, Rounding, SubjectKind
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
from conduct.models.feedback import (
    Feedback,
    FeedbackAnswer,
    FeedbackBudget,
    FeedbackContact,
    FeedbackEvent,
    FeedbackLink,
)
from conduct.models.nomination import Nomination, NominationEvent
from conduct.models.privacy import PrivacyEvent, PrivacySubject, PrivacyVerb
from conduct.models.vote_rule import Manner, Secrecy, VotingRule
from conduct.nomination_moves import NominationState

__all__ = [
    "Answer",
    "AnsweredIn",
    "Assessed",
    "Assessment",
    "Audience",
    "Award",
    "AwardKind",
    "AwardNeed",
    "AwardTerms",
    "Checklist",
    "Clause",
    "Code",
    "CodeVersion",
    "DeclaredAnswer",
    "Facet",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackBudget",
    "FeedbackContact",
    "FeedbackEvent",
    "FeedbackLink",
    "Level",
    "Manner",
    "Method",
    "Nomination",
    "NominationEvent",
    "NominationState",
    "PrivacyEvent",
    "PrivacySubject",
    "PrivacyVerb",
    "PublicWindow",
    "QuotaBase",
    "Rhythm",
    "Rounding",
    "Secrecy",
    "SubjectKind",
    "Theme",
    "Verdict",
    "VotingRule",
    "audience_of",
]
