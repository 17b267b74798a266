"""DMN 1.1 to 1.5 as XML: the decisions of a file that are tables or literal expressions, as written.

A second language stands in attributes of our namespace: ``weimin:en`` beside ``label`` or ``name``, and on an annotation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from lxml import etree

from weimin.lib.bilingual import Bilingual
from weimin.lib.decision.errors import DecisionError, Findings
from weimin.lib.decision.kinds import type_named
from weimin.lib.decision.model import Aggregate, ColumnText, HitPolicy, RuleText, Span, TableText
from weimin.lib.safe_xml import Element, UnsafeXml, XmlDocument, read_xml

__all__ = ["DMN_NAMESPACES", "WEIMIN", "read_dmn"]

DMN_NAMESPACES: Final = (
    "https://www.omg.org/spec/DMN/20230324/MODEL/",  # 1.5
    "https://www.omg.org/spec/DMN/20211108/MODEL/",  # 1.4
    "https://www.omg.org/spec/DMN/20191111/MODEL/",  # 1.3
    "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",  # 1.1
)
WEIMIN: Final = "https://weimin.example/dmn/1"
W = TypeVar("W", HitPolicy, Aggregate)
_EN: Final = f"{{{WEIMIN}}}en"
_POLICIES: Final = {policy.value.replace("-", " ").upper(): policy for policy in HitPolicy}
_AGGREGATES: Final = {each.name: each for each in Aggregate if each is not Aggregate.LIST}
_CODES: Final = {"broken": "D001", "large": "D002", "doctype": "D003"}


def read_dmn(source: bytes, *, file: str) -> tuple[TableText, ...]:
    """Every decision of the file that is a table or a literal expression. Raises ``DecisionError`` if it cannot be read or holds none."""
    findings = Findings(file)
    try:
        document = read_xml(source)
    except UnsafeXml as error:
        findings.add(error.line, _CODES[error.reason], "{m}", "{m}", m=error.message)
        raise DecisionError(findings.found) from None
    name = etree.QName(document.root)
    if name.localname != "definitions" or name.namespace not in DMN_NAMESPACES:
        findings.add(
            document.line(document.root), "D004", "根元素应是 DMN 1.1 至 1.5 的 definitions，这里是 {t}",
            "the root must be the definitions of DMN 1.1 to 1.5, this is {t}", t=document.root.tag,
        )  # fmt: skip
        raise DecisionError(findings.found)
    reader = _Reader(document, findings, str(name.namespace))
    tables = tuple(reader.tables())
    if not tables and not findings.failed:
        findings.add(
            1, "D004", "文件里没有决策表，也没有算式", "the file holds no decision table and no literal expression"
        )
    if findings.failed:
        raise DecisionError(findings.found)
    return tables


@dataclass(frozen=True, slots=True)
class _Type:
    """What an item definition says: the type below it, and the values it allows."""

    base: str
    values: Span | None


@dataclass(slots=True)
class _Reader:
    document: XmlDocument
    findings: Findings
    namespace: str

    def tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"

    def child(self, element: Element, name: str) -> Element | None:
        return element.find(self.tag(name))

    def children(self, element: Element, name: str) -> list[Element]:
        return element.findall(self.tag(name))

    def span(self, element: Element | None) -> Span | None:
        """The text of ``<element><text>``; None if there is none."""
        if element is None:
            return None
        text = self.child(element, "text")
        spot = element if text is None else text
        return Span("".join(str(part) for part in spot.itertext()).strip(), self.document.line(spot))

    def tables(self) -> Iterator[TableText]:
        types = dict(self.types())
        variables = {
            str(each.get("id")): _variable(each, self.child(each, "variable"))
            for kind in ("inputData", "decision", "businessKnowledgeModel")
            for each in self.children(self.document.root, kind)
        }
        for decision in self.children(self.document.root, "decision"):
            table, literal = self.child(decision, "decisionTable"), self.child(decision, "literalExpression")
            if table is not None:
                yield self.table(decision, table, types, variables)
            elif literal is not None:
                yield self.formula(decision, literal, types, variables)

    def types(self) -> Iterator[tuple[str, _Type]]:
        for definition in self.children(self.document.root, "itemDefinition"):
            base = self.child(definition, "typeRef")
            if base is not None and definition.get("isCollection", "false") == "false":
                text = (base.text or "").strip()
                yield str(definition.get("name", "")), _Type(text, self.span(self.child(definition, "allowedValues")))

    def known(self, decision: Element, variables: Mapping[str, str]) -> frozenset[str] | None:
        """The names that the decision may use, if it says what it requires; None if it says nothing."""
        required = [
            str(link.get("href", "")).rpartition("#")[2]
            for kind in ("informationRequirement", "knowledgeRequirement")
            for requirement in self.children(decision, kind)
            for link in requirement
            if isinstance(link.tag, str)
        ]
        if not required or any(each not in variables for each in required):
            return None
        return frozenset(variables[each] for each in required)

    def requires(self, decision: Element) -> tuple[Span, ...]:
        """The decisions whose results this one takes, each with the line that says so."""
        return tuple(
            Span(str(link.get("href", "")).removeprefix("#"), self.document.line(link))
            for requirement in self.children(decision, "informationRequirement")
            for link in self.children(requirement, "requiredDecision")
        )

    def formula(
        self, decision: Element, literal: Element, types: Mapping[str, _Type], variables: Mapping[str, str]
    ) -> TableText:
        """A literal expression: one result under no condition."""
        line = self.document.line(literal)
        span, language = self.span(literal), literal.get("expressionLanguage", "feel").lower()
        if span is None or not span.text:
            self.findings.add(line, "D005", "算式是空的", "a literal expression without text")
            span = Span("null", line)
        if "feel" not in language:
            self.findings.add(
                line,
                "D005",
                "算式只能用 FEEL，这里是“{t}”",
                "an expression is in FEEL, this one says '{t}'",
                t=language[:80],
            )
        for requirement in self.children(decision, "knowledgeRequirement"):
            self.findings.add(
                self.document.line(requirement), "D013", "算式用到业务知识模型，这里不计算业务知识模型",
                "the expression needs a business knowledge model, and those are not evaluated",
            )  # fmt: skip
        variable = self.child(decision, "variable")
        given = (variable.get("typeRef") if variable is not None else None) or literal.get("typeRef") or ""
        kind = self.typed(str(given), types)
        label = _label(decision, "name") or Bilingual("结果", "result")
        known = "" if type_named(kind.base) is None else kind.base
        column = ColumnText(_variable(decision, variable) or "result", label, line, type=known, values=kind.values)
        return TableText(
            **self.shared(decision, variables), line=line, policy=HitPolicy.UNIQUE, aggregate=Aggregate.LIST,
            inputs=(), outputs=(column,), rules=(RuleText((), (span,), (), line),), formula=True,
        )  # fmt: skip

    def shared(self, decision: Element, variables: Mapping[str, str]) -> dict[str, Any]:
        """What a table and an expression both say of themselves."""
        own = str(decision.get("id") or decision.get("name") or "decision")
        return {
            "id": own,
            "name": _label(decision, "name") or Bilingual("决策表", "decision table"),
            "file": self.findings.file,
            "names": self.known(decision, variables),
            "requires": self.requires(decision),
            "variable": _variable(decision, self.child(decision, "variable")) or own,
        }

    def table(
        self, decision: Element, table: Element, types: Mapping[str, _Type], variables: Mapping[str, str]
    ) -> TableText:
        line = self.document.line(table)
        policy = self.word(table, "hitPolicy", _POLICIES, HitPolicy.UNIQUE)
        aggregate = self.word(table, "aggregation", _AGGREGATES, Aggregate.LIST)
        outputs = self.children(table, "output")
        return TableText(
            **self.shared(decision, variables),
            line=line,
            policy=policy,
            aggregate=aggregate,
            inputs=tuple(self.input(each, types) for each in self.children(table, "input")),
            outputs=tuple(self.output(each, decision, types, only=len(outputs) == 1) for each in outputs),
            rules=tuple(self.rule(each) for each in self.children(table, "rule")),
        )

    def word(self, element: Element, name: str, words: Mapping[str, W], default: W) -> W:
        given = element.get(name)
        if given is None:
            return default
        found = words.get(given.strip().upper())
        if found is None:
            self.findings.add(
                self.document.line(element), "D005", "{a} 只能是 {k}，这里是“{g}”", "{a} must be one of {k}, this is '{g}'",
                a=name, k=", ".join(words), g=given[:40],
            )  # fmt: skip
            return default
        return found

    def typed(self, name: str, types: Mapping[str, _Type]) -> _Type:
        """The FEEL type at the bottom of an item definition, and the nearest values it allows."""
        values = None
        for _step in range(len(types) + 1):
            found = types.get(name) or types.get(name.rsplit(":", 1)[-1])
            if found is None:
                return _Type(name, values)
            values = values or found.values
            name = found.base
        return _Type("", values)

    def input(self, element: Element, types: Mapping[str, _Type]) -> ColumnText:
        inner = self.child(element, "inputExpression")
        expression = self.span(inner)
        kind = self.typed(str(inner.get("typeRef", "")) if inner is not None else "", types)
        if expression is None or not expression.text:
            self.findings.add(
                self.document.line(element), "D005", "输入列没有表达式", "an input without an expression"
            )  # fmt: skip
            expression = Span("null", self.document.line(element))
        return ColumnText(
            id=str(element.get("id") or expression.text),
            label=_label(element, "label") or Bilingual(expression.text, expression.text),
            line=self.document.line(element),
            expression=expression,
            type=kind.base,
            values=self.span(self.child(element, "inputValues")) or kind.values,
        )

    def output(self, element: Element, decision: Element, types: Mapping[str, _Type], *, only: bool) -> ColumnText:
        name = str(element.get("name") or "")
        variable = self.child(decision, "variable")
        given = element.get("typeRef") or (variable.get("typeRef") if only and variable is not None else None) or ""
        kind = self.typed(str(given), types)
        if only and type_named(kind.base) is None and not element.get("typeRef"):
            kind = _Type("", kind.values)  # the decision's own type may be a structure or a list
        return ColumnText(
            id=name or str(element.get("id") or "result"),
            label=_label(element, "label") or _label(element, "name") or _label(decision, "name") or Bilingual("结果", "result"),
            line=self.document.line(element),
            type=kind.base,
            values=self.span(self.child(element, "outputValues")) or kind.values,
            default=self.span(self.child(element, "defaultOutputEntry")),
        )  # fmt: skip

    def rule(self, element: Element) -> RuleText:
        line = self.document.line(element)
        notes = [_note(each, self.span(each)) for each in self.children(element, "annotationEntry")]
        description = self.child(element, "description")
        if description is not None:
            notes.append(_note(description, Span("".join(map(str, description.itertext())).strip(), line)))
        return RuleText(
            conditions=tuple(self.span(each) or Span("-", line) for each in self.children(element, "inputEntry")),
            results=tuple(self.span(each) or Span("null", line) for each in self.children(element, "outputEntry")),
            notes=tuple(note for note in notes if note is not None),
            line=line,
        )


def _variable(element: Element, variable: Element | None) -> str:
    return str((variable.get("name") if variable is not None else None) or element.get("name") or "")


def _label(element: Element, name: str) -> Bilingual | None:
    text = element.get(name)
    return Bilingual(text, element.get(_EN) or text) if text else None


def _note(element: Element, span: Span | None) -> Bilingual | None:
    if span is None or not span.text:
        return None
    return Bilingual(span.text, element.get(_EN) or span.text)
