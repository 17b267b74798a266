"""Bring divisions, departments and posts to what the blueprint says. Nothing is deleted: what left it gets an end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db import transaction

from weimin.blueprint import city
from weimin.kernel.organisations.models import Department, Division, Post
from weimin.lib.lawtime import law_date

__all__ = ["Changes", "OrganisationChanges", "plan_organisations", "sync_organisations"]

CHUNK = 200
Row = TypeVar("Row", Division, Department, Post)
Key = tuple[str, str]
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """Codes that were added, changed and retired; posts as ``department/post``."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired)


@dataclass(frozen=True, slots=True)
class OrganisationChanges:
    divisions: Changes
    departments: Changes
    posts: Changes

    def __bool__(self) -> bool:
        return bool(self.divisions or self.departments or self.posts)


@dataclass(frozen=True, slots=True)
class _Difference(Generic[Row]):
    """What separates the rows from what is wanted."""

    added: dict[Key, Fields]
    changed: dict[Key, tuple[Row, Fields]]
    retired: dict[Key, Row]

    def changes(self, *, separator: str = "") -> Changes:
        def names(keys: Iterable[Key]) -> tuple[str, ...]:
            return tuple(sorted(separator.join(key) if separator else key[0] for key in keys))

        return Changes(names(self.added), names(self.changed), names(self.retired))


def plan_organisations(
    divisions: Sequence[city.Division], departments: Sequence[city.Department]
) -> OrganisationChanges:
    """What ``sync_organisations`` would change, without changing it: three queries."""
    return OrganisationChanges(
        _difference(_division_rows(), _wanted_divisions(divisions)).changes(),
        _difference(_department_rows(), _wanted_departments(departments)).changes(),
        _difference(_post_rows(), _wanted_posts(departments)).changes(separator="/"),
    )


@transaction.atomic
def sync_organisations(
    divisions: Sequence[city.Division], departments: Sequence[city.Department], *, now: datetime
) -> OrganisationChanges:
    """Make the rows say what the blueprint says, whole or not at all; said twice, the second changes nothing.

    A department or post starts on the law date of ``now`` and ends on it when it has left the blueprint; one that
    comes back is open again. The caller, which publishes the revision, writes the journal.
    """
    today = law_date(now)
    of_divisions = _difference(_division_rows(), _wanted_divisions(divisions))
    of_departments = _difference(_department_rows(), _wanted_departments(departments))
    _write(Division, of_divisions, today, keys=("code", ""))
    _free_letters(of_departments, today)
    _write(Department, of_departments, today, keys=("code", ""), started=today)
    ids = dict(Department.objects.values_list("code", "pk"))
    of_posts = _difference(_post_rows(), _wanted_posts(departments))
    _write(Post, of_posts, today, keys=("", "code"), started=today, owners=ids)
    return OrganisationChanges(of_divisions.changes(), of_departments.changes(), of_posts.changes(separator="/"))


def _difference(rows: Mapping[Key, Row], wanted: Mapping[Key, Fields]) -> _Difference[Row]:
    changed = {}
    for key, fields in wanted.items():
        row = rows.get(key)
        if row is not None and (new := {n: v for n, v in fields.items() if getattr(row, n) != v}):
            changed[key] = (row, new)
    return _Difference(
        added={key: fields for key, fields in wanted.items() if key not in rows},
        changed=changed,
        retired={key: row for key, row in rows.items() if key not in wanted and row.valid_to is None},
    )


def _write(
    model: type[Row],
    difference: _Difference[Row],
    today: date,
    *,
    keys: Key,
    started: date | None = None,
    owners: Mapping[str, int] | None = None,
) -> None:
    """Retire first, so that a code or letters set free may be taken in the same act."""
    for row in difference.retired.values():
        row.valid_to = max(today, row.valid_from)
    model.objects.bulk_update(difference.retired.values(), ["valid_to"], batch_size=CHUNK)
    touched: set[str] = set()
    for row, fields in difference.changed.values():
        for name, value in fields.items():
            setattr(row, name, value)
        touched |= fields.keys()
    if touched:
        rows = [row for row, _ in difference.changed.values()]
        model.objects.bulk_update(rows, sorted(touched), batch_size=CHUNK)
    new = []
    for key, fields in difference.added.items():
        own: Fields = {name: part for name, part in zip(keys, key, strict=True) if name}
        own |= {"valid_from": started} if started else {}
        own |= {"department_id": owners[key[0]]} if owners is not None else {}
        new.append(model(**(own | fields)))
    model.objects.bulk_create(new, batch_size=CHUNK)


def _free_letters(difference: _Difference[Department], today: date) -> None:
    """Departments that exchange letters must not collide half-way: they are closed until all have their new ones."""
    moving = [row for row, new in difference.changed.values() if {"letters", "division_code"} & new.keys()]
    for row in moving:
        row.valid_to = max(today, row.valid_from)
    Department.objects.bulk_update(moving, ["valid_to"], batch_size=CHUNK)
    for row, new in difference.changed.values():
        if row in moving:
            new["valid_to"] = None


def _division_rows() -> dict[Key, Division]:
    return {(row.code, row.valid_from.isoformat()): row for row in Division.objects.all()}


def _department_rows() -> dict[Key, Department]:
    return {(row.code, ""): row for row in Department.objects.all()}


def _post_rows() -> dict[Key, Post]:
    return {(row.department.code, row.code): row for row in Post.objects.select_related("department")}


def _wanted_divisions(divisions: Sequence[city.Division]) -> dict[Key, Fields]:
    return {
        (division.code, division.valid_from.isoformat()): {
            "name_zh": division.name.zh,
            "name_en": division.name.en,
            "parent_code": division.parent or "",
            "valid_from": division.valid_from,
            "valid_to": division.valid_to,
            "statistical": division.statistical,
        }
        for division in divisions
    }


def _wanted_departments(departments: Sequence[city.Department]) -> dict[Key, Fields]:
    return {(department.code, ""): _department_fields(department) for department in departments}


def _department_fields(department: city.Department) -> Fields:
    fields: Fields = {
        "letters": department.letters,
        "division_code": department.division,
        "parent_code": department.parent or "",
        "credit_code": department.credit_code or "",
        "phone": department.phone,
        "name_zh": department.name.zh,
        "name_en": department.name.en,
        "valid_to": None,
    }
    for name in ("short", "address", "hours", "duties"):
        text = getattr(department, name)
        fields |= {f"{name}_zh": text.zh if text else "", f"{name}_en": text.en if text else ""}
    return fields


def _wanted_posts(departments: Sequence[city.Department]) -> dict[Key, Fields]:
    return {
        (department.code, post.code): {
            "name_zh": post.name.zh,
            "name_en": post.name.en,
            "roles": [role.value for role in post.roles],
            "substitutes": list(post.substitutes),
            "valid_to": None,
        }
        for department in departments
        for post in department.posts
    }
