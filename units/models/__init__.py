from units.models.event import Event, Subject
from units.models.membership import Membership, Role
from units.models.succession import Succession, SuccessionKind
from units.models.unit import Cluster, Group, Kind, Unit
from units.models.user import User

__all__ = [
    "Cluster",
    "Event",
    "Group",
    "Kind",
    "Membership",
    "Role",
    "Subject",
    "Succession",
    "SuccessionKind",
    "Unit",
    "User",
]
