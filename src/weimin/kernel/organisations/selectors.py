"""Reads over divisions, departments and posts. Doors take many codes at once: a list never costs a query a row."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from weimin.kernel.organisations.models import Department, Division, Post

__all__ = ["department", "departments", "division", "divisions", "living", "posts", "subdivisions"]


def living(on: date, prefix: str = "") -> Q:
    """Rows valid on a law date (``valid_to`` is the first day after); ``prefix`` reaches through a relation (``"post__"``)."""
    started = Q(**{f"{prefix}valid_from__lte": on})
    return started & (Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": on}))


def divisions(codes: Collection[str] | None = None, *, on: date | None = None) -> dict[str, Division]:
    """Divisions by code, in the order of codes; ``on`` a law date, else the latest row of each code."""
    rows = Division.objects.all() if codes is None else Division.objects.filter(code__in=codes)
    if on is not None:
        rows = rows.filter(living(on))
    return {row.code: row for row in rows.order_by("code", "valid_from")}


def division(code: str, *, on: date | None = None) -> Division | None:
    return divisions([code], on=on).get(code)


def subdivisions(parent: str, *, on: date) -> list[Division]:
    """The divisions right below one, in the order of their codes."""
    return list(Division.objects.filter(living(on), parent_code=parent).order_by("code"))


def departments(
    codes: Collection[str] | None = None, *, division: str | None = None, on: date | None = None
) -> dict[str, Department]:
    """Departments by code, also ended ones unless ``on`` says a law date: an old case still shows who decided it."""
    rows = Department.objects.all() if codes is None else Department.objects.filter(code__in=codes)
    if division is not None:
        rows = rows.filter(division_code=division)
    if on is not None:
        rows = rows.filter(living(on))
    return {row.code: row for row in rows.order_by("code")}


def department(code: str) -> Department | None:
    return Department.objects.filter(code=code).first()


def posts(refs: Collection[str] | None = None, *, on: date | None = None) -> dict[str, Post]:
    """Posts by ``department/post`` with their departments, in one query; also ended ones unless ``on`` is given."""
    rows = Post.objects.select_related("department")
    if refs is not None:
        pairs = [ref.partition("/")[::2] for ref in refs]
        rows = rows.filter(department__code__in={d for d, _ in pairs}, code__in={p for _, p in pairs})
    if on is not None:
        rows = rows.filter(living(on), living(on, "department__"))
    found = {f"{row.department.code}/{row.code}": row for row in rows.order_by("department__code", "code")}
    return found if refs is None else {ref: found[ref] for ref in refs if ref in found}
