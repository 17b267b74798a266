"""From bytes to an XML tree, safely: no document type, no entities, no network, a bounded size, a line for each element."""

import hashlib
from dataclasses import dataclass
from typing import Any, Literal
from xml.parsers import expat

from lxml import etree

from weimin.lib.bilingual import Bilingual
from weimin.lib.procedure.conventions import BPMN
from weimin.lib.procedure.errors import Finding, ProcedureError

__all__ = ["Document", "Element", "Report", "called_by", "local", "parse", "text_of"]

Element = etree._Element
MOST_BYTES = 4 * 1024 * 1024
MOST_ELEMENTS = 50_000


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return etree.QName(element).localname


def text_of(element: Element, *tags: str) -> str:
    """All text in an element, or in its descendants of these tags."""
    return "".join(str(piece) for piece in element.itertext(*tags)).strip()


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file. ``lines`` holds where each element's tag begins."""

    file: str
    root: Element
    digest: str
    lines: dict[Element, int]

    def line(self, element: Element) -> int:
        found: int = self.lines.get(element) or getattr(element, "sourceline", None) or 1
        return found


class Report:
    """Gathers findings about one file; ``strict`` makes what a city must say an error, else a warning."""

    def __init__(self, document: Document, *, strict: bool) -> None:
        self.document, self.strict = document, strict
        self.findings: list[Finding] = []

    @property
    def failed(self) -> bool:
        return any(finding.level == "error" for finding in self.findings)

    def at(self, element: Element, code: str, zh: str, en: str, *, level: str = "error", **values: Any) -> None:
        name = f"{local(element)} {element.get('id', '')}".strip()
        self.add(self.document.line(element), name, code, zh, en, level=level, **values)

    def add(self, line: int, element: str, code: str, zh: str, en: str, *, level: str = "error", **values: Any) -> None:
        grade: Literal["error", "warning"] = "error"
        if level == "warning" or (level == "convention" and not self.strict):
            grade = "warning"
        message = Bilingual(zh, en).format(**values)
        finding = Finding(self.document.file, line, element, code, message, grade)
        if finding not in self.findings:
            self.findings.append(finding)


def parse(source: bytes, file: str) -> Document:
    """Raises ``ProcedureError`` with one finding when the bytes are not a BPMN 2.0 document."""
    if len(source) > MOST_BYTES:
        text = Bilingual("文件超过 {n} 字节，拆成几个流程", "larger than {n} bytes; split it into several procedures")
        raise _refusal(file, 1, "file", "P002", text.format(n=MOST_BYTES))
    starts = _scan(source, file)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        text = Bilingual("不是合格的 XML：{reason}", "not well-formed XML: {reason}").format(reason=error.msg)
        raise _refusal(file, error.lineno or 1, "file", "P001", text) from None
    except ValueError as error:
        text = Bilingual("读不出来：{reason}", "cannot be read: {reason}").format(reason=str(error))
        raise _refusal(file, 1, "file", "P001", text) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(file, 1)
    elements = list(root.iter("*"))
    lines = dict(zip(elements, starts, strict=True)) if len(starts) == len(elements) else {}
    document = Document(file, root, hashlib.sha256(source).hexdigest(), lines)
    if root.tag != f"{{{BPMN}}}definitions":
        text = Bilingual(
            "根元素应是 BPMN 2.0 的 definitions（命名空间 {wanted}），这里是 {tag}",
            "the root must be BPMN 2.0 definitions (namespace {wanted}), this is {tag}",
        )
        raise _refusal(file, document.line(root), local(root), "P004", text.format(wanted=BPMN, tag=root.tag))
    return document


def called_by(source: bytes) -> tuple[str, ...]:
    """The ids of the procedures that a file calls; none if it cannot be read (compiling it says why)."""
    try:
        root = parse(source, "").root
    except ProcedureError:
        return ()
    names = (call.get("calledElement", "") for call in root.iter(f"{{{BPMN}}}callActivity"))
    return tuple(dict.fromkeys(name for name in names if name))


def _scan(source: bytes, file: str) -> list[int]:
    """The line of each start tag; refuses a document type before anything in it is read.

    libxml2 gives the line where a start tag ends, which is wrong for tags over several lines. Encodings that expat
    does not know are left to libxml2.
    """
    lines: list[int] = []
    parser = expat.ParserCreate()

    def start(_name: str, _attributes: object) -> None:
        lines.append(parser.CurrentLineNumber)
        if len(lines) > MOST_ELEMENTS:
            text = Bilingual("元素超过 {n} 个", "more than {n} elements").format(n=MOST_ELEMENTS)
            raise _refusal(file, parser.CurrentLineNumber, "file", "P002", text)

    def doctype(*_args: object) -> None:
        raise _doctype(file, parser.CurrentLineNumber)

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(source, True)
    except (expat.ExpatError, LookupError, ValueError):
        return []
    return lines


def _doctype(file: str, line: int) -> ProcedureError:
    text = Bilingual("不得有 DOCTYPE 和实体", "a document type and entities are not allowed")
    return _refusal(file, line, "DOCTYPE", "P003", text)


def _refusal(file: str, line: int, element: str, code: str, message: Bilingual) -> ProcedureError:
    return ProcedureError([Finding(file, line, element, code, message)])
