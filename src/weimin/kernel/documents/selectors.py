"""Reading papers and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from weimin.kernel.documents.errors import NoSuchPaper
from weimin.kernel.documents.models import Paper

__all__ = ["CheckedPaper", "check_paper", "papers_about"]


@dataclass(frozen=True)
class CheckedPaper:
    """What a stranger may know of a paper he holds: no more than is printed on it, the name half hidden."""

    number: str
    title: str
    department: str
    recipient: str
    issued_on: date
    valid_until: date | None
    expired: bool


def papers_about(subjects: Sequence[str]) -> list[Paper]:
    """All papers about these subjects, oldest first. One query."""
    return list(Paper.objects.filter(subject__in=subjects).order_by("issued_at", "pk"))


def check_paper(*, number: str, code: str, today: date) -> CheckedPaper:
    """What the city says of a paper with this number and check code.

    Raises ``NoSuchPaper`` for a wrong number and for a wrong code alike.
    """
    wanted = "".join(code.split()).upper().replace("-", "")
    paper = Paper.objects.filter(number=number.strip().upper()).first()
    if paper is None or paper.check_code.replace("-", "") != wanted:
        raise NoSuchPaper
    return CheckedPaper(
        number=paper.number,
        title=paper.title,
        department=paper.department_name,
        recipient=half_hidden(paper.recipient),
        issued_on=paper.issued_on,
        valid_until=paper.valid_until,
        expired=paper.valid_until is not None and paper.valid_until < today,
    )


def half_hidden(name: str) -> str:
    """Enough of a name to recognise it by, not enough to learn it: 王小明 → 王**."""
    shown = 1 if len(name) <= 4 else 2
    return name[:shown] + "*" * (len(name) - shown)
