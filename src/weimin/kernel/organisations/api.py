"""The front door of organisations: divisions, departments, posts."""

from weimin.kernel.organisations.models import Department, Division, Post
from weimin.kernel.organisations.movers import Carried, Mover, movers, register_mover
from weimin.kernel.organisations.selectors import (
    department,
    departments,
    division,
    divisions,
    living,
    posts,
    subdivisions,
)
from weimin.kernel.organisations.services import Changes, OrganisationChanges, plan_organisations, sync_organisations

__all__ = [
    "Carried",
    "Changes",
    "Department",
    "Division",
    "Mover",
    "OrganisationChanges",
    "Post",
    "department",
    "departments",
    "division",
    "divisions",
    "living",
    "movers",
    "plan_organisations",
    "posts",
    "register_mover",
    "subdivisions",
    "sync_organisations",
]
