"""Which elements and attributes of BPMN run here. What is not in these tables is refused, never ignored.

An element runs, or is noted (read and drawn, and has no effect in BPMN either), or is foreign: another engine would do
something with it that is said in another way here. What is foreign is an error in a city and a warning in a file that
stands alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from weimin.lib.bilingual import Bilingual
from weimin.lib.procedure.conventions import BPMN, BPMNDI, GLOBAL_TASKS, WEIMIN
from weimin.lib.procedure.reading import Element, Report, local

__all__ = ["TASKS", "refuse_unknown"]

DIAGRAM = f"{{{BPMNDI}}}BPMNDiagram"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Rule:
    """What may stand in an element: children that run, children that are noted, attributes of BPMN, attributes of ours."""

    children: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()
    noted: frozenset[str] = frozenset()


INERT = _set("documentation extensionElements auditing monitoring")  # words for people and tools; nothing runs
DATA = _set("property ioSpecification dataInputAssociation dataOutputAssociation")
EVENT_DATA = _set("property dataInput dataOutput inputSet outputSet dataInputAssociation dataOutputAssociation")
ARTIFACTS = _set("textAnnotation association group")
WHO = _set("resourceRole performer humanPerformer potentialOwner")
LISTS = _set("loopCardinality loopDataInputRef loopDataOutputRef inputDataItem outputDataItem")
DECLARED = _set(
    "dataStore itemDefinition import resource error escalation signal interface endPoint partnerEntity partnerRole"
    " correlationProperty relationship globalScriptTask globalBusinessRuleTask"
)  # noted at the top of the file: what uses them is judged where it does

TASKS = _set("userTask task manualTask serviceTask sendTask receiveTask businessRuleTask")
FLOW_NODES = TASKS | _set(
    "startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent exclusiveGateway parallelGateway"
    " eventBasedGateway subProcess callActivity"
)
BODY = FLOW_NODES | ARTIFACTS | _set("sequenceFlow laneSet")
NOTED_BODY = _set("dataObject dataObjectReference dataStoreReference") | DATA
WIRES = _set("incoming outgoing")
ACTIVITY = _set("isForCompensation startQuantity completionQuantity default")
REPEATED = WIRES | _set("multiInstanceLoopCharacteristics standardLoopCharacteristics")
GATEWAY = _set("gatewayDirection")
TRIGGERS = _set("timerEventDefinition messageEventDefinition signalEventDefinition conditionalEventDefinition")
CAUGHT = _set("timerEventDefinition messageEventDefinition signalEventDefinition")
THROWN = _set("messageEventDefinition signalEventDefinition escalationEventDefinition")
RAISED = _set("errorEventDefinition escalationEventDefinition")
PERSON = _set("en step outcomes form each combine")

RULES: dict[str, Rule] = {
    "definitions": Rule(
        _set("process collaboration message category"),
        _set("targetNamespace expressionLanguage typeLanguage exporter exporterVersion"),
        noted=DECLARED | GLOBAL_TASKS,
    ),
    "collaboration": Rule(
        _set("participant messageFlow") | ARTIFACTS, _set("isClosed"), noted=_set("correlationKey messageFlowAssociation")
    ),
    "participant": Rule(
        attributes=_set("processRef"), ours=_set("en"),
        noted=_set("participantMultiplicity interfaceRef endPointRef"),
    ),
    "messageFlow": Rule(attributes=_set("sourceRef targetRef messageRef"), ours=_set("en")),
    "message": Rule(attributes=_set("itemRef")),
    "category": Rule(_set("categoryValue")),
    "categoryValue": Rule(attributes=_set("value")),
    "process": Rule(
        BODY | WHO, _set("isExecutable processType isClosed definitionalCollaborationRef"), _set("en"),
        NOTED_BODY | _set("supportedInterfaceRef ioBinding correlationSubscription supports"),
    ),
    "laneSet": Rule(_set("lane")),
    "childLaneSet": Rule(_set("lane")),
    "lane": Rule(
        _set("flowNodeRef childLaneSet"), _set("partitionElementRef"), _set("department role en"), _set("partitionElement")
    ),
    "startEvent": Rule(WIRES | TRIGGERS, _set("isInterrupting parallelMultiple"), _set("en"), EVENT_DATA),
    "endEvent": Rule(
        WIRES | THROWN | _set("terminateEventDefinition errorEventDefinition"), frozenset(), _set("en outcome message"), EVENT_DATA
    ),
    "intermediateCatchEvent": Rule(WIRES | CAUGHT, _set("parallelMultiple"), _set("en message"), EVENT_DATA),
    "intermediateThrowEvent": Rule(WIRES | THROWN, frozenset(), _set("en message"), EVENT_DATA),
    "boundaryEvent": Rule(
        WIRES | CAUGHT | RAISED, _set("attachedToRef cancelActivity parallelMultiple"), _set("en message"), EVENT_DATA
    ),
    "terminateEventDefinition": Rule(),
    "messageEventDefinition": Rule(attributes=_set("messageRef"), ours=_set("message"), noted=_set("operationRef")),
    "signalEventDefinition": Rule(attributes=_set("signalRef")),
    "errorEventDefinition": Rule(attributes=_set("errorRef")),
    "escalationEventDefinition": Rule(attributes=_set("escalationRef")),
    "timerEventDefinition": Rule(_set("timeDate timeDuration timeCycle")),
    "timeDate": Rule(attributes=_set("language evaluatesToTypeRef")),
    "timeCycle": Rule(attributes=_set("language evaluatesToTypeRef")),
    "timeDuration": Rule(attributes=_set("language evaluatesToTypeRef")),
    "userTask": Rule(REPEATED | WHO, ACTIVITY | _set("implementation"), PERSON, DATA | _set("rendering")),
    "task": Rule(REPEATED | WHO, ACTIVITY, PERSON, DATA),
    "manualTask": Rule(REPEATED | WHO, ACTIVITY, PERSON, DATA),
    "serviceTask": Rule(REPEATED | WHO, ACTIVITY | _set("implementation"), _set("en service"), DATA),
    "businessRuleTask": Rule(REPEATED | WHO, ACTIVITY | _set("implementation"), _set("en service"), DATA),
    "sendTask": Rule(REPEATED | WHO, ACTIVITY | _set("implementation messageRef"), _set("en message"), DATA),
    "receiveTask": Rule(
        WIRES | WHO | _set("standardLoopCharacteristics"), ACTIVITY | _set("implementation messageRef instantiate"), _set("en message"), DATA
    ),
    "exclusiveGateway": Rule(WIRES, GATEWAY | _set("default"), _set("en")),
    "parallelGateway": Rule(WIRES, GATEWAY, _set("en combine")),
    "eventBasedGateway": Rule(WIRES, GATEWAY | _set("eventGatewayType instantiate"), _set("en")),
    "subProcess": Rule(
        REPEATED | BODY | WHO, ACTIVITY | _set("triggeredByEvent"), _set("en each combine"), NOTED_BODY
    ),
    "callActivity": Rule(REPEATED | WHO, ACTIVITY | _set("calledElement"), PERSON, DATA),
    "multiInstanceLoopCharacteristics": Rule(LISTS, _set("isSequential behavior"), _set("each combine")),
    "standardLoopCharacteristics": Rule(_set("loopCondition"), _set("testBefore loopMaximum")),
    "loopCondition": Rule(attributes=_set("language evaluatesToTypeRef")),
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
    "eventGatewayType": _set("Exclusive"),
    "loopMaximum": frozenset(),
}

WHO_SAYS = Bilingual(
    "{tag} 在这里不起作用：由谁来做，看泳道的 weimin:department 和 weimin:role",
    "{tag} has no effect here: the lane says who does it, by weimin:department and weimin:role",
)
FOREIGN: Mapping[str, Bilingual] = {
    **dict.fromkeys(WHO, WHO_SAYS),
    "businessRuleTask": Bilingual(
        "businessRuleTask 只当作 serviceTask：发出请求就往下走，规则在别处", "acts as a serviceTask only: it asks, and the rules are elsewhere"
    ),
    "signalEventDefinition": Bilingual("信号当作同名的消息", "the signal acts as a message of its name"),
    "eventBasedGateway": Bilingual(
        "等最先发生的事件；城市里的办件还显示不了这种等待", "waits for the first of its events; no case of a city shows such a wait yet"
    ),
    **dict.fromkeys(LISTS, Bilingual("{tag} 在这里不起作用：一列名字写在 weimin:each", "{tag} has no effect here: weimin:each gives the names")),
    "transformation": Bilingual("这里不搬数据，换算不起作用", "data are not moved here, so nothing is transformed"),
    "assignment": Bilingual("这里不搬数据，赋值不起作用", "data are not moved here, so nothing is assigned"),
}  # fmt: skip
TRIGGER = Bilingual(
    "{tag} 不开始办件：办件在提交时开始，从这里往下走", "no {tag} begins a case: it begins when it is filed, and goes on from here"
)  # fmt: skip
FOREIGN_ATTRIBUTES: Mapping[str, Bilingual] = {
    "operationRef": Bilingual(
        "operationRef 在这里不起作用：调用哪个服务，写 weimin:service", "operationRef has no effect here: weimin:service names the service"
    ),
}  # fmt: skip


def refuse_unknown(report: Report, process: Element | None = None) -> frozenset[str]:
    """Report all that does not run; returns the ids that stand in what was refused. Other processes are left out."""
    return _Reader(report, process).run()


class _Reader:
    def __init__(self, report: Report, process: Element | None) -> None:
        self.report, self.process = report, process
        self.refused: set[str] = set()

    def run(self) -> frozenset[str]:
        waiting = [self.report.document.root]
        while waiting:
            element = waiting.pop()
            rule = RULES[local(element)]
            self._check_attributes(element, rule)
            waiting += [child for child in element.iterchildren("*") if self._runs(child, element, rule)]
        self.report.findings.sort(key=lambda finding: finding.line)
        return frozenset(self.refused)

    def _runs(self, child: Element, parent: Element, rule: Rule) -> bool:
        """Whether to look into it for more that runs."""
        name = local(child)
        if child.tag == DIAGRAM or self._is_elsewhere(child):
            return False
        if child.tag == f"{{{BPMN}}}{name}":
            if name in INERT or name in rule.noted:
                self._note(child)
                return False
            if name == "subProcess" and child.get("triggeredByEvent", "false") in ("true", "1"):
                self.refused.update(i.get("id", "") for i in child.iter("*"))
                self._check_attributes(child, RULES[name])
                return False
            if name in rule.children and not (name in TRIGGERS and _is_inner_start(parent)):
                self._foreign(child, TRIGGER if _is_trigger(child) else FOREIGN.get(name))
                if name in WHO | LISTS or _is_trigger(child):
                    self._note(child)
                    return False
                return True
        self.refused.update(i.get("id", "") for i in child.iter("*"))
        self._refuse(child, parent)
        return False

    def _is_elsewhere(self, element: Element) -> bool:
        return element.tag == f"{{{BPMN}}}process" and self.process is not None and element is not self.process

    def _note(self, element: Element) -> None:
        """Other tools' extensions are theirs; one in our namespace would be a wish that nobody hears."""
        for inner in element.iter("*"):
            if etree.QName(inner).namespace == WEIMIN:
                self._refuse(inner, element)
            elif inner.tag in (f"{{{BPMN}}}transformation", f"{{{BPMN}}}assignment"):
                self._foreign(inner, FOREIGN[local(inner)])

    def _foreign(self, element: Element, why: Bilingual | None) -> None:
        if why is not None:
            self.report.at(element, "P024", why.zh, why.en, level="convention", tag=local(element))

    def _refuse(self, child: Element, parent: Element) -> None:
        self.report.at(
            child, "P006",
            "这里（{parent} 里）不运行 {tag}；能用的元素见 docs/reference/procedures.md",
            "{tag} does not run here (in {parent}); docs/reference/procedures.md lists what does",
            tag=local(child), parent=local(parent),
        )  # fmt: skip

    def _check_attributes(self, element: Element, rule: Rule) -> None:
        tag = local(element)
        for name, space, value in _attributes(element):
            if space == WEIMIN:
                if name not in rule.ours:
                    self._strange(element, f"weimin:{name}")
            elif space is None and name in FOREIGN_ATTRIBUTES and tag in TASKS:
                self._foreign(element, FOREIGN_ATTRIBUTES[name])
            elif space is None and name not in rule.attributes and name not in ("id", "name"):
                self._strange(element, name)
            elif space is None and name in ONLY and value not in ONLY[name]:
                self.report.at(
                    element, "P006", "不运行 {attribute}={value} 的 {tag}", "{tag} with {attribute}={value} does not run",
                    attribute=name, value=value[:40], tag=tag,
                )  # fmt: skip

    def _strange(self, element: Element, name: str) -> None:
        self.report.at(
            element, "P007", "{tag} 没有 {attribute} 这个属性", "{tag} has no attribute {attribute}",
            tag=local(element), attribute=name,
        )  # fmt: skip


def _is_trigger(definition: Element) -> bool:
    parent = definition.getparent()
    return local(definition) in TRIGGERS and parent is not None and local(parent) == "startEvent"


def _is_inner_start(element: Element) -> bool:
    """Only an event sub-process, which does not run, begins inside by a trigger."""
    parent = element.getparent()
    return local(element) == "startEvent" and parent is not None and local(parent) == "subProcess"


def _attributes(element: Element) -> Iterator[tuple[str, str | None, str]]:
    for key, value in element.attrib.items():
        name = etree.QName(key)
        yield name.localname, name.namespace, str(value)
