"""What is not sound, not BPMN or not ours is refused, at its line, by the name of its element."""

import pytest

from lib.procedure.bpmn import (
    boundary,
    call,
    catch,
    choice,
    each,
    end,
    flow,
    fork,
    join,
    message_definition,
    path,
    process,
    service,
    start,
    sub,
    tag,
    terminate,
    throw,
    timer_definition,
    user,
)
from lib.procedure.samples import CALLING, JOINT_WITH_CORRECTION, MAKING
from weimin.lib.procedure import Finding, ProcedureError, compile_procedure


def refused(source: bytes, **more: object) -> tuple[Finding, ...]:
    with pytest.raises(ProcedureError) as told:
        compile_procedure(source, file="procedures/x.bpmn", **more)
    assert all(finding.file == "procedures/x.bpmn" and finding.line >= 1 for finding in told.value.findings)
    return told.value.findings


def codes(source: bytes, **more: object) -> set[tuple[str, str]]:
    return {(finding.code, finding.element) for finding in refused(source, **more)}


# Not sound


def test_returning_for_correction_by_a_flow_across_the_join_is_refused() -> None:
    """The classic mistake: a branch leads back to before the split, and the join would count its token twice."""
    source = process(
        start(), choice("again"), fork("f"), user("fire"), choice("says"), service("noted"), user("planning"), join("j"),
        user("fix", "submit", "correction"), end(),
        path("begin", "again", "f", "fire", "says"), flow("says", "fix", 'outcome = "reject"'),
        flow("says", "noted", 'outcome = "approve"'), path("noted", "j"), path("f", "planning", "j", "finish"),
        path("fix", "again"),
    )  # fmt: skip
    (finding,) = refused(source)
    assert (finding.code, finding.element) == ("P020", "sequenceFlow fix--again")
    assert source.decode().splitlines()[finding.line - 1].count("fix--again") == 1
    assert "boundary of an enclosing sub-process" in finding.message.en
    assert "子流程" in finding.message.zh


@pytest.mark.parametrize(
    ("elements", "found"),
    [
        # one branch ends by itself: the join would wait for ever
        ([fork("f"), user("a"), user("b"), join("j"), end(), end("lost"),
          path("begin", "f", "a", "lost"), path("f", "b", "j", "finish")], ("P014", "parallelGateway j")),
        ([fork("f"), user("a"), user("b"), user("c"), join("j"), end(), end("lost"),
          path("begin", "f", "a", "lost"), path("f", "b", "j", "finish"), path("f", "c", "j")], ("P020", "endEvent lost")),
        # a join that gathers too few branches could fire too early
        ([fork("f"), user("a"), user("b"), user("c"), join("j"), join("k"), end(),
          path("begin", "f", "a", "j"), path("f", "b", "j", "k"), path("f", "c", "k", "finish")], ("P020", "parallelGateway j")),
        # two ways of one branch into the join: it would count one branch twice
        ([fork("f"), user("a"), choice("x"), service("s"), service("t"), user("b"), join("j"), end(),
          path("begin", "f", "a", "x"), flow("x", "s", 'outcome = "approve"'), flow("x", "t", 'outcome = "reject"'),
          path("s", "j"), path("t", "j"), path("f", "b", "j", "finish")], ("P020", "parallelGateway j")),
        # an exclusive choice into a join: a deadlock
        ([user("a"), choice("x"), service("s"), service("t"), join("j"), end(), path("begin", "a", "x"),
          flow("x", "s", 'outcome = "approve"'), flow("x", "t", 'outcome = "reject"'), path("s", "j"), path("t", "j", "finish")],
         ("P020", "parallelGateway j")),
        # a side path that runs into the main path would double the token
        ([user("a"), boundary("late", "a", timer_definition(), interrupting=False), choice("m"), end(),
          path("begin", "a", "m", "finish"), path("late", "m")], ("P021", "sequenceFlow late--m")),
        ([user("a"), boundary("late", "a", timer_definition(), interrupting=False), end("aside", "granted"), end(),
          path("begin", "a", "finish"), path("late", "aside")], ("P021", "endEvent aside")),
        # a loop without anyone to wait for
        ([choice("m"), service("s"), choice("x", "x--finish"), end(), path("begin", "m", "s", "x"),
          flow("x", "m", "area > 3"), flow("x", "finish")], ("P022", "exclusiveGateway m")),
        # once inside, no way out
        ([user("a"), choice("x"), user("b"), choice("m"), end(), path("begin", "a", "x"),
          flow("x", "finish", 'outcome = "approve"'), flow("x", "m", 'outcome = "reject"'), path("m", "b", "m")],
         ("P033", "userTask b")),
        # an outcome that nobody thought of
        ([user("a"), choice("x"), user("b"), end(), path("begin", "a", "x", "b"), ], None),
        ([user("a"), choice("x"), user("b"), end(), end("e"), path("begin", "a", "x"), path("b", "e"),
          flow("x", "finish", 'outcome = "approve"'), flow("x", "b", 'outcome = "rejected"')], ("P034", "exclusiveGateway x")),
        ([user("a"), choice("x"), end(), end("e"), path("begin", "a", "x"), flow("x", "finish", "area > 3"),
          flow("x", "e", "area <= 3")], ("P034", "exclusiveGateway x")),
        # nobody ever comes here
        ([user("a"), user("b"), end(), path("begin", "a", "finish"), path("b", "finish")], ("P032", "userTask b")),
        ([user("a"), choice("x", "x--finish"), user("b"), end(), path("begin", "a", "x"), flow("x", "finish"),
          flow("x", "b", 'outcome = "aprove"'), path("b", "finish")], ("P032", "userTask b")),
        # a message both sent and awaited, where no one surely takes it
        ([throw("t", "note"), catch("c", message_definition("note")), end(), path("begin", "t", "c", "finish")],
         ("P023", "intermediateThrowEvent t")),
    ],
)  # fmt: skip
def test_an_unsound_procedure_is_refused_at_the_element(elements: list[str], found: tuple[str, str] | None) -> None:
    told = codes(process(start(), *elements))
    assert found in told if found else told


def test_a_sub_process_is_left_only_by_its_boundary() -> None:
    source = process(
        start(), sub("s", start("b"), user("a"), end("e"), path("b", "a", "e"), flow("a", "finish", id="away")), end(),
        path("begin", "s", "finish"),
    )  # fmt: skip
    assert ("P020", "sequenceFlow away") in codes(source)


def test_terminate_may_end_a_case_from_inside_a_branch() -> None:
    source = process(
        start(), fork("f"), user("a"), choice("x"), terminate("stop", "refused"), service("s"), user("b"), join("j"), end(),
        path("begin", "f", "a", "x"), flow("x", "stop", 'outcome = "reject"'), flow("x", "s", 'outcome = "approve"'),
        path("s", "j"), path("f", "b", "j", "finish"),
    )  # fmt: skip
    assert compile_procedure(source, file="x").outcomes == ("refused", "finish")


# Not what runs


@pytest.mark.parametrize(
    ("element", "name"),
    [
        ('<scriptTask id="s"/>', "scriptTask s"),
        ('<inclusiveGateway id="g"/>', "inclusiveGateway g"),
        ('<complexGateway id="g"/>', "complexGateway g"),
        ('<eventBasedGateway id="g" eventGatewayType="Parallel"/>', "eventBasedGateway g"),
        ('<transaction id="t"/>', "transaction t"),
        ('<adHocSubProcess id="t"/>', "adHocSubProcess t"),
        ('<subProcess id="s" triggeredByEvent="true"><startEvent id="b"><errorEventDefinition/></startEvent></subProcess>',
         "subProcess s"),
        ('<userTask id="u"><standardLoopCharacteristics loopMaximum="3"/></userTask>', "standardLoopCharacteristics"),
        ('<userTask id="u"><multiInstanceLoopCharacteristics isSequential="true"/></userTask>',
         "multiInstanceLoopCharacteristics"),
        ('<userTask id="u"><multiInstanceLoopCharacteristics><completionCondition/></multiInstanceLoopCharacteristics></userTask>',
         "completionCondition"),
        ('<userTask id="u" isForCompensation="true"/>', "userTask u"),
        ('<userTask id="u" startQuantity="2"/>', "userTask u"),
        ('<intermediateCatchEvent id="e"><conditionalEventDefinition/></intermediateCatchEvent>', "conditionalEventDefinition"),
        ('<intermediateThrowEvent id="e"><linkEventDefinition/></intermediateThrowEvent>', "linkEventDefinition"),
        ('<endEvent id="e"><compensateEventDefinition/></endEvent>', "compensateEventDefinition"),
        ('<endEvent id="e"><cancelEventDefinition/></endEvent>', "cancelEventDefinition"),
        ('<foo:bar xmlns:foo="urn:x" id="b"/>', "bar b"),
        ('<extensionElements><w:clock xmlns:w="https://weimin.example/bpmn/1"/></extensionElements>', "clock"),
    ],
)  # fmt: skip
def test_an_element_that_does_not_run_is_refused_by_name(element: str, name: str) -> None:
    source = process(start(), end(), path("begin", "finish"), element)
    line = next(i for i, text in enumerate(source.decode().splitlines(), 1) if element in text)
    assert [(f.code, f.line, f.element) for f in refused(source) if f.code == "P006"] == [("P006", line, name)]


def test_an_attribute_that_nobody_reads_is_refused() -> None:
    source = process(start(), user("a", weimin_outcome="granted", priority="7"), end(), path("begin", "a", "finish"))
    assert {f.message.en for f in refused(source)} == {
        "userTask has no attribute weimin:outcome",
        "userTask has no attribute priority",
    }


def test_the_line_is_where_the_tag_begins() -> None:
    source = process(start(), '<scriptTask\n  id="s"\n  name="over several\n lines"/>', end(), path("begin", "finish"))
    (finding,) = refused(source)
    assert source.decode().splitlines()[finding.line - 1] == "<scriptTask"


# Not XML, not BPMN


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">&lol2;</definitions>"""
OUTSIDE = (
    b"""<!DOCTYPE d SYSTEM "file:///etc/passwd"><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>"""
)


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        (b"", "P001", 1),
        (b"not xml", "P001", 1),
        (b"<a>\n<b></a>", "P001", 2),
        (b"\x00\x01\x02", "P001", 1),
        (b"<definitions/>", "P004", 1),
        (b'<definitions xmlns="http://schema.omg.org/spec/BPMN/1.0"/>', "P004", 1),
        (b'<bpmn:process xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "P004", 1),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "P005", 1),
        (BOMB, "P003", 2),
        (BOMB.decode().replace("<?xml version=\"1.0\"?>", "").encode("utf-16"), "P003", 2),
        (OUTSIDE, "P003", 1),
        (b"<a>" * 5000, "P001", 1),
        (b" " * (5 * 1024 * 1024), "P002", 1),
        (b"<a>" + b"<b/>" * 60_000 + b"</a>", "P002", 1),
    ],
)  # fmt: skip
def test_what_is_not_bpmn_is_refused_with_the_reason(source: bytes, code: str, line: int) -> None:
    assert [(f.code, f.line) for f in refused(source)] == [(code, line)]


@pytest.mark.parametrize(
    ("elements", "found"),
    [
        ([end(), flow("begin", "nowhere")], ("P009", "sequenceFlow begin--nowhere")),
        ([end(), path("begin", "finish"), boundary("b", "ghost", timer_definition())], ("P009", "boundaryEvent b")),
        ([user("a"), user("a"), end(), path("begin", "a", "finish")], ("P008", "userTask a")),
        ([user("a-b"), user("a_b"), end(), path("begin", "a-b", "a_b", "finish")], ("P008", "userTask a_b")),
        (['<userTask name="no id"/>', end(), path("begin", "finish")], ("P008", "userTask")),
        ([user("7/../x"), end(), path("begin", "finish")], ("P008", "userTask 7/../x")),
        ([user("a", inner="<outgoing>ghost</outgoing>"), end(), path("begin", "a", "finish")], ("P009", "userTask a")),
        ([start("second"), end(), path("begin", "finish"), path("second", "finish")], ("P012", "process trial")),
        ([user("a"), end(), path("begin", "a")], ("P013", "userTask a")),
        ([user("a"), end(), end("e"), path("begin", "a", "finish"), path("a", "e")], ("P013", "userTask a")),
        ([end(), path("begin", "finish", "begin")], ("P013", "startEvent begin")),
        ([fork("f"), end(), path("begin", "f", "finish")], ("P014", "parallelGateway f")),
        ([user("a"), end(), path("begin", "a"), flow("a", "finish", 'outcome = "approve"')], ("P015", "sequenceFlow a--finish")),
        ([user("a"), choice("x", "x--e"), end(), end("e"), path("begin", "a", "x"), flow("x", "finish", "= what ("),
          flow("x", "e")], ("P015", "conditionExpression")),
        ([user("a"), choice("x", "ghost"), end(), path("begin", "a", "x", "finish")], ("P009", "exclusiveGateway x")),
        ([catch("c", ""), end(), path("begin", "c", "finish")], ("P010", "intermediateCatchEvent c")),
        ([catch("c", "<timerEventDefinition><timeDate>2026-01-01</timeDate></timerEventDefinition>"), end(),
          path("begin", "c", "finish")], ("P010", "intermediateCatchEvent c")),
        ([catch("c", "<timerEventDefinition><timeDuration>clock.promised</timeDuration></timerEventDefinition>"), end(),
          path("begin", "c", "finish")], ("P010", "intermediateCatchEvent c")),
        ([catch("c", timer_definition("tea")), end(), path("begin", "c", "finish")], ("P010", "intermediateCatchEvent c")),
        ([catch("c", "<messageEventDefinition/>"), end(), path("begin", "c", "finish")], ("P011", "intermediateCatchEvent c")),
        ([user("a", ""), end(), path("begin", "a", "finish")], ("P017", "userTask a")),
        ([user("a", "approve", "tasting"), end(), path("begin", "a", "finish")], ("P017", "userTask a")),
        ([user("a", "grant", "review"), end(), path("begin", "a", "finish")], ("P017", "userTask a")),
        ([user("a", inner=each("")), end(), path("begin", "a", "finish")], ("P018", "multiInstanceLoopCharacteristics")),
        ([user("a", inner=each("departments", None)), end(), path("begin", "a", "finish")], ("P018", "userTask a")),
        ([user("a", inner=each("departments", "most")), end(), path("begin", "a", "finish")],
         ("P018", "multiInstanceLoopCharacteristics")),
        ([user("a", inner=each("departments", "all agree else reject")), end(), path("begin", "a", "finish")],
         ("P018", "userTask a")),
        ([fork("f"), user("a"), user("b"), join("j", None), end(), path("begin", "f", "a", "j"),
          path("f", "b", "j", "finish")], ("P018", "parallelGateway j")),
        ([user("a"), choice("x"), end(), end("e"), path("begin", "a"), flow("a", "finish", 'outcome = "approve"'), path("a", "e")],
         ("P013", "userTask a")),
        ([tag("endEvent", "<errorEventDefinition/>", id="e"), path("begin", "e")], ("P025", "endEvent e")),
        ([user("a"), boundary("b", "a", "<errorEventDefinition/>"), end(), path("begin", "a", "finish"), path("b", "finish")],
         ("P025", "boundaryEvent b")),
        ([tag("eventBasedGateway", id="g"), user("a"), end(), path("begin", "g", "a", "finish")], ("P013", "eventBasedGateway g")),
        ([tag("eventBasedGateway", id="g"), user("a"), end(), path("begin", "g", "a", "finish")], ("P013", "sequenceFlow g--a")),
        ([call("c", "ghost"), end(), path("begin", "c", "finish")], ("P019", "callActivity c")),
        ([service("s"), boundary("b", "s", timer_definition()), end(), path("begin", "s", "finish"), path("b", "finish")],
         ("P021", "boundaryEvent b")),
    ],
)  # fmt: skip
def test_a_malformed_procedure_is_refused_at_the_element(elements: list[str], found: tuple[str, str]) -> None:
    assert found in codes(process(start(), *elements))


def test_a_user_task_outside_every_lane_is_refused_and_so_is_a_lane_without_a_role() -> None:
    outside = process(start(), user("a"), end(), path("begin", "a", "finish"), lane="")
    assert ("P016", "userTask a") in codes(outside)
    nobody = outside.replace(
        b"<startEvent", b'<laneSet id="l"><lane id="x"><flowNodeRef>a</flowNodeRef></lane></laneSet><startEvent', 1
    )
    assert ("P016", "lane x") in codes(nobody)


def test_a_multi_instance_inside_another_is_refused_also_through_a_call() -> None:
    inner = process(
        start(), user("o", inner=each("x")), end("e"), path("begin", "o", "e"), id="inner"
    )  # fmt: skip
    source = process(start(), call("c", "inner", each("departments")), end(), path("begin", "c", "finish"))
    called = {"inner": compile_procedure(inner, file="inner.bpmn")}
    assert ("P018", "callActivity c") in codes(source, called=called)


def test_calls_that_multiply_are_refused_before_they_fill_the_memory() -> None:
    """Each procedure calls the one before it twice: thirty files, a thousand million nodes."""
    graph = compile_procedure(process(start(), user("a"), end(), path("begin", "a", "finish"), id="p0"), file="p0")

    def climb() -> None:
        below = graph
        for i in range(1, 30):
            source = process(
                start(), call("c", below.id), call("d", below.id), end(), path("begin", "c", "d", "finish"), id=f"p{i}"
            )  # fmt: skip
            below = compile_procedure(source, file=f"p{i}", called={below.id: below}, checked=True)

    with pytest.raises(ProcedureError) as told:
        climb()
    assert {f.code for f in told.value.findings} == {"P002"}


def test_all_findings_come_in_one_run_in_the_order_of_the_file() -> None:
    source = process(
        start(), '<transaction id="t"/>', user("a", "x"), '<scriptTask id="s"/>', end(), flow("begin", "ghost")
    )
    findings = refused(source)
    assert [f.code for f in findings] == ["P006", "P006", "P009"]
    assert [f.line for f in findings] == sorted(f.line for f in findings)


def test_a_lone_file_is_warned_where_a_city_is_refused() -> None:
    source = process(
        start(), '<userTask id="a" name="Review"/>', choice("x"), end(), end("e"), path("begin", "a", "x"),
        flow("x", "finish", "${approved}"), flow("x", "e"), lane="",
    )  # fmt: skip
    assert {f.code for f in refused(source)} == {"P015", "P016", "P017"}
    graph = compile_procedure(source, file="x", strict=False)
    assert {f.level for f in graph.warnings} == {"warning"}
    assert {"P015", "P016", "P017"} <= {f.code for f in graph.warnings}


def test_a_flow_that_is_never_taken_and_one_that_never_gets_its_turn_are_warned_about() -> None:
    source = process(
        start(), user("a"), choice("x", "x--finish"), end(), end("e"), path("begin", "a", "x"), flow("x", "finish"),
        flow("x", "e", 'outcome = "reject"'), flow("x", "e", 'outcome = "rejcet"', id="typo"),
        flow("x", "e", 'outcome != "approve"', id="late"),
    )  # fmt: skip
    warnings = compile_procedure(source, file="x").warnings
    assert [(w.code, w.element) for w in warnings] == [
        ("P037", "exclusiveGateway x"), ("P035", "sequenceFlow typo"), ("P035", "sequenceFlow late"),
    ]  # fmt: skip


def test_a_large_procedure_compiles_fast_and_a_sound_one_without_warnings() -> None:
    branches = [(f"a{i}", f"b{i}", f"c{i}") for i in range(12)]
    source = process(
        start(), fork("f"), join("j"), end(), path("begin", "f"), path("j", "finish"),
        *(user(name) for branch in branches for name in branch), *(path("f", *branch, "j") for branch in branches),
    )  # fmt: skip
    graph = compile_procedure(source, file="x")
    assert graph.warnings == ()
    assert len(graph.nodes) == 40
    for sample in (JOINT_WITH_CORRECTION, MAKING):
        assert compile_procedure(sample, file="x").warnings == ()
    assert ("P019", "callActivity issue") in codes(CALLING)
