from conduct.initiative_moves import InitiativeState
from conduct.models.agenda import AgendaItem, CastingVote, Ground, ItemResult, Recusal
from conduct.models.assessment import Answer, Assessment, DeclaredAnswer, Verdict
from conduct.models.award import Award, AwardKind, AwardNeed, AwardTerms, Level, QuotaBase, Rounding, SubjectKind
from conduct.models.ballot import BallotBox, Choice, OpenVote, RollEntry, RollState, WrittenOpinion
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
from conduct.models.decision import Decision, DecisionEvent, DecisionLine
from conduct.models.dossier import Achievement, CheckOverride, NominationEvidence
from conduct.models.feedback import (
    Feedback,
    FeedbackAnswer,
    FeedbackBudget,
    FeedbackContact,
    FeedbackEvent,
    FeedbackLink,
)
from conduct.models.found import AnswerSave, Finding, FindingPhoto, Remedy, VisitAnswer
from conduct.models.incident import Incident, IncidentMonth, Offence, PublicPlace
from conduct.models.initiative import (
    AuthorKind,
    Initiative,
    InitiativeAuthor,
    InitiativeEvent,
    InitiativeField,
    InitiativeFile,
)
from conduct.models.inspection import (
    Inspection,
    InspectionEvent,
    InspectionMember,
    SampleDraw,
    Visit,
    VisitEvent,
)
from conduct.models.marks import Adoption, Mark, Marker, MarkSheet
from conduct.models.nomination import Nomination, NominationEvent, Standing
from conduct.models.privacy import PrivacyEvent, PrivacySubject, PrivacyVerb
from conduct.models.scale import Scale, ScaleCriterion
from conduct.models.session import Attendance, Seat, Session, SessionEvent, SessionPaper, Teller
from conduct.models.story import Category, Story, StoryConsent, StoryDay, StoryEvent, StoryPhoto
from conduct.models.violation import Violation, ViolationEvent, ViolationPerson
from conduct.models.vote_rule import Manner, Secrecy, VotingRule
from conduct.nomination_moves import NominationState
from conduct.reckoning import Outcome
from conduct.session_moves import DecisionState, SessionState
from conduct.story_moves import Stage, StoryState
from conduct.violation_moves import ViolationState

__all__ = [
    "Achievement",
    "Adoption",
    "AgendaItem",
    "Answer",
    "AnswerSave",
    "AnsweredIn",
    "Assessed",
    "Assessment",
    "Attendance",
    "Audience",
    "AuthorKind",
    "Award",
    "AwardKind",
    "AwardNeed",
    "AwardTerms",
    "BallotBox",
    "CastingVote",
    "Category",
    "CheckOverride",
    "Checklist",
    "Choice",
    "Clause",
    "Code",
    "CodeVersion",
    "Decision",
    "DecisionEvent",
    "DecisionLine",
    "DecisionState",
    "DeclaredAnswer",
    "Facet",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackBudget",
    "FeedbackContact",
    "FeedbackEvent",
    "FeedbackLink",
    "Finding",
    "FindingPhoto",
    "Ground",
    "Incident",
    "IncidentMonth",
    "Initiative",
    "InitiativeAuthor",
    "InitiativeEvent",
    "InitiativeField",
    "InitiativeFile",
    "InitiativeState",
    "Inspection",
    "InspectionEvent",
    "InspectionMember",
    "ItemResult",
    "Level",
    "Manner",
    "Mark",
    "MarkSheet",
    "Marker",
    "Method",
    "Nomination",
    "NominationEvent",
    "NominationEvidence",
    "NominationState",
    "Offence",
    "OpenVote",
    "Outcome",
    "PrivacyEvent",
    "PrivacySubject",
    "PrivacyVerb",
    "PublicPlace",
    "PublicWindow",
    "QuotaBase",
    "Recusal",
    "Remedy",
    "Rhythm",
    "RollEntry",
    "RollState",
    "Rounding",
    "SampleDraw",
    "Scale",
    "ScaleCriterion",
    "Seat",
    "Secrecy",
    "Session",
    "SessionEvent",
    "SessionPaper",
    "SessionState",
    "Stage",
    "Standing",
    "Story",
    "StoryConsent",
    "StoryDay",
    "StoryEvent",
    "StoryPhoto",
    "StoryState",
    "SubjectKind",
    "Teller",
    "Theme",
    "Verdict",
    "Violation",
    "ViolationEvent",
    "ViolationPerson",
    "ViolationState",
    "Visit",
    "VisitAnswer",
    "VisitEvent",
    "VotingRule",
    "WrittenOpinion",
    "audience_of",
]
