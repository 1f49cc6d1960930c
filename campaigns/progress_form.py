"""The sections in which a progress report is written; its rows are given by plan, log and requirement, not added."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, ClassVar, Generic, TypeVar

from crispy_forms.layout import Div
from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.forms import DraftForm, PartForm, draft_field
from campaigns.indicator_sums import NOTHING, Figure
from campaigns.models import IndicatorValue, Obligation, ProgressReport, ReportedActivity, ValueType
from campaigns.models.progress import TEXTS
from campaigns.plausibility import doubts
from campaigns.prefill import Noted, Shorter
from campaigns.progress import ReportDraft, Row, begun, key_of, source_of
from campaigns.progress_anew import stale_gaps
from campaigns.progress_words import doubt_words
from campaigns.sections import SCAN, Section
from units.fields import FigureField

RowType = TypeVar("RowType", bound=Row)


class ReportPart(PartForm):
    """Columns of the report itself; the first words of a report write all of it down as the log fills it in."""

    def __init__(self, obligation: Obligation, data: Mapping[str, Any] | None = None, action: str = "") -> None:
        self.draft = ReportDraft.of(obligation)
        DraftForm.__init__(self, data, instance=copy(self.draft.report))

    @property
    def stale(self) -> int:
        return stale_gaps(self.draft)

    def write(self, obligation: Obligation) -> None:
        """Store what was changed; called while the obligation is held."""
        report = begun(obligation).report
        for name in self.changed_data:
            setattr(report, name, self.cleaned_data[name])
        report.save(update_fields=self.changed_data)


class HeadingForm(ReportPart):
    LAYOUT = (Div("number", "issued_on", css_class="fields-row"), "signer_name", "signer_position")

    class Meta:
        model = ProgressReport
        fields = ("number", "issued_on", "signer_name", "signer_position")
        labels = {"number": _("Number and symbol")}
        help_texts = {
            "number": _("For example 45/BC-UBND"),
            "signer_name": _("Full name, without title"),
            "signer_position": _("For example Chairman of the commune's People's Committee"),
        }
        formfield_callback = draft_field


class TextsForm(ReportPart):
    class Meta:
        model = ProgressReport
        fields = TEXTS
        labels = {
            "direction": _("I. Direction and organisation"),
            "results": _("II. Results"),
            "limits": _("III. Limits and their causes"),
            "next_steps": _("IV. Tasks and measures ahead"),
            "proposals": _("V. Proposals"),
        }
        help_texts = {
            "direction": _("Papers issued, conferences held, how many took part"),
            "results": _(
                "The code of conduct of officials; public places; administrative reform; praise and initiatives"
            ),
            "limits": _("What was not reached, and why"),
            "proposals": _("May be left empty"),
        }
        widgets = {name: forms.Textarea({"rows": 8 if name == "results" else 6}) for name in TEXTS}
        formfield_callback = draft_field


# --- rows ------------------------------------------------------------------------------------------------------------


def _figure_field(column: models.Field, **options: Any) -> forms.Field | None:
    if isinstance(column, models.IntegerField | models.DecimalField):
        return FigureField(label=column.verbose_name, required=False)
    return draft_field(column, **options)


class RowForm(DraftForm):
    """A row, and what the log says of it now."""

    logged: dict[str, Any]

    @property
    def is_off_the_log(self) -> bool:
        """Whether the log knows something of it, and something else."""
        known = {name: value for name, value in self.logged.items() if value is not None}
        return any(getattr(self.instance, name) != value for name, value in known.items())


class ReportedForm(RowForm):
    """What became of one activity."""

    entries: tuple[Noted, ...] = ()

    @property
    def is_undone(self) -> bool:
        """Whether it was planned for the period, not done, and nobody has said why."""
        row = self.instance
        return not row.kind and row.times == 0 and not row.remark

    class Meta:
        model = ReportedActivity
        fields = ("times", "attendance", "remark")
        widgets = {"remark": forms.Textarea({"rows": 2})}
        formfield_callback = _figure_field


class FigureForm(RowForm):
    """One figure: a number, or part and whole; beside it the last period's."""

    before: Figure = NOTHING
    number = 0  # of its row in the report, counted from 1

    class Meta:
        model = IndicatorValue
        fields = ("amount", "part", "whole", "explanation")
        widgets = {"explanation": forms.Textarea({"rows": 2})}
        formfield_callback = _figure_field

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = self.instance.indicator
        for name in ("amount",) if asked.is_share else ("part", "whole"):
            del self.fields[name]
        if asked.is_share:
            self.fields["part"].label, self.fields["whole"].label = asked.part_label, asked.whole_label
        elif asked.value_type == ValueType.MINUTES:
            self.fields["amount"] = FigureField(label=self.fields["amount"].label, places=1, required=False)

    @property
    def logged_figure(self) -> Figure:
        return Figure(**self.logged)

    @property
    def doubts(self) -> list[str]:
        """What looks wrong about the figure as it stands in the form."""
        row = self.instance
        return [doubt_words(doubt) for doubt in doubts(Figure(row.amount, row.part, row.whole), self.before)]

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "explanation"]

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the constraints to the database: asking it about each row would be a query per row."""
        return super()._get_validation_exclusions() | {"amount", "part", "whole"}  # type: ignore[misc]


class RowsOfReport(Generic[RowType]):
    """The rows of one list as one form. A post may leave rows away; what it does not name stays as it is."""

    PREFIX: ClassVar[str]
    FORM: ClassVar[type[RowForm]]
    row_name: str | Promise = ""

    def __init__(self, obligation: Obligation, data: Mapping[str, Any] | None = None, action: str = "") -> None:
        self.focus, self.said = "", ""
        self.is_bound = data is not None
        self.draft = ReportDraft.of(obligation)
        self.forms = [self._form(row, data) for row in self.rows_of(self.draft)]

    @staticmethod
    def rows_of(draft: ReportDraft) -> Sequence[Any]:
        raise NotImplementedError

    def _form(self, row: Row, data: Mapping[str, Any] | None) -> RowForm:
        prefix = f"{self.PREFIX}-{key_of(row)}"
        is_posted = data is not None and any(f"{prefix}-{name}" in data for name in self.FORM._meta.fields or ())
        form = self.FORM(data if is_posted else None, instance=copy(row), prefix=prefix)
        form.logged = self.draft.logged(row)
        return form

    @property
    def stale(self) -> int:
        return stale_gaps(self.draft)

    @property
    def posted(self) -> list[RowForm]:
        return [form for form in self.forms if form.is_bound]

    def is_valid(self) -> bool:
        return self.is_bound and all([form.is_valid() for form in self.posted])

    def has_changed(self) -> bool:
        return any(form.has_changed() for form in self.posted)

    def non_form_errors(self) -> list[str]:
        return []

    def show_theirs(self) -> None:
        for form in self.posted:
            form.show_theirs()

    def write(self, obligation: Obligation) -> None:
        """Store the fields that were changed, into the rows as they stand now; called while the obligation is held."""
        stored = {key_of(row): row for row in self.rows_of(begun(obligation))}
        changed = []
        for form in self.posted:
            row = stored.get(key_of(form.instance))
            if row is not None and form.has_changed():
                for name in form.changed_data:
                    setattr(row, name, form.cleaned_data[name])
                changed.append(row)
        if changed:
            type(changed[0])._default_manager.bulk_update(changed, self.FORM._meta.fields)  # type: ignore[arg-type]


class ReportedRows(RowsOfReport[ReportedActivity]):
    PREFIX, FORM = "activities", ReportedForm
    row_name = _("Activity %(number)s")

    @staticmethod
    def rows_of(draft: ReportDraft) -> Sequence[ReportedActivity]:
        return draft.activities

    def _form(self, row: Row, data: Mapping[str, Any] | None) -> RowForm:
        form = super()._form(row, data)
        line = self.draft.offer.line(source_of(form.instance))
        form.entries = line.entries if line else ()  # type: ignore[attr-defined]
        return form


class FigureRows(RowsOfReport[IndicatorValue]):
    PREFIX, FORM = "figures", FigureForm
    row_name = _("Figure %(number)s")

    @staticmethod
    def rows_of(draft: ReportDraft) -> Sequence[IndicatorValue]:
        return draft.values

    @property
    def before(self) -> Shorter | None:
        return self.draft.past.before

    @property
    def numbered(self) -> list[FigureForm]:
        for number, form in enumerate(self.forms, start=1):
            form.number = number  # type: ignore[attr-defined]
        return self.forms  # type: ignore[return-value]

    @property
    def typed(self) -> list[FigureForm]:
        """The figures that nobody but the unit knows."""
        return [form for form in self.numbered if not form.instance.indicator.prefill]

    @property
    def counted(self) -> list[FigureForm]:
        """The figures that the log counts."""
        return [form for form in self.numbered if form.instance.indicator.prefill]

    @property
    def has_odd_ones(self) -> bool:
        """Whether one of the counted ones asks to be looked at."""
        return any(form.errors or form.doubts or form.is_off_the_log for form in self.counted)

    def _form(self, row: Row, data: Mapping[str, Any] | None) -> RowForm:
        form = super()._form(row, data)
        if self.before:
            form.before = self.before.figures.get(form.instance.indicator.code, NOTHING)  # type: ignore[attr-defined]
        return form


def evidence_rows(obligation: Obligation) -> dict[str, str]:
    """Return the places of the report's rows, with what they are called."""
    rows = enumerate(ReportDraft.of(obligation).activities, start=1)
    return {row.place: _t("Activity %(row)s") % {"row": number} + f" · {row.title}" for number, row in rows}


SECTIONS = (
    Section(
        "heading",
        _("Number, date and signer"),
        ("number", "issued_on", "signer_name", "signer_position"),
        HeadingForm,
    ),
    Section(
        "activities",
        _("Activities of the period"),
        ("activities",),
        ReportedRows,
        "campaigns/progress_activities.html",
        evidence_rows=evidence_rows,
    ),
    Section(
        "figures",
        _("Figures"),
        ("figures",),
        FigureRows,
        "campaigns/progress_figures.html",
        live="campaigns/progress_doubts.html",
        takes_evidence=True,
    ),
    Section("texts", _("Text of the report"), TEXTS, TextsForm, "campaigns/progress_texts.html", takes_evidence=True),
    SCAN,
)
