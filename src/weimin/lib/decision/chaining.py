"""Decisions that take each other's results: linked, circles and missing ones refused, compiled in their order."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from weimin.lib.decision.compiling import compile_table
from weimin.lib.decision.errors import DecisionError, Finding, Findings
from weimin.lib.decision.model import DecisionTable, TableText

__all__ = ["compile_tables"]


def compile_tables(
    texts: Sequence[TableText],
    *,
    known: Mapping[str, DecisionTable] | None = None,
    unsound: Collection[str] = (),
) -> tuple[dict[str, DecisionTable], tuple[Finding, ...]]:
    """The sound decisions by id, each after those it requires, and all that is wrong with the others.

    ``known`` are compiled decisions that these may require too, ``unsound`` ids of such that are there and cannot be read:
    a decision that requires an unsound one is left out without a finding of its own.
    """
    linker = _Linker(texts, dict(known or {}), unsound)
    return linker.made, tuple(linker.found)


class _Linker:
    def __init__(self, texts: Sequence[TableText], known: dict[str, DecisionTable], unsound: Collection[str]) -> None:
        self.known, self.made, self.unsound = known, dict[str, DecisionTable](), unsound
        self.found: list[Finding] = []
        self.texts: dict[str, TableText] = {}
        for text in texts:
            if text.id in self.texts:
                self.tell(text, text.line, "D011", "“{n}”重复了", "'{n}' is given twice", n=text.id)
            self.texts.setdefault(text.id, text)
        left = {code: self.needs(text) for code, text in self.texts.items()}
        while free := [code for code, needs in left.items() if not needs]:
            for each in free:
                del left[each]
                self.compile(self.texts[each])
            for needs in left.values():
                needs.difference_update(free)
        if left:
            self.circle(left)

    def tell(self, text: TableText, line: int, code: str, zh: str, en: str, **values: Any) -> None:
        findings = Findings(text.file)
        findings.table = text.id
        findings.add(line, code, zh, en, **values)
        self.found += findings.found

    def needs(self, text: TableText) -> set[str]:
        return {each.text for each in text.requires if each.text in self.texts}

    def compile(self, text: TableText) -> None:
        """One decision whose required ones have been tried; what is missing is told at its line."""
        there = {*self.texts, *self.known, *self.unsound}
        unknown = [each for each in text.requires if each.text not in there]
        for each in unknown:
            self.tell(
                text, each.line, "D013", "这里取“{n}”的结果，可是没有这个能计算的决定；有：{k}",
                "this takes the result of '{n}', and there is no such decision that can be evaluated; there are: {k}",
                n=each.text, k=_listed((self.texts.keys() | self.known.keys()) - {text.id}),
            )  # fmt: skip
        wanted = [self.made.get(each.text) or self.known.get(each.text) for each in text.requires]
        required = tuple(dict.fromkeys(id(each) for each in wanted if each is not None))
        if unknown or None in wanted:
            return
        tables = {id(each): each for each in wanted if each is not None}
        try:
            self.made[text.id] = compile_table(text, tuple(tables[each] for each in required))
        except DecisionError as error:
            self.found += error.findings

    def circle(self, left: Mapping[str, set[str]]) -> None:
        """One way round, told where it begins. Every decision left waits for another one left."""
        path = [min(left)]
        while (after := min(left[path[-1]])) not in path:
            path.append(after)
        path = path[path.index(after) :]
        text, following = self.texts[path[0]], path[1] if len(path) > 1 else path[0]
        line = next(each.line for each in text.requires if each.text == following)
        self.tell(
            text, line, "D014", "决定绕成了圈：{c}", "the decisions go in a circle: {c}", c=" → ".join((*path, path[0]))
        )


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(sorted(ids)[:20]) or "-"
