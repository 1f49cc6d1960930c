from portal.models.certificate_batch import BatchState, CertificateBatch
from portal.models.feed_token import FeedToken
from portal.models.heartbeat import Heartbeat
from portal.models.mail import OutgoingMail
from portal.models.notice import Digest, Notice, NoticeChoice, NoticeRun, NoticeStep
from portal.models.report import Report, ReportState
from portal.models.report_paper import Face, ReportDelivery, ReportEvent, ReportFile, ReportPaper
from portal.models.report_schedule import CadenceChoice, ReportSchedule
from portal.models.word_template import TemplateState, WordTemplate

__all__ = [
    "BatchState",
    "CadenceChoice",
    "CertificateBatch",
    "Digest",
    "Face",
    "FeedToken",
    "Heartbeat",
    "Notice",
    "NoticeChoice",
    "NoticeRun",
    "NoticeStep",
    "OutgoingMail",
    "Report",
    "ReportDelivery",
    "ReportEvent",
    "ReportFile",
    "ReportPaper",
    "ReportSchedule",
    "ReportState",
    "TemplateState",
    "WordTemplate",
]
