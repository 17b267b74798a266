"""Old certificates come in, ten thousand go out, ten thousand are revoked: in chunks, resumable, memory bounded."""

import csv
import io
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from support.certified import FILED, certificate_of, made
from support.qingdao import applicant, at, official
from weimin.blueprint.importing.api import ImportRefused
from weimin.kernel.documents import api as documents
from weimin.kernel.documents import works
from weimin.kernel.identity import api as identity
from weimin.kernel.journal import api as journal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
NOW = at("2026-10-12 09:00")
HEADER = ["许可证编号", "经营者名称", "统一社会信用代码", "发证日期", "有效期至", "状态", "经营场所"]


def rows(count: int, **changes: Any) -> Iterator[list[str]]:
    for n in range(count):
        yield [f"JY2370202{n:07d}", f"第{n}家小馆", "", "2024-03-05", "2029/3/4", "有效", f"示范路 {n} 号"]


def a_list(folder: Path, lines: Iterator[list[str]] | list[list[str]], *, header: list[str] = HEADER) -> Path:
    path = folder / "old.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([header, *lines])
    return path


def take_in(path: Path, **more: Any) -> tuple[documents.ImportReport, list[documents.RowProblem]]:
    told: list[documents.RowProblem] = []
    given = {"kind": "food-business-licence", "department": "xzspj-shinan", "now": NOW, "told": told.append} | more
    return documents.import_certificates(path, **given), told


def test_an_old_certificate_comes_in_marked_linked_to_its_holder_and_can_be_checked(tmp_path: Path) -> None:
    party = identity.parties([applicant("trader", NOW).party_id or 0]).popitem()[1]
    path = a_list(tmp_path, [["jy-1234", party.name, party.number, "2024年3月5日", "长期", "", "示范路 1 号"]])
    report, told = take_in(path)
    assert (report.imported, report.left_out, report.unlinked, told) == (1, 0, 0, [])
    row = documents.Certificate.objects.get()
    assert (row.number, row.holder_id, row.witnessed, row.valid_until) == ("JY-1234", party.pk, False, None)
    assert ["经营场所", "示范路 1 号"] in row.facts["rows"]
    found = documents.check_paper(number="JY-1234", code=row.check_code, today=NOW.date())
    assert (found.standing, found.witnessed) == ("valid", False)


def test_a_case_goes_on_from_an_imported_certificate(tmp_path: Path) -> None:
    party = identity.parties([applicant("trader", NOW).party_id or 0]).popitem()[1]
    take_in(a_list(tmp_path, [["JY1234", party.name, party.number, "2024-03-05", "2029-03-04", "", "示范路 1 号"]]))
    second = certificate_of(made("change", now=NOW))
    assert (second.version, second.serial, second.valid_until.isoformat()) == (2, "JY1234", "2029-03-04")  # type: ignore[union-attr]
    assert documents.Certificate.objects.get(number="JY1234").state == "superseded"


def test_a_trial_writes_nothing_and_an_import_begun_again_goes_on(tmp_path: Path) -> None:
    path = a_list(tmp_path, rows(450))
    assert take_in(path, dry_run=True)[0].imported == 450
    assert not documents.Certificate.objects.exists()

    class Stopped(Exception):
        pass

    def stop(report: documents.ImportReport) -> None:
        if report.imported >= 400:
            raise Stopped

    with pytest.raises(Stopped):
        take_in(path, progress=stop)
    assert documents.Certificate.objects.count() == 400
    report, told = take_in(path)
    assert (report.imported, report.known) == (50, 400)
    assert {each.kind for each in told} == {"known", "note"}
    assert len(journal.entries(resource="certificate-kind:food-business-licence", limit=10)) == 3


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (["", "甲", "", "2024-03-05", "", "", ""], "编号"),
        (["A 1234", "甲", "", "2024-03-05", "", "", ""], "空格"),
        (["A1234", "", "", "2024-03-05", "", "", ""], "持有人"),
        (["A1234", "甲", "", "", "", "", ""], "发证日期"),
        (["A1234", "甲", "", "2024-02-30", "", "", ""], "不是日期"),
        (["A1234", "甲", "", "2024-03-05", "2024-03-04", "", ""], "早于"),
        (["A1234", "甲", "", "2024-03-05", "", "丢失", ""], "不认得"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_with_its_place_and_reason(
    tmp_path: Path, line: list[str], why: str
) -> None:
    report, told = take_in(a_list(tmp_path, [line, *rows(1)]))
    assert (report.imported, report.left_out) == (1, 1)
    (problem,) = [each for each in told if each.kind == "left-out"]
    assert problem.spot.row == 2
    assert why in problem.message.zh
    assert problem.message.en


def test_a_workbook_with_columns_of_its_own_is_read_by_a_map(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["证号码", "店", "发证日期"])  # type: ignore[union-attr]
    book.active.append(["A1234", "甲店", "2024-03-05"])  # type: ignore[union-attr]
    book.save(tmp_path / "old.xlsx")
    with pytest.raises(ImportRefused):
        take_in(tmp_path / "old.xlsx")
    (tmp_path / "map.yaml").write_text("number: 证号码\nholder: 店\n", encoding="utf-8")
    assert take_in(tmp_path / "old.xlsx", columns_file=tmp_path / "map.yaml")[0].imported == 1


def test_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(documents.NoSuchCertificate):
        take_in(a_list(tmp_path, rows(1)), kind="nothing")


def peak_memory() -> float:
    """The most that this process ever held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_ten_thousand_are_imported_exported_and_revoked_in_bounded_memory(tmp_path: Path) -> None:
    count, head = 10_000, official("head", NOW)
    assert take_in(a_list(tmp_path, rows(count)))[0].imported == count

    before = peak_memory()
    total, lines = 0, 0
    for piece in documents.certificates_csv(documents.each_certificate(head, today=NOW.date()), today=NOW.date()):
        total, lines = total + len(piece), lines + piece.count(b"\r\n")
    assert lines == count + 1
    assert total > 1_000_000

    work = documents.ask_for_work(
        act="revoke", department="xzspj-shinan", ground="procedure", reason="一并撤销。",
        numbers=(f"JY2370202{n:07d}" for n in range(count)), actor=head, now=NOW,
    )  # fmt: skip
    assert work.total == count
    seen: list[int] = []
    done = documents.finish_work(work.pk, now=NOW, progress=lambda each: seen.append(each.done))
    assert (done.done, done.failed, done.finished_at) == (count, 0, NOW)
    assert seen[:3] == [200, 400, 600], "progress is told chunk by chunk"
    assert peak_memory() - before < 40, "MiB more at its highest, whatever the number"
    assert documents.Certificate.objects.filter(state="revoked").count() == count
    assert documents.Paper.objects.filter(kind="certificate-revoke").count() == count


def test_each_chunk_costs_the_same_few_statements_and_a_journal_row_a_certificate(tmp_path: Path) -> None:
    take_in(a_list(tmp_path, rows(600)))
    work = documents.ask_for_work(
        act="cancel", department="xzspj-shinan", ground="expired", reason="届满。",
        numbers=(f"JY2370202{n:07d}" for n in range(600)), actor=official("head", NOW), now=NOW,
    )  # fmt: skip
    costs = []
    for _ in range(3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert documents.work_on_certificates(now=NOW, work_id=work.pk) == works.CHUNK
        costs.append(len(queries))
    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= 20
    actions = journal.Entry.objects.filter(action="certificate.cancelled")
    assert actions.count() == 600
    assert journal.sequence(now=NOW) > 0
    assert journal.verify().is_sound


def test_a_work_that_is_stopped_goes_on_and_what_cannot_be_done_is_told(tmp_path: Path) -> None:
    take_in(a_list(tmp_path, rows(250)))
    first = documents.Certificate.objects.get(number="JY23702020000000")
    head = official("head", NOW)
    documents.act_on(first.pk, act="revoke", ground="other", reason="先撤。", actor=head, now=NOW)
    numbers = [f"jy2370202{n:07d}" for n in range(250)] + ["JY-NOBODY", "JY23702020000001", ""]
    work = documents.ask_for_work(
        act="revoke", department="xzspj-shinan", ground="other", reason="撤。", numbers=numbers, actor=head, now=NOW
    )
    assert work.total == 251, "twice is once, nothing is nothing"
    documents.work_on_certificates(now=NOW)
    row, _failures = documents.work_of_department(work.pk, actor=head)
    assert (row.done + row.failed, row.finished_at) == (200, None)
    documents.work_on_certificates(now=NOW)
    row, failures = documents.work_of_department(work.pk, actor=head)
    assert (row.done, row.failed, row.finished_at) == (249, 2, NOW)
    assert {each.number for each in failures} == {"JY23702020000000", "JY-NOBODY"}
    assert documents.work_on_certificates(now=NOW) == 0
    with pytest.raises(documents.NoSuchCertificate):
        documents.work_of_department(work.pk, actor=official("csgl-shinan-head", NOW))


def test_only_the_head_asks_and_only_with_a_reason_and_for_something() -> None:
    told: dict[str, Any] = {
        "act": "revoke", "department": "xzspj-shinan", "ground": "other", "reason": "撤。", "numbers": ["A1234"],
        "actor": official("head", NOW), "now": NOW,
    }  # fmt: skip
    for wrong in (
        {"actor": official("issuer", NOW)}, {"department": "csgl-shinan"}, {"ground": "x"}, {"reason": ""},
        {"numbers": []}, {"act": "burn"},
    ):  # fmt: skip
        with pytest.raises(documents.CertificateActRefused):
            documents.ask_for_work(**told | wrong)
    assert not documents.CertificateWork.objects.exists()


def test_the_workbook_holds_the_same_rows_and_runs_nothing(tmp_path: Path) -> None:
    take_in(a_list(tmp_path, [["A1234", "=1+1", "", "2024-03-05", "2029-03-04", "", ""]]))
    certificate_of(made(now=FILED))
    head, target = official("head", NOW), io.BytesIO()
    assert (
        documents.certificates_xlsx(documents.each_certificate(head, today=NOW.date()), target, today=NOW.date()) == 2
    )
    table = list(load_workbook(io.BytesIO(target.getvalue())).active.values)  # type: ignore[union-attr]
    assert table[0][0] == "证照标识"
    assert table[1][2] == "'=1+1"
    assert (table[1][10], table[2][10]) == ("导入，未经见证", "本系统签发")
    plain = b"".join(documents.certificates_csv(documents.each_certificate(head, today=NOW.date()), today=NOW.date()))
    assert b"'=1+1" in plain
