"""Word files set by LibreOffice, so that their pages can be measured: its own profile, our font in place of Times."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest
from pypdf import PdfReader

FONT_PACKAGE = "rinoh_typeface_texgyretermes"
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{fonts}</dir><cachedir>{cache}</cachedir>
<match target="pattern"><test name="family"><string>Times New Roman</string></test>
<edit name="family" mode="assign" binding="same"><string>TeX Gyre Termes</string></edit></match></fontconfig>"""
LONGEST = 120  # seconds


def soffice() -> str:
    """Return the program's path; without it the test is left out, and fails where CI=true."""
    found = shutil.which("soffice")
    if not found and os.environ.get("CI") == "true":
        pytest.fail("LibreOffice is missing: apt-get install libreoffice-writer-nogui")
    return found or pytest.skip("no LibreOffice here: apt-get install libreoffice-writer-nogui")


def as_pdf(files: Mapping[str, bytes], folder: Path) -> dict[str, PdfReader]:
    """Return what LibreOffice makes of Word files, by their names."""
    program, spec = soffice(), find_spec(FONT_PACKAGE)
    assert spec and spec.origin
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS.format(fonts=Path(spec.origin).parent, cache=folder / "cache"))
    for name, body in files.items():
        (folder / f"{name}.docx").write_bytes(body)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    sources = [str(folder / f"{name}.docx") for name in files]
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts), "HOME": str(folder)}
    subprocess.run([*command, *sources], env=environment, check=True, timeout=LONGEST, capture_output=True)
    return {name: PdfReader(folder / f"{name}.pdf") for name in files}
