from units.models.event import Event, Subject
from units.models.membership import Membership, Role
from units.models.unit import Cluster, Group, Kind, Unit
from units.models.user import User

__all__ = ["Cluster", "Event", "Group", "Kind", "Membership", "Role", "Subject", "Unit", "User"]
