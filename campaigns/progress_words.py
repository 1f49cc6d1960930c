"""The sentences of progress reports: those that a draft begins with, and what a doubtful figure is told."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import ActivityKind as K
from campaigns.plausibility import TIMES, Doubt
from campaigns.prefill import Wording

DOUBT_WORDS: Final = {
    Doubt.MORE_THAN_WHOLE: gettext_lazy("the part is more than the whole"),
    Doubt.SHARE_OF_NOTHING: gettext_lazy("the whole is 0, the part is not"),
    Doubt.GREW: gettext_lazy("%(times)s times the last period or more"),
    Doubt.FELL: gettext_lazy("a fifth of the last period or less"),
    Doubt.FELL_TO_ZERO: gettext_lazy("0, but not in the last period"),
    Doubt.SHARE_MOVED: gettext_lazy("more than 30 percentage points away from the last period"),
}


def doubt_words(doubt: Doubt) -> str:
    return str(DOUBT_WORDS[doubt]) % {"times": TIMES} if doubt == Doubt.GREW else str(DOUBT_WORDS[doubt])


def wording() -> Wording:
    """Return the sentences of a report in the language that is active; the report itself is written in Vietnamese."""
    return Wording(
        kinds={kind.value: str(kind.label) for kind in K},
        opening=_(
            "From %(first)s to %(last)s the unit organised %(times)s activities with an attendance of %(people)s."
        ),
        of_kind=_("- %(kind)s: %(times)s times, attendance %(people)s."),
        drives=_("It launched %(number)s emulation drives of its own."),
        heads=(
            (
                _("1. The code of conduct of officials, employees and workers"),
                frozenset({K.PROFESSIONAL_MEETING, K.PARTY_CELL_MEETING, K.DIRECTIVE_05, K.DIRECTIVE_06})
                | {K.TRAINING, K.HEAD_CHECK},
            ),
            (_("2. The code of conduct in public places"), frozenset({K.PUBLICITY, K.DIALOGUE, K.CLEAN_UP, K.OTHER})),
            (_("3. Administrative reform and digital work"), frozenset({K.REFORM})),
            (_("4. Praise, good examples, initiatives"), frozenset({K.PRAISE, K.MEDIA})),
        ),
        nothing=_("- Nothing was noted in the log."),
        public=_("- Of these for residents, pupils and parents: %(times)s times, attendance %(people)s."),
        not_done=_("Planned for the period and not done yet (say why):"),
        ahead=_("Planned for the next period:"),
    )
