from portal.models.heartbeat import Heartbeat
from portal.models.mail import OutgoingMail
from portal.models.report import Report, ReportState

__all__ = ["Heartbeat", "OutgoingMail", "Report", "ReportState"]
