"""Static files as they are served outside tests: hashed names, no reference that leads nowhere (pitfall P7)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
NAMED = sorted(
    {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"{% static ['\"]([^'\"]+)['\"] %}", template.read_text())
    }
)


@pytest.mark.parametrize("name", NAMED)
def test_what_templates_name_is_there(name):
    assert finders.find(name)


def test_collecting_finds_every_file_that_a_sheet_refers_to(settings, tmp_path):
    manifest = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": manifest}
    settings.STATIC_ROOT = tmp_path

    call_command("collectstatic", interactive=False, verbosity=0)

    sheet = (tmp_path / staticfiles_storage.stored_name("css/app.css")).read_text()
    assert re.search(r"bootstrap\.min\.[0-9a-f]{12}\.css\"\) layer\(bootstrap\)", sheet)
    assert re.search(r"tokens\.[0-9a-f]{12}\.css", sheet)
