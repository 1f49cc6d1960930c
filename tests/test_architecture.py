"""The house's rules that a machine can check: imports run down the stairs, sizes, one door, words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from units.access import our_views
from units.scoping import ScopedQuerySet

ROOT = Path(__file__).resolve().parent.parent
STAIRS = ["units", "campaigns", "conduct", "portal"]  # each may import itself and those before it
NAMES_WITHOUT_MEANING = {"core", "common", "utils", "helpers", "services", "mixins", "managers", "constants"}
FILE_LINES, TEMPLATE_LINES = 400, 120


def modules() -> Iterator[tuple[str, Path]]:
    for package in STAIRS:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield package, path


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_imports_run_down_the_stairs():
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for package, path in modules()
        for name in imported(path)
        if name in STAIRS and STAIRS.index(name) > STAIRS.index(package)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "module", ["campaigns/figures.py", "campaigns/calendar.py", "portal/reports/compute.py", "conduct/reckoning.py"]
)
def test_arithmetic_knows_neither_django_nor_the_clock(module):
    path = ROOT / module
    assert "django" not in set(imported(path))
    assert not re.search(r"\b(now|today)\(\)", path.read_text())


def test_no_module_is_named_after_nothing():
    assert [str(path) for _package, path in modules() if path.stem in NAMES_WITHOUT_MEANING] == []


def test_no_file_has_outgrown_its_room():
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for _package, path in modules()
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > FILE_LINES
    ]
    assert long == []


def test_no_template_has_outgrown_its_room():
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if (lines := len(path.read_text().splitlines())) > TEMPLATE_LINES
    ]
    assert long == []


def test_no_text_to_be_translated_stands_inside_another():
    """Gettext does not look into the braces of an f-string: such a text would stay English."""
    calls = {"_", "gettext", "ngettext", "pgettext", "gettext_lazy", "ngettext_lazy"}
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for _package, path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.JoinedStr)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in calls
    ]
    assert wrong == []


def test_nothing_is_done_by_signals_or_save():
    offences = []
    for _package, path in modules():
        text = path.read_text()
        if re.search(r"@receiver|(post|pre)_(save|delete)\.connect|GenericForeignKey", text):
            offences.append(f"{path.relative_to(ROOT)}: signal or generic key")
        if "models" in path.parts and re.search(r"def save\(", text):
            offences.append(f"{path.relative_to(ROOT)}: save() override")
    assert offences == []


# --- one door -------------------------------------------------------------------------------------------------------

DOORS = {"visible_to", "of_units", "under_council", "create"}
CATALOGUES = {"Cluster", "LegalBasis", "Holiday", "SchoolYear", "Indicator", "Heartbeat", "OutgoingMail"}
PUBLIC_CODES = {
    "Receipt",
    "Report",
    "Campaign",
    "Feedback",
    "FeedbackLink",
    "Decision",
    "Story",
    "StoryPhoto",
}  # read without sign-in, on public pages only
PUBLIC_PAGES = {"verify.py", "home.py", "feedback_form.py", "story_public.py"}


def manager_calls(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (model, first word after `.objects.`) for every use of a manager in a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
            continue
        if node.value.attr == "objects" and isinstance(node.value.value, ast.Name):
            yield node.value.value.id, node.attr


def test_views_reach_rows_only_through_visible_to():
    wrong = []
    for _package, path in modules():
        if "views" not in path.parts and path.stem != "views":
            continue
        for model, word in manager_calls(path):
            if word in DOORS or model in CATALOGUES:
                continue
            if model in PUBLIC_CODES and path.name in PUBLIC_PAGES:
                continue
            wrong.append(f"{path.relative_to(ROOT)}: {model}.objects.{word}")
    assert wrong == []


def belongs_to_a_unit(model: type[models.Model]) -> bool:
    ours = {"Unit", "Obligation", "Participation", "Campaign", "Plan"}
    return any(
        isinstance(field, models.ForeignKey | models.OneToOneField) and field.related_model.__name__ in ours
        for field in model._meta.get_fields()
        if getattr(field, "related_model", None) and not isinstance(field.related_model, str)
    )


def test_every_model_that_belongs_to_a_unit_says_who_may_see_its_rows():
    unscoped = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in STAIRS
        and belongs_to_a_unit(model)
        and not model._meta.label.endswith("Event")  # pghistory's own tables are the administrator's
        and not (isinstance(model._default_manager.all(), ScopedQuerySet) and _states_reach(model))
    ]
    assert unscoped == []


def _states_reach(model: type[models.Model]) -> bool:
    queryset = type(model._default_manager.all())
    return queryset.reachable is not ScopedQuerySet.reachable or queryset.visible_to is not ScopedQuerySet.visible_to


def test_every_view_carries_a_policy():
    assert [path for path, view in our_views() if not hasattr(view, "policy")] == []
