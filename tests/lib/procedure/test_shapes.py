"""Each thing of BPMN has its own shape, so that someone who knows the standard reads the drawing without a legend."""

from itertools import pairwise

import pytest
from lxml import etree

from lib.procedure.bpmn import end, path, process, start, tag
from weimin.lib.procedure import draw

SVG = "{http://www.w3.org/2000/svg}"
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:dd="http://www.omg.org/spec/DD/20100524/DI">'
)


def shape(name: str, x: int = 0, y: int = 0, width: int = 100, height: int = 80, **more: object) -> str:
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    return tag("di:BPMNShape", bounds, bpmnElement=name, **more)


def edge(name: str, *points: tuple[int, int], **more: object) -> str:
    way = "".join(f'<dd:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return tag("di:BPMNEdge", way, bpmnElement=name, **more)


def drawn(inner: str, *pictures: str, around: str = "") -> etree._Element:
    planes = "".join(
        f'<di:BPMNDiagram name="picture {i}"><di:BPMNPlane bpmnElement="p">{p}</di:BPMNPlane></di:BPMNDiagram>'
        for i, p in enumerate(pictures)
    )
    text = f'{HEAD}{around}<process id="p">{inner}</process>{planes}</definitions>'
    return etree.fromstring(draw(text.encode()).encode())


def group(root: etree._Element, title: str) -> etree._Element:
    (found,) = [g for g in root.iter(f"{SVG}g") if g.findtext(f"{SVG}title") == title]
    return found


def outline(element: etree._Element) -> str:
    """What is drawn, without names and places."""
    kept = ("d", "r", "points", "stroke-dasharray", "stroke-width", "fill", "class", "rx")
    return "|".join(
        f"{etree.QName(e).localname}{[e.get(name) for name in kept]}"
        for e in element.iter("*")
        if etree.QName(e).localname in ("path", "circle", "rect", "polygon")
    )


EVENTS = [
    "message",
    "timer",
    "signal",
    "error",
    "escalation",
    "conditional",
    "compensate",
    "link",
    "cancel",
    "terminate",
]
TASKS = ["task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask"]
GATEWAYS = ["exclusive", "parallel", "inclusive", "complex", "eventBased"]


@pytest.mark.parametrize(
    ("elements", "count"),
    [
        ([tag("intermediateCatchEvent", tag(f"{kind}EventDefinition"), id="x") for kind in EVENTS]
         + [tag("intermediateCatchEvent", "<messageEventDefinition/><timerEventDefinition/>", id="x", parallelMultiple=more)
            for more in ("true", "false")], 12),
        ([tag("intermediateThrowEvent", tag(f"{kind}EventDefinition"), id="x") for kind in ("message", "signal", "escalation")]
         + [tag("intermediateCatchEvent", tag(f"{kind}EventDefinition"), id="x") for kind in ("message", "signal", "escalation")],
         6),
        ([tag(f"{name}Event", id="x") for name in ("start", "end", "intermediateThrow")], 3),
        ([tag(name, id="x") for name in TASKS], 8),
        ([tag(f"{name}Gateway", id="x") for name in GATEWAYS], 5),
        ([tag(name, id="x") for name in ("task", "callActivity", "transaction", "adHocSubProcess")]
         + [tag("subProcess", "<task id='y'/>", id="x", triggeredByEvent="true")], 5),
        ([tag("task", inner, id="x") for inner in (
            "", "<standardLoopCharacteristics/>", "<multiInstanceLoopCharacteristics/>",
            '<multiInstanceLoopCharacteristics isSequential="true"/>')] + ['<task id="x" isForCompensation="true"/>'], 5),
        ([tag(name, id="x") for name in ("dataObjectReference", "dataStoreReference", "dataInput", "dataOutput", "group")]
         + ['<dataObjectReference id="x" dataObjectRef="d"/><dataObject id="d" isCollection="true"/>'], 6),
    ],
)  # fmt: skip
def test_no_two_kinds_look_alike(elements: list[str], count: int) -> None:
    pictures = {outline(drawn(element, shape("x"))) for element in elements}
    assert len(pictures) == len(elements) == count


def test_a_boundary_event_that_does_not_interrupt_is_dashed() -> None:
    inner = '<task id="t"/>' + "".join(
        f'<boundaryEvent id="{told}" name="{told}" attachedToRef="t" cancelActivity="{told}"/>'
        for told in ("true", "false")
    )
    root = drawn(inner, shape("true", 0, 0, 36, 36) + shape("false", 80, 0, 36, 36))
    assert "stroke-dasharray" not in etree.tostring(group(root, "true")).decode()
    assert "stroke-dasharray" in etree.tostring(group(root, "false")).decode()


def test_data_has_a_folded_corner_a_name_with_its_state_and_no_token() -> None:
    inner = (
        '<dataObject id="d" name="Plan"/><dataObjectReference id="x" dataObjectRef="d"><dataState name="[checked]"/>'
        "</dataObjectReference>"
    )
    paper = group(drawn(inner, shape("x", 0, 0, 36, 50)), "Plan [checked]")
    assert paper.get("class") == "artifact plain"
    sheet, corner = paper.findall(f"{SVG}path")
    assert sheet.get("class") == "sheet"
    assert sheet.get("d") == "M0 0h26l10 10v40h-36Z"
    assert corner.get("d") == "M26 0v10h10"


def test_an_open_pool_has_a_band_for_its_name_and_a_closed_one_has_not() -> None:
    pools = '<collaboration id="c"><participant id="us" name="Office" processRef="p"/><participant id="them" name="Bank"/></collaboration>'
    root = drawn(
        '<task id="t"/>',
        shape("us", 0, 0, 600, 200) + shape("them", 0, 300, 600, 60) + shape("t", 100, 50),
        around=pools,
    )
    assert [p.get("d") for p in group(root, "Office").iter(f"{SVG}path")] == ["M30 0v200"]
    assert [*group(root, "Bank").iter(f"{SVG}path")] == []
    upright = drawn(
        '<task id="t"/>', shape("us", 0, 0, 200, 600, isHorizontal="false") + shape("t", 50, 100), around=pools
    )
    assert [p.get("d") for p in group(upright, "Office").iter(f"{SVG}path")] == ["M0 30h200"]


def test_a_message_flow_is_dashed_from_a_ring_to_an_open_head_and_may_show_its_letter() -> None:
    around = '<collaboration id="c"><messageFlow id="m" sourceRef="a" targetRef="b" name="Order"/></collaboration>'
    tasks = '<task id="a"/><task id="b"/>'
    boxes = shape("a") + shape("b", 0, 300)
    plain = drawn(tasks, boxes + edge("m", (50, 80), (50, 300)), around=around)
    (flow,) = [g for g in plain.iter(f"{SVG}g") if g.get("class") == "flow"]
    line, head = flow.findall(f"{SVG}path")
    assert line.get("stroke-dasharray")
    assert head.get("fill") == "#ffffff"
    assert head.get("d", "").endswith("Z")
    assert flow.find(f"{SVG}circle").get("cy") == "80"
    assert "Order" in "".join(flow.itertext())
    letter = drawn(tasks, boxes + edge("m", (50, 80), (50, 300), messageVisibleKind="initiating"), around=around)
    assert len(letter.findall(f".//{SVG}path")) > len(plain.findall(f".//{SVG}path"))


def test_a_flow_shows_that_it_is_the_default_or_conditional_and_an_association_its_direction() -> None:
    def heads(flow: str) -> str:
        root = drawn(
            f'<task id="a"/><task id="b"/>{flow}',
            shape("a") + shape("b", 300) + edge("f", (100, 40), (300, 40)),
        )
        return outline(next(g for g in root.iter(f"{SVG}g") if g.get("class") == "flow"))

    join = 'sourceRef="a" targetRef="b"'
    looks = [
        heads(f'<sequenceFlow id="f" {join}/>'),
        heads(f'<sequenceFlow id="f" {join}><conditionExpression>x</conditionExpression></sequenceFlow>'),
        heads(f'<association id="f" {join}/>'),
        heads(f'<association id="f" {join} associationDirection="One"/>'),
        heads(f'<association id="f" {join} associationDirection="Both"/>'),
    ]
    assert len(set(looks)) == 5
    default = drawn(
        f'<task id="a" default="f"/><task id="b"/><sequenceFlow id="f" {join}/>',
        shape("a") + shape("b", 300) + edge("f", (100, 40), (300, 40)),
    )
    assert outline(next(g for g in default.iter(f"{SVG}g") if g.get("class") == "flow")) not in looks


def test_a_collapsed_sub_process_shows_a_plus_and_an_open_one_its_name_above_what_is_inside() -> None:
    inner = '<subProcess id="s" name="Check"><task id="t" name="Look"/></subProcess>'
    closed = drawn(inner, shape("s"))
    assert "v8" in outline(group(closed, "Check"))
    opened = drawn(inner, shape("t", 50, 50) + shape("s", 0, 0, 300, 200))
    titles = [g.findtext(f"{SVG}title") for g in opened.iter(f"{SVG}g")]
    assert titles.index("Check") < titles.index("Look"), "drawn first, so it covers nothing"
    assert float(group(opened, "Check").find(f".//{SVG}tspan").get("y")) < 20


def test_flows_are_not_hidden_by_what_they_lie_in() -> None:
    inner = (
        '<subProcess id="s"><task id="a"/><task id="b"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/></subProcess>'
    )
    boxes = shape("s", 0, 0, 500, 200) + shape("a", 50, 50) + shape("b", 300, 50)
    order = [g.get("class") for g in drawn(inner, boxes + edge("f", (150, 90), (300, 90))).iter(f"{SVG}g")]
    assert order == ["task plain", "flow", "task plain", "task plain"]


def test_a_small_task_takes_smaller_letters_before_it_cuts_its_name() -> None:
    name = "Obtain supporting data and documents of the customer"
    task = group(drawn(f'<userTask id="x" name="{name}"/>', shape("x")), name)
    text = task.find(f"{SVG}text")
    assert " ".join(t.text or "" for t in text.iter(f"{SVG}tspan")) == name
    assert float(text.get("font-size")) < 12


def test_a_name_beside_its_shape_has_a_halo_that_is_not_read_twice() -> None:
    event = group(drawn('<startEvent id="x" name="Filed"/>', shape("x", 0, 0, 36, 36)), "Filed")
    halo, label = event.findall(f"{SVG}text")
    assert (halo.get("class"), halo.get("aria-hidden")) == ("halo", "true")
    assert "".join(label.itertext()) == "".join(halo.itertext()) == "Filed"


def test_the_pictures_of_a_file_stand_below_each_other_under_their_names() -> None:
    root = drawn('<task id="a" name="A"/><task id="b" name="B"/>', shape("a", 500, 500), shape("b", 0, 0))
    rects = {name: group(root, name).find(f"{SVG}rect") for name in "AB"}
    assert rects["A"].get("x") == rects["B"].get("x") == "0"
    assert float(rects["A"].get("y")) + 80 < float(rects["B"].get("y"))
    assert "picture 0" in "".join(root.itertext())
    assert "picture 1" in "".join(root.itertext())


# Without a diagram


WITH_DATA = process(
    start(), tag("userTask", '<dataInputAssociation id="i"><sourceRef>r</sourceRef></dataInputAssociation>'
                 '<dataOutputAssociation id="o"><targetRef>s</targetRef></dataOutputAssociation>', id="a"), end(),
    '<dataObject id="d"/><dataObjectReference id="r" name="Plan" dataObjectRef="d"/><dataStoreReference id="s" name="Register"/>'
    '<textAnnotation id="t"><text>in writing</text></textAnnotation><association id="l" sourceRef="a" targetRef="t"/>',
    path("begin", "a", "finish"),
)  # fmt: skip


def test_data_and_notes_are_laid_out_below_what_they_belong_to() -> None:
    root = etree.fromstring(draw(WITH_DATA).encode())
    step = group(root, "a").find(f"{SVG}rect")
    lowest = float(step.get("y")) + float(step.get("height"))
    for title in ("Plan", "Register", "in writing"):
        where = group(root, title).find(f"{SVG}path").get("d").split()[1]
        assert float(where.split("h")[0].split("H")[0].split("a")[0]) > lowest
    assert [g.get("class") for g in root.iter(f"{SVG}g")].count("flow") == 5


def test_several_processes_are_laid_out_below_each_other_and_joined_by_their_messages() -> None:
    one = process(start("b1"), '<task id="t1"/>', end("e1"), path("b1", "t1", "e1"), id="one", lane="")
    two = process(start("b2"), '<task id="t2"/>', end("e2"), path("b2", "t2", "e2"), id="two", lane="")
    inner = two[two.index(b"<process") : two.index(b"</definitions>")]
    flow = b'<collaboration id="c"><messageFlow id="m" sourceRef="t1" targetRef="t2"/></collaboration></definitions>'
    root = etree.fromstring(draw(one.replace(b"</definitions>", inner + flow)).encode())
    tops = [float(group(root, name).find(f"{SVG}rect").get("y")) for name in ("t1", "t2")]
    assert all(above + 70 < below for above, below in pairwise(tops))
    dashed = [p for p in root.iter(f"{SVG}path") if p.get("stroke-dasharray")]
    assert len(dashed) == 1
