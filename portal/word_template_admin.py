"""The admin's desk of Word templates: upload a version, read what its check found, switch it on, go back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.gate_words import FileRefused
from portal.models import TemplateState, WordTemplate
from portal.papers import kinds
from portal.papers.checking import field_lines, let_in
from portal.papers.finding_words import sentence
from portal.papers.render import DOCX, built_in
from portal.papers.templates import NotSwitchedOn, switch_off, switch_on, take
from units.admin import TrackedAdmin, by_words, column


class UploadForm(forms.ModelForm):
    """A new version: its kind, its file, and what is different about it."""

    kind = forms.ChoiceField(label=_("kind of paper"), choices=kinds.choices)
    file = forms.FileField(
        label=_("Word file"), help_text=_(".docx without macros, 2 MB at most. It is checked when it arrives.")
    )

    class Meta:
        model = WordTemplate
        fields = ("kind", "note")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            let_in(file.read())
        except FileRefused as error:
            raise forms.ValidationError(str(error)) from error
        file.seek(0)
        return file


@admin.register(WordTemplate)
class WordTemplateAdmin(TrackedAdmin):
    list_display = ("__str__", "state_in_words", "name", "note", "uploaded_by", "uploaded_at")
    list_filter = (by_words("kind", _("kind of paper"), kinds.choices()),)
    list_select_related = ("uploaded_by",)
    change_form_template = "admin/word_template.html"
    change_list_template = "admin/word_template_list.html"
    shown = (
        *(column("kind_label", _("kind of paper")), "version", "state_in_words", "name", "note"),
        *("what_was_found", "what_was_remarked", "checked_at", "uploaded_by", "uploaded_at", "sha256"),
        *("in_use_since", "in_use_until"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[WordTemplate]:
        return super().get_queryset(request).defer("content", "sample")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **kwargs) if obj else UploadForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.shown if obj else ("kind", "file", "note")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.shown if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Versions are kept: what was printed with one can be understood later."""
        return False

    # --- what is shown ---

    @admin.display(description=_("state"))
    def state_in_words(self, template: WordTemplate) -> str:
        return str(template.state.label)

    @admin.display(description=_("faults"))
    def what_was_found(self, template: WordTemplate) -> str:
        return as_list(template.findings) or _t("None: it can be switched on.")

    @admin.display(description=_("remarks"))
    def what_was_remarked(self, template: WordTemplate) -> str:
        return as_list(template.remarks) or _t("None: the page keeps to Decree 30.")

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "kinds": kinds.KINDS.values()})

    # --- what is done ---

    def save_model(self, request: HttpRequest, obj: WordTemplate, form: Any, change: bool) -> None:
        if change:
            return
        file = form.cleaned_data["file"]
        made = take(obj.kind, file.read(), name=file.name, note=obj.note, by=request.user)  # type: ignore[arg-type]
        obj.pk = made.pk
        obj.refresh_from_db()

    def response_add(
        self, request: HttpRequest, obj: WordTemplate, post_url_continue: str | None = None
    ) -> HttpResponse:
        if obj.findings:
            messages.warning(
                request, _t("It is kept, but it has faults: read them below, mend the file, upload it again.")
            )
        else:
            messages.success(request, _t("It has no faults. Look at the sample, then switch it on."))
        return HttpResponseRedirect(reverse("admin:portal_wordtemplate_change", args=[obj.pk]))

    def response_change(self, request: HttpRequest, obj: WordTemplate) -> HttpResponse:
        if "_switch_on" in request.POST:
            try:
                switch_on(obj)
                messages.success(request, _t("It is in use from now on."))
            except NotSwitchedOn as error:
                messages.error(request, str(error))
        elif "_switch_off" in request.POST:
            switch_off(obj)
            messages.success(request, _t("The built-in template is in use again."))
        return HttpResponseRedirect(reverse("admin:portal_wordtemplate_change", args=[obj.pk]))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        template = context.get("original")
        if template:
            context |= {"may_switch_on": template.state in {TemplateState.CHECKED, TemplateState.PAST}}
            context |= {"is_in_use": template.state == TemplateState.IN_USE, "template": template}
        return super().render_change_form(request, context, *args, **kwargs)

    # --- files ---

    def get_urls(self) -> list:
        def guarded(view: Callable[..., HttpResponse]) -> Any:
            return self.admin_site.admin_view(view)

        return [
            path("built-in/<slug:kind>/", guarded(self.built_in), name="portal_wordtemplate_built_in"),
            path("fields/<slug:kind>/", guarded(self.fields_of), name="portal_wordtemplate_fields"),
            path("<int:pk>/file/", guarded(self.file), name="portal_wordtemplate_file"),
            path("<int:pk>/sample/", guarded(self.sample), name="portal_wordtemplate_sample"),
            *super().get_urls(),
        ]

    def built_in(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Give the template that comes with the portal: what an office begins from."""
        return word_file(built_in(self.kind_or_404(request, kind).name), f"mau-{kind}.docx")

    def fields_of(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Show which fields a template may name, and what they mean."""
        paper = self.kind_or_404(request, kind)
        context = {**self.admin_site.each_context(request), "paper": paper, "lines": field_lines(paper)}
        return render(request, "admin/word_template_fields.html", {**context, "title": paper.title, "opts": self.opts})

    def file(self, request: HttpRequest, pk: int) -> HttpResponse:
        template = self.template_or_404(request, pk)
        return word_file(bytes(template.content), template.name)

    def sample(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the paper that was made of the template with examples."""
        template = self.template_or_404(request, pk)
        if not template.sample:
            raise Http404
        return word_file(bytes(template.sample), f"mau-thu-{template.kind}-{template.version}.docx")

    def kind_or_404(self, request: HttpRequest, name: str) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if name not in kinds.KINDS:
            raise Http404
        return kinds.KINDS[name]

    def template_or_404(self, request: HttpRequest, pk: int) -> WordTemplate:
        if not self.has_view_permission(request):
            raise PermissionDenied
        template = self.model.objects.filter(pk=pk).first()
        if template is None:
            raise Http404
        return template


def as_list(findings: list[dict[str, str]]) -> str:
    return format_html_join("", "<div>{}</div>", ((sentence(one),) for one in findings))


def word_file(body: bytes, name: str) -> HttpResponse:
    header = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(body, DOCX, headers={"Content-Disposition": header})
