"""A list of who is away when (请假、出差、培训表), as an office keeps it in Excel or CSV → rows that can be recorded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from weimin.blueprint.importing.columns import Columns
from weimin.blueprint.importing.doubts import Report, Spot
from weimin.blueprint.importing.records import read_rows
from weimin.blueprint.importing.tables import Row

__all__ = ["ABSENCE_COLUMNS", "AbsenceRow", "read_absences"]

ABSENCE_COLUMNS: Final = Columns(
    {
        "person": ("登录名", "姓名", "人员", "login", "name"),
        "since": ("开始日期", "起始日期", "开始", "起", "日期", "from"),
        "since_half": ("开始时段", "起始时段", "from half"),
        "until": ("结束日期", "截止日期", "结束", "止", "until"),
        "until_half": ("结束时段", "截止时段", "until half"),
        "kind": ("事由", "类别", "类型", "原因", "kind"),
    },
    (frozenset({"person"}), frozenset({"since"})),
)
KINDS: Final = {
    "leave": ("休假", "年假", "事假", "探亲", "婚假", "产假", "陪产", "调休", "leave"),
    "illness": ("病", "医", "illness", "sick"),
    "training": ("培训", "学习", "党校", "会议", "training"),
    "trip": ("出差", "外出", "公出", "下乡", "trip"),
}
_DAY: Final = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?$")


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """``person`` is a login or a name, as it stood; ``kind`` one of leave, illness, training, trip, other."""

    spot: Spot
    person: str
    kind: str
    since: date
    from_noon: bool
    until: date
    until_noon: bool


def read_absences(path: Path) -> tuple[Sequence[AbsenceRow], Report]:
    """The rows that can be read; those that cannot are in the report with their place. Raises ``ImportRefused``."""
    report = Report()
    found = [_absence(row, report) for row, _rich in read_rows(path, ABSENCE_COLUMNS, report)]
    return [each for each in found if each is not None], report


def _absence(row: Row, report: Report) -> AbsenceRow | None:
    since, until = _day(row.get("since")), _day(row.get("until") or row.get("since"))
    if not row.get("person") or since is None or until is None or until < since:
        report.leave_out(
            "I127", row.spot, row.stood, "缺姓名，或者日期不对（写作 2026-11-30）", "no name, or a date that cannot be (write 2026-11-30)"
        )  # fmt: skip
        return None
    from_noon, until_noon = _is(row.get("since_half"), "下午", "pm"), _is(row.get("until_half"), "上午", "am")
    if not row.get("until"):  # one day; its half stands in the only column there is
        until_noon = _is(row.get("since_half"), "上午", "am")
    kind = next(
        (kind for kind, words in KINDS.items() if any(word in row.get("kind").lower() for word in words)), "other"
    )
    return AbsenceRow(row.spot, row.get("person"), kind, since, from_noon, until, until_noon)


def _day(text: str) -> date | None:
    found = _DAY.match(text.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _is(text: str, *words: str) -> bool:
    return any(word in text.lower() for word in words)
