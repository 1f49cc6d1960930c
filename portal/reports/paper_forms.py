"""Forms of a report's paper: its texts, its number when it is issued, whom it goes to."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from portal.models import ReportPaper
from portal.models.report_paper import TEXTS
from portal.reports.recipients import Recipient, once, usual
from portal.reports.workflow import PaperState

MOST_ADDRESSES = 300


class PaperForm(forms.ModelForm):
    """The texts around the figures, and who signs."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ReportPaper
        fields = (*TEXTS, "signer_name", "signer_position")
        widgets = {name: forms.Textarea(attrs={"rows": 8}) for name in TEXTS}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("version", self.instance.version)
        self.helper = FormHelper()
        self.helper.form_tag = False


class ReasonForm(forms.Form):
    """Why a paper is taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why: it stays in the history.")},
    )


class ApproveForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class RecipientsForm(forms.Form):
    """Whom a report is sent to: those of its list, and more addresses."""

    people = forms.MultipleChoiceField(
        label=_("Sent to"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    addresses = forms.CharField(
        label=_("More addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One per line. An address without an account here is always sent the files."),
    )
    with_files = forms.BooleanField(
        label=_("Files in the mail"),
        required=False,
        help_text=_("DOCX, PDF and XLSX in the mail itself; otherwise a link that asks for sign-in."),
    )

    def __init__(self, paper: ReportPaper, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        sent = {address.lower() for address in paper.deliveries.values_list("address", flat=True)}
        offered = usual(paper.report, on=localdate())
        self.offered = {one.address: one for one in offered if one.address.lower() not in sent}
        self.fields["people"].choices = [(one.address, one.label) for one in self.offered.values()]  # type: ignore[attr-defined]
        schedule = paper.report.schedule
        self.initial.setdefault("people", list(self.offered))
        self.initial.setdefault("with_files", bool(schedule and schedule.with_files))

    def clean_addresses(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines() if line.strip()]
        for line in lines:
            try:
                validate_email(line)
            except ValidationError as error:
                raise ValidationError(
                    _("“%(line)s” is no e-mail address: write one per line, as in ten@hanoi.gov.vn."),
                    params={"line": line},
                ) from error
        if len(lines) > MOST_ADDRESSES:
            raise ValidationError(_("At most %(number)s addresses at once."), params={"number": MOST_ADDRESSES})
        return lines

    @property
    def recipients(self) -> list[Recipient]:
        chosen = [self.offered[address] for address in self.cleaned_data["people"]]
        return once([*chosen, *map(Recipient, self.cleaned_data["addresses"])])


class IssueForm(RecipientsForm):
    """Number and date as in the register of outgoing papers, what it replaces, and whom it goes to."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(
        label=_("Number"), max_length=60, help_text=_("As in the register of outgoing papers: 27/BC-HĐTĐKT.")
    )
    issued_on = forms.DateField(
        label=_("Date of issue"), widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "autocomplete": "off"})
    )
    replaces = forms.ModelChoiceField(
        ReportPaper.objects.none(),
        label=_("Replaces"),
        required=False,
        empty_label=_("nothing: it is a new report"),
        help_text=_("A mistake in an issued report is put right by a new one that says so."),
    )
    field_order = ("number", "issued_on", "replaces", "people", "addresses", "with_files")

    def __init__(self, paper: ReportPaper, *args: Any, **options: Any) -> None:
        super().__init__(paper, *args, **options)
        self.paper = paper
        same = ReportPaper.objects.issued().filter(report__campaign=paper.report.campaign_id, replaced_by=None)
        same = same.filter(report__group=paper.report.group, report__cluster=paper.report.cluster_id)
        self.fields["replaces"].queryset = same.exclude(pk=paper.pk).select_related("report__campaign")  # type: ignore[attr-defined]
        self.fields["replaces"].label_from_instance = _named  # type: ignore[attr-defined]
        if not paper.needs_approval:
            self.fields["number"].required = False
        for name, value in (("version", paper.version), ("issued_on", localdate()), ("number", paper.number)):
            self.initial.setdefault(name, value)

    def write(self) -> None:
        """Put number, date and what it replaces on the paper."""
        chosen = {name: self.cleaned_data[name] for name in ("number", "issued_on", "replaces")}
        waiting = ReportPaper.objects.filter(pk=self.paper.pk).exclude(state=PaperState.ISSUED)
        waiting.update(**chosen)


def _named(paper: ReportPaper) -> str:
    return f"{paper.number or paper.report.code} · {paper.report.as_of:%d/%m/%Y}"
