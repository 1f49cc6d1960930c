"""Fills a Word template with facts, in an environment where a template can show facts and do nothing else.

Nothing here knows Django: an uploaded template is tried by this very code in a process of its own (`trial.py`).
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from portal.papers.pictures import Picture
from portal.papers.printable import printable

FILTERS: Final = ("capitalize", "default", "first", "join", "last", "length", "lower", "trim", "upper")
TESTS: Final = ("defined", "undefined")
LOOP: Final = ("index", "index0", "first", "last", "length", "revindex")


class PaperEnvironment(ImmutableSandboxedEnvironment):
    """Jinja without calls, without attributes of objects, without anything global: facts are dicts, lists and texts."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext):
            return getattr(obj, attribute) if attribute in LOOP else self._refuse(attribute)
        return self._of(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self._of(obj, argument)

    def _of(self, obj: Any, key: Any) -> Any:
        if isinstance(obj, dict) and isinstance(key, str):
            return obj[key] if key in obj else self.undefined(obj=obj, name=key)
        if isinstance(obj, list | tuple) and isinstance(key, int):
            return obj[key] if -len(obj) <= key < len(obj) else self.undefined(obj=obj, name=str(key))
        return self._refuse(key)

    def _refuse(self, name: Any) -> Any:
        raise SecurityError(f"{name!s:.40}")


def fill(template: bytes, facts: Mapping[str, Any]) -> bytes:
    """Return the template as a paper. Raises what Jinja and the Word library raise for a template that is broken."""
    paper = DocxTemplate(BytesIO(template))
    paper.render(_for_word(paper, facts), PaperEnvironment(), autoescape=True)
    about = paper.docx.core_properties
    about.title = printable(str(facts.get("subject", "")))[:255]
    about.author = " ".join(printable(str(facts.get("agency", ""))).split())[:255]
    about.last_modified_by = about.comments = ""
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _for_word(paper: DocxTemplate, value: Any) -> Any:
    """Return facts as the template takes them: texts that Word can hold, pictures in place."""
    if isinstance(value, Picture):
        return InlineImage(paper, BytesIO(value.png), width=Mm(value.width)) if value.png else ""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _for_word(paper, each) for key, each in value.items()}
    return [_for_word(paper, each) for each in value] if isinstance(value, list | tuple) else value
