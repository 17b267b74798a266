"""证照 issued before this system, taken in from an office's list: mapped, tried first if wanted, told row by row.

Chunks of 200, each its own transaction. A number that is there already is passed over, so that an import that was stopped
is simply started again. What comes in is marked: this system did not witness it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from django.db import transaction

from weimin.blueprint.certificates import CertificateKind
from weimin.blueprint.city import Department
from weimin.blueprint.importing.api import Columns, Report, Row, Spot, read_map, read_rows
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.errors import NoSuchCertificate
from weimin.kernel.documents.models import Certificate, CertificateState
from weimin.kernel.documents.services import make_code
from weimin.kernel.documents.texts import freeze
from weimin.kernel.identity.api import Party, find_parties
from weimin.kernel.journal import api as journal
from weimin.lib.bilingual import Bilingual

__all__ = ["ImportReport", "RowProblem", "import_certificates"]

CHUNK: Final = 200
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("证照编号", "许可证编号", "证书编号", "编号", "证照标识", "number", "identifier"),
    "holder": ("持有人", "持证主体", "单位名称", "经营者名称", "姓名", "holder", "name"),
    "holder-number": ("统一社会信用代码", "持有人证件号码", "身份证号", "证件号码", "credit code", "holder number"),
    "issued": ("发证日期", "签发日期", "issued on", "issued"),
    "from": ("有效期起", "有效期自", "生效日期", "valid from"),
    "until": ("有效期止", "有效期至", "有效期截止", "截止日期", "valid until"),
    "state": ("状态", "证照状态", "state"),
}
STATES: Final = {
    "": CertificateState.ISSUED, "有效": CertificateState.ISSUED, "正常": CertificateState.ISSUED, "valid": CertificateState.ISSUED,
    "issued": CertificateState.ISSUED, "暂扣": CertificateState.SUSPENDED, "suspended": CertificateState.SUSPENDED,
    "撤销": CertificateState.REVOKED, "已撤销": CertificateState.REVOKED, "吊销": CertificateState.REVOKED, "revoked": CertificateState.REVOKED,
    "注销": CertificateState.CANCELLED, "已注销": CertificateState.CANCELLED, "cancelled": CertificateState.CANCELLED,
}  # fmt: skip
FOR_EVER: Final = {"长期", "长期有效", "永久", "unlimited"}
DAY: Final = re.compile(r"^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T].*)?$")
NUMBER: Final = re.compile(r"^[^\s]{4,120}$")
NOT_OF_A_SERIAL: Final = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True)
class RowProblem:
    """What became of a row that was not simply imported."""

    spot: Spot
    number: str
    kind: Literal["left-out", "known", "note"]
    message: Bilingual


@dataclass
class ImportReport:
    """How many rows there were, came in, were there already, were left out, and lack a known holder."""

    rows: int = 0
    imported: int = 0
    known: int = 0
    left_out: int = 0
    unlinked: int = 0
    notes: list[Bilingual] = field(default_factory=list)


@dataclass(frozen=True)
class _Read:
    spot: Spot
    number: str
    holder: str
    holder_number: str
    issued: date
    first: date
    last: date | None
    state: CertificateState
    values: Mapping[str, str]


class _Wrong(Exception):
    def __init__(self, zh: str, en: str) -> None:
        self.message = Bilingual(zh, en)


def import_certificates(
    path: Path,
    *,
    kind: str,
    department: str,
    columns_file: Path | None = None,
    dry_run: bool = False,
    told: Callable[[RowProblem], None] = lambda _problem: None,
    progress: Callable[[ImportReport], None] = lambda _report: None,
    actor: str = "system",
    now: datetime,
) -> ImportReport:
    """Take in a CSV, Excel or JSON list of certificates of one kind issued by one department.

    ``told`` hears of every row that did not simply come in. With ``dry_run`` everything is read and checked and nothing
    written. Raises ``NoSuchCertificate`` for an unknown kind, ``NotInCatalogue`` for the department, ``ImportRefused``
    for a file that cannot be read.
    """
    found = next((each for each in catalogue.section("certificates", CertificateKind) if each.code == kind), None)
    if found is None:
        raise NoSuchCertificate
    issuer = catalogue.department(department)
    columns = _columns(found)
    if columns_file is not None:
        columns = columns.mapped(read_map(columns_file, columns))
    doubts, report = Report(), ImportReport()
    read = _read(read_rows(path, columns, doubts), found, report, told)
    while chunk := list(islice(read, CHUNK)):
        _take_in(chunk, found, issuer, report, told, dry_run=dry_run, actor=actor, file=path.name, now=now)
        progress(report)
    for doubt in doubts.doubts:
        if doubt.spot in doubts.quarantined:
            report.left_out += 1
            told(RowProblem(doubt.spot, "", "left-out", doubt.message))
        else:
            report.notes.append(doubt.message)
    report.rows = doubts.rows
    return report


def _columns(kind: CertificateKind) -> Columns:
    own = {f"field.{each.id}": (each.label.zh, each.label.en, each.id) for each in kind.fields}
    return Columns({**HEADERS, **own}, (frozenset({"number"}), frozenset({"holder"})))


def _read(
    rows: Iterable[tuple[Row, object]], kind: CertificateKind, report: ImportReport, told: Callable[[RowProblem], None]
) -> Iterator[_Read]:
    for row, _rich in rows:
        try:
            yield _one(row, kind)
        except _Wrong as wrong:
            report.left_out += 1
            told(RowProblem(row.spot, row.get("number"), "left-out", wrong.message))


def _one(row: Row, kind: CertificateKind) -> _Read:
    number = row.get("number").strip().upper()
    if not NUMBER.fullmatch(number):
        raise _Wrong("没有证照编号，或者编号里有空格", "no certificate number, or one with spaces")
    holder = " ".join(row.get("holder").split())
    if not holder or len(holder) > 120:
        raise _Wrong("没有持有人，或者名称超过 120 字", "no holder, or a name of more than 120 characters")
    state = STATES.get(row.get("state").strip().lower())
    if state is None:
        raise _Wrong(f"不认得的状态“{row.get('state')}”", f"unknown state '{row.get('state')}'")
    issued = _day(row, "issued") or _day(row, "from")
    if issued is None:
        raise _Wrong("没有发证日期", "no day of issue")
    first, last = _day(row, "from") or issued, _day(row, "until")
    if last is not None and last < first:
        raise _Wrong("有效期止早于起", "it ends before it begins")
    values = {each.id: text for each in kind.fields if (text := row.get(f"field.{each.id}"))}
    return _Read(row.spot, number, holder, row.get("holder-number"), issued, first, last, state, values)


def _day(row: Row, name: str) -> date | None:
    text = row.get(name).strip()
    if not text or text in FOR_EVER:
        return None
    found = DAY.fullmatch(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> date:
    raise _Wrong(f"“{text}”不是日期", f"'{text}' is no date")


def _take_in(
    chunk: list[_Read],
    kind: CertificateKind,
    issuer: Department,
    report: ImportReport,
    told: Callable[[RowProblem], None],
    *,
    dry_run: bool,
    actor: str,
    file: str,
    now: datetime,
) -> None:
    """Four statements a chunk: what is there, who the holders are, the rows, the journal."""
    known = set(Certificate.objects.filter(number__in=[each.number for each in chunk]).values_list("number", flat=True))
    holders = find_parties([each.holder_number for each in chunk if each.holder_number])
    rows: dict[str, Certificate] = {}
    for each in chunk:
        if each.number in known or each.number in rows:
            report.known += 1
            told(
                RowProblem(
                    each.spot, each.number, "known", Bilingual("已有这张证照，跳过", "there already: passed over")
                )
            )
            continue
        holder = holders.get(each.holder_number)
        if holder is None:
            report.unlinked += 1
            text = Bilingual("不认得持有人，只记名称", "the holder is not known here: kept by name only")
            told(RowProblem(each.spot, each.number, "note", text))
        rows[each.number] = _certificate(each, kind, issuer, holder, actor, now)
    report.imported += len(rows)
    if dry_run or not rows:
        return
    with transaction.atomic():
        Certificate.objects.bulk_create(rows.values())
        journal.append(
            actor=actor,
            action="certificate.imported",
            resource=f"certificate-kind:{kind.code}",
            payload={
                "file": file,
                "department": issuer.code,
                "count": len(rows),
                "first": min(rows),
                "last": max(rows),
            },
            now=now,
        )


def _certificate(
    each: _Read, kind: CertificateKind, issuer: Department, holder: Party | None, actor: str, now: datetime
) -> Certificate:
    values = {"holder": each.holder, **each.values}
    row = Certificate(
        number=each.number, check_code=make_code(), kind=kind.code, type_code=kind.type_code,
        serial=NOT_OF_A_SERIAL.sub("", each.number)[-64:], version=1, title=kind.name.zh, subject="", recipient=each.holder,
        department=issuer.code, department_name=issuer.name.zh, issued_at=now, issued_on=each.issued, state=each.state,
        state_since=each.issued, valid_from=each.first, valid_until=each.last, holder=holder, witnessed=False, given_by=actor,
        facts={
            "says": kind.says.zh, "template": kind.template, "values": values,
            "rows": [[field.label.zh, values[field.id]] for field in kind.fields if values.get(field.id)],
        },
    )  # fmt: skip
    freeze(row)
    return row
