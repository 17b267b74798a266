"""Held against a naive walk over the table that knows neither FEEL nor the analysis."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.decision.dmn import column, dmn, rule
from weimin.lib.decision import DecisionTable, HitPolicy, check_table, compile_dmn, decide

KINDS = ["cafe", "canteen", "stall"]
FIRST_DAY = date(2026, 1, 1)
PLACES = {"area": range(8), "kind": KINDS, "open": [True, False], "day": range(6)}
COLUMNS = [
    column("input", "area", "number"),
    column("input", "kind", "string", ", ".join(f'"{kind}"' for kind in KINDS)),
    column("input", "open", "boolean"),
    column("input", "day", "date"),
]


@dataclass(frozen=True)
class Condition:
    """``low``/``high``: an interval with or without its ends; ``among``: one of these; neither: any."""

    low: Any = None
    high: Any = None
    low_in: bool = True
    high_in: bool = True
    among: tuple[Any, ...] | None = None
    negated: bool = False

    def holds(self, value: Any) -> bool:
        if self.among is not None:
            return (value in self.among) != self.negated
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        return above and (self.high is None or value < self.high or (self.high_in and value == self.high))

    def feel(self) -> str:
        if self.among is not None:
            text = ", ".join(map(literal, self.among))
            return f"not({text})" if self.negated else text
        if self.low is not None and self.high is not None:
            return (
                f"{'[' if self.low_in else '('}{literal(self.low)}..{literal(self.high)}{']' if self.high_in else ')'}"
            )
        if self.low is not None:
            return f"{'>=' if self.low_in else '>'} {literal(self.low)}"
        return f"{'<=' if self.high_in else '<'} {literal(self.high)}" if self.high is not None else "-"


def literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return f'date("{value}")'
    return f'"{value}"' if isinstance(value, str) else str(value)


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


@st.composite
def intervals(draw: st.DrawFn, values: list[Any]) -> Condition:
    low, high = sorted(draw(st.tuples(st.sampled_from(values), st.sampled_from(values))))
    shape = draw(st.sampled_from(["any", "low", "high", "both", "some", "not"]))
    ends = {"low_in": draw(st.booleans()), "high_in": draw(st.booleans())}
    match shape:
        case "low":
            return Condition(low=low, **ends)
        case "high":
            return Condition(high=high, **ends)
        case "both":
            return Condition(low=low, high=high, **ends)
        case "some" | "not":
            return Condition(among=(low, high), negated=shape == "not")
    return Condition()


def choices(values: list[Any]) -> st.SearchStrategy[Condition]:
    some = st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)
    return st.one_of(st.just(Condition()), st.builds(Condition, among=some, negated=st.booleans()))


CONDITIONS = [
    intervals([Decimal(n) for n in PLACES["area"]]), choices(KINDS), choices([True, False]),
    intervals([day(n) for n in PLACES["day"]]),
]  # fmt: skip
ROWS = st.lists(st.tuples(st.tuples(*CONDITIONS), st.integers(0, 3)), min_size=1, max_size=6)
INPUTS = st.fixed_dictionaries(
    {
        "area": st.integers(-2, 18).map(lambda n: Decimal(n) / 2),
        "kind": st.sampled_from(KINDS),
        "open": st.booleans(),
        "day": st.integers(-2, 8).map(day),
    }
)
POLICIES = [
    ("UNIQUE", ""), ("ANY", ""), ("FIRST", ""), ("PRIORITY", ""), ("RULE ORDER", ""), ("OUTPUT ORDER", ""),
    ("COLLECT", ""), ("COLLECT", "SUM"), ("COLLECT", "MIN"), ("COLLECT", "MAX"), ("COLLECT", "COUNT"),
]  # fmt: skip
RANKING = [2, 0, 3, 1]
Rows = list[tuple[tuple[Condition, ...], int]]


def table_of(rows: Rows, policy: str = "UNIQUE", aggregation: str = "") -> DecisionTable:
    rules = [rule([each.feel() for each in conditions], [str(result)]) for conditions, result in rows]
    outputs = [column("output", "fee", "number", ", ".join(map(str, RANKING)))]
    (table,) = compile_dmn(dmn(COLUMNS, outputs, rules, policy=policy, aggregation=aggregation), file="drawn.dmn")
    return table


def walk(rows: Rows, values: dict[str, Any]) -> list[int]:
    """The numbers of the rules that hold."""
    return [
        number
        for number, (conditions, _result) in enumerate(rows, 1)
        if all(each.holds(values[name]) for each, name in zip(conditions, PLACES, strict=True))
    ]


def naive(rows: Rows, values: dict[str, Any], policy: str, aggregation: str) -> Any:
    results = [rows[number - 1][1] for number in walk(rows, values)]
    match policy, aggregation:
        case "COLLECT", "COUNT":
            return len(results)
        case ("COLLECT", "") | ("RULE ORDER", _):
            return results
        case "OUTPUT ORDER", _:
            return sorted(results, key=RANKING.index)
    if not results or (policy == "UNIQUE" and len(results) > 1) or (policy == "ANY" and len(set(results)) > 1):
        return None
    fold = {"SUM": sum, "MIN": min, "MAX": max}.get(aggregation)
    if fold is not None:
        return fold(results)
    return min(results, key=RANKING.index) if policy == "PRIORITY" else results[0]


@settings(max_examples=60, deadline=None)
@given(ROWS, st.lists(INPUTS, min_size=1, max_size=5), st.sampled_from(POLICIES))
def test_evaluation_agrees_with_a_naive_walk_over_the_table(rows, many, policy):
    table = table_of(rows, *policy)
    for values in many:
        assert decide(table, values).value == naive(rows, values, *policy)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(["UNIQUE", "ANY"]))
def test_every_example_of_a_gap_or_overlap_really_is_one(rows, policy):
    table = table_of(rows, policy)
    for finding in check_table(table):
        if finding.code == "D020":
            assert walk(rows, plain(finding.example)) == []
            assert decide(table, finding.example).hits == ()
        if finding.code in ("D021", "D022"):
            holding = walk(rows, plain(finding.example))
            assert set(finding.rules) <= set(holding)
            assert decide(table, finding.example).value is None
        assert finding.code in ("D020", "D021", "D022", "D023")


def plain(example: dict[str, Any]) -> dict[str, Any]:
    """With Python's own dates."""
    told = example["day"]
    return {**example, "day": date(told.year, told.month, told.day)}


@settings(max_examples=60, deadline=None)
@given(ROWS, st.lists(INPUTS, min_size=6, max_size=12), st.sampled_from(["UNIQUE", "ANY", "FIRST", "PRIORITY"]))
def test_what_is_not_reported_does_not_happen(rows, many, policy):
    table = table_of(rows, policy)
    findings = check_table(table)
    codes = {finding.code for finding in findings}
    hidden = {number for finding in findings if finding.code == "D023" for number in finding.rules}
    pairs = [finding.rules for finding in findings if finding.code == "D021"]
    for values in many:
        holding = walk(rows, values)
        assert holding or "D020" in codes
        assert not hidden & set(decide(table, values).rules)
        if table.policy is HitPolicy.UNIQUE:
            assert all((a, b) in pairs for a in holding for b in holding if a < b)
        if table.policy is HitPolicy.ANY and "D022" not in codes:
            assert len({rows[number - 1][1] for number in holding}) <= 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=1, max_size=5, unique=True), st.integers(0, 20), INPUTS)
def test_a_table_cut_at_points_has_no_findings_and_answers_everything(cuts, skipped, values):
    """Complete by construction; then one rule is taken away, and the gap is found."""
    ends = [None, *sorted(map(Decimal, cuts)), None]
    rows: Rows = [
        ((Condition(low=low, high=high, high_in=False), Condition(among=(kind,)), Condition(), Condition()), 1)
        for low, high in pairwise(ends)
        for kind in KINDS
    ]
    table = table_of(rows)
    assert check_table(table) == ()
    assert decide(table, values).value == 1
    del rows[skipped % len(rows)]
    assert "D020" in {finding.code for finding in check_table(table_of(rows))}
