"""Which elements and attributes of BPMN run here. What is not in this table is refused, never ignored."""

from dataclasses import dataclass
from itertools import chain

from lxml import etree

from weimin.lib.procedure.conventions import BPMN, BPMNDI, WEIMIN
from weimin.lib.procedure.reading import Element, Report, local

__all__ = ["TASKS", "refuse_unknown"]

DIAGRAM = f"{{{BPMNDI}}}BPMNDiagram"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Rule:
    """What may stand in an element: children, attributes of BPMN, attributes of ours."""

    children: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()


INERT = _set("documentation extensionElements")  # words for people and tools; nothing runs
ARTIFACTS = _set("textAnnotation association group")
TASKS = _set("userTask serviceTask sendTask receiveTask")
FLOW_NODES = TASKS | _set(
    "startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent exclusiveGateway parallelGateway"
    " subProcess callActivity"
)
BODY = FLOW_NODES | ARTIFACTS | _set("sequenceFlow laneSet")
WIRES = _set("incoming outgoing")
ACTIVITY = _set("isForCompensation startQuantity completionQuantity default")
REPEATED = WIRES | _set("multiInstanceLoopCharacteristics")
GATEWAY = _set("gatewayDirection")
EVENTS = _set("timerEventDefinition messageEventDefinition")

RULES: dict[str, Rule] = {
    "definitions": Rule(
        _set("process collaboration message category"),
        _set("targetNamespace expressionLanguage typeLanguage exporter exporterVersion"),
    ),
    "collaboration": Rule(_set("participant") | ARTIFACTS, _set("isClosed")),
    "participant": Rule(attributes=_set("processRef"), ours=_set("en")),
    "message": Rule(attributes=_set("itemRef")),
    "category": Rule(_set("categoryValue")),
    "categoryValue": Rule(attributes=_set("value")),
    "process": Rule(BODY, _set("isExecutable processType isClosed"), _set("en")),
    "laneSet": Rule(_set("lane")),
    "childLaneSet": Rule(_set("lane")),
    "lane": Rule(_set("flowNodeRef childLaneSet"), frozenset(), _set("department role en")),
    "startEvent": Rule(WIRES, _set("isInterrupting parallelMultiple"), _set("en")),
    "endEvent": Rule(WIRES | _set("terminateEventDefinition messageEventDefinition"), frozenset(), _set("en outcome message")),
    "intermediateCatchEvent": Rule(WIRES | EVENTS, _set("parallelMultiple"), _set("en message")),
    "intermediateThrowEvent": Rule(WIRES | _set("messageEventDefinition"), frozenset(), _set("en message")),
    "boundaryEvent": Rule(WIRES | EVENTS, _set("attachedToRef cancelActivity parallelMultiple"), _set("en message")),
    "terminateEventDefinition": Rule(),
    "messageEventDefinition": Rule(attributes=_set("messageRef"), ours=_set("message")),
    "timerEventDefinition": Rule(_set("timeDate")),
    "timeDate": Rule(attributes=_set("language evaluatesToTypeRef")),
    "userTask": Rule(REPEATED, ACTIVITY | _set("implementation"), _set("en step outcomes form each combine")),
    "serviceTask": Rule(WIRES, ACTIVITY | _set("implementation"), _set("en service")),
    "sendTask": Rule(WIRES, ACTIVITY | _set("implementation messageRef"), _set("en message")),
    "receiveTask": Rule(WIRES, ACTIVITY | _set("implementation messageRef instantiate"), _set("en message")),
    "exclusiveGateway": Rule(WIRES, GATEWAY | _set("default"), _set("en")),
    "parallelGateway": Rule(WIRES, GATEWAY, _set("en combine")),
    "subProcess": Rule(REPEATED | BODY, ACTIVITY | _set("triggeredByEvent"), _set("en each combine")),
    "callActivity": Rule(REPEATED, ACTIVITY | _set("calledElement"), _set("en each combine")),
    "multiInstanceLoopCharacteristics": Rule(attributes=_set("isSequential behavior"), ours=_set("each combine")),
    "sequenceFlow": Rule(_set("conditionExpression"), _set("sourceRef targetRef isImmediate"), _set("en")),
    "conditionExpression": Rule(attributes=_set("language evaluatesToTypeRef")),
    "textAnnotation": Rule(_set("text"), _set("textFormat"), _set("en")),
    "association": Rule(attributes=_set("sourceRef targetRef associationDirection")),
    "group": Rule(attributes=_set("categoryValueRef")),
    "incoming": Rule(), "outgoing": Rule(), "flowNodeRef": Rule(), "text": Rule(),
}  # fmt: skip

# Attributes that may only have one of these values; another asks for what does not run.
ONLY: dict[str, frozenset[str]] = {
    "isForCompensation": _set("false 0"),
    "startQuantity": _set("1"),
    "completionQuantity": _set("1"),
    "triggeredByEvent": _set("false 0"),
    "isSequential": _set("false 0"),
    "behavior": _set("All"),
    "instantiate": _set("false 0"),
    "parallelMultiple": _set("false 0"),
    "cancelActivity": _set("true false 1 0"),
}


def refuse_unknown(report: Report) -> frozenset[str]:
    """Report all that does not run; returns the ids that stand in what was refused."""
    refused: set[str] = set()
    waiting = [report.document.root]
    while waiting:
        element = waiting.pop()
        rule = RULES[local(element)]
        _check_attributes(element, rule, report)
        for child in element.iterchildren("*"):
            if child.tag == DIAGRAM:
                continue
            name = local(child)
            ours = child.tag == f"{{{BPMN}}}{name}"
            if ours and name in INERT:
                _check_extensions(child, report)
            elif ours and name in rule.children:
                waiting.append(child)
            else:
                refused.update(i.get("id", "") for i in child.iter("*"))
                _refuse(child, element, report)
    report.findings.sort(key=lambda finding: finding.line)
    return frozenset(refused)


def _refuse(child: Element, parent: Element, report: Report) -> None:
    report.at(
        child, "P006",
        "这里（{parent} 里）不运行 {tag}；能用的元素见 docs/reference/procedures.md",
        "{tag} does not run here (in {parent}); docs/reference/procedures.md lists what does",
        tag=local(child), parent=local(parent),
    )  # fmt: skip


def _check_attributes(element: Element, rule: Rule, report: Report) -> None:
    tag = local(element)
    for key, value in element.attrib.items():
        name = etree.QName(key)
        if name.namespace == WEIMIN:
            if name.localname not in rule.ours:
                _strange(element, f"weimin:{name.localname}", report)
        elif name.namespace is None:
            if name.localname not in chain(rule.attributes, ("id", "name")):
                _strange(element, name.localname, report)
            elif name.localname in ONLY and value not in ONLY[name.localname]:
                report.at(
                    element, "P006", "不运行 {attribute}={value} 的 {tag}", "{tag} with {attribute}={value} does not run",
                    attribute=name.localname, value=value[:40], tag=tag,
                )  # fmt: skip


def _strange(element: Element, name: str, report: Report) -> None:
    report.at(
        element, "P007", "{tag} 没有 {attribute} 这个属性", "{tag} has no attribute {attribute}",
        tag=local(element), attribute=name,
    )  # fmt: skip


def _check_extensions(element: Element, report: Report) -> None:
    """Other tools' extensions are theirs; one in our namespace would be a wish that nobody hears."""
    for inner in element.iter(f"{{{WEIMIN}}}*"):
        _refuse(inner, element, report)
