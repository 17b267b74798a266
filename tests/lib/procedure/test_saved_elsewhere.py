"""However a modeller writes the same procedure, it compiles to the same graph."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from lib.procedure.bpmn import MODEL, OURS
from lib.procedure.sameness import compiled_beside, meaning
from lib.procedure.samples import DEPARTMENTS, JOINT_WITH_CORRECTION, MAKING, SILENCE
from weimin.lib.procedure import compile_procedure

CITY = Path(__file__).resolve().parents[3] / "cities" / "qingdao" / "procedures"
SAMPLES = [
    JOINT_WITH_CORRECTION,
    DEPARTMENTS,
    SILENCE,
    MAKING,
    *(path.read_bytes() for path in sorted(CITY.glob("*.bpmn"))),
]
BPMN = f"{{{MODEL}}}"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
Element = etree._Element
Chance = random.Random


def with_other_prefixes(root: Element, chance: Chance) -> Element:
    """The default namespace becomes a prefix, a prefix another, or the default."""
    names = {
        MODEL: chance.choice([None, "bpmn", "bpmn2", "semantic", "ns0"]),
        OURS: chance.choice(["weimin", "w", "ns1"]),
        "http://www.omg.org/spec/BPMN/20100524/DI": "di1",
        "http://www.omg.org/spec/DD/20100524/DC": "omgdc",
        "http://www.omg.org/spec/DD/20100524/DI": "omgdi",
        CAMUNDA: "camunda",
    }
    fresh = etree.Element(root.tag, dict(root.attrib), nsmap={prefix: uri for uri, prefix in names.items()})
    fresh.text = root.text
    fresh.extend(root)
    etree.cleanup_namespaces(fresh, keep_ns_prefixes=["camunda"])
    return fresh


def with_attributes_in_another_order(root: Element, chance: Chance) -> Element:
    for element in root.iter("*"):
        attributes = list(element.attrib.items())
        chance.shuffle(attributes)
        element.attrib.clear()
        element.attrib.update(attributes)
    return root


def with_incoming_and_outgoing(root: Element, chance: Chance) -> Element:
    """Written out at each step, as most modellers do."""
    steps = {e.get("id"): e for e in root.iter(f"{BPMN}*") if e.get("id")}
    for listed in [*root.iter(f"{BPMN}incoming", f"{BPMN}outgoing")]:
        listed.getparent().remove(listed)
    for flow in root.iter(f"{BPMN}sequenceFlow"):
        for side, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
            child = etree.Element(f"{BPMN}{side}")
            child.text = f"\n      {flow.get('id')}\n    "
            steps[flow.get(end)].insert(0, child)
    return root


def without_incoming_and_outgoing(root: Element, chance: Chance) -> Element:
    for listed in [*root.iter(f"{BPMN}incoming", f"{BPMN}outgoing")]:
        listed.getparent().remove(listed)
    return root


def in_another_order(root: Element, chance: Chance) -> Element:
    """Steps, flows and lanes as they come; the flows that leave one gateway keep their own order, which has a meaning."""
    for container in root.iter(f"{BPMN}process", f"{BPMN}subProcess", f"{BPMN}laneSet"):
        children = list(container)
        flows = [child for child in children if child.tag == f"{BPMN}sequenceFlow"]
        rest = [child for child in children if child.tag != f"{BPMN}sequenceFlow"]
        chance.shuffle(rest)
        for flow in flows:  # scattered among the rest, one after the other
            rest.insert(chance.randint(_after(flow, rest), len(rest)), flow)
        container[:] = rest
    return root


def _after(flow: Element, placed: list[Element]) -> int:
    before = [i for i, other in enumerate(placed) if other.get("sourceRef") == flow.get("sourceRef")]
    return before[-1] + 1 if before else 0


def with_what_other_engines_add(root: Element, chance: Chance) -> Element:
    root.set("exporter", "Some Modeler")
    root.set("exporterVersion", "9")
    root.set("expressionLanguage", "http://www.w3.org/1999/XPath")
    root.set("typeLanguage", "http://www.w3.org/2001/XMLSchema")
    for process in root.iter(f"{BPMN}process"):
        process.set("isExecutable", chance.choice(["true", "false"]))
        process.set("processType", "None")
    for step in root.iter(f"{BPMN}userTask", f"{BPMN}serviceTask", f"{BPMN}subProcess"):
        step.set(f"{{{CAMUNDA}}}asyncBefore", "true")
        for name, value in {"isForCompensation": "false", "startQuantity": "1", "completionQuantity": "1"}.items():
            step.set(name, value)
        extension = etree.Element(f"{BPMN}extensionElements")
        etree.SubElement(etree.SubElement(extension, f"{{{CAMUNDA}}}properties"), f"{{{CAMUNDA}}}property", name="x")
        step.insert(0, extension)
    for gateway in root.iter(f"{BPMN}exclusiveGateway"):
        gateway.set("gatewayDirection", "Unspecified")
    for flow in root.iter(f"{BPMN}sequenceFlow"):
        flow.set("isImmediate", "true")
    for condition in root.iter(f"{BPMN}conditionExpression"):
        condition.set("{http://www.w3.org/2001/XMLSchema-instance}type", "tFormalExpression")
    return root


def with_comments_and_blanks(root: Element, chance: Chance) -> Element:
    for element in [*root.iter("*")]:
        if chance.random() < 0.2 and len(element):
            element.insert(0, etree.Comment(" seen by a person "))
    etree.indent(root, space=chance.choice(["", "\t", "        "]))
    return root


CHANGES: list[Callable[[Element, Chance], Element]] = [
    with_other_prefixes, with_attributes_in_another_order, with_incoming_and_outgoing, without_incoming_and_outgoing,
    in_another_order, with_what_other_engines_add, with_comments_and_blanks,
]  # fmt: skip


def saved(source: bytes, changes: list[Callable[[Element, Chance], Element]], chance: Chance, encoding: str) -> bytes:
    root = etree.fromstring(source)
    for change in changes:
        root = change(root, chance)
    return etree.tostring(root, encoding=encoding, xml_declaration=True)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("source", SAMPLES)
def test_each_way_of_writing_gives_the_same_graph(source: bytes, change: Callable[[Element, Chance], Element]) -> None:
    before = compiled_beside(source, CITY)
    written = saved(source, [change], random.Random(7), "UTF-8")
    after = compiled_beside(written, CITY)
    assert meaning(after) == meaning(before)
    assert after.warnings == before.warnings


@given(
    st.sampled_from(SAMPLES),
    st.lists(st.sampled_from(CHANGES), min_size=2, max_size=6),
    st.randoms(use_true_random=False),
    st.sampled_from(["UTF-8", "UTF-16", "GB18030", "US-ASCII"]),
)
def test_all_of_them_together_do_too(
    source: bytes, changes: list[Callable[[Element, Chance], Element]], chance: Chance, encoding: str
) -> None:
    after = compiled_beside(saved(source, changes, chance, encoding), CITY, checked=True)
    assert meaning(after) == meaning(compiled_beside(source, CITY, checked=True))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'cancelActivity="false"', b'cancelActivity="true"'),
        (b"clock.promised", b"clock.statutory"),
        (b'weimin:role="reviewer"', b'weimin:role="decider"'),
        (b'weimin:service="remind"', b'weimin:service="warn"'),
        (b'<endEvent id="done" weimin:outcome="granted">', b'<endEvent id="done" weimin:outcome="refused">'),
    ],
)
def test_what_changes_the_meaning_is_seen(old: bytes, new: bytes) -> None:
    """The comparison is no rubber stamp."""
    assert old in SILENCE
    changed = compile_procedure(SILENCE.replace(old, new), file="x", checked=True)
    assert meaning(changed) != meaning(compile_procedure(SILENCE, file="x"))
