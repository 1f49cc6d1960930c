"""Reads a Word template before it is filled: which fields it names, and what in it cannot be or is not allowed.

Nothing here knows Django; it runs in a process of its own (`trial.py`). What passes can be filled in a time that grows
with the facts and no faster: nothing is called, and a list inside a list is gone through only where it belongs to it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE as PART
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes

from portal.papers.filling import FILTERS, LOOP, TESTS, PaperEnvironment

MOST_LETTERS: Final = 120  # of the words that tell a place
LONGEST_CONSTANT: Final = 200
ALONE = {"p": "w:p", "tr": "w:tr", "tc": "w:tc"}
ALONE_TAG = re.compile(r"\{[%{#](p|tr|tc) .*?[%}#]\}")
ABOUT = ("author", "comments", "identifier", "language", "subject", "title")
PLAIN = (nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.Concat, nodes.Output)

Tree = Mapping[str, Any]  # name → {"required": bool, "rows": Tree or None, "is_list": bool}


@dataclass(frozen=True)
class Finding:
    """One thing about a template; `code` says what, `name` of what, `place` where, `hint` what was meant perhaps."""

    code: str
    name: str = ""
    place: str = ""
    hint: str = ""


@dataclass
class Reading:
    """What was found in all parts of one template."""

    tree: Tree
    used: set[tuple[str, ...]] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def of(self, template: DocxTemplate) -> "Reading":
        template.init_docx()
        self.findings += not_alone(template)
        for prepared in sources(template):
            source = re.sub(r"<w:p([ >])", r"\n<w:p\1", prepared)  # a line for each paragraph, as docxtpl does
            try:
                _Walk(self, source).body(PaperEnvironment().parse(source).body)
            except TemplateSyntaxError as error:
                self.findings.append(Finding("syntax", error.message or "", place(source, error.lineno)))
            except RecursionError:
                self.findings.append(Finding("syntax"))
        self.findings += [Finding("missing", ".".join(path)) for path in sorted(required(self.tree) - self.used)]
        return self


def required(tree: Tree, before: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Return the paths of what no template may leave out."""
    found = set()
    for name, entry in tree.items():
        if entry["required"]:
            found |= {(*before, name)} | required(entry["rows"] or {}, (*before, name))
    return found


def sources(template: DocxTemplate) -> Iterator[str]:
    """Yield the text of each part that is filled, as docxtpl prepares it."""
    paper = template.docx
    yield template.patch_xml(template.get_xml())
    for kind in (PART.HEADER, PART.FOOTER):
        for _key, part in template.get_headers_footers(kind):
            yield template.patch_xml(template.get_part_xml(part))
    for part in paper.part.package.parts:
        if part.content_type.endswith("footnotes+xml"):
            yield template.patch_xml(part.blob.decode())
    yield from (getattr(paper.core_properties, name) or "" for name in ABOUT)


def not_alone(template: DocxTemplate) -> Iterator[Finding]:
    """Yield the tags for whole paragraphs and rows that share theirs with something: that something would vanish."""
    for kind, element in ALONE.items():
        for holder in template.docx.element.body.iter(qn(element)):
            text = "".join(part.text or "" for part in holder.iter(qn("w:t"))).strip()
            tags = [tag for tag in ALONE_TAG.finditer(text) if tag[1] == kind]
            if tags and (len(tags) > 1 or tags[0][0] != text):
                yield Finding("not_alone", tags[0][0], text[:MOST_LETTERS])


def place(source: str, line: int) -> str:
    """Return the words of the paragraph, or of the one before where it has none."""
    lines = [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)).strip() for text in source.split("\n")[:line]]
    return next((text for text in reversed(lines) if text), "")[:MOST_LETTERS]


LOOP_ENTRY: Final = {"loop": True, "rows": None, "is_list": False, "path": ()}
TEXT_ENTRY: Final = {"rows": None, "is_list": False, "path": ()}


class _Walk:
    """One walk through the syntax tree of one part."""

    def __init__(self, reading: Reading, source: str) -> None:
        self.reading, self.source = reading, source
        self.scope: dict[str, dict[str, Any]] = {}
        self.rows: list[str] = []  # the names of the rows that the loops around are at

    def note(self, code: str, node: nodes.Node, name: str = "", hint: str = "") -> None:
        finding = Finding(code, name, place(self.source, node.lineno), hint)
        if finding not in self.reading.findings:
            self.reading.findings.append(finding)

    # --- statements ---

    def body(self, statements: Iterable[nodes.Node]) -> None:
        for node in statements:
            if isinstance(node, nodes.For):
                self.loop(node)
            elif isinstance(node, nodes.If):
                self.expression(node.test)
                self.body([*node.body, *node.elif_, *node.else_])
            elif isinstance(node, nodes.Output):
                for part in node.nodes:
                    self.expression(part)
            else:
                self.note("forbidden", node, type(node).__name__)

    def loop(self, node: nodes.For) -> None:
        entry = self.expression(node.iter)
        if node.recursive or not isinstance(node.target, nodes.Name):
            self.note("forbidden", node, "For")
            return
        if entry is None:
            entry = TEXT_ENTRY
        elif not entry["is_list"]:
            self.note("no_list", node, ".".join(entry["path"]))
        elif not self.belongs(node.iter):
            self.note("loop_in_loop", node, ".".join(entry["path"]))
        before, self.scope = self.scope, {**self.scope, node.target.name: self.element(entry), "loop": LOOP_ENTRY}
        self.rows.append(node.target.name)
        if node.test:
            self.expression(node.test)
        self.body(node.body)
        self.scope = before
        self.rows.pop()
        self.body(node.else_)

    def belongs(self, node: nodes.Node) -> bool:
        """Whether a list stands by itself or, inside a loop, is one of the very row that this loop is at."""
        if not self.rows:
            return True
        own = isinstance(node, nodes.Getattr | nodes.Getitem) and isinstance(node.node, nodes.Name)
        return own and node.node.name == self.rows[-1]  # type: ignore[attr-defined]

    @staticmethod
    def element(entry: Mapping[str, Any]) -> dict[str, Any]:
        return {"rows": entry["rows"], "is_list": False, "path": entry["path"]}

    # --- expressions: each returns the entry of the field that it names, or None ---

    def expression(self, node: nodes.Node) -> Mapping[str, Any] | None:
        if isinstance(node, nodes.TemplateData | nodes.Const):
            if isinstance(node, nodes.Const) and len(str(node.value)) > LONGEST_CONSTANT:
                self.note("forbidden", node, "Const")
            return None
        if isinstance(node, nodes.Name):
            return self.name(node)
        if isinstance(node, nodes.Getattr | nodes.Getitem):
            return self.part(node)
        if isinstance(node, nodes.Filter | nodes.Test):
            return self.applied(node)
        if not isinstance(node, PLAIN):
            self.note("forbidden", node, type(node).__name__)
            return None
        for child in node.iter_child_nodes():
            self.expression(child)
        return None

    def name(self, node: nodes.Name) -> Mapping[str, Any] | None:
        if node.name in self.scope:
            return self.scope[node.name]
        return self.known(node, self.reading.tree, node.name, ())

    def part(self, node: nodes.Getattr | nodes.Getitem) -> Mapping[str, Any] | None:
        whole = self.expression(node.node)
        name = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
        if whole is None or not isinstance(name, str | int):
            if whole is not None or not isinstance(node.node, nodes.Name | nodes.Getattr | nodes.Getitem):
                self.note("forbidden", node, type(node).__name__)
            return None
        if whole.get("loop"):
            if name not in LOOP:
                self.unknown(node, f"loop.{name}", name, LOOP)
            return TEXT_ENTRY
        if whole["is_list"] and isinstance(name, int):
            return self.element(whole)
        return self.known(node, {} if whole["is_list"] else whole["rows"] or {}, str(name), whole["path"])

    def known(self, node: nodes.Node, tree: Tree, name: str, before: tuple[str, ...]) -> Mapping[str, Any] | None:
        """Return the entry of a field; note that it is used, or that there is none."""
        path = (*before, name)
        if name not in tree:
            self.unknown(node, ".".join(path), name, tree)
            return None
        self.reading.used.add(path)
        return {**tree[name], "path": path}

    def unknown(self, node: nodes.Node, path: str, name: str | int, names: Iterable[str]) -> None:
        self.note("unknown", node, path, next(iter(get_close_matches(str(name), list(names), 1)), ""))

    def applied(self, node: nodes.Filter | nodes.Test) -> Mapping[str, Any] | None:
        allowed = FILTERS if isinstance(node, nodes.Filter) else TESTS
        entry = self.expression(node.node) if node.node is not None else None
        grows = node.name == "join" and not (entry and entry["is_list"] and node.node and self.belongs(node.node))
        if node.name not in allowed or grows or not all(isinstance(each, nodes.Const) for each in node.args or ()):
            self.note("forbidden", node, f"|{node.name}")
        for each in node.args or ():
            self.expression(each)
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            self.note("forbidden", node, f"|{node.name}")
        return entry if node.name == "default" else None
