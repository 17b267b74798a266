"""Why a table decided as it did: what was looked at, which rule holds under which conditions, and what the rule says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.decision.evaluating import Decided, Hit
from weimin.lib.decision.words import condition_words, listed, value_words

__all__ = ["Because", "Looked", "Ruled", "explain"]


@dataclass(frozen=True, slots=True)
class Looked:
    """An input: what it is called and what it was."""

    label: Bilingual
    value: Bilingual


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule that counts: its number, its conditions in words, its annotations."""

    number: int
    conditions: Bilingual
    result: Bilingual
    notes: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Because:
    """Everything that a page says under "why". ``sentence`` is the same in one line."""

    title: Bilingual
    result: Bilingual
    looked: tuple[Looked, ...]
    rules: tuple[Ruled, ...]
    problems: tuple[Bilingual, ...]
    sentence: Bilingual


def explain(
    decided: Decided,
    *,
    words: Mapping[str, Mapping[str, Bilingual]] | None = None,
    units: Mapping[str, Bilingual] | None = None,
) -> Because:
    """The reasons of a result. ``words`` names the codes of a column (by its id), ``units`` what its numbers count."""
    told = _Teller(words or {}, units or {})
    looked = tuple(
        Looked(each.column.label, told.value(each.column.id, each.value))
        for each in decided.inputs
        if each.value is not None
    )
    rules = tuple(told.rule(decided, hit) for hit in decided.hits if hit.counts)
    result = told.result(decided)
    return Because(
        decided.table.name, result, looked, rules, decided.problems, _sentence(decided, looked, rules, result)
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    words: Mapping[str, Mapping[str, Bilingual]]
    units: Mapping[str, Bilingual]

    def value(self, column: str, value: Any) -> Bilingual:
        return value_words(value, self.words.get(column), self.units.get(column))

    def rule(self, decided: Decided, hit: Hit) -> Ruled:
        conditions = [
            Bilingual("{c}：{v}", "{c}: {v}").format(
                c=column.label, v=condition_words(cell, self.words.get(column.id), self.units.get(column.id))
            )
            for column, cell in zip(decided.table.inputs, hit.rule.conditions, strict=True)
            if not cell.any
        ]
        shown = listed(conditions, "；", "; ") if conditions else Bilingual("任何情形", "in every case")
        return Ruled(hit.rule.number, shown, self.outputs(decided, hit.outputs), hit.rule.notes)

    def outputs(self, decided: Decided, values: Mapping[str, Any]) -> Bilingual:
        columns = decided.table.outputs
        if len(columns) == 1:
            return self.value(columns[0].id, values.get(columns[0].id))
        return listed(
            [
                Bilingual("{c}：{v}", "{c}: {v}").format(c=column.label, v=self.value(column.id, values.get(column.id)))
                for column in columns
            ],
            "；",
            "; ",
        )

    def result(self, decided: Decided) -> Bilingual:
        if isinstance(decided.value, dict):
            return self.outputs(decided, decided.value)
        if isinstance(decided.value, list) and any(isinstance(each, dict) for each in decided.value):
            return listed([self.outputs(decided, each) for each in decided.value], "；", "; ")
        return self.value(decided.table.outputs[0].id, decided.value)


def _sentence(decided: Decided, looked: tuple[Looked, ...], rules: tuple[Ruled, ...], result: Bilingual) -> Bilingual:
    seen = listed([Bilingual("{c}{v}", "{c} {v}").format(c=each.label, v=each.value) for each in looked], "，", ", ")
    if not rules:
        if decided.by_default:
            return Bilingual("没有规则成立，按通常的：{r}", "no rule holds; as a default: {r}").format(r=result)
        return listed(list(decided.problems), "；", "; ") or result
    numbers = Bilingual("、".join(str(r.number) for r in rules), ", ".join(str(r.number) for r in rules))
    return Bilingual("{s}：适用第 {n} 条，{r}", "{s}: rule {n} applies, {r}").format(s=seen, n=numbers, r=result)
