"""The engine on procedures as bureaus have them, the two classic faults first."""

import time

import pytest

from lib.procedure.bpmn import (
    boundary,
    choice,
    each,
    end,
    flow,
    message_definition,
    path,
    process,
    receive,
    send,
    start,
    sub,
    throw,
    user,
)  # fmt: skip
from lib.procedure.samples import CALLING, DEPARTMENTS, JOINT_WITH_CORRECTION, MAKING, NOW, SILENCE, Case, compiled
from weimin.lib.procedure import (
    AlreadyEnded,
    AlreadyStarted,
    AmbiguousMessage,
    Called,
    Cancel,
    Closed,
    Complete,
    Ended,
    Fire,
    InvalidInstances,
    InvalidState,
    NoFlowMatches,
    NotExpected,
    NotStarted,
    Receive,
    StaleWait,
    Start,
    State,
    UnknownOutcome,
    WrongKind,
    step,
    waiting,
)


def test_a_join_does_not_fire_with_a_branch_open_after_a_correction() -> None:
    """Planning answered in the first round; after the correction its old answer must not stand in for the new one."""
    case = Case(compiled(JOINT_WITH_CORRECTION))
    case.complete("acceptance", "accept")
    case.complete("planning", "approve")
    assert case.open == ["returned", "fire"]
    case.complete("fire", "visit")
    assert case.open == ["correction"]
    case.complete("correction", "submit")
    assert case.open == ["returned", "fire", "planning"]
    case.complete("fire", "approve")
    assert case.open == ["returned", "planning"], "the join must wait for planning's new opinion"
    case.complete("planning", "approve")
    assert case.open == ["decision"]


@pytest.mark.parametrize("rounds", [1, 2, 7])
def test_however_often_papers_go_back_every_branch_is_waited_for(rounds: int) -> None:
    case = Case(compiled(JOINT_WITH_CORRECTION))
    case.complete("acceptance", "accept")
    for round_ in range(rounds):
        if round_ % 2:
            case.complete("planning", "reject")
        case.complete("fire", "visit")
        case.complete("correction", "submit")
    case.complete("planning", "approve")
    assert case.open == ["returned", "fire"]
    case.complete("fire", "approve")
    assert case.open == ["decision"]


def test_a_correction_cancels_every_wait_of_its_scope() -> None:
    case = Case(compiled(JOINT_WITH_CORRECTION))
    case.complete("acceptance", "accept")
    planning = case.wait("planning")
    effects = case.complete("fire", "visit")
    assert Closed(planning, "planning", "cancelled") in effects
    with pytest.raises(StaleWait):
        case.do(Complete(planning, "approve"))


def test_parallel_answers_do_not_overwrite_each_other() -> None:
    """Three departments answer the same step; every answer stays its own, with its data."""
    source = process(
        start(), user("opinion", "approve reject", "review", each("departments")), choice("agreed", "agreed--no"),
        end("yes", "granted"), end("no", "refused"), path("begin", "opinion", "agreed"),
        flow("agreed", "yes", 'steps.opinion.fire.outcome = "approve" and steps.opinion.planning.outcome = "reject"'
             ' and steps.opinion.water_office.outcome = "approve" and steps.opinion.water_office.data.area = 12'),
        flow("agreed", "no"),
    )  # fmt: skip
    case = Case(compiled(source), departments=["fire", "planning", "water-office"])
    assert case.open == ["opinion[fire]", "opinion[planning]", "opinion[water-office]"]
    case.complete("opinion", "reject", "planning")
    case.complete("opinion", "approve", "fire")
    assert case.state is not None
    seen = dict(case.state.answers["opinion"])  # type: ignore[arg-type]
    assert seen == {"planning": "reject", "fire": "approve"}
    effects = case.complete("opinion", "approve", "water-office", area=12)
    assert effects[-1] == Ended("granted")


def test_branches_of_a_block_keep_their_answers_and_earlier_data_comes_from_the_caller() -> None:
    source = process(
        start(), '<parallelGateway id="f"/>', user("a"), user("b"),
        '<parallelGateway id="j" weimin:combine="separate"/>', choice("g", "g--no"), end("yes"), end("no"),
        path("begin", "f", "a", "j", "g"), path("f", "b", "j"),
        flow("g", "yes", 'outcome = null and steps.a.outcome = "approve" and steps.b.outcome = "reject"'
             ' and steps.a.data.floor = 3 and steps.b.data.floor = 9'), flow("g", "no"),
    )  # fmt: skip
    case = Case(compiled(source))
    case.complete("a", "approve", floor=3)
    case.context = {"steps": {"a": {"data": {"floor": 3}}}}
    assert case.complete("b", "reject", floor=9)[-1] == Ended("yes")


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [(["approve", "approve"], "granted"), (["approve", "reject"], "refused"), ([], "granted")],
)
def test_a_join_combines_as_it_states(answers: list[str], outcome: str) -> None:
    """Of an empty list all approve: nobody is asked, nobody objects."""
    keys = [f"department-{i}" for i in range(len(answers))]
    case = Case(compiled(DEPARTMENTS), departments=keys)
    for key, answer in zip(keys, answers, strict=True):
        case.complete("opinion", answer, key)
    assert case.effects[-1] == Ended(outcome)


@pytest.mark.parametrize("value", [None, "fire", ["fire", "fire"], ["a-b", "a_b"], [""], [1], {"a": "b"}])
def test_a_list_that_names_no_departments_is_refused(value: object) -> None:
    with pytest.raises(InvalidInstances):
        Case(compiled(DEPARTMENTS), departments=value)


def test_silence_is_acceptance_and_a_reminder_stops_nothing() -> None:
    case = Case(compiled(SILENCE))
    effects = case.do(Fire(case.wait("silent")))
    assert [type(e).__name__ for e in effects] == ["Closed", "Closed", "Called", "Opened", "Opened"]
    assert effects[2] == Called("deemed", "deem-accepted", None)
    assert case.open == ["review", "late"]
    assert case.do(Fire(case.wait("late")))[-1] == Called("remind", "remind", None)
    assert case.open == ["review"]
    assert case.complete("review", "approve")[-1] == Ended("granted")


def test_an_answered_step_disarms_its_clock() -> None:
    case = Case(compiled(SILENCE))
    silent = case.wait("silent")
    assert Closed(silent, "silent", "cancelled") in case.complete("acceptance", "accept")
    with pytest.raises(StaleWait):
        case.do(Fire(silent))


def test_a_called_procedure_has_its_own_answers_and_gives_its_result() -> None:
    graph = compiled(CALLING, called={"making": compiled(MAKING)})
    case = Case(graph)
    case.complete("decision", "grant")
    assert case.open == ["issue/make"]
    case.complete("issue/make", "done")
    assert case.complete("issue/deliver", "done")[-1] == Ended("granted")
    assert case.state is not None
    assert case.state.answers["issue"] == "served"
    assert graph.digest != compiled(CALLING, called={"making": compiled(MAKING.replace(b"served", b"handed"))}).digest


def test_messages_reach_the_one_who_waits() -> None:
    source = process(
        start(), send("ask", "question"), receive("answer", "reply"),
        sub("work", start("s"), user("task"), throw("tell", "note"), user("more"), end("e"),
            path("s", "task", "tell", "more", "e")),
        boundary("noted", "work", message_definition("note"), interrupting=False), user("read"), end("aside"), end(),
        path("begin", "ask", "answer", "work", "finish"), path("noted", "read", "aside"),
    )  # fmt: skip
    case = Case(compiled(source))
    assert case.effects[0] == Called("ask", "question", None)
    with pytest.raises(NotExpected):
        case.do(Receive("other"))
    case.do(Receive("reply"))
    case.complete("task", "approve")
    assert sorted(case.open) == ["more", "noted", "read"], "a non-interrupting event may come again"
    case.do(Receive("note"))
    assert case.open.count("read") == 2
    case.complete("more", "approve")
    assert case.open == ["read", "read"], "the case ends only when its side paths have ended"
    case.complete("read", "approve")
    assert case.complete("read", "approve")[-1] == Ended("finish")


def test_a_message_that_several_wait_for_must_name_its_wait() -> None:
    source = process(
        start(), sub("work", start("s"), receive("reply", "reply"), end("e"), path("s", "reply", "e"),
                     loop=each("departments")), end(), path("begin", "work", "finish"),
    )  # fmt: skip
    case = Case(compiled(source), departments=["a", "b"])
    with pytest.raises(AmbiguousMessage) as told:
        case.do(Receive("reply"))
    case.do(Receive("reply", wait=told.value.waits[1]))
    assert case.open == ["reply[a]"]


def test_withdrawing_closes_everything() -> None:
    case = Case(compiled(JOINT_WITH_CORRECTION))
    case.complete("acceptance", "accept")
    effects = case.do(Cancel("withdrawn"))
    assert [e.reason for e in effects if isinstance(e, Closed)] == ["cancelled"] * 3
    assert effects[-1] == Ended("withdrawn")
    with pytest.raises(AlreadyEnded):
        case.do(Cancel("withdrawn"))


def test_a_wrong_command_says_what_is_wrong_and_changes_nothing() -> None:
    case = Case(compiled(SILENCE))
    assert case.state is not None
    before = case.state.to_json()
    with pytest.raises(UnknownOutcome) as told:
        case.complete("acceptance", "approve")
    assert told.value.allowed == ("accept", "refuse")
    with pytest.raises(WrongKind):
        case.do(Fire(case.wait("acceptance")))
    with pytest.raises(WrongKind):
        case.do(Complete(case.wait("silent"), "accept"))
    with pytest.raises(AlreadyStarted):
        case.do(Start())
    with pytest.raises(NotStarted):
        step(case.graph, None, Fire(1), context={}, now=NOW)
    assert case.state.to_json() == before


def test_a_gateway_that_no_condition_fits_says_so() -> None:
    """Only a file that stands alone gets this far: in a city the compiler refuses it."""
    source = process(
        start(), user("a"), choice("g"), end("x"), end("y"), path("begin", "a", "g"),
        flow("g", "x"), flow("g", "y"),
    )  # fmt: skip
    case = Case(compiled(source, strict=False))
    with pytest.raises(NoFlowMatches):
        case.complete("a", "approve")


def test_the_state_stays_small_after_two_hundred_rounds_of_correction() -> None:
    case = Case(compiled(JOINT_WITH_CORRECTION))
    case.complete("acceptance", "accept")
    sizes = []
    for _ in range(200):
        case.complete("fire", "visit")
        case.complete("correction", "submit")
        assert case.state is not None
        sizes.append(len(case.state.to_json()))
    assert max(sizes) < 300
    assert sizes[-1] - sizes[0] < 30, "only the numbers have more digits"
    assert len({w.wait for w in waiting(case.state)}) == 3


def test_a_step_costs_well_under_a_millisecond_in_any_round() -> None:
    case = Case(compiled(JOINT_WITH_CORRECTION))
    case.complete("acceptance", "accept")
    times = []
    for _ in range(200):
        begun = time.perf_counter()
        case.complete("fire", "visit")
        case.complete("correction", "submit")
        times.append(time.perf_counter() - begun)
    assert sorted(times)[100] / 2 < 0.001


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"v":99}', '{"v":1,"n":1,"t":[[1]],"s":[],"a":{}}', "null", "[[["])
def test_a_state_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(InvalidState):
        State.from_json(text)


def test_a_state_of_another_procedure_is_refused() -> None:
    case = Case(compiled(SILENCE))
    with pytest.raises(InvalidState):
        step(compiled(DEPARTMENTS), case.state, Cancel("x"), context={}, now=NOW)


def test_errors_speak_both_languages() -> None:
    error = StaleWait(7)
    assert "7" in error.message.zh
    assert "no longer open" in error.message.en
