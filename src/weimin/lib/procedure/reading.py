"""From bytes to a BPMN 2.0 document, and what is reported about it: file, line, element, code."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final, Literal

from lxml import etree

from weimin.lib.bilingual import Bilingual
from weimin.lib.procedure.conventions import BPMN, GLOBAL_TASKS
from weimin.lib.procedure.errors import Finding, ProcedureError
from weimin.lib.safe_xml import Element, UnsafeXml, XmlDocument, read_xml

__all__ = ["Document", "Element", "Report", "called_by", "local", "parse", "processes_of", "referred", "text_of"]

UNREADABLE: Final = {"broken": ("P001", "file"), "large": ("P002", "file"), "doctype": ("P003", "DOCTYPE")}


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return etree.QName(element).localname


def text_of(element: Element, *tags: str) -> str:
    """All text in an element, or in its descendants of these tags."""
    return "".join(str(piece) for piece in element.itertext(*tags)).strip()


def referred(name: str | None) -> str:
    """The id that a qualified name refers to: some modellers write ``tns:review`` for ``review``."""
    return (name or "").strip().rsplit(":", 1)[-1]


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file."""

    file: str
    digest: str
    xml: XmlDocument

    @property
    def root(self) -> Element:
        return self.xml.root

    def line(self, element: Element) -> int:
        """Where the element's tag begins."""
        return self.xml.line(element)

    @property
    def processes(self) -> list[Element]:
        """What can run, in the order of the file. A process without anything in it is another's closed pool."""
        found = list(self.root.iterchildren(f"{{{BPMN}}}process"))
        return [process for process in found if _has_steps(process)] or found[:1]


def _has_steps(process: Element) -> bool:
    return any(not local(child).endswith(("documentation", "extensionElements")) for child in process.iterchildren("*"))


class Report:
    """Gathers findings about one file; ``strict`` makes what a city must say an error, else a warning."""

    def __init__(self, document: Document, *, strict: bool) -> None:
        self.document, self.strict = document, strict
        self.findings: list[Finding] = []
        self.broken = False  # by more than what a city must say: there is nothing to join

    @property
    def failed(self) -> bool:
        return any(finding.level == "error" for finding in self.findings)

    def at(self, element: Element, code: str, zh: str, en: str, *, level: str = "error", **values: Any) -> None:
        name = f"{local(element)} {element.get('id', '')}".strip()
        self.add(self.document.line(element), name, code, zh, en, level=level, **values)

    def add(self, line: int, element: str, code: str, zh: str, en: str, *, level: str = "error", **values: Any) -> None:
        grade: Literal["error", "warning"] = "error"
        self.broken |= level == "error"
        if level == "warning" or (level == "convention" and not self.strict):
            grade = "warning"
        message = Bilingual(zh, en).format(**values)
        finding = Finding(self.document.file, line, element, code, message, grade)
        if finding not in self.findings:
            self.findings.append(finding)


def parse(source: bytes, file: str) -> Document:
    """Raises ``ProcedureError`` with one finding when the bytes are not a BPMN 2.0 document."""
    try:
        document = Document(file, hashlib.sha256(source).hexdigest(), read_xml(source))
    except UnsafeXml as error:
        code, element = UNREADABLE[error.reason]
        raise ProcedureError([Finding(file, error.line, element, code, error.message)]) from None
    root = document.root
    if root.tag != f"{{{BPMN}}}definitions":
        text = Bilingual(
            "根元素应是 BPMN 2.0 的 definitions（命名空间 {wanted}），这里是 {tag}",
            "the root must be BPMN 2.0 definitions (namespace {wanted}), this is {tag}",
        ).format(wanted=BPMN, tag=root.tag)
        raise ProcedureError([Finding(file, document.line(root), local(root), "P004", text)])
    return document


def processes_of(source: bytes) -> tuple[str, ...]:
    """The ids of the processes that a file holds; none if it cannot be read (compiling it says why)."""
    try:
        return tuple(process.get("id", "") for process in parse(source, "").processes)
    except ProcedureError:
        return ()


def called_by(source: bytes) -> tuple[str, ...]:
    """The ids of the procedures that a file calls; none if it cannot be read (compiling it says why)."""
    try:
        root = parse(source, "").root
    except ProcedureError:
        return ()
    names = (referred(call.get("calledElement")) for call in root.iter(f"{{{BPMN}}}callActivity"))
    own = {task.get("id") for task in root.iterchildren(*(f"{{{BPMN}}}{tag}" for tag in GLOBAL_TASKS))}
    return tuple(dict.fromkeys(name for name in names if name and name not in own))
