"""What a unit declared, written down once more in rows when it hands in: figures are made of these."""

from campaigns.models import Obligation, ObligationEvent
from conduct.models import Answer, DeclaredAnswer


def declare(obligation: Obligation, event: ObligationEvent) -> None:
    """Write the answers of a hand-in down, as they are handed in."""
    DeclaredAnswer.objects.bulk_create(declared(answer, event) for answer in Answer.objects.of(obligation))


def declared(answer: Answer, event: ObligationEvent) -> DeclaredAnswer:
    """Return an answer as it is declared with this hand-in."""
    return DeclaredAnswer(
        event=event,
        unit_id=event.obligation.unit_id,
        clause=answer.clause,
        verdict=answer.verdict,
        assessed=answer.assessed,
        complied=answer.complied,
    )
