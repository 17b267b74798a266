"""Structured procedures of every shape, carried out in every order: the engine and a naive executor agree."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lib.procedure.blocks import AGAIN, KEYS, WORDS, Block, Writer, blocks
from lib.procedure.naive import Frame
from weimin.lib.procedure import (
    Cancel,
    Closed,
    Command,
    Complete,
    Ended,
    Fire,
    Graph,
    Opened,
    Receive,
    StaleWait,
    Start,
    State,
    Vocabulary,
    Wait,
    compile_procedure,
    step,
    waiting,
)
from weimin.lib.procedure.explore import TooLarge, explore

NOW = datetime(2026, 9, 28, 9, 0, tzinfo=UTC)
CONTEXT = {"offices": KEYS}


def compiled(block: Block, *, explored: bool = False) -> Graph:
    """The graph; exploring it proves it sound, or fails the test, and is left out where another test does it."""
    return compile_procedure(Writer().whole(block), file="drawn.bpmn", words=Vocabulary(WORDS), checked=not explored)


def command_for(graph: Graph, wait: Wait, outcome: str) -> Command:
    if wait.kind == "user":
        return Complete(wait.wait, outcome)
    if wait.kind == "timer":
        return Fire(wait.wait)
    return Receive(graph.nodes[wait.node].message, wait=wait.wait)


def carried(graph: Graph, state: State | None, command: Command) -> tuple[State, tuple[object, ...]]:
    """A step, through JSON, as a case is stored between two steps."""
    after, effects = step(graph, state, command, context=CONTEXT, now=NOW)
    assert State.from_json(after.to_json()) == after
    return State.from_json(after.to_json()), effects


def pick(data: st.DataObject, graph: Graph, state: State) -> tuple[Wait, str]:
    wait = data.draw(st.sampled_from(waiting(state)), label="wait")
    outcomes = graph.nodes[wait.node].outcomes or ("",)
    return wait, data.draw(st.sampled_from(outcomes), label="outcome")


# 200 examples in `make test`; the nightly profile says how many at night
MANY = settings(max_examples=max(200, settings().max_examples))


@MANY
@given(blocks(), st.data())
def test_the_engine_and_the_naive_executor_wait_for_the_same_and_end_together(
    block: Block, data: st.DataObject
) -> None:
    graph = compiled(block, explored=True)
    naive = Frame(block, None)
    state, _ = carried(graph, None, Start())
    for _ in range(25):
        assert Counter((wait.node, wait.instance) for wait in waiting(state)) == Counter(naive.waits())
        assert (state.ended is not None) == naive.done
        if state.ended is not None:
            return
        wait, outcome = pick(data, graph, state)
        naive.act((wait.node, wait.instance), outcome)
        state, _ = carried(graph, state, command_for(graph, wait, outcome))


@given(blocks(), st.data())
def test_wherever_a_case_stands_it_can_still_end(block: Block, data: st.DataObject) -> None:
    graph = compiled(block)
    state, _ = carried(graph, None, Start())
    for _ in range(data.draw(st.integers(0, 12))):
        if state.ended is None:
            state, _ = carried(graph, state, command_for(graph, *pick(data, graph, state)))
    for _ in range(2000):
        if state.ended is not None:
            return
        wait = next(w for w in waiting(state) if not graph.nodes[w.node].attached)
        onward = [outcome for outcome in graph.nodes[wait.node].outcomes if outcome != AGAIN]
        state, _ = carried(graph, state, command_for(graph, wait, (onward or [""])[-1]))
    pytest.fail("the case goes on for ever")


@MANY
@given(blocks(), st.data())
def test_no_interleaving_of_two_clerks_does_an_act_twice(block: Block, data: st.DataObject) -> None:
    """Both clerks act on what they last saw; whoever is late gets StaleWait, and nothing changes."""
    graph = compiled(block)
    state, effects = carried(graph, None, Start())
    seen = {"one": waiting(state), "two": waiting(state)}
    closed: list[int] = []
    opened = [e.wait for e in effects if isinstance(e, Opened)]
    for _ in range(25):
        if state.ended is not None:
            break
        clerk = data.draw(st.sampled_from(["one", "two"]))
        if not seen[clerk] or data.draw(st.booleans()):
            seen[clerk] = waiting(state)
        wait = data.draw(st.sampled_from(seen[clerk]))
        command = command_for(graph, wait, graph.nodes[wait.node].outcomes[0] if wait.kind == "user" else "")
        before = state.to_json()
        if wait.wait in closed:
            with pytest.raises(StaleWait):
                carried(graph, state, command)
            assert state.to_json() == before
            continue
        state, effects = carried(graph, state, command)
        closed += [e.wait for e in effects if isinstance(e, Closed)]
        opened += [e.wait for e in effects if isinstance(e, Opened)]
    assert max(Counter(closed).values(), default=1) == 1
    assert max(Counter(opened).values(), default=1) == 1
    assert set(closed) <= set(opened)
    assert {wait.wait for wait in waiting(state)} == set(opened) - set(closed)


@given(blocks(), st.data())
def test_the_same_commands_give_the_same_state_and_effects(block: Block, data: st.DataObject) -> None:
    source = Writer().whole(block)
    graph, again = (
        compile_procedure(source, file="drawn.bpmn", words=Vocabulary(WORDS), checked=True) for _ in range(2)
    )
    commands: list[Command] = [Start()]
    state, effects = carried(graph, None, Start())
    told = list(effects)
    for _ in range(12):
        if state.ended is not None:
            break
        commands.append(command_for(graph, *pick(data, graph, state)))
        state, effects = carried(graph, state, commands[-1])
        told += effects
    if state.ended is None:
        commands.append(Cancel("withdrawn"))
        state, effects = carried(graph, state, commands[-1])
        told += effects
    assert isinstance(told[-1], Ended)
    replayed: State | None = None
    retold: list[object] = []
    for command in commands:
        replayed, effects = step(again, replayed, command, context=CONTEXT, now=NOW)
        retold += effects
    assert replayed is not None
    assert replayed.to_json() == state.to_json()
    assert retold == told


@given(blocks())
def test_exploring_one_branch_at_a_time_finds_what_all_interleavings_find(block: Block) -> None:
    graph = compiled(block)
    try:
        whole = explore(graph, reduced=False, most_work=2_000)
    except TooLarge:
        assume(False)
    short = explore(graph)
    assert (short.entered, short.taken) == (whole.entered, whole.taken)
    assert [found for found in (short, whole) if found.stuck or found.unsound] == []
    assert short.markings <= whole.markings
