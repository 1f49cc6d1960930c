"""What administrators may do: one group, filled from this table whenever it changes."""

from typing import Final

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

ADMINISTRATORS: Final = "Quản trị"
EDITS = ("view", "add", "change")
KEEPS = (*EDITS, "delete")
LOOKS = ("view",)
ADDS = ("view", "add")  # a slip is mended by a later row
RIGHTS: dict[str, dict[str, tuple[str, ...]]] = {
    "units": {"unit": EDITS, "cluster": KEEPS, "user": EDITS, "membership": KEEPS, "succession": ADDS},
    "campaigns": {
        **dict.fromkeys(("legalbasis", "holiday", "schoolyear", "indicator"), KEEPS),
        **dict.fromkeys(
            ("campaign", "requirement", "participation", "obligation", "obligationevent", "receipt"), LOOKS
        ),
        "campaigntarget": ADDS,
    },
    "conduct": {
        **dict.fromkeys(("checklist", "publicwindow", "votingrule", "award", "awardterms", "awardneed"), KEEPS),
        **dict.fromkeys(("scale", "scalecriterion"), KEEPS),
    },
    "portal": {
        **dict.fromkeys(("report", "outgoingmail"), LOOKS),
        **dict.fromkeys(("reportschedule", "feedtoken"), KEEPS),
        "wordtemplate": EDITS,
    },
    "django_celery_beat": dict.fromkeys(("periodictask", "crontabschedule", "intervalschedule"), KEEPS),
    "axes": {"accessattempt": ("view", "delete")},
}


@transaction.atomic
def fill_group() -> Group:
    """Make the administrators' group hold exactly the rights of the table, and return it."""
    group, _made = Group.objects.get_or_create(name=ADMINISTRATORS)
    wanted = Q()
    for app, models in RIGHTS.items():
        for model, verbs in models.items():
            names = [f"{verb}_{model}" for verb in verbs]
            wanted |= Q(content_type__app_label=app, content_type__model=model, codename__in=names)
    group.permissions.set(Permission.objects.filter(wanted))
    return group
