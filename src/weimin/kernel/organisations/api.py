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

__all__ = [
    "Department",
    "Division",
    "Post",
    "department",
    "departments",
    "division",
    "divisions",
    "living",
    "posts",
    "subdivisions",
]
