"""What the frame around every page shows this person: doors, search box, places, initial.

Read when a template asks for it, so that error pages need neither database nor session.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import CharField, Count, ExpressionWrapper, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import is_valid_path
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from campaigns.models import ExtensionRequest, Obligation
from portal.models import Notice
from units.models import Membership, Role, User
from units.scoping import Scope


class Door(NamedTuple):
    """A way in. `covers`: pages that stand behind it although their address begins otherwise."""

    label: Any
    url: str
    icon: str
    covers: tuple[str, ...] = ()
    here: bool = False
    exact: bool = False
    waiting: int = 0  # how much waits behind it for this person


TODO = Door(_("To do"), "/todo/", "clipboard-document-check", ("/obligations/",))
LOG = Door(_("Log"), "/log/", "book-open")
COUNCIL = (
    Door(_("Desk"), "/council/", "home"),
    Door(_("Matrix"), "/council/matrix/", "table-cells", ("/council/units/", "/log/")),
    Door(_("Review"), "/council/review/", "document-magnifying-glass", ("/obligations/", "/council/extensions/")),
    Door(_("Reports"), "/reports/", "chart-bar-square"),
)
SESSIONS = Door(_("Sessions"), "/council/sessions/", "scale")
FIGURES = Door(_("Figures of the units"), "/council/indicators/", "calculator")
CONDUCT = Door(_("How the codes are kept"), "/council/conduct/", "presentation-chart-line")
INCIDENTS = Door(_("Incidents in public places"), "/council/incidents/", "map-pin")
OWN_INCIDENTS = Door(_("Incidents in public places"), "/incidents/", "map-pin")
CODES = Door(_("Codes of conduct"), "/codes/", "book-open")
NOMINATIONS = Door(_("Nominations received"), "/council/nominations/", "trophy", ("/nominations/",))
OWN_NOMINATIONS = Door(_("Nominations"), "/nominations/", "trophy")
DECISIONS = Door(_("Register of decisions"), "/council/decisions/", "document-check", ("/decisions/",))
CAMPAIGNS = Door(_("Campaigns"), "/council/campaigns/", "flag")
INSPECTIONS = Door(
    _("Inspections"), "/inspections/", "clipboard-document-list", ("/visits/", "/findings/", "/council/findings/")
)
VIOLATIONS = Door(_("Violations"), "/violations/", "shield-exclamation", ("/council/privacy/",))
FEEDBACK = Door(_("Citizens’ feedback"), "/council/feedback/", "chat-bubble-left-right")
OWN_FEEDBACK = Door(_("What citizens say of us"), "/unit/feedback/", "chat-bubble-left-right")
INITIATIVES = Door(_("Initiatives"), "/initiatives/", "light-bulb")
STORIES = Door(_("Examples and news"), "/examples/", "newspaper")
PEOPLE = Door(_("People of the unit"), "/people/", "users")
FAILED_MAIL = Door(_("Mail that did not arrive"), "/council/mail/", "envelope-open")
PAPERS = Door(_("Papers in force"), "/papers/", "document-text")
ADMIN = Door(_("Administration"), "/admin/", "cog-6-tooth")
MAIL = Door(_("Mailbox of the demo"), "/dev/mail/", "envelope")
MOST_DOORS = 5  # a phone's bottom bar holds no more; the rest stands in the person's menu


@dataclass
class Frame:
    """The frame of one request."""

    doors: list[Door] = field(default_factory=list)
    side_doors: list[Door] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    initial: str = ""
    unread: int = 0
    search_url: str = ""
    search_label: Any = ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates `frame`, computed on first use."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}


def frame_of(request: HttpRequest) -> Frame:
    """Return the frame for the person of this request; an empty one for nobody."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return Frame()
    doors = [door for door in doors_of(user) if is_valid_path(door.url)]
    about = About.of(user)
    marked = [door._replace(waiting=about.waiting.get(door.url, 0)) for door in marked_here(doors, request.path)]
    matrix = next((door for door in doors if door.url == "/council/matrix/"), None)
    todo = next((door for door in doors if door is TODO), None)
    search = matrix or todo
    return Frame(
        doors=marked[:MOST_DOORS] if len(marked) > 1 or not user.is_staff else [],
        side_doors=marked[MOST_DOORS:] + [door for door in quiet_doors_of(user) if is_valid_path(door.url)],
        places=about.places,
        initial=user.get_short_name()[:1].upper(),
        unread=about.unread,
        search_url=search.url if search else "",
        search_label=_("Search units") if matrix else _("Search what is owed"),
    )


def start_page(user: User) -> str:
    """Return where this person's day begins."""
    scope = Scope.of(user)
    if scope.hosts:
        return "/council/"
    return "/admin/" if user.is_staff and not scope.own else TODO.url


def doors_of(user: User) -> list[Door]:
    """Return the doors this person may open, the daily ones first."""
    scope = Scope.of(user)
    doors = [TODO, LOG, OWN_NOMINATIONS] if scope.own else []
    if scope.hosts:
        doors += COUNCIL
    if scope.holds(Role.SECRETARY):
        doors.append(CAMPAIGNS)
    if scope.hosts:
        doors.append(SESSIONS)
    if user.is_staff:
        doors.append(ADMIN)
    return doors


def quiet_doors_of(user: User) -> list[Door]:
    """Return the doors that are seldom needed: they stand in the person's menu."""
    scope = Scope.of(user)
    is_secretary = scope.holds(Role.SECRETARY)
    doors = ([CONDUCT, INCIDENTS, NOMINATIONS, DECISIONS, FIGURES, FEEDBACK] if scope.hosts else []) + (
        [OWN_FEEDBACK, OWN_INCIDENTS] if scope.own else []
    )
    doors += [CODES] if scope.own or scope.hosts or user.is_staff else []
    doors += [INITIATIVES, STORIES, PAPERS] if scope.own or scope.hosts else []
    doors += [INSPECTIONS, VIOLATIONS] if scope.roles else []
    doors += [PEOPLE] if scope.own or is_secretary or user.is_staff else []
    return doors + ([FAILED_MAIL] if is_secretary else []) + ([MAIL] if user.is_staff else [])


def marked_here(doors: list[Door], path: str) -> list[Door]:
    """Mark the door behind which this page stands: the one with the longest matching address."""
    fitting = [(len(start), door) for door in doors for start in (door.url, *door.covers) if path.startswith(start)]
    here = max(fitting, key=lambda pair: pair[0])[1] if fitting else None
    return [door._replace(here=door is here, exact=door.url == path) for door in doors]


@dataclass(frozen=True)
class About:
    """What a person is, and where, in words; what they have not read; what waits for them behind which door."""

    places: list[str]
    unread: int
    waiting: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, user: User) -> "About":
        """Read it: one query for all."""
        mine = Notice.objects.filter(person=OuterRef("user"), read_at=None).order_by().values("person")
        held = Membership.objects.filter(user=user).in_force(on=timezone.localdate()).select_related("unit")
        rows: list[Any] = list(
            held.annotate(
                unread=_number(mine.annotate(number=Count("id"))),
                papers=_number(_at_host(Obligation.objects.awaiting_review(), "host")),
                requests=_number(_at_host(ExtensionRequest.objects.waiting(), "obligation__host")),
            )
        )
        if not rows:
            unread = Notice.objects.visible_to(user).unread().count()
            return cls([str(_("Administrator"))] if user.is_staff else [], unread)
        waiting = sum(row.papers + row.requests for row in rows if row.role == Role.SECRETARY)
        places = [f"{row.get_role_display()} · {row.unit}" for row in rows]
        return cls(places, rows[0].unread, {"/council/review/": waiting})


def _at_host(rows: QuerySet, path: str) -> QuerySet:
    """Count rows at the host of a membership; of a role that answers nothing the database counts nothing."""
    of_host = (
        rows.filter(**{path: OuterRef("unit")})
        .annotate(role=ExpressionWrapper(OuterRef("role"), CharField()))
        .filter(role=Role.SECRETARY)
    )
    return of_host.order_by().values(path).annotate(number=Count("id"))


def _number(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows.values("number")), 0)
