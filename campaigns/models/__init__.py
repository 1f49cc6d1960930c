from campaigns.models.activity import ActivityEntry, ActivityKind, Drive, LogAudience
from campaigns.models.calendar import Holiday, SchoolYear
from campaigns.models.campaign import Campaign, LegalBasis, Participation
from campaigns.models.evidence import Evidence, EvidenceUse
from campaigns.models.extension import ExtensionRequest, RequestState
from campaigns.models.indicator import Aggregation, Indicator, Prefill, ValueType
from campaigns.models.obligation import Obligation, ObligationEvent, Receipt, State
from campaigns.models.paper import Paper
from campaigns.models.photo import ActivityPhoto
from campaigns.models.plan import Plan, PlanActivity
from campaigns.models.progress import IndicatorValue, ProgressReport, ReportedActivity
from campaigns.models.requirement import Frequency, PaperKind, Requirement, Scheme
from campaigns.models.review_note import ReviewNote
from campaigns.models.sheet import SheetKind, SheetUpload
from campaigns.models.target import CampaignTarget, TargetFigure
from campaigns.models.upload import Upload

__all__ = [
    "ActivityEntry",
    "ActivityKind",
    "ActivityPhoto",
    "Aggregation",
    "Campaign",
    "CampaignTarget",
    "Drive",
    "Evidence",
    "EvidenceUse",
    "ExtensionRequest",
    "Frequency",
    "Holiday",
    "Indicator",
    "IndicatorValue",
    "LegalBasis",
    "LogAudience",
    "Obligation",
    "ObligationEvent",
    "Paper",
    "PaperKind",
    "Participation",
    "Plan",
    "PlanActivity",
    "Prefill",
    "ProgressReport",
    "Receipt",
    "ReportedActivity",
    "RequestState",
    "Requirement",
    "ReviewNote",
    "Scheme",
    "SchoolYear",
    "SheetKind",
    "SheetUpload",
    "State",
    "TargetFigure",
    "Upload",
    "ValueType",
]
