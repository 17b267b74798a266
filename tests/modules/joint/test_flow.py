"""When parts open, when they never will, and how the whole ends."""

from hypothesis import given
from hypothesis import strategies as st

from weimin.modules.joint.flow import ENDED, PartState, Step, advance, simulate

WAITING, OPEN, GRANTED, REFUSED = PartState.WAITING, PartState.OPEN, PartState.GRANTED, PartState.REFUSED
CHAIN = (Step("licence", 0), Step("food", 1, ("licence",)), Step("fire", 1), Step("hygiene", 1, ("food", "fire")))


def test_a_stage_opens_when_the_one_before_has_ended() -> None:
    assert advance(CHAIN, dict.fromkeys(["licence", "food", "fire", "hygiene"], WAITING)).open == ("licence",)
    later = {"licence": GRANTED, "food": WAITING, "fire": WAITING, "hygiene": WAITING}
    assert advance(CHAIN, later).open == ("food", "fire")


def test_a_refusal_drops_all_that_stands_on_it_and_nothing_else() -> None:
    opened, dropped, outcome = simulate(CHAIN, {"licence": REFUSED})
    assert opened == ["licence", "fire"]
    assert dropped == {"food": "licence", "hygiene": "food"}
    assert outcome == "partly-granted"


def test_what_is_withdrawn_does_not_count_against_the_rest() -> None:
    assert simulate(CHAIN, {"fire": PartState.WITHDRAWN})[2] == "partly-granted", "hygiene needed it"
    assert simulate(CHAIN[:3], {"fire": PartState.WITHDRAWN})[2] == "granted"
    assert simulate(CHAIN[:1], {"licence": PartState.WITHDRAWN})[2] == "withdrawn"


@st.composite
def flows(draw: st.DrawFn) -> tuple[list[Step], dict[str, PartState]]:
    """Steps that wait only for earlier ones, and how each would end."""
    count = draw(st.integers(1, 7))
    stages = sorted(draw(st.lists(st.integers(0, 2), min_size=count, max_size=count)))
    steps = [
        Step(str(n), stage, tuple(draw(st.sets(st.sampled_from([str(k) for k in range(n)])))) if n else ())
        for n, stage in enumerate(stages)
    ]
    ends = {step.key: draw(st.sampled_from(sorted(ENDED - {PartState.DROPPED}))) for step in steps}
    return steps, ends


@given(flows())
def test_every_flow_ends_and_opens_each_part_at_most_once(flow: tuple[list[Step], dict[str, PartState]]) -> None:
    steps, ends = flow
    opened, dropped, outcome = simulate(steps, ends)
    assert len(opened) == len(set(opened))
    assert set(opened) | set(dropped) == {step.key for step in steps}
    assert not set(opened) & set(dropped)
    assert outcome


@given(flows())
def test_nothing_opens_before_all_that_it_needs_is_granted(flow: tuple[list[Step], dict[str, PartState]]) -> None:
    steps, ends = flow
    opened, dropped, _outcome = simulate(steps, ends)
    for step in steps:
        if step.key in opened:
            assert all(ends[key] is GRANTED and opened.index(key) < opened.index(step.key) for key in step.after)
        else:
            because = dropped[step.key]
            assert because in dropped or ends[because] is not GRANTED


@given(flows())
def test_asking_again_gives_nothing_new(flow: tuple[list[Step], dict[str, PartState]]) -> None:
    steps, _ends = flow
    states = dict.fromkeys((step.key for step in steps), WAITING)
    first = advance(steps, states)
    states |= dict.fromkeys(first.open, OPEN)
    assert advance(steps, states).open == ()
