"""A file that stands alone, as a modeller anywhere writes it: what is foreign is a warning there, an error in a city."""

import pytest

from lib.procedure.bpmn import (
    boundary,
    call,
    catch,
    choice,
    end,
    flow,
    fork,
    join,
    lanes,
    message_definition,
    path,
    process,
    send,
    start,
    sub,
    tag,
    throw_end,
    timer_definition,
    user,
)  # fmt: skip
from lib.procedure.samples import FOREIGN, Case, compiled
from weimin.lib.procedure import (
    Called,
    Fire,
    Graph,
    InvalidInstances,
    NoFlowMatches,
    ProcedureError,
    Receive,
    Vocabulary,
    called_by,
    compile_procedure,
    compile_processes,
    draw,
    processes_of,
)
from weimin.lib.procedure.explore import explore  # fmt: skip


def alone(source: bytes, **more: object) -> Graph:
    return compile_procedure(source, file="alone.bpmn", strict=False, **more)


def in_a_city(source: bytes) -> set[tuple[str, str]]:
    """The errors that a city finds."""
    try:
        compile_procedure(source, file="city.bpmn")
    except ProcedureError as error:
        return {(finding.code, finding.element) for finding in error.findings}
    return set()


# Abstract and manual tasks


@pytest.mark.parametrize("name", ["task", "manualTask"])
def test_an_abstract_or_manual_task_acts_as_a_user_task(name: str) -> None:
    review = tag(name, id="a", weimin_step="review", weimin_outcomes="approve reject")
    source = process(start(), review, end(), path("begin", "a", "finish"), lane=lanes(decides_reviewer="a"))
    graph = compiled(source)
    assert graph.warnings == ()
    case = Case(graph)
    assert case.open == ["a"]
    case.complete("a", "approve")
    assert case.state is not None
    assert case.state.ended == "finish"


def test_a_task_that_says_nothing_has_the_outcome_done_and_a_warning_in_a_lone_file_only() -> None:
    source = process(start(), '<task id="a"/>', end(), path("begin", "a", "finish"), lane="")
    assert in_a_city(source) == {("P016", "task a"), ("P017", "task a")}
    graph = alone(source)
    assert {(w.code, w.level) for w in graph.warnings} == {("P016", "warning"), ("P017", "warning")}
    case = Case(graph)
    case.complete("a", "done")
    assert case.state is not None
    assert case.state.ended == "finish"


# What only another engine reads


@pytest.mark.parametrize(
    ("elements", "found"),
    [
        ([user("a", inner="<potentialOwner/>"), path("begin", "a", "finish")], "potentialOwner"),
        ([user("a", inner='<performer id="p"><resourceRef>r</resourceRef></performer>'), path("begin", "a", "finish")],
         "performer p"),
        (['<businessRuleTask id="r" weimin:service="rules"/>', path("begin", "r", "finish")], "businessRuleTask r"),
        (['<serviceTask id="r" weimin:service="rules" operationRef="o"/>', path("begin", "r", "finish")], "serviceTask r"),
        ([catch("c", "<signalEventDefinition id='d' signalRef='s'/>"), path("begin", "c", "finish")],
         "signalEventDefinition d"),
        ([user("a", inner='<dataInputAssociation><targetRef>x</targetRef><transformation id="t">1</transformation>'
               '</dataInputAssociation>'), path("begin", "a", "finish")], "transformation t"),
        (['<eventBasedGateway id="g"/>', catch("c", message_definition("m")), catch("d", timer_definition()),
          path("begin", "g", "c", "finish"), path("g", "d", "finish")], "eventBasedGateway g"),
    ],
)  # fmt: skip
def test_what_only_another_engine_reads_is_an_error_in_a_city_and_a_warning_alone(
    elements: list[str], found: str
) -> None:
    source = process(start(), *elements, end())
    source = source.replace(b"<process", b'<signal id="s" name="alarm"/>\n<process', 1)
    assert in_a_city(source) == {("P024", found)}
    assert [(w.code, w.element, w.level) for w in alone(source).warnings] == [("P024", found, "warning")]


@pytest.mark.parametrize("trigger", ["message", "timer", "signal", "conditional"])
def test_what_triggers_the_start_is_not_the_procedures_to_say(trigger: str) -> None:
    begin = tag("startEvent", f'<{trigger}EventDefinition id="d"><timeCycle/></{trigger}EventDefinition>', id="begin")
    source = process(begin, user("a"), end(), path("begin", "a", "finish"))
    assert in_a_city(source) == {("P024", f"{trigger}EventDefinition d")}
    assert Case(alone(source)).open == ["a"]


NOTED = (
    '<dataObject id="d"/><dataObjectReference id="r" dataObjectRef="d"/><dataStoreReference id="s" dataStoreRef="x"/>'
    '<property id="p"/><ioSpecification><inputSet/><outputSet/></ioSpecification>'
    '<textAnnotation id="t"><text>read me</text></textAnnotation><association id="l" sourceRef="a" targetRef="t"/>'
    '<group id="g"/>'
)
AROUND = (
    b'<dataStore id="x"/><itemDefinition id="i"/><import namespace="u" location="l" importType="t"/><error id="e"/>'
    b'<collaboration id="c"><participant id="us" processRef="trial"><participantMultiplicity/></participant>'
    b'<participant id="them" name="Bank"/><messageFlow id="m" sourceRef="them" targetRef="a"/></collaboration><process'
)


def test_data_annotations_pools_and_message_flows_change_nothing_in_a_city_either() -> None:
    data = '<dataInputAssociation id="o"><sourceRef>r</sourceRef><targetRef>a</targetRef></dataInputAssociation>'
    plain = process(start(), user("a"), end(), path("begin", "a", "finish"))
    rich = process(start(), user("a", inner=data), end(), path("begin", "a", "finish"), NOTED)
    graph = compiled(rich.replace(b"<process", AROUND, 1))
    assert graph.warnings == ()
    wanted = compiled(plain)
    assert {n: v.outgoing[0].target for n, v in graph.nodes.items() if v.outgoing} == {
        n: v.outgoing[0].target for n, v in wanted.nodes.items() if v.outgoing
    }
    assert set(graph.nodes) == set(wanted.nodes)


def test_a_message_flow_or_a_pool_that_refers_to_nothing_is_refused() -> None:
    source = process(start(), user("a"), end(), path("begin", "a", "finish"))
    broken = AROUND.replace(b'targetRef="a"', b'targetRef="ghost"').replace(b'"trial"', b'"t:ghost"')
    assert in_a_city(source.replace(b"<process", broken, 1)) == {("P009", "messageFlow m"), ("P009", "participant us")}


# Conditions in other languages


def gateway(condition: str, language: str = "", head: str = "", default: bool = False) -> bytes:
    told = tag("conditionExpression", condition, language=language or None)
    source = process(
        start(), user("a"), choice("x", "x--finish" if default else None), end(), end("e"), path("begin", "a", "x"),
        tag("sequenceFlow", told, id="x--e", sourceRef="x", targetRef="e"), path("x", "finish"),
    )  # fmt: skip
    return source.replace(b"<definitions", f"<definitions {head}".encode(), 1)


@pytest.mark.parametrize(
    ("condition", "language", "head"),
    [
        ("${approved}", "", ""),
        ("approved == true;", "", ""),
        ('outcome = "approve"', "http://groovy.codehaus.org/", ""),
        ('outcome = "approve"', "", 'expressionLanguage="http://groovy.codehaus.org/"'),
        ('outcome = "approve"', "http://www.w3.org/1999/XPath", ""),
    ],
)
def test_a_foreign_condition_may_go_either_way_and_never_holds(condition: str, language: str, head: str) -> None:
    source = gateway(condition, language, head, default=True)
    assert {code for code, _ in in_a_city(source)} == {"P015"}
    graph = alone(source)
    assert [w.code for w in graph.warnings] == ["P015"], "both ways are reached"
    case = Case(graph)
    case.complete("a", "approve")
    assert case.state is not None
    assert case.state.ended == "finish", "nobody knows whether it holds, so the default is taken"


def test_a_foreign_choice_without_default_is_a_warning_alone_and_says_so_when_run() -> None:
    graph = alone(gateway("${approved}"))
    assert {w.code for w in graph.warnings} == {"P015", "P034"}
    case = Case(graph)
    with pytest.raises(NoFlowMatches):
        case.complete("a", "approve")


def test_xpath_as_the_files_language_says_nothing_for_it_is_what_is_written_by_default() -> None:
    source = gateway('outcome = "approve"', head='expressionLanguage="http://www.w3.org/1999/XPath"', default=True)
    assert in_a_city(source) == set()
    case = Case(compiled(source))
    case.complete("a", "approve")
    assert case.state is not None
    assert case.state.ended == "e"


# What is written in short


def test_a_task_repeats_while_its_condition_holds() -> None:
    loop = tag("standardLoopCharacteristics", tag("loopCondition", 'outcome = "reject"'))
    case = Case(compiled(process(start(), user("a", inner=loop), end(), path("begin", "a", "finish"))))
    case.complete("a", "reject")
    assert case.open == ["a"]
    case.complete("a", "approve")
    assert case.state is not None
    assert case.state.ended == "finish"


def test_a_loop_may_be_asked_about_before_the_first_time() -> None:
    loop = tag("standardLoopCharacteristics", tag("loopCondition", "missing > 0"), testBefore="true")
    source = process(start(), user("a", inner=loop), end(), path("begin", "a", "finish"))
    ended = Case(compiled(source), missing=0).state
    assert ended is not None
    assert ended.ended == "finish"
    assert Case(compiled(source), missing=1).open == ["a"]


def test_a_loop_without_condition_is_an_error_in_a_city_and_may_go_either_way_alone() -> None:
    source = process(
        start(), user("a", inner='<standardLoopCharacteristics id="l"/>'), end(), path("begin", "a", "finish")
    )
    assert in_a_city(source) == {("P015", "standardLoopCharacteristics l")}
    assert "finish" in alone(source).nodes


def test_one_condition_and_a_default_need_no_gateway() -> None:
    source = process(
        start(), user("a", default="a--finish"), user("b"), end(), end("e"), path("begin", "a", "finish"),
        flow("a", "b", 'outcome = "reject"'), path("b", "e"),
    )  # fmt: skip
    for outcome, then in {"approve": [], "reject": ["b"]}.items():
        case = Case(compiled(source))
        case.complete("a", outcome)
        assert case.open == then


def test_a_looping_task_may_choose_its_way_too() -> None:
    loop = tag("standardLoopCharacteristics", tag("loopCondition", "again"))
    source = process(
        start(), user("a", inner=loop, default="a--finish"), end(), end("e"), path("begin", "a", "finish"),
        flow("a", "e", 'outcome = "reject"'),
    )  # fmt: skip
    case = Case(compiled(source), again=False)
    case.complete("a", "reject")
    assert case.state is not None
    assert case.state.ended == "e"


def awaiting_first() -> Graph:
    return alone(
        process(
            start(), '<eventBasedGateway id="g"/>', catch("paid", message_definition("payment")),
            catch("late", timer_definition()), tag("receiveTask", id="called", weimin_message="call"), end("yes"), end("no"),
            end("off"), path("begin", "g", "paid", "yes"), path("g", "late", "no"), path("g", "called", "off"),
        )
    )  # fmt: skip


@pytest.mark.parametrize(("event", "outcome"), [("paid", "yes"), ("late", "no"), ("called", "off")])
def test_the_first_event_behind_an_event_based_gateway_decides(event: str, outcome: str) -> None:
    case = Case(awaiting_first())
    assert sorted(case.open) == ["called", "g", "late", "paid"]
    wait = case.wait(event)
    case.do(Fire(wait) if event == "late" else Receive(case.graph.nodes[event].message, wait=wait))
    assert case.state is not None
    assert case.state.ended == outcome
    assert case.open == []


def erring(raised: str, caught: str, interrupting: bool = True) -> bytes:
    return process(
        start(),
        sub("s", start("b"), user("a"), choice("x", "x--fine"), end("fine"), tag("endEvent", raised, id="wrong"),
            path("b", "a", "x", "fine"), flow("x", "wrong", 'outcome = "reject"')),
        boundary("caught", "s", caught, interrupting), user("mend"), end(), end("mended"),
        path("begin", "s", "finish"), path("caught", "mend", "mended"),
    ).replace(b"<process", b'<error id="e1"/><error id="e2"/><escalation id="e3"/><process', 1)  # fmt: skip


@pytest.mark.parametrize("caught", ["<errorEventDefinition/>", '<errorEventDefinition errorRef="e1"/>'])
def test_an_error_is_caught_by_the_enclosing_sub_process(caught: str) -> None:
    case = Case(compiled(erring('<errorEventDefinition errorRef="e1"/>', caught)))
    case.complete("a", "reject")
    assert case.open == ["mend"]
    case.complete("mend", "approve")
    assert case.state is not None
    assert case.state.ended == "mended"


def test_an_error_of_another_name_is_not_caught() -> None:
    source = erring('<errorEventDefinition errorRef="e1"/>', '<errorEventDefinition errorRef="e2"/>')
    assert in_a_city(source) == {("P025", "endEvent wrong"), ("P025", "boundaryEvent caught")}


def test_an_escalation_that_does_not_interrupt_lets_the_sub_process_end() -> None:
    source = erring(
        '<escalationEventDefinition escalationRef="e3"/>', '<escalationEventDefinition escalationRef="e3"/>', False
    )
    case = Case(compiled(source))
    case.complete("a", "reject")
    assert case.open == ["mend"]
    case.complete("mend", "approve")
    assert case.state is not None
    assert case.state.ended == "finish"


def test_a_signal_is_never_taken_for_caught_inside() -> None:
    source = process(
        start(), sub("s", start("b"), tag("endEvent", '<signalEventDefinition signalRef="m"/>', id="t"), path("b", "t")),
        boundary("c", "s", message_definition("alarm")), end(), path("begin", "s", "finish"), path("c", "finish"),
    ).replace(b"<process", b'<signal id="m" name="alarm"/><process', 1)  # fmt: skip
    assert ("P023", "endEvent t") in in_a_city(source)


def test_a_service_of_several_instances_is_asked_for_each() -> None:
    loop = tag("multiInstanceLoopCharacteristics", weimin_each="platforms")
    service = tag("serviceTask", loop, id="publish", weimin_service="publish")
    case = Case(compiled(process(start(), service, end(), path("begin", "publish", "finish"))), platforms=["a", "b"])
    assert [(e.name, e.instance) for e in case.effects if isinstance(e, Called)] == [("publish", "a"), ("publish", "b")]
    assert case.state is not None
    assert case.state.ended == "finish"


def test_a_timer_of_a_cycle_comes_again_while_its_activity_lasts() -> None:
    daily = "<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>"
    source = process(
        start(), user("a"), boundary("daily", "a", daily, interrupting=False), send("remind", "reminder"), end(),
        end("reminded"), path("begin", "a", "finish"), path("daily", "remind", "reminded"),
    )  # fmt: skip
    assert in_a_city(source) == {("P010", "boundaryEvent daily")}
    case = Case(alone(source))
    for _ in range(3):
        assert any(isinstance(e, Called) for e in case.do(Fire(case.wait("daily"))))
    case.complete("a", "approve")
    assert case.state is not None
    assert case.state.ended == "finish"


def test_a_call_of_a_task_that_the_file_declares_for_all_is_that_task() -> None:
    source = process(
        start(), tag("callActivity", id="c", calledElement="g", weimin_step="making", weimin_outcomes="done"), end(),
        path("begin", "c", "finish"), lane=lanes(decides_issuer="c"),
    ).replace(b"<process", b'<globalUserTask id="g" name="Make"/><process', 1)  # fmt: skip
    graph = compiled(source)
    assert [(n.id, n.name) for n in graph.user_tasks] == [("c", "Make")]
    assert called_by(source) == (), "no procedure is called"
    assert called_by(source.replace(b'calledElement="g"', b'calledElement="ns:making"')) == ("making",)


# Several processes


def several() -> bytes:
    def bare(source: bytes) -> bytes:
        return source.split(b">", 2)[2].rsplit(b"</definitions>", 1)[0]

    caller = process(start("b1"), call("c", "two"), end("e1"), path("b1", "c", "e1"), id="one")
    callee = process(start("b2"), '<task id="t"/>', end("e2"), path("b2", "t", "e2"), id="two", lane="")
    broken = process(start("b3"), '<scriptTask id="s"/>', end("e3"), path("b3", "s", "e3"), id="three")
    pools = b'<collaboration id="k"><participant id="p" processRef="four"/></collaboration><process id="four"/>'
    return caller.replace(b"</definitions>", bare(callee) + bare(broken) + pools + b"</definitions>")


def test_each_process_of_a_lone_file_has_its_own_verdict_and_they_may_call_each_other() -> None:
    assert processes_of(several()) == ("one", "two", "three"), "an empty process is a closed pool"
    verdicts = compile_processes(several(), file="x.bpmn")
    assert list(verdicts) == ["one", "two", "three"]
    one, two, three = verdicts.values()
    assert isinstance(one, Graph)
    assert "c/t" in one.nodes
    assert isinstance(two, Graph)
    assert isinstance(three, ProcedureError)
    assert [(f.code, f.element) for f in three.findings] == [("P006", "scriptTask s")]


def test_a_city_keeps_one_process_in_a_file() -> None:
    assert {("P005", "process two"), ("P005", "process three")} <= in_a_city(several())


def test_processes_that_call_each_other_in_a_circle_are_refused() -> None:
    source = several().replace(b'<task id="t"/>', b'<callActivity id="t" calledElement="one"/>')
    verdicts = compile_processes(source, file="x.bpmn")
    assert [type(v).__name__ for v in verdicts.values()] == ["ProcedureError"] * 3
    assert {f.code for v in list(verdicts.values())[:2] for f in v.findings} == {"P019"}


def test_a_file_without_a_process_is_refused_as_a_whole() -> None:
    empty = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
    (verdict,) = compile_processes(empty, file="x.bpmn").values()
    assert isinstance(verdict, ProcedureError)
    assert processes_of(b"no") == ()


def test_parallel_branches_of_a_lone_file_need_no_word_on_how_they_combine() -> None:
    source = process(
        start(), fork("f"), '<task id="a"/>', '<manualTask id="b"/>', join("j", None), end(), path("begin", "f", "a", "j"),
        path("f", "b", "j", "finish"), lane="",
    )  # fmt: skip
    assert {w.code for w in alone(source, words=Vocabulary({"review": ("approve",)})).warnings} == {
        "P016",
        "P017",
        "P018",
    }


def test_all_of_this_together_is_explored_alike_in_every_order() -> None:
    """Only some orders of events are tried; here all are, and nothing else is found."""
    graph = alone(FOREIGN)
    some, every = (explore(graph, reduced=reduced, known=False) for reduced in (True, False))
    assert some.markings < every.markings
    assert (some.entered, some.taken, some.gaps) == (every.entered, every.taken, every.gaps)
    assert some.entered >= graph.nodes.keys() - {"begin", "in"}, "every step is reached"
    assert not every.unsound
    assert not every.stuck
    assert not every.endless


def test_a_foreign_file_runs_until_something_is_not_known() -> None:
    case = Case(alone(FOREIGN))
    case.complete("look", "done")
    assert sorted(case.open) == ["caught", "daily", "first", "late", "paid", "read"]
    with pytest.raises(InvalidInstances):
        case.do(Fire(case.wait("daily")))
    case.complete("read", "done")
    case.do(Receive("payment"))
    assert case.state is not None
    assert case.state.ended == "finish"


def test_an_end_that_sends_a_message_is_an_outcome_too() -> None:
    source = process(start(), user("a"), throw_end("sent", "answer"), path("begin", "a", "sent"))
    graph = compiled(source)
    assert graph.outcomes == ("sent",)
    case = Case(graph)
    case.complete("a", "approve")
    assert case.state is not None
    assert case.state.ended == "sent"
    assert draw(graph, state=case.state).count('class="event done"') == 2
