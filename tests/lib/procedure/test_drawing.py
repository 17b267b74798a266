"""A drawing can be read by eye, aloud, in both languages, and under a strict content security policy."""

import re

import pytest
from lxml import etree

from lib.procedure.bpmn import end, flow, path, process, start, user
from lib.procedure.samples import CALLING, DEPARTMENTS, JOINT_WITH_CORRECTION, MAKING, SILENCE, Case, compiled
from weimin.lib.bilingual import using_language
from weimin.lib.procedure import ProcedureError, draw
from weimin.lib.procedure.lettering import wrapped

SVG = "{http://www.w3.org/2000/svg}"
WITH_DIAGRAM = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:weimin="https://weimin.example/bpmn/1"
  xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
  xmlns:dd="http://www.omg.org/spec/DD/20100524/DI">
<process id="p" name="\xe9\xa3\x9f\xe5\x93\x81\xe7\xbb\x8f\xe8\x90\xa5\xe8\xae\xb8\xe5\x8f\xaf &lt;script&gt;" weimin:en="Food licence">
<scriptTask id="t" name="\xe5\x8f\x97\xe7\x90\x86 &lt;b&gt;" weimin:en="Acceptance"/>
<endEvent id="e"/><sequenceFlow id="f" sourceRef="t" targetRef="e" name="\xe5\x87\x86\xe4\xba\x88"/></process>
<di:BPMNDiagram><di:BPMNPlane bpmnElement="p">
<di:BPMNShape bpmnElement="t"><dc:Bounds x="10" y="20" width="100" height="80"/></di:BPMNShape>
<di:BPMNShape bpmnElement="e"><dc:Bounds x="200" y="42" width="36" height="36"/></di:BPMNShape>
<di:BPMNShape bpmnElement="ghost"><dc:Bounds x="0" y="0" width="1" height="1"/></di:BPMNShape>
<di:BPMNShape bpmnElement="e"><dc:Bounds x="nan" y="1e99" width="-1" height="x"/></di:BPMNShape>
<di:BPMNEdge bpmnElement="f"><dd:waypoint x="110" y="60"/><dd:waypoint x="200" y="60"/></di:BPMNEdge>
</di:BPMNPlane></di:BPMNDiagram></definitions>"""


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def classes(svg: str) -> dict[str, str]:
    """Class of each named thing, by the title that a pointer shows."""
    return {
        re.split("[（ (]", g.findtext(f"{SVG}title") or "")[0]: g.get("class", "")
        for g in parsed(svg).iter(f"{SVG}g")
        if g.find(f"{SVG}title") is not None
    }


@pytest.mark.parametrize("source", [JOINT_WITH_CORRECTION, DEPARTMENTS, SILENCE, MAKING, WITH_DIAGRAM])
def test_a_drawing_is_one_image_with_a_name_and_nothing_that_a_strict_policy_forbids(source: bytes) -> None:
    svg = draw(source)
    root = parsed(svg)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title") is not None
    assert root.findtext(f"{SVG}desc")
    assert {e.tag for e in root.iter()}.isdisjoint(
        {f"{SVG}style", f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject"}
    )
    attributes = {name for e in root.iter() for name in e.attrib}
    assert attributes.isdisjoint({"style", "id", "href"})
    assert not any(name.startswith("on") for name in attributes)


def test_the_state_of_a_case_is_seen_and_said() -> None:
    graph = compiled(JOINT_WITH_CORRECTION)
    case = Case(graph)
    case.complete("acceptance", "accept")
    case.complete("planning", "approve")
    svg = draw(graph, state=case.state, notes={"planning": "11-27"})
    seen = classes(svg)
    assert seen["acceptance"] == "task done"
    assert seen["planning"] == "task done"
    assert seen["fire"] == "task now"
    assert seen["opinions"] == "task now"
    assert seen["decision"] == "task next"
    with using_language("en"):
        described = parsed(draw(graph, state=case.state)).findtext(f"{SVG}desc") or ""
    assert "now: opinions, fire" in described
    assert "11-27" in svg
    assert "planning ✓" in "".join(parsed(svg).itertext())


def test_an_ended_case_shows_its_end_and_a_called_procedure_shows_on_its_call() -> None:
    graph = compiled(CALLING, called={"making": compiled(MAKING)})
    case = Case(graph)
    case.complete("decision", "grant")
    assert classes(draw(graph, state=case.state))["issue"] == "task now"
    case.complete("issue/make", "done")
    case.complete("issue/deliver", "done")
    svg = draw(graph, state=case.state)
    assert classes(svg)["issue"] == "task done"
    assert svg.count('class="event done"') == 2, "the start, and the end that was reached"


def test_the_files_own_diagram_is_followed_also_when_it_does_not_run() -> None:
    svg = draw(WITH_DIAGRAM)
    (task,) = [g for g in parsed(svg).iter(f"{SVG}g") if g.get("class") == "task plain"]
    rect = task.find(f"{SVG}rect")
    assert rect is not None
    assert [rect.get(k) for k in ("x", "y", "width", "height")] == ["10", "20", "100", "80"]
    assert "<script>" not in svg
    assert "食品经营许可" in svg
    with using_language("en"):
        assert parsed(draw(WITH_DIAGRAM)).get("aria-label") == "Food licence"


def test_without_a_diagram_no_step_lies_on_another() -> None:
    graph = compiled(JOINT_WITH_CORRECTION)
    boxes = [s for s in graph.diagram.shapes if s.tag not in ("lane", "participant", "subProcess") and not s.boundary]
    assert len(boxes) == 19
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            apart = a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
            assert apart, (a.id, b.id)
    inside = {s.id: s for s in graph.diagram.shapes}
    sub, fire = inside["opinions"], inside["fire"]
    assert sub.x < fire.x < fire.x + fire.width < sub.x + sub.width


def test_a_drawing_is_the_same_each_time() -> None:
    assert draw(SILENCE) == draw(SILENCE)


def test_loops_and_what_nothing_leads_to_are_laid_out_too() -> None:
    source = process(
        start(), user("a"), user("b"), user("lost"), end(), path("begin", "a", "b", "a"), flow("b", "finish")
    )
    assert draw(source).count('class="task plain"') == 3


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("现场核查与专家评审意见汇总", ["现场核查与专家", "评审意见汇总"]),
        ("Expert review board", ["Expert", "review board"]),
        ("", []),
        ("一二三四五六七八九十一二三四五六七八九十", ["一二三四五六七", "八九十一二三…"]),
        ("Verwaltungsverfahrensgesetz", ["Verwaltungs", "verfahrens…"]),
    ],
)
def test_names_are_wrapped_to_their_box(text: str, lines: list[str]) -> None:
    assert wrapped(text, 84, 12, 2) == lines


def test_what_cannot_be_read_cannot_be_drawn() -> None:
    with pytest.raises(ProcedureError):
        draw(b"<svg/>")
