"""Who acts for which unit in the sample."""

from dataclasses import dataclass

from units.models import Unit, User


@dataclass(frozen=True)
class Cast:
    """Who acts on one unit's papers."""

    drafter: User
    head: User
    secretary: User
    chair: User


class Casting:
    """Who acts for which unit, read once."""

    def __init__(self, host: Unit) -> None:
        people = {user.username: user for user in User.objects.filter(is_active=True)}
        self.secretary, self.chair = people["thuongtruc"], people["chutich"]
        self.people = people

    def of(self, unit: Unit) -> Cast:
        code = unit.code.lower()
        head = self.people["uyvien1"] if unit.code == "NV" else self.people[f"thutruong.{code}"]
        return Cast(self.people[f"canbo.{code}"], head, self.secretary, self.chair)
