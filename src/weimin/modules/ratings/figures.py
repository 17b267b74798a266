"""What is published. A consumer counts the day, department and item of what happened anew: its cost follows what changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from django.db.models import Count, Q, QuerySet, Sum

from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.journal.api import Entry
from weimin.kernel.organisations import api as organisations
from weimin.lib.bilingual import Bilingual
from weimin.modules.ratings.models import DayFigure, Invitation
from weimin.modules.ratings.words import GRADES

__all__ = ["COUNTED", "Line", "counted", "keep_figures", "lines", "of_item", "overall", "rebuild"]

COUNTED: Final = frozenset({"rating.invited", "rating.given", "rating.verified", "rating.called-back", "rating.late"})
COUNTS: Final = (
    "invited", "answered", "grade_1", "grade_2", "grade_3", "grade_4", "grade_5", "bad", "in_time", "late", "malicious",
)  # fmt: skip
KEY: Final = ("happened_on", "department", "item")
By = Literal["department", "item"]


def keep_figures(entries: Sequence[Entry], *, now: datetime) -> None:
    """Consume the journal of ratings. Counted anew rather than added to: taking an entry twice changes nothing."""
    told = [entry.payload for entry in entries]
    cells = {(date.fromisoformat(each["day"]), each["department"], each["item"]) for each in told if each.get("day")}
    days, departments, items = ({each[place] for each in cells} for place in range(3))
    _write(counted().filter(happened_on__in=days, department__in=departments, item__in=items))


def rebuild() -> int:
    """Count everything from the rows; the number of figures. For repair, and for the test that both agree."""
    DayFigure.objects.all().delete()
    return _write(counted())


def counted() -> QuerySet[Invitation, dict[str, Any]]:
    """The counts by day, department and item as the rows give them."""
    grades = {f"grade_{grade}": Count("rating", filter=Q(rating__grade=grade)) for grade in GRADES}
    closed = Q(rating__followup__step="closed", rating__followup__late=False)
    found: QuerySet[Invitation, dict[str, Any]] = (
        Invitation.objects.values(*KEY)
        .annotate(
            invited=Count("pk"),
            answered=Count("rating"),
            **grades,
            bad=Count("rating__followup"),
            in_time=Count("rating__followup", filter=closed),
            late=Count("rating__followup", filter=Q(rating__followup__late=True)),
            malicious=Count("rating__followup", filter=Q(rating__followup__finding="malicious")),
        )
        .order_by(*KEY)
    )
    return found


def _write(rows: Iterable[Mapping[str, Any]]) -> int:
    figures = [
        DayFigure(day=row["happened_on"], department=row["department"], item=row["item"], **{n: row[n] for n in COUNTS})
        for row in rows
    ]
    DayFigure.objects.bulk_create(
        figures,
        update_conflicts=True,
        unique_fields=["day", "department", "item"],
        update_fields=list(COUNTS),
        batch_size=200,
    )
    return len(figures)


@dataclass(frozen=True)
class Line:
    """One row of the public results. ``shown`` is False where so few answered that one could guess who."""

    code: str
    name: Bilingual
    href: str
    counts: dict[str, int]
    shown: bool

    @property
    def unanswered(self) -> int:
        return self.counts["invited"] - self.counts["answered"]

    @property
    def shares(self) -> dict[int, float | None]:
        """The share of each grade among the answers, the best first."""
        answered = self.counts["answered"]
        return {grade: self.counts[f"grade_{grade}"] / answered if answered else None for grade in GRADES}

    @property
    def in_time_share(self) -> float | None:
        """Of the bad ratings that are settled or overdue, the share settled with every step in time."""
        decided = self.counts["in_time"] + self.counts["late"]
        return self.counts["in_time"] / decided if decided else None


def _sums(first: date, last: date) -> QuerySet[DayFigure]:
    return DayFigure.objects.filter(day__gte=first, day__lte=last)


def lines(by: By, *, first: date, last: date, shown_from: int) -> list[Line]:
    """The results of a period, the most invited first. Three queries at most."""
    rows = list(_sums(first, last).values(by).annotate(**{f"n_{n}": Sum(n) for n in COUNTS}).order_by("-n_invited", by))
    names = _names(by, [row[by] for row in rows])
    found = []
    for row in rows:
        counts = {name: int(row[f"n_{name}"]) for name in COUNTS}
        name, href = names.get(row[by], (Bilingual(row[by], row[by]), ""))
        found.append(Line(row[by], name, href, counts, counts["answered"] >= shown_from))
    return found


def _names(by: By, codes: Collection[str]) -> dict[str, tuple[Bilingual, str]]:
    if by == "item":
        return {each.code: (each.name.bilingual, f"/items/{each.code}/") for each in catalogue.items()}
    gone = Bilingual("{n}（已撤并）", "{n} (no longer exists)")
    return {
        row.code: (row.name, f"/departments/{row.code}/") if row.valid_to is None else (gone.format(n=row.name), "")
        for row in organisations.departments(codes).values()
    }


def overall(rows: Sequence[Line], *, shown_from: int) -> Line | None:
    """The sum, which must not betray a hidden row: those are left out as long as together they are too few as well."""
    hidden = sum(row.counts["answered"] for row in rows if not row.shown)
    counted_in = [row for row in rows if row.shown or not 0 < hidden < shown_from]
    if not counted_in:
        return None
    counts = {name: sum(row.counts[name] for row in counted_in) for name in COUNTS}
    return Line("", Bilingual("合计", "In all"), "", counts, counts["answered"] >= shown_from)


def of_item(code: str, *, first: date, last: date, shown_from: int) -> Line | None:
    """The results of one item; None if nobody was invited. One query."""
    row = _sums(first, last).filter(item=code).aggregate(**{f"n_{name}": Sum(name) for name in COUNTS})
    if not row["n_invited"]:
        return None
    counts = {name: int(row[f"n_{name}"]) for name in COUNTS}
    return Line(code, Bilingual(code, code), "", counts, counts["answered"] >= shown_from)


def csv_rows(rows: Sequence[Line], shown_from: int) -> Iterator[list[str]]:
    """The open data: what the page hides, the file hides as well."""
    for row in rows:
        hidden = f"<{shown_from}"
        answered = str(row.counts["answered"]) if row.shown else hidden
        rest = [row.counts[f"grade_{grade}"] for grade in GRADES]
        rest += [row.counts[name] for name in ("bad", "in_time", "late", "malicious")]
        cells = [str(each) for each in rest] if row.shown else [""] * len(rest)
        yield [row.code, row.name.zh, row.name.en, str(row.counts["invited"]), answered, *cells]
