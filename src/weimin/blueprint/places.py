"""Where an item is offered: a division's own implementation, else that of the nearest division around it."""

from weimin.blueprint.items import Implementation, Item

__all__ = ["around", "offered_at"]


def offered_at(item: Item, division: str, handling: str | None = None) -> Implementation | None:
    """Who handles the item for a division; None where nobody does.

    Streets (9 digits) lie in districts (6 digits), districts in their city (``370200``).
    """
    for code in around(division):
        for each in item.implementations:
            offered = item.handlings if each.handlings is None else each.handlings
            if each.division == code and (handling is None or handling in offered):
                return each
    return None


def around(division: str) -> tuple[str, ...]:
    """A division's code and the codes around it, by GB/T 2260: the last non-zero pair is cut off step by step."""
    district = division[:6]
    wider = (division, division[:9], district, f"{district[:4]}00", f"{district[:2]}0000")
    return tuple(dict.fromkeys(code for code in wider if len(code) in {6, 9, 12}))
