"""Reading papers and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from weimin.kernel.documents.certificate_reading import standing
from weimin.kernel.documents.errors import NoSuchPaper
from weimin.kernel.documents.models import Certificate, Given, Paper

__all__ = ["CheckedPaper", "certificates_about", "check_paper", "papers_about"]


@dataclass(frozen=True)
class CheckedPaper:
    """What a stranger may know of a paper he holds: no more than is printed on it, the name half hidden, and whether it
    still holds. ``standing``: ``valid``, ``expired``, or a certificate's state; ``since`` is the day that began."""

    number: str
    title: str
    department: str
    recipient: str
    issued_on: date
    valid_until: date | None
    standing: str
    since: date | None = None
    certificate: bool = False
    witnessed: bool = True

    @property
    def expired(self) -> bool:
        return self.standing == "expired"


def papers_about(subjects: Sequence[str]) -> list[Paper]:
    """All papers about these subjects, oldest first. One query."""
    return list(Paper.objects.filter(subject__in=subjects).order_by("issued_at", "pk"))


def certificates_about(subjects: Sequence[str]) -> list[Certificate]:
    """The certificates that these subjects made, oldest first. One query."""
    return list(Certificate.objects.filter(subject__in=subjects).order_by("issued_at", "pk"))


def check_paper(*, number: str, code: str, today: date) -> CheckedPaper:
    """What the city says of a paper or certificate with this number and check code.

    Raises ``NoSuchPaper`` for a wrong number and for a wrong code alike.
    """
    wanted, asked = "".join(code.split()).upper().replace("-", ""), number.strip().upper()
    given: Given | None = Paper.objects.filter(number=asked).first() or Certificate.objects.filter(number=asked).first()
    if given is None or given.check_code.replace("-", "") != wanted:
        raise NoSuchPaper
    certificate = given if isinstance(given, Certificate) else None
    now = standing(certificate, today) if certificate else _of_a_paper(given, today)
    return CheckedPaper(
        number=given.number,
        title=given.title,
        department=given.department_name,
        recipient=half_hidden(given.recipient),
        issued_on=given.issued_on,
        valid_until=given.valid_until,
        standing=now,
        since=certificate.state_since if certificate and now not in {"valid", "expired"} else None,
        certificate=certificate is not None,
        witnessed=certificate.witnessed if certificate else True,
    )


def _of_a_paper(given: Given, today: date) -> str:
    return "expired" if given.valid_until is not None and given.valid_until < today else "valid"


def half_hidden(name: str) -> str:
    """Enough of a name to recognise it by, not enough to learn it: 王小明 → 王**."""
    shown = 1 if len(name) <= 4 else 2
    return name[:shown] + "*" * (len(name) - shown)
