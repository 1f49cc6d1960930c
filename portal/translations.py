"""Gather the texts of code and templates into the catalogues, and tell which have no translation.

`vi` is complete; `en` holds plurals alone, because the texts in the code are English. Needs gettext's programs.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib
from django.core.management import call_command
from django.core.management.commands.makemessages import Command as MakeMessages
from django.test.utils import override_settings

LANGUAGES = ("vi", "en")
SOURCES = ("portal", "conduct", "campaigns", "units", "templates")


class Gather(MakeMessages):
    """Django's own command, without guesses: what resembles an old text is no translation of the new one."""

    msgmerge_options = ["-q", "--backup=none", "--no-fuzzy-matching", "--update"]
    xgettext_options = [*MakeMessages.xgettext_options, "--keyword=_t"]  # gettext beside its lazy twin


def has_gettext() -> bool:
    return all(shutil.which(program) for program in ("xgettext", "msgmerge", "msguniq", "msgattrib"))


def catalogue(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def gather(root: Path) -> None:
    """Bring the catalogues under `root` to what the sources there say, sorted and without places."""
    for language in LANGUAGES:
        catalogue(root, language).parent.mkdir(parents=True, exist_ok=True)
        drop_doubles(catalogue(root, language))
    options = {"no_location": True, "no_obsolete": True, "verbosity": 0}
    ignored = [".*", "var", "tests", "bench", "docs"]
    with inside(root), override_settings(LOCALE_PATHS=[str(root / "locale")]):
        call_command(Gather(), locale=list(LANGUAGES), ignore_patterns=ignored, **options)
    keep_plurals(catalogue(root, "en"))
    for language in LANGUAGES:
        tidy(catalogue(root, language))


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def drop_doubles(path: Path) -> None:
    """Keep one entry of each text: catalogues merged from two branches may hold two, and gettext refuses them."""
    if not path.exists():
        return
    catalogue_of = polib.pofile(str(path))
    best: dict[tuple[str | None, str], polib.POEntry] = {}
    for entry in catalogue_of:
        key = (entry.msgctxt, entry.msgid)
        if key not in best or (entry.translated() and not best[key].translated()):
            best[key] = entry
    if len(best) < len(catalogue_of):
        catalogue_of[:] = list(best.values())
        catalogue_of.save()


def keep_plurals(path: Path) -> None:
    """Leave in the English catalogue what has a plural, filled from the code itself."""
    english = polib.pofile(str(path))
    english[:] = [entry for entry in english if entry.msgid_plural]
    for entry in english:
        if not all(entry.msgstr_plural.values()):
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    english.save()


def tidy(path: Path) -> None:
    """Sort the catalogue and drop the date of making: it would differ in every branch."""
    options = ["--force-po", "--sort-output", "--no-obsolete", "--no-location"]
    done = subprocess.run(["msgattrib", *options, str(path)], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith('"POT-Creation-Date')))


def missing(root: Path) -> list[str]:
    """Return the texts that have no Vietnamese translation or a doubtful one; `root` is left as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in (*SOURCES, "locale"):
            if (root / name).exists():
                shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        gather(copy)
        found = polib.pofile(str(catalogue(copy, "vi")))
        return [entry.msgid for entry in found if not entry.translated()]
