"""Why a decision came out as it did: what was looked at, which rule holds under which conditions, what the rule says.

Before that, the same of every decision whose result it takes.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from weimin.lib.bilingual import Bilingual
from weimin.lib.decision.compiling import constant
from weimin.lib.decision.evaluating import Decided, Hit
from weimin.lib.decision.model import DecisionTable, Rule
from weimin.lib.decision.words import condition_words, listed, value_words

__all__ = ["Because", "Looked", "Ruled", "explain", "explain_chain", "rules_in_words"]

Words = Mapping[str, Mapping[str, Bilingual]]
Units = Mapping[str, Bilingual]


@dataclass(frozen=True, slots=True)
class Looked:
    """An input: what it is called and what it was."""

    label: Bilingual
    value: Bilingual


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule: its number, its conditions and result in words, its annotations. ``counts``: it gives the result."""

    number: int
    conditions: Bilingual
    result: Bilingual
    notes: tuple[Bilingual, ...]
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Because:
    """Everything that a page says under "why". ``sentence`` is the same in one line.

    ``before``: the reasons of the decisions whose results were taken, in their order.
    """

    title: Bilingual
    result: Bilingual
    looked: tuple[Looked, ...]
    rules: tuple[Ruled, ...]
    problems: tuple[Bilingual, ...]
    sentence: Bilingual
    before: tuple["Because", ...] = ()


def explain(
    decided: Decided,
    *,
    words: Words | None = None,
    units: Units | None = None,
) -> Because:
    """The reasons of a result. ``words`` names the codes of a column (by its id), ``units`` what its numbers count.

    They are the columns of this decision; those it requires are told in their own words, use ``explain_chain``.
    """
    return explain_chain(decided, lambda _table: (words or {}, units or {}))


def explain_chain(decided: Decided, wording: Callable[[DecisionTable], tuple[Words, Units]]) -> Because:
    """The reasons of a result and of all that it rests on; ``wording`` gives the words and units of each decision."""
    before = tuple(_explain(each, wording(each.table)) for each in decided.required)
    return replace(_explain(decided, wording(decided.table)), before=before)


def _explain(decided: Decided, wording: tuple[Words, Units]) -> Because:
    told = _Teller(*wording)
    looked = tuple(
        Looked(each.column.label, told.value(each.column.id, each.value))
        for each in decided.inputs
        if each.value is not None
    )
    rules = tuple(told.hit(decided.table, hit) for hit in decided.hits if hit.counts)
    result = told.result(decided)
    return Because(
        decided.table.name, result, looked, rules, decided.problems, _sentence(decided, looked, rules, result)
    )


def rules_in_words(
    table: DecisionTable, *, words: Words | None = None, units: Units | None = None, counting: Collection[int] = ()
) -> tuple[Ruled, ...]:
    """The whole table for people: every rule in words, marked where it is one of ``counting``."""
    told = _Teller(words or {}, units or {})
    return tuple(
        Ruled(rule.number, told.conditions(table, rule), told.written(table, rule), rule.notes, rule.number in counting)
        for rule in table.rules
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    words: Words
    units: Units

    def value(self, column: str, value: Any) -> Bilingual:
        return value_words(value, self.words.get(column), self.units.get(column))

    def hit(self, table: DecisionTable, hit: Hit) -> Ruled:
        result = self.outputs(table, hit.outputs)
        return Ruled(hit.rule.number, self.conditions(table, hit.rule), result, hit.rule.notes, hit.counts)

    def conditions(self, table: DecisionTable, rule: Rule) -> Bilingual:
        if table.formula:
            return _formula(table, rule.results[0].text)
        conditions = [
            _pair(column.label, condition_words(cell, self.words.get(column.id), self.units.get(column.id)))
            for column, cell in zip(table.inputs, rule.conditions, strict=True)
            if not cell.any
        ]
        return listed(conditions, "；", "; ") if conditions else Bilingual("任何情形", "in every case")

    def written(self, table: DecisionTable, rule: Rule) -> Bilingual:
        """A rule's results as far as they are always the same; a computed one as it is written."""
        values = []
        for column, cell in zip(table.outputs, rule.results, strict=True):
            fixed, value = constant(cell.code)
            values.append(self.value(column.id, value) if fixed else Bilingual(cell.text, cell.text))
        return self._columns(table, values)

    def outputs(self, table: DecisionTable, values: Mapping[str, Any]) -> Bilingual:
        return self._columns(table, [self.value(column.id, values.get(column.id)) for column in table.outputs])

    def _columns(self, table: DecisionTable, values: list[Bilingual]) -> Bilingual:
        if len(values) == 1:
            return values[0]
        return listed(
            [_pair(column.label, value) for column, value in zip(table.outputs, values, strict=True)], "；", "; "
        )

    def result(self, decided: Decided) -> Bilingual:
        if isinstance(decided.value, dict):
            return self.outputs(decided.table, decided.value)
        if isinstance(decided.value, list) and any(isinstance(each, dict) for each in decided.value):
            return listed([self.outputs(decided.table, each) for each in decided.value], "；", "; ")
        return self.value(decided.table.outputs[0].id, decided.value)


_SIGNS: Final = {"*": " × ", "/": " ÷ "}
_PIECES: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[^\W\d][\w.]*|\s*(?<!\*)[*/](?!\*)\s*')


def _formula(table: DecisionTable, text: str) -> Bilingual:
    """An expression with what its names are called in place of the names, as far as they are plain."""
    names = {column.expression.source: column.label for column in table.inputs}

    def shown(language: Literal["zh", "en"]) -> str:
        def piece(found: re.Match[str]) -> str:
            part = found.group()
            return getattr(names[part], language) if part in names else _SIGNS.get(part.strip(), part)

        return _PIECES.sub(piece, text)

    return Bilingual(shown("zh"), shown("en"))


def _pair(label: Bilingual, value: Bilingual) -> Bilingual:
    return Bilingual("{c}：{v}", "{c}: {v}").format(c=label, v=value)


def _sentence(decided: Decided, looked: tuple[Looked, ...], rules: tuple[Ruled, ...], result: Bilingual) -> Bilingual:
    seen = listed([Bilingual("{c} {v}", "{c} {v}").format(c=each.label, v=each.value) for each in looked], "，", ", ")
    if not rules:
        if decided.by_default:
            return Bilingual("没有规则成立，按通常的：{r}", "no rule holds; as a default: {r}").format(r=result)
        return listed(list(decided.problems), "；", "; ") or result
    if decided.table.formula:
        return Bilingual("{s}：{f} = {r}", "{s}: {f} = {r}").format(s=seen, f=rules[0].conditions, r=result)
    numbers = Bilingual("、".join(str(r.number) for r in rules), ", ".join(str(r.number) for r in rules))
    return Bilingual("{s}：适用第 {n} 条，{r}", "{s}: rule {n} applies, {r}").format(s=seen, n=numbers, r=result)
