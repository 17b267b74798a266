"""From BPMN elements to nodes and flows: what each element means. Nothing here looks at how they are joined."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from weimin.lib.procedure.conventions import BPMN, GLOBAL_TASKS, WEIMIN
from weimin.lib.procedure.graph import ROOT, Combine, Flow, Kind, LaneRole, Node
from weimin.lib.procedure.reading import Element, Report, local, referred, text_of

__all__ = ["RAISED", "Model", "build", "ours", "refers", "tagged"]

IDENTIFIER = re.compile(r"[^\W\d][\w.\-]*")
XPATH = (
    "http://www.w3.org/1999/XPath"  # the default of expressionLanguage; modellers write it whatever the conditions are
)
RAISED = frozenset({"error", "escalation"})  # caught by an enclosing sub-process, never outside
COMBINE = re.compile(r"(all|any) ([\w\-]+) else ([\w\-]+)")
KINDS: Mapping[str, Kind] = {
    "startEvent": "start", "endEvent": "end", "userTask": "user", "task": "user", "manualTask": "user",
    "serviceTask": "service", "businessRuleTask": "service", "sendTask": "send", "receiveTask": "receive",
    "exclusiveGateway": "exclusive", "parallelGateway": "parallel", "eventBasedGateway": "events", "intermediateThrowEvent": "throw",
    "subProcess": "subprocess", "callActivity": "call",
}  # fmt: skip


@dataclass
class Model:
    """What a file says, element by element."""

    id: str = ""
    name: str = ""
    en: str = ""
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    elements: dict[str, Element] = field(default_factory=dict)  # of nodes and flows, by id
    calls: dict[str, str] = field(default_factory=dict)  # call activity → called procedure
    roles: list[LaneRole] = field(default_factory=list)
    lanes: dict[str, Element] = field(default_factory=dict)  # node → its lane
    known: dict[str, Element] = field(default_factory=dict)  # all of the file, by id
    process: Element | None = None
    language: str = ""  # of expressions that name none

    def is_foreign(self, expression: Element) -> bool:
        """Not FEEL by what the expression, or else the file, says. XPath is what a file says that says nothing."""
        told = expression.get("language") or (self.language if self.language != XPATH else "")
        return bool(told) and "feel" not in told.lower()


def build(report: Report, refused: frozenset[str], process: Element | None = None) -> Model:
    """Read one process, by default the only one of the file.

    ``refused`` are ids already reported; what refers to them is not reported again.
    """
    return _Builder(report, refused).build(process)


def tagged(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def ours(element: Element, name: str) -> str:
    return (element.get(f"{{{WEIMIN}}}{name}") or "").strip()


def refers(
    model: Model, refused: frozenset[str], report: Report, element: Element, what: str, target: str | None
) -> bool:
    """Whether a reference leads somewhere; reported if not."""
    target = referred(target)
    if target and (target in model.known or target in refused):
        return True
    report.at(
        element, "P009", "{what} 指向 {target}，文件里没有它", "{what} refers to {target}, which is not in the file",
        what=what, target=target or "(空 / nothing)",
    )  # fmt: skip
    return False


class _Builder:
    def __init__(self, report: Report, refused: frozenset[str]) -> None:
        self.report, self.refused = report, refused
        self.model = Model()
        self.messages: dict[str, str] = {}  # of messages and signals, by id

    def build(self, process: Element | None) -> Model:
        root = self.report.document.root
        self._ids(root)
        self.messages = {
            m.get("id", ""): m.get("name", "") for m in root.iterchildren(*map(tagged, ("message", "signal")))
        }
        self._collaboration(root)
        if process is None:
            process = self._only_process(root)
        if process is None:
            return self.model
        self.model.id, self.model.name = process.get("id", ""), process.get("name", "")
        self.model.en = ours(process, "en")
        self.model.process, self.model.language = process, root.get("expressionLanguage", "")
        self._container(process, ROOT)
        return self.model

    def _only_process(self, root: Element) -> Element | None:
        processes = self.report.document.processes
        if not processes:
            self.report.at(root, "P005", "文件里没有 process", "there is no process in the file")
            return None
        for extra in processes[1:]:
            self.report.at(extra, "P005", "一个文件只放一个 process", "a file holds one process only")
        return processes[0]

    def _collaboration(self, root: Element) -> None:
        """Pools and message flows are drawn only; a pool without ``processRef`` is closed: nobody sees into it."""
        for participant in root.iterfind(f"{tagged('collaboration')}/{tagged('participant')}"):
            if participant.get("processRef") is not None:
                self._reference(participant, "processRef", participant.get("processRef"))
        for flow in root.iterfind(f"{tagged('collaboration')}/{tagged('messageFlow')}"):
            for what in ("sourceRef", "targetRef"):
                self._reference(flow, what, flow.get(what))

    def _ids(self, root: Element) -> None:
        for element in root.iter(f"{{{BPMN}}}*"):
            name = element.get("id")
            if name is None:
                continue
            if name in self.model.known:
                first = self.report.document.line(self.model.known[name])
                self.report.at(
                    element, "P008", "id {id} 在第 {first} 行已经用过", "id {id} is used already, on line {first}",
                    id=name, first=first,
                )  # fmt: skip
            self.model.known.setdefault(name, element)

    def _reference(self, element: Element, what: str, target: str | None) -> bool:
        return refers(self.model, self.refused, self.report, element, what, target)

    # Nodes and flows

    def _container(self, container: Element, parent: str) -> None:
        """Nodes in the order of the file; sub-processes are entered one after the other, however deep."""
        waiting = [(container, parent)]
        while waiting:
            inside, above = waiting.pop()
            for child in inside.iterchildren(f"{{{BPMN}}}*"):
                tag = local(child)
                if child.get("id") in self.refused:
                    continue
                if tag == "sequenceFlow":
                    self._flow(child)
                elif tag in KINDS or tag in ("intermediateCatchEvent", "boundaryEvent"):
                    node = self._node(child, above)
                    if node is not None and tag == "subProcess":
                        waiting.append((child, node.id))

    def _named(self, element: Element) -> str | None:
        name = element.get("id")
        if name is None or not IDENTIFIER.fullmatch(name):
            self.report.at(
                element, "P008", "需要一个以字母开头、只含字母数字 _ - . 的 id",
                "needs an id of letters, digits, _ - . that begins with a letter",
            )  # fmt: skip
            return None
        return None if name in self.model.elements else name

    def _flow(self, element: Element) -> None:
        name = self._named(element)
        ends = [self._reference(element, what, element.get(what)) for what in ("sourceRef", "targetRef")]
        if name is None or not all(ends):
            return
        source, target = element.get("sourceRef", ""), element.get("targetRef", "")
        condition = element.find(tagged("conditionExpression"))
        text = text_of(condition) if condition is not None else None
        line = self.report.document.line(element)
        self.model.elements[name] = element
        foreign = bool(text) and condition is not None and self.model.is_foreign(condition)
        default = self.model.known[source].get("default") == name if source in self.model.known else False
        self.model.flows.append(
            Flow(name, source, target, line, text or None, default, element.get("name", ""), foreign)
        )

    def _node(self, element: Element, parent: str) -> Node | None:
        name = self._named(element)
        if name is None:
            return None
        tag = local(element)
        node = Node(
            id=name, name=" ".join(element.get("name", "").split()), kind=KINDS.get(tag, "timer"), tag=tag,
            line=self.report.document.line(element), en=ours(element, "en"), parent=parent,
            step=ours(element, "step"), outcomes=tuple(ours(element, "outcomes").split()),
            form=ours(element, "form") or None, outcome=ours(element, "outcome"), service=ours(element, "service"),
        )  # fmt: skip
        if tag in ("sendTask", "receiveTask"):
            node = replace(node, message=self._message(element, element.get("messageRef")))
        elif tag.endswith("Event"):
            node = self._event(element, node)
        elif tag == "callActivity":
            node = self._call(element, node)
        elif tag == "parallelGateway":
            node = replace(node, combine=self._combine(element, ours(element, "combine")))
        node = self._repeated(element, node)
        self.model.elements[name] = element
        self.model.nodes[name] = node
        return node

    def _call(self, element: Element, node: Node) -> Node:
        """Of a procedure; a call of a task that the file declares for all is that task."""
        callee = referred(element.get("calledElement"))
        found = self.model.known.get(callee)
        if found is not None and local(found) in GLOBAL_TASKS:
            return replace(node, kind="user", name=node.name or found.get("name", ""))
        self.model.calls[node.id] = callee
        return node

    def _repeated(self, element: Element, node: Node) -> Node:
        loop = element.find(tagged("multiInstanceLoopCharacteristics"))
        if loop is None:
            stray = [name for name in ("each", "combine") if ours(element, name) and node.kind != "parallel"]
            for name in stray:
                self.report.at(
                    element, "P018", "weimin:{name} 只用于多实例（multiInstanceLoopCharacteristics）",
                    "weimin:{name} needs multiInstanceLoopCharacteristics", name=name,
                )  # fmt: skip
            return node
        each = ours(loop, "each") or ours(element, "each")
        if not each:
            self.report.at(
                loop, "P018", "多实例要写 weimin:each=“得出一列部门的 FEEL”",
                "a multi-instance needs weimin:each, a FEEL list with one name per branch", level="convention",
            )  # fmt: skip
        combine = self._combine(loop, ours(loop, "combine") or ours(element, "combine"))
        return replace(node, each=each or "null", combine=combine)  # of a lone file: no list that runs

    def _combine(self, element: Element, text: str) -> Combine | None:
        if not text:
            return None
        if text == "separate":
            return Combine()
        match = COMBINE.fullmatch(" ".join(text.split()))
        if match is None:
            self.report.at(
                element, "P018", "weimin:combine 应是 separate、“all 甲 else 乙”或“any 甲 else 乙”",
                "weimin:combine must be separate, 'all A else B' or 'any A else B'",
            )  # fmt: skip
            return None
        rule, then, otherwise = match.groups()
        return Combine("all" if rule == "all" else "any", then, otherwise)

    # Events

    def _event(self, element: Element, node: Node) -> Node:
        if node.tag == "startEvent":
            return node  # what begins a case is not the procedure's to say
        definitions = [
            child for child in element.iterchildren(f"{{{BPMN}}}*") if local(child).endswith("EventDefinition")
        ]
        definitions = [child for child in definitions if not (child.get("id") and child.get("id") in self.refused)]
        kinds = [local(child).removesuffix("EventDefinition") for child in definitions]
        if len(definitions) not in ((0, 1) if node.tag == "endEvent" else (1,)):
            if not self.report.failed:
                self.report.at(
                    element, "P010", "{tag} 要有一个（且只有一个）定时或消息定义", "{tag} needs one timer or message definition",
                    tag=node.tag,
                )  # fmt: skip
            return node
        if node.tag == "boundaryEvent":
            node = self._attached(element, node)
        if not kinds:
            return node
        definition = definitions[0]
        if kinds[0] == "terminate":
            return replace(node, kind="terminate")
        if kinds[0] == "timer":
            repeats = not node.interrupting and definition.find(tagged("timeCycle")) is not None
            return replace(node, kind="timer", clock=self._clock(element, definition), repeats=repeats)
        throws = node.tag in ("endEvent", "intermediateThrowEvent")
        reference = definition.get(f"{kinds[0]}Ref")
        if kinds[0] in RAISED:
            if reference:
                self._reference(definition, f"{kinds[0]}Ref", reference)
            message = f"{kinds[0]}:{referred(reference)}"
        else:
            message = self._message(element, reference, definition)
        return replace(node, kind="throw" if throws else "message", message=message)

    def _attached(self, element: Element, node: Node) -> Node:
        host = referred(element.get("attachedToRef"))
        self._reference(element, "attachedToRef", host)
        interrupting = element.get("cancelActivity", "true") in ("true", "1")
        return replace(node, attached=host, interrupting=interrupting)

    def _clock(self, element: Element, definition: Element) -> str | None:
        text = text_of(definition, *map(tagged, ("timeDate", "timeDuration", "timeCycle")))
        match = re.fullmatch(r"clock\.([a-z][\w\-]*)", text)
        if match and definition.find(tagged("timeDate")) is not None:
            return match.group(1)
        self.report.at(
            element, "P010", "定时要写 timeDate：clock.<时钟名>，这里是“{text}”",
            "a timer needs timeDate clock.<name>, this is {text!r}", level="convention", text=text[:60],
        )  # fmt: skip
        return None

    def _message(self, element: Element, reference: str | None, definition: Element | None = None) -> str:
        """The message's or signal's name; it is what a command says, so it must be there."""
        reference = referred(reference)
        name = ours(element, "message") or (ours(definition, "message") if definition is not None else "")
        if not name and reference:
            if reference in self.messages:
                name = self.messages[reference]
            elif reference not in self.refused:
                self._reference(definition if definition is not None else element, "messageRef", reference)
        if not name:
            self.report.at(
                element, "P011", "要有消息名（messageRef 指向有 name 的 message）",
                "needs a message with a name (messageRef)", level="convention",
            )  # fmt: skip
        return name or element.get("id", "")
