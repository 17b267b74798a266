"""Which division each row belongs to: the option, else the row's own code, else the one that most rows have."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from weimin.blueprint.blueprint import Blueprint
from weimin.blueprint.importing.doubts import Report
from weimin.blueprint.importing.errors import ImportRefused
from weimin.blueprint.importing.records import ItemRecord
from weimin.lib.identifiers import IdentifierError, normalise_code, parse_division_code

__all__ = ["Places", "division_code", "settle_divisions"]


@dataclass(frozen=True)
class Places:
    """``of_cell``: what a row says → division; cells that lead nowhere are missing. ``of_department``: name → division."""

    main: str
    of_cell: dict[str, str]
    of_department: dict[str, str]


def division_code(cell: str, city: Blueprint | None) -> str | None:
    """``511602000000`` → ``511602``; in a city also by its Chinese name, and only what the city has."""
    code = normalise_code(cell)
    if city is not None:
        named = [each for each, entry in city.divisions.items() if entry.value.name.zh == cell.strip()]
        if len(named) == 1:
            return named[0]
    while len(code) > 6 and code.endswith("000"):
        code = code[:-3]
    try:
        parsed = parse_division_code(code)
    except IdentifierError:
        return None
    if city is not None:
        return code if code in city.divisions else None
    return None if parsed.warnings or not code.strip("0") else code


def settle_divisions(records: Sequence[ItemRecord], option: str, city: Blueprint | None, report: Report) -> Places:
    """Rows whose division cannot be used are left out. Raises ``ImportRefused`` if there is no division at all."""
    cells = Counter(record.get("division") for record in records)
    if option:
        chosen = division_code(option, city)
        if chosen is None:
            raise ImportRefused("--division", "区划 {d} 不可用", "the division {d} cannot be used", d=option)
        of_cell = dict.fromkeys(cells, chosen)
    else:
        of_cell = {cell: code for cell in cells if cell and (code := division_code(cell, city))}
        if "" in cells:
            of_cell |= {"": _usual(cells, of_cell, city)}
    for record in records:
        if record.get("division") not in of_cell:
            report.leave_out(
                "I109", record.spot, record.row.stood,
                "区划“{d}”不存在或不在城市的区划表里；请改正，或用 --division 指定",
                "the division '{d}' does not exist or is not in the city's table: correct it, or give --division",
                d=record.get("division"),
            )  # fmt: skip
    kept = [record for record in records if record.get("division") in of_cell]
    by_department: dict[str, Counter[str]] = {}
    for record in kept:
        by_department.setdefault(record.department, Counter())[of_cell[record.get("division")]] += 1
    main = Counter(of_cell[record.get("division")] for record in kept).most_common(1)
    return Places(
        main[0][0] if main else "",
        of_cell,
        {name: counted.most_common(1)[0][0] for name, counted in by_department.items()},
    )


def _usual(cells: Counter[str], of_cell: dict[str, str], city: Blueprint | None) -> str:
    """The division of rows that name none."""
    named = [cell for cell, _number in cells.most_common() if cell in of_cell]
    if named:
        return of_cell[named[0]]
    if city is not None and city.city_entry is not None:
        return city.city_entry.value.division
    raise ImportRefused(
        "--division", "清单没有区划；请用 --division 给出六位区划代码", "the list names no division: give --division"
    )  # fmt: skip
