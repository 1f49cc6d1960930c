"""Who sits in a session, who is there, who may vote on what: read once, asked often."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from conduct.models import AgendaItem, Recusal, Seat, Session
from conduct.reckoning import Count


@dataclass(frozen=True)
class Council:
    """The seats of one session and, per item, the seats that have no vote on it."""

    seats: list[Seat]
    recused: Mapping[int, frozenset[int]]

    @cached_property
    def here(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_here]

    def voters(self, item: int) -> list[Seat]:
        """Return who is given a ballot: present and not recused."""
        return [seat for seat in self.here if seat.pk not in self.out_of(item)]

    def absent_voters(self, item: int) -> list[Seat]:
        """Return whose written opinion could count: absent and not recused."""
        return [seat for seat in self.seats if not seat.is_here and seat.pk not in self.out_of(item)]

    def out_of(self, item: int) -> frozenset[int]:
        return self.recused.get(item, frozenset())

    def chair(self) -> Seat | None:
        return next((seat for seat in self.seats if seat.is_chair), None)

    def counted(self, item: AgendaItem, **votes: int) -> Count:
        """Return what the reckoning takes: this council, and what came out of box, hands or record."""
        out = self.out_of(item.pk)
        return Count(
            members=len(self.seats),
            present=len(self.here),
            recused=sum(seat.pk in out for seat in self.seats),
            recused_present=sum(seat.pk in out for seat in self.here),
            **votes,
        )


def council_of(session: Session) -> Council:
    """Read the seats and the standing conflicts of interest of a session: two queries."""
    recused: dict[int, set[int]] = {}
    standing = Recusal.objects.standing().filter(item__session=session)
    for item, seat in standing.values_list("item", "seat"):
        recused.setdefault(item, set()).add(seat)
    return Council(list(session.seats.held()), {item: frozenset(seats) for item, seats in recused.items()})
