"""``weimin certificates`` and ``weimin import certificates``: what they say and how they exit."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from weimin.config.cli import main
from weimin.kernel.documents import api as documents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def old(tmp_path: Path) -> Path:
    lines = ["许可证编号,经营者名称,发证日期,有效期至", *(f"JY{n:06d},小馆{n},2024-03-05,2029-03-04" for n in range(5))]
    path = tmp_path / "old.csv"
    path.write_text("\n".join([*lines, "JY999999,,2024-03-05,2029-03-04"]), encoding="utf-8")
    return path


def imported(old: Path, *more: str | Path) -> Result:
    return run("import", "certificates", old, "--kind", "food-business-licence", "--department", "xzspj-shinan", *more)


def test_an_import_is_tried_done_and_told_row_by_row(old: Path, tmp_path: Path) -> None:
    tried = imported(old, "--dry-run")
    assert "可以导入 5 张" in tried.output
    assert not documents.Certificate.objects.exists()
    done = imported(old, "--report", tmp_path / "report.csv", "--lang", "en")
    assert done.exit_code == 1, "one row was left out"
    assert "5 imported" in done.output
    report = (tmp_path / "report.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[2] for line in report[1:]].count("left-out") == 1
    assert "no holder" in "".join(report)
    assert "已有 5 张" in imported(old).output
    assert imported(old, "--report", tmp_path / "report.csv").exit_code == 1


@pytest.mark.parametrize(("kind", "department"), [("nothing", "xzspj-shinan"), ("food-business-licence", "nobody")])
def test_what_the_city_does_not_know_is_refused(old: Path, kind: str, department: str) -> None:
    refused = run("import", "certificates", old, "--kind", kind, "--department", department)
    assert refused.exit_code == 1
    assert not documents.Certificate.objects.exists()


def test_a_list_is_taken_out_in_the_name_of_an_official_and_never_over_another(old: Path, tmp_path: Path) -> None:
    imported(old)
    for name in ("out.csv", "out.xlsx"):
        assert run("certificates", "export", "--as", "head", "--out", tmp_path / name).exit_code == 0
        assert (tmp_path / name).stat().st_size > 300
        assert run("certificates", "export", "--as", "head", "--out", tmp_path / name).exit_code == 1
    assert run("certificates", "export", "--as", "head", "--out", tmp_path / "out.pdf").exit_code == 1
    assert run("certificates", "export", "--as", "citizen", "--out", tmp_path / "a.csv").exit_code == 1
    foreign = run("certificates", "export", "--as", "csgl-shinan-head", "--out", tmp_path / "none.csv")
    assert "共 0 张" in foreign.output


def test_many_are_revoked_with_progress_and_what_fails_is_told(old: Path, tmp_path: Path) -> None:
    imported(old)
    told = ("--as", "head", "--department", "xzspj-shinan", "--ground", "other", "--reason", "违法颁发。")
    done = run("certificates", "revoke", old, *told)
    assert "办成 5 张，没办成 1 张" in done.output
    assert done.exit_code == 1
    assert documents.Certificate.objects.filter(state="revoked").count() == 5
    assert "办成 5 张" in run("certificates", "cancel", old, *told).output
    refused = run("certificates", "revoke", old, *told[:2], "--department", "csgl-shinan", *told[4:])
    assert refused.exit_code == 1
    assert "负责人" in refused.output
