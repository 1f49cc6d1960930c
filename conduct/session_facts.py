"""What is told of a session: what its events keep for ever, and the facts of its minutes; totals, never a ballot."""

from typing import Any

from conduct.models import AgendaItem, Choice, OpenVote, Recusal, Session, WrittenOpinion
from conduct.voters import council_of


def frozen(session: Session, verb: str) -> dict[str, Any] | None:
    """Return what the event of a move keeps: the council and the agenda at first, the results later."""
    if verb in {"convene", "change", "open"}:
        return council_facts(session) | {"items": [item_facts(item) for item in agenda(session)]}
    if verb in {"count", "approve"}:
        return {"items": [item_facts(item) | {"result": result_facts(item)} for item in agenda(session)]}
    return None


def agenda(session: Session) -> list[AgendaItem]:
    """Return the items with everything that is told of them."""
    return list(session.items.select_related("nomination", "unit", "rule", "result__casting"))


def council_facts(session: Session) -> dict[str, Any]:
    """Return who sits, who is there, who keeps the keys, and who has no vote on what."""
    council = council_of(session)
    recusals = Recusal.objects.filter(item__session=session).order_by("item", "seat", "ground")
    return {
        "held_at": session.held_at.isoformat(),
        "place": session.place,
        "seats": [
            {"person": seat.person_id, "name": seat.name, "role": seat.role, "attendance": seat.attendance}
            for seat in council.seats
        ],
        "tellers": [{"person": teller.person_id, "key": teller.public_key} for teller in session.tellers.all()],
        "conflicts": [
            {"item": row.item_id, "seat": row.seat_id, "ground": row.ground, "lifted": row.lifted_why}
            for row in recusals
        ],
    }


def item_facts(item: AgendaItem) -> dict[str, Any]:
    return {
        "id": item.pk,
        "nomination": item.nomination_id,
        "title": item.title,
        "manner": item.manner,
        "rule": item.asked.frozen(),
    }


RESULT = (
    *(
        "members",
        "present",
        "recused",
        "recused_present",
        "issued",
        "received",
        "valid",
        "yes",
        "no",
        "blank",
        "invalid",
    ),
    *("written_yes", "written_no", "written_blank", "yes_in_all", "base", "needed", "outcome", "marks"),
)


def result_facts(item: AgendaItem) -> dict[str, Any] | None:
    """Return the totals of an item; None while it is not counted."""
    result = getattr(item, "result", None)
    if result is None:
        return None
    casting = getattr(result, "casting", None)
    return {name: getattr(result, name) for name in RESULT} | {"chair_said_yes": casting and casting.says_yes}


def written_by_item(session: Session) -> dict[int, list[WrittenOpinion]]:
    """Return the written opinions of the absent, item by item: they are counted with names."""
    found: dict[int, list[WrittenOpinion]] = {}
    for opinion in (
        WrittenOpinion.objects.filter(item__session=session).select_related("seat").order_by("seat__position")
    ):
        found.setdefault(opinion.item_id, []).append(opinion)
    return found


def recused_by_item(session: Session) -> dict[int, list[Recusal]]:
    """Return the conflicts of interest, item by item, the lifted ones too."""
    found: dict[int, list[Recusal]] = {}
    for row in Recusal.objects.filter(item__session=session).select_related("seat").order_by("seat__position"):
        found.setdefault(row.item_id, []).append(row)
    return found


def named_by_item(session: Session) -> dict[int, list[tuple[str, list[str]]]]:
    """Return of each open vote who chose what, in the order of the seats; asked for after the close alone."""
    found: dict[int, dict[str, list[str]]] = {}
    votes = OpenVote.objects.filter(item__session=session).select_related("seat").order_by("seat__position")
    for vote in votes:
        found.setdefault(vote.item_id, {}).setdefault(vote.choice, []).append(vote.seat.name)
    return {item: [(str(word.label), said[word]) for word in Choice if word in said] for item, said in found.items()}
