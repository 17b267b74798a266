"""Rows of the basic list and windows against the city."""

from weimin.blueprint.blueprint import Entry
from weimin.blueprint.city import Window
from weimin.blueprint.items import Item
from weimin.blueprint.listed import ListedItem
from weimin.blueprint.lookup import Lookup

__all__ = ["check_listed", "check_window"]


def check_listed(lookup: Lookup, entry: Entry[ListedItem]) -> None:
    row, place = entry.value, entry.place
    lookup.need("department", row.department, place.at("department"))
    if row.accepts is not None:
        lookup.need("department", row.accepts, place.at("accepts"))
    for index, code in enumerate(row.windows):
        lookup.need("window", code, place.at("windows", index))
    city = lookup.blueprint.city_entry
    themes = [theme.code for theme in city.value.themes] if city else [row.theme]
    if row.theme not in themes:
        lookup.lost("theme", row.theme, themes, place.at("theme"))
    if row.fee_basis is None and row.fee == "yes":
        lookup.findings.error("E011", place.at("fee"), "收费须写依据", "a fee needs its basis")
    complete = lookup.blueprint.items.get(row.code)
    if complete is not None:
        _agree(lookup, entry, complete.value)


def _agree(lookup: Lookup, entry: Entry[ListedItem], item: Item) -> None:
    """The row and the item that took its place speak of the same matter."""
    row, error = entry.value, lookup.findings.error
    if row.kind is not item.kind:
        error(
            "E011", entry.place.at("kind"), "事项文件写的类型是 {k}", "the item's file says that its kind is {k}",
            k=item.kind.value,
        )  # fmt: skip
    sides = {side for each in item.implementations for side in (each.accepts, each.decides)}
    if not sides & {row.department, row.accepts}:
        error(
            "E011", entry.place.at("department"), "事项文件写的部门是 {d}", "the item's file names {d}",
            d=", ".join(sorted(sides)),
        )  # fmt: skip


def check_window(lookup: Lookup, entry: Entry[Window]) -> None:
    window, place = entry.value, entry.place
    lookup.need("division", window.division, place.at("division"))
    lookup.need("department", window.department, place.at("department"))
    if window.hall is not None:
        lookup.need("department", window.hall, place.at("hall"))
    elif window.address is None:
        lookup.findings.error("E011", place, "须写地址，或者所在的大厅", "needs an address, or the hall that it is in")
