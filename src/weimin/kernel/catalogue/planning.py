"""What applying a city would change, and which open cases would lose someone they need."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from weimin.blueprint.api import Blueprint, Compiled, Reform, compile_city
from weimin.kernel.catalogue.errors import AnotherCity, CityRefused, NotInCatalogue
from weimin.kernel.catalogue.models import Revision, RevisionEntry
from weimin.kernel.catalogue.packing import Packed, pack
from weimin.kernel.catalogue.procedures import procedure
from weimin.kernel.catalogue.reforms import PlannedReform, due_reforms, plan_reforms, reform_findings
from weimin.kernel.catalogue.selectors import departments, item
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date

__all__ = ["Change", "Loss", "OpenCase", "Plan", "compile_sound", "plan_city", "register_open_cases"]

MAX_DETAILS: Final = 8
DEPTH: Final = 3


@dataclass(frozen=True, slots=True)
class OpenCase:
    """What the plan must know of an open case. ``departments``: collects, accepts, decides, regulates → code."""

    number: str
    revision_id: int
    item: str
    handling: str
    division: str
    departments: Mapping[str, str]


OpenCases = Callable[[], Iterable[OpenCase]]
_providers: dict[str, OpenCases] = {}


def register_open_cases(name: str, provider: OpenCases) -> None:
    """Let a room above tell of its open cases; the catalogue stands below it and cannot ask. ``name`` names the room."""
    _providers[name] = provider


@dataclass(frozen=True, slots=True)
class Change:
    """One part that is added, changed or retired; ``details`` are the keys that differ, at most eight."""

    kind: str
    code: str
    name: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """An open case that would lose a department, a post or its decider."""

    number: str
    message: Bilingual


@dataclass(frozen=True, slots=True)
class Plan:
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    retired: tuple[Change, ...]
    losses: tuple[Loss, ...]
    reforms: tuple[PlannedReform, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired or any(each.state != "later" for each in self.reforms))


def plan_city(folder: Path, *, now: datetime) -> Plan:
    """What ``apply_city`` would do; nothing is written. Raises ``CityRefused``, ``AnotherCity``."""
    compiled = compile_sound(folder, today=law_date(now))
    packed = pack(compiled.blueprint)
    active = Revision.objects.filter(state=Revision.State.ACTIVE).first()
    if active is not None and active.city != packed.city:
        raise AnotherCity(present=active.city, given=packed.city)
    if active is None:
        return Plan(tuple(_change(each) for each in packed.objects), (), (), ())
    present = _present(active)
    wanted = {(each.kind, each.code): each for each in packed.objects}
    bodies = _bodies(active, [key for key in wanted if key in present and present[key] != wanted[key].digest])
    return Plan(
        added=tuple(_change(each) for key, each in wanted.items() if key not in present),
        changed=tuple(
            _change(wanted[key], tuple(_differences(json.loads(body), json.loads(wanted[key].body))))
            for key, body in bodies.items()
        ),
        retired=tuple(Change(kind, code) for kind, code in sorted(present.keys() - wanted.keys())),
        losses=tuple(_losses(compiled.blueprint, active, today=law_date(now))),
        reforms=plan_reforms(compiled.blueprint, today=law_date(now)),
    )


def compile_sound(folder: Path, *, today: date) -> Compiled:
    """The city of a folder, also held against what was published before. Raises ``CityRefused``."""
    compiled = compile_city(folder, today=today)
    found = reform_findings(compiled.blueprint, today=today) if compiled.ok else ()
    if not compiled.ok or found:
        raise CityRefused((*compiled.findings, *found))
    return compiled


def _change(packed: Packed, details: tuple[str, ...] = ()) -> Change:
    return Change(packed.kind, packed.code, packed.name, details)


def _present(active: Revision) -> dict[tuple[str, str], str]:
    rows = RevisionEntry.objects.filter(revision=active).values_list("kind", "code", "object__digest")
    return {(kind, code): digest for kind, code, digest in rows}


def _bodies(active: Revision, keys: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    rows = RevisionEntry.objects.filter(revision=active, code__in=[code for _kind, code in keys])
    found = {(row.kind, row.code): row.object.body for row in rows.select_related("object")}
    return {key: found[key] for key in keys}


def _differences(before: Any, after: Any) -> list[str]:
    """The dotted keys at which two values differ, down to the third level; ``…`` where there are more than eight."""
    found = list(dict.fromkeys(_walk(before, after, ())))
    return found if len(found) <= MAX_DETAILS else [*found[:MAX_DETAILS], "…"]


def _walk(before: Any, after: Any, path: tuple[str, ...]) -> Iterator[str]:
    before, after = _keyed(before), _keyed(after)
    if isinstance(before, dict) and isinstance(after, dict) and len(path) < DEPTH:
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                yield from _walk(before.get(key), after.get(key), (*path, str(key)))
        if list(before) != list(after) and before == after:
            yield ".".join((*path, "order"))
    elif before != after:
        yield ".".join(path)


def _keyed(value: Any) -> Any:
    """A list of things with ids, as a mapping by id."""
    if isinstance(value, list) and value and all(isinstance(each, dict) and "id" in each for each in value):
        return {each["id"]: each for each in value}
    return value


def _losses(blueprint: Blueprint, active: Revision, *, today: date) -> Iterator[Loss]:
    before = {
        each.code: {role for post in each.posts for role in post.roles} for each in departments(revision_id=active.pk)
    }
    reforms = [entry.value for entry in due_reforms(blueprint, today=today)]
    for provider in _providers.values():
        for case in provider():
            yield from _losses_of(case, blueprint, before, reforms)


def _losses_of(
    case: OpenCase, blueprint: Blueprint, before: Mapping[str, Iterable[str]], reforms: Sequence[Reform]
) -> Iterator[Loss]:
    """A case keeps its rules, but departments and posts are those of today; a reform carries it to its heirs."""
    heirs = {code: _heir(code, case, reforms) for code in dict.fromkeys(case.departments.values())}
    for code, heir in heirs.items():
        if code in before and heir not in blueprint.departments:
            yield _loss(case, "失去部门 {d}", "loses the department {d}", d=code)
    for side, role in _needed(case):
        former = case.departments.get(side, "")
        code = heirs.get(former, "")
        if code not in blueprint.departments or role not in before.get(former, ()):
            continue
        if role not in blueprint.roles_of(code):
            if role == "decider":
                yield _loss(case, "失去决定人（{d}）", "loses its decider ({d})", d=code)
            else:
                yield _loss(case, "失去岗位（{d} 的 {r}）", "loses the post of {r} at {d}", d=code, r=role)


def _heir(department: str, case: OpenCase, reforms: Sequence[Reform]) -> str:
    for reform in reforms:
        department = reform.successor(department, item=case.item, division=case.division) or department
    return department


def _needed(case: OpenCase) -> list[tuple[str, str]]:
    try:
        handling = item(case.item, revision_id=case.revision_id).handlings[case.handling]
        graph = procedure(handling.procedure, revision_id=case.revision_id)
    except (NotInCatalogue, KeyError):
        return []
    return list(dict.fromkeys((lane.department, lane.role) for lane in graph.roles if lane.role))


def _loss(case: OpenCase, zh: str, en: str, **values: str) -> Loss:
    return Loss(case.number, Bilingual(zh, en).format(**values))
