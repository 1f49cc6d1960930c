from portal.models.heartbeat import Heartbeat
from portal.models.mail import OutgoingMail
from portal.models.notice import Digest, Notice, NoticeChoice, NoticeRun, NoticeStep
from portal.models.report import Report, ReportState

__all__ = [
    "Digest",
    "Heartbeat",
    "Notice",
    "NoticeChoice",
    "NoticeRun",
    "NoticeStep",
    "OutgoingMail",
    "Report",
    "ReportState",
]
