"""Files damaged in any way are refused with findings, never with a traceback; what still compiles still runs."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lib.procedure.samples import DEPARTMENTS, FOREIGN, JOINT_WITH_CORRECTION, SILENCE, Case
from weimin.lib.procedure import Finding, Graph, ProcedureError, StepError, compile_procedure, draw

SAMPLES = [etree.fromstring(source) for source in (JOINT_WITH_CORRECTION, DEPARTMENTS, SILENCE, FOREIGN)]
WORDS = ["", "x", "begin", "finish", "true", "false", "opinions", "clock.issue", "outcome", "-", "a b", "\u4e00"]


@st.composite
def damaged(draw_: st.DrawFn) -> bytes:
    """One of the samples with up to four elements or attributes removed, repeated, moved or rewritten."""
    root = copy.deepcopy(draw_(st.sampled_from(SAMPLES)))
    for _ in range(draw_(st.integers(1, 4))):
        elements = list(root.iter())[1:]
        if not elements:
            break
        element = draw_(st.sampled_from(elements))
        parent = element.getparent()
        match draw_(st.sampled_from(["remove", "repeat", "move", "rename", "attribute", "unset", "text"])):
            case "remove":
                parent.remove(element)
            case "repeat":
                parent.append(copy.deepcopy(element))
            case "move":
                target = draw_(st.sampled_from(elements))
                if element not in target.iterancestors() and element is not target:
                    target.append(element)
            case "rename":
                element.tag = draw_(st.sampled_from([e.tag for e in elements]))
            case "attribute":
                name = draw_(
                    st.sampled_from(["id", "sourceRef", "targetRef", "attachedToRef", "default", *element.attrib])
                )
                element.set(name, draw_(st.sampled_from(WORDS) | st.sampled_from([e.get("id", "y") for e in elements])))
            case "unset":
                if element.attrib:
                    del element.attrib[draw_(st.sampled_from(sorted(element.attrib)))]
            case _:
                element.text = draw_(st.sampled_from(WORDS))
    return etree.tostring(root)


def compiled_or_findings(source: bytes, strict: bool) -> Graph | tuple[Finding, ...]:
    try:
        return compile_procedure(source, file="damaged.bpmn", strict=strict)
    except ProcedureError as error:
        return error.findings


@settings(max_examples=max(300, settings().max_examples))
@given(damaged(), st.booleans())
def test_a_damaged_file_is_refused_with_findings_or_still_runs(source: bytes, strict: bool) -> None:
    draw(source)
    graph = compiled_or_findings(source, strict)
    if isinstance(graph, tuple):
        assert graph
        assert all(f.line >= 1 and f.element and f.message.zh and f.message.en for f in graph)
        return
    try:
        case = Case(graph, departments=["fire"])
    except StepError:
        return
    assert case.state is not None
    draw(graph, state=case.state)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_noise_is_refused(source: bytes) -> None:
    with pytest.raises(ProcedureError):
        compile_procedure(source, file="noise.bpmn")
