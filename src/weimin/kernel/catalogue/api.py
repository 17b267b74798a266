"""The front door of the catalogue: the published blueprint, by revision."""

from weimin.kernel.catalogue.errors import AnotherApply, AnotherCity, CityRefused, NoCity, NotInCatalogue
from weimin.kernel.catalogue.models import Revision
from weimin.kernel.catalogue.planning import Change, Loss, OpenCase, Plan, plan_city, register_open_cases
from weimin.kernel.catalogue.procedures import procedure
from weimin.kernel.catalogue.reforms import PlannedReform, carry_reforms, heirs_of, predecessors, reforms_after
from weimin.kernel.catalogue.selectors import (
    active_revision,
    agreements,
    city,
    department,
    department_name,
    departments,
    divisions,
    implementation,
    item,
    item_names,
    items,
    listed_item,
    listed_items,
    resource,
    resources,
    section,
    windows,
)
from weimin.kernel.catalogue.services import Applied, apply_city

__all__ = [
    "AnotherApply",
    "AnotherCity",
    "Applied",
    "Change",
    "CityRefused",
    "Loss",
    "NoCity",
    "NotInCatalogue",
    "OpenCase",
    "Plan",
    "PlannedReform",
    "Revision",
    "active_revision",
    "agreements",
    "apply_city",
    "carry_reforms",
    "city",
    "department",
    "department_name",
    "departments",
    "divisions",
    "heirs_of",
    "implementation",
    "item",
    "item_names",
    "items",
    "listed_item",
    "listed_items",
    "plan_city",
    "predecessors",
    "procedure",
    "reforms_after",
    "register_open_cases",
    "resource",
    "resources",
    "section",
    "windows",
]
