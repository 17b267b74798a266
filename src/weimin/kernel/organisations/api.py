"""The front door of organisations: divisions, departments, posts."""

from weimin.kernel.organisations.models import Department, Division, Post
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
    "Changes",
    "Department",
    "Division",
    "OrganisationChanges",
    "Post",
    "department",
    "departments",
    "division",
    "divisions",
    "living",
    "plan_organisations",
    "posts",
    "subdivisions",
    "sync_organisations",
]
