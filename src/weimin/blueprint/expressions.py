"""Conditions of a blueprint: compiled once, names checked, circles found."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from weimin.blueprint.findings import Findings, Place
from weimin.blueprint.items import FormField, Item, Situation
from weimin.lib.feel import Expression, FeelError, compile_expression

__all__ = [
    "BUILT_IN",
    "check_expression",
    "check_item_conditions",
    "circle_in",
    "compiled",
    "conditions_of",
    "feel_name",
    "free_names",
    "item_names",
    "mentioned_names",
]

BUILT_IN: Final = frozenset({"handling", "division", "applicant_kind"})
"""What every condition sees besides the answers: the handling's code, the division's code, the kind of applicant."""


def feel_name(code: str) -> str:
    """An id as FEEL writes it: ``outlet-kind`` would be a subtraction there, so it is ``outlet_kind``."""
    return code.replace("-", "_")


@lru_cache(maxsize=8192)
def compiled(text: str) -> Expression:
    """Raises ``FeelError`` with the position inside the text."""
    return compile_expression(text)


def free_names(text: str) -> frozenset[str]:
    """The names that a condition uses, without what follows a dot."""
    return frozenset(name.split(".")[0] for name in compiled(text).names)


def mentioned_names(text: str) -> frozenset[str]:
    """The names that a condition may look at: its free names, and those inside filters, which elements may answer."""
    return free_names(text) | compiled(text).item_names


def item_names(item: Item, *, form: bool = True) -> frozenset[str]:
    """The names that a condition of the item may use."""
    fields: Iterable[str] = (field.id for field in item.form) if form else ()
    return BUILT_IN | {feel_name(code) for code in (*(s.id for s in item.situations), *fields)}


def check_expression(text: str, names: Collection[str], place: Place, findings: Findings) -> bool:
    """True if the condition compiles and every name in it exists."""
    try:
        unknown = sorted(free_names(text) - set(names))
    except FeelError as error:
        findings.error(
            "E005",
            place,
            "条件“{t}”有误（第 {c} 个字）：{m}",
            "the condition '{t}' is wrong at character {c}: {m}",
            t=text,
            c=error.column,
            m=error.message,
        )
        return False
    for name in unknown:
        findings.error(
            "E005",
            place,
            "条件“{t}”里没有“{n}”这个名字；可用的有：{k}",
            "the condition '{t}' uses the unknown name '{n}'; known are: {k}",
            t=text,
            n=name,
            k=", ".join(sorted(names)),
        )
    return not unknown


def conditions_of(item: Item) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every ``when:`` of an item with its path in the file."""
    for index, situation in enumerate(item.situations):
        if situation.when is not None:
            yield ("situations", index, "when"), situation.when
    for index, field in enumerate(item.form):
        if field.when is not None:
            yield ("form", index, "when"), field.when
    for index, material in enumerate(item.materials):
        if material.when is not None:
            yield ("materials", index, "when"), material.when
    for index, fee in enumerate(item.fee):
        if fee.when is not None:
            yield ("fee", index, "when"), fee.when
    for code, handling in item.handlings.items():
        for index, fee in enumerate(handling.fee or ()):
            if fee.when is not None:
                yield ("handlings", code, "fee", index, "when"), fee.when


def check_item_conditions(item: Item, place: Place, findings: Findings) -> None:
    """Every condition compiles, names only what it may see, and none waits for itself."""
    early, late = item_names(item, form=False), item_names(item)
    sound = True
    for path, text in conditions_of(item):
        names = early if path[0] == "situations" else late
        sound = check_expression(text, names, place.at(*path), findings) and sound
    if sound:
        _check_circles(item, place, findings)


def _check_circles(item: Item, place: Place, findings: Findings) -> None:
    waits: dict[str, frozenset[str]] = {}
    spots: dict[str, Place] = {}
    sections: tuple[tuple[str, Sequence[Situation | FormField]], ...] = (
        ("situations", item.situations),
        ("form", item.form),
    )
    for section, questions in sections:
        for index, question in enumerate(questions):
            name = feel_name(question.id)
            waits[name] = mentioned_names(question.when) if question.when is not None else frozenset()
            spots[name] = place.at(section, index, "when")
    circle = circle_in(waits)
    if circle:
        findings.error(
            "E010",
            spots[circle[0]],
            "条件绕成了圈：{c}",
            "the conditions go in a circle: {c}",
            c=" → ".join((*circle, circle[0])),
        )


def circle_in(waits: Mapping[str, frozenset[str]]) -> list[str]:
    """Names that wait for each other, or nothing: what is left when everything free has been taken away."""
    left = {name: {other for other in needs if other in waits} for name, needs in waits.items()}
    while free := [name for name, needs in left.items() if not needs]:
        for name in free:
            del left[name]
        for needs in left.values():
            needs.difference_update(free)
    if not left:
        return []
    path = [min(left)]
    while (after := min(left[path[-1]])) not in path:
        path.append(after)
    return path[path.index(after) :]
