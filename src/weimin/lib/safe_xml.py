"""XML from outside into a tree: no document type, no entities, no network, a bounded size, a line for each element."""

from dataclasses import dataclass, field
from xml.parsers import expat

from lxml import etree

from weimin.lib.bilingual import Bilingual

__all__ = ["Element", "UnsafeXml", "XmlDocument", "read_xml"]

Element = etree._Element


class UnsafeXml(Exception):
    """The bytes are not XML that we read. ``reason``: ``broken``, ``large`` or ``doctype``."""

    def __init__(self, reason: str, line: int, message: Bilingual) -> None:
        super().__init__(message.en)
        self.reason, self.line, self.message = reason, line, message


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """A tree, and where each of its tags begins."""

    root: Element
    lines: dict[Element, int]

    def line(self, element: Element) -> int:
        found: int = self.lines.get(element) or getattr(element, "sourceline", None) or 1
        return found


def read_xml(source: bytes, *, most_bytes: int = 4 * 1024 * 1024, most_elements: int = 50_000) -> XmlDocument:
    """Raises ``UnsafeXml`` for what is too large, not well-formed, or has a document type."""
    if len(source) > most_bytes:
        text = Bilingual("文件超过 {n} 字节，请拆开", "larger than {n} bytes; split it").format(n=most_bytes)
        raise UnsafeXml("large", 1, text)
    starts = _Scan(most_elements).read(source)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        text = Bilingual("不是合格的 XML：{reason}", "not well-formed XML: {reason}").format(reason=error.msg)
        raise UnsafeXml("broken", error.lineno or 1, text) from None
    except ValueError as error:
        text = Bilingual("读不出来：{reason}", "cannot be read: {reason}").format(reason=str(error))
        raise UnsafeXml("broken", 1, text) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(1)
    elements = list(root.iter("*"))
    if len(elements) > most_elements:
        raise _too_many(most_elements, 1)
    return XmlDocument(root, dict(zip(elements, starts, strict=True)) if len(starts) == len(elements) else {})


@dataclass(slots=True)
class _Scan:
    """The line of each start tag; refuses a document type before anything in it is read.

    libxml2 gives the line where a start tag ends, which is wrong for tags over several lines. Encodings that expat
    does not know are left to libxml2.
    """

    most: int
    lines: list[int] = field(default_factory=list)

    def read(self, source: bytes) -> list[int]:
        parser = expat.ParserCreate()

        def start(_name: str, _attributes: object) -> None:
            self.lines.append(parser.CurrentLineNumber)
            if len(self.lines) > self.most:
                raise _too_many(self.most, parser.CurrentLineNumber)

        def doctype(*_args: object) -> None:
            raise _doctype(parser.CurrentLineNumber)

        parser.StartElementHandler = start
        parser.StartDoctypeDeclHandler = doctype
        try:
            parser.Parse(source, True)
        except (expat.ExpatError, LookupError, ValueError):
            return []
        return self.lines


def _too_many(most: int, line: int) -> UnsafeXml:
    return UnsafeXml("large", line, Bilingual("元素超过 {n} 个", "more than {n} elements").format(n=most))


def _doctype(line: int) -> UnsafeXml:
    return UnsafeXml(
        "doctype", line, Bilingual("不得有 DOCTYPE 和实体", "a document type and entities are not allowed")
    )
