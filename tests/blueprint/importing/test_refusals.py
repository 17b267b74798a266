"""Files that cannot be a list are refused, bounded and told; an import that is cut short leaves a city that compiles."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from support.cities import FILES, write_city
from support.lists import HEADER, csv_list, sheet_list
from weimin.blueprint.api import compile_city
from weimin.blueprint.importing import publishing, tables, texts, workbooks
from weimin.blueprint.importing.api import CityNotSound, ImportRefused, Options, import_items
from weimin.blueprint.importing.publishing import alone

TODAY = date(2026, 11, 22)
ROW = ("住建局", "燃气经营许可", "行政许可", "", "370200")


def refused(path: Path, folder: Path, *, new: bool = True) -> str:
    with pytest.raises(ImportRefused) as refusal:
        import_items(path, Options(folder, new=new), today=TODAY)
    message = refusal.value.message
    assert message.zh != message.en
    return message.en


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        ("部门名称 事项名称\n住建局 许可\n".encode(), "Check the separator"),
        ("部門,項目\n".encode("big5"), "none of the first 10 lines"),
        (b"\x00\x01\x02", "a.csv:1: not a text file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "an old .xls or a locked workbook"),
        (b"PK\x03\x04 and then nothing", "not a whole .xlsx"),
        ('部门名称,事项名称\n住建局,"没有闭合\n'.encode(), "a.csv:2: from this line on it is not CSV"),
        ("部门名称,事项名称\n住建局,许".encode()[:-1], "neither UTF-8 nor GB18030"),
        (b'{"AUDIT_ITEM": {"task_name": "x"', "a.csv:1: from here on it is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[1, 2]", "no record has"),
        (b'{"a": 1}', "no record has"),
        ("部门名称,事项名称\n".encode(), "not one row can be imported"),
    ],
    ids=range(14),
)
def test_a_file_that_is_no_list_is_refused_with_its_place_and_what_to_do(tmp_path: Path, content: bytes, words: str):
    assert words in refused(written(tmp_path / "a.csv", content), tmp_path / "city")
    assert not (tmp_path / "city").exists()


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    assert "cannot be read" in refused(tmp_path / "nowhere.csv", tmp_path / "city")


def test_a_truncated_workbook_is_refused_at_any_length(tmp_path: Path):
    whole = sheet_list(tmp_path / "a.xlsx", HEADER, *[ROW] * 50).read_bytes()
    for part in range(1, 10):
        cut = written(tmp_path / "cut.xlsx", whole[: len(whole) * part // 10])
        assert "not a whole .xlsx" in refused(cut, tmp_path / "city")


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("hello.txt", "x")
    assert "not a whole .xlsx" in refused(tmp_path / "a.xlsx", tmp_path / "city")


def test_a_workbook_that_unpacks_to_more_than_is_read_is_refused_before_it_is_unpacked(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (workbooks.MAX_UNPACKED + 1))
    assert (tmp_path / "a.xlsx").stat().st_size < 1_000_000
    assert "bytes when unpacked" in refused(tmp_path / "a.xlsx", tmp_path / "city")


def test_a_million_rows_are_refused_without_reading_them_all(tmp_path: Path):
    line = ",".join(ROW) + "\n"
    path = written(tmp_path / "a.csv", (",".join(HEADER) + "\n" + line * 600_000).encode())
    message = refused(path, tmp_path / "city")
    assert f"more than {tables.MAX_ROWS} rows" in message or f"at most {texts.MAX_BYTES}" in message


def test_a_sheet_of_too_many_rows_is_refused_before_it_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbooks, "MAX_ROWS", 20)
    path = sheet_list(tmp_path / "a.xlsx", HEADER, *[(f"局{n}", *ROW[1:]) for n in range(40)])
    assert "a.xlsx[清单]: 41 rows, at most 20 are read" in refused(path, tmp_path / "city")


@pytest.mark.parametrize(
    ("row", "merged", "code"),
    [
        (("住建局", "=CONCATENATE(A1,B1)", "行政许可", "", "370200"), (), "I106"),
        (("住建局", "合并", None, "", "370200"), ("B3:C3",), "I107"),
        (("住建局", "数字编码", "行政许可", 12345678901234567890, "370200"), (), "I247"),
    ],
)
def test_formulas_merges_and_lost_digits_of_a_workbook_are_told_at_their_row(
    tmp_path: Path, row: tuple[object, ...], merged: tuple[str, ...], code: str
):
    path = sheet_list(tmp_path / "a.xlsx", HEADER, ROW, row, merged=merged)
    report = import_items(path, Options(tmp_path / "city", new=True), today=TODAY).report
    assert [(d.spot.row, d.code) for d in report.doubts if d.code in {"I106", "I107", "I247"}] == [(3, code)]


def test_a_folder_that_is_taken_is_not_written_into(tmp_path: Path):
    (tmp_path / "city").mkdir()
    (tmp_path / "city" / "notes.txt").write_text("mine", encoding="utf-8")
    assert "is there already" in refused(csv_list(tmp_path / "a.csv", ROW), tmp_path / "city")
    assert [path.name for path in (tmp_path / "city").iterdir()] == ["notes.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "city"]


def test_a_city_with_errors_takes_no_import(tmp_path: Path):
    city = write_city(tmp_path / "city", {"city.yaml": FILES["city.yaml"].replace("living", "lving", 1)})
    with pytest.raises(CityNotSound) as refusal:
        import_items(csv_list(tmp_path / "a.csv", ROW), Options(city, new=False), today=TODAY)
    assert [finding.file for finding in refusal.value.findings] == ["items/office/dog-registration.yaml"]


def test_two_imports_into_one_city_do_not_run_at_once(tmp_path: Path):
    city = write_city(tmp_path / "city")
    with alone(city):
        assert "another import is running" in refused(csv_list(tmp_path / "a.csv", ROW), city, new=False)


def test_a_file_that_appears_during_an_import_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    city = write_city(tmp_path / "city")
    mine = city / "items/zjj/ran-qi-jing-ying-xuke.yaml"
    real = publishing.compile_city

    def meanwhile(folder: Path, *, today: date) -> object:
        if folder != city:
            mine.parent.mkdir(parents=True, exist_ok=True)
            mine.write_text("mine", encoding="utf-8")
        return real(folder, today=today)

    monkeypatch.setattr(publishing, "compile_city", meanwhile)
    assert "not overwritten" in refused(csv_list(tmp_path / "a.csv", ROW), city, new=False)
    assert mine.read_text(encoding="utf-8") == "mine"


class Killed(BaseException):
    """As if the process had ended."""


def killing_after(moves: int, real: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
    done = 0

    def replace(self: Path, target: Path) -> Path:
        nonlocal done
        if done == moves:
            raise Killed
        done += 1
        return real(self, target)

    return replace


@pytest.mark.parametrize("moves", range(5))
def test_killed_at_any_move_the_city_compiles_and_the_next_import_finishes(
    tmp_path: Path, moves: int, monkeypatch: pytest.MonkeyPatch
):
    city = write_city(tmp_path / "city")
    path = csv_list(
        tmp_path / "a.csv",
        ROW,
        ("水务局", "取水许可", "行政许可", "", "370200"),
        ("水务局", "排水许可", "行政许可", "", "370200"),
    )
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killing_after(moves, Path.replace))
        with pytest.raises(Killed):
            import_items(path, Options(city, new=False), today=TODAY)
    assert compile_city(city, today=TODAY).ok
    again = import_items(path, Options(city, new=False), today=TODAY)
    assert (again.resumed, again.written) == (5 - moves, ())
    assert again.compiled.blueprint.counts()["items"] == 4
    assert not [file for file in city.iterdir() if file.name.startswith(".")]


def test_killed_before_its_plan_stands_an_import_leaves_nothing_behind_for_the_next(tmp_path: Path):
    city = write_city(tmp_path / "city")
    half = city / publishing.STAGE / "city" / "items"
    half.mkdir(parents=True)
    (half / "half.yaml").write_text("code: half", encoding="utf-8")
    imported = import_items(csv_list(tmp_path / "a.csv", ROW), Options(city, new=False), today=TODAY)
    assert imported.resumed == 0
    assert not (city / publishing.STAGE).exists()
    assert not list(city.rglob("half.yaml"))


@pytest.mark.parametrize("plan", ['["../../../outside.yaml"]', '["/etc/hosts"]', '{"a": 1}', "[1]", "[", ""])
def test_a_plan_that_is_damaged_or_leads_out_of_the_city_is_not_followed(tmp_path: Path, plan: str):
    city = write_city(tmp_path / "city")
    stage = city / publishing.STAGE
    (stage / "city").mkdir(parents=True)
    (tmp_path / "outside.yaml").write_text("x", encoding="utf-8")
    (stage / "plan.json").write_text(plan, encoding="utf-8")
    assert "is damaged" in refused(csv_list(tmp_path / "a.csv", ROW), city, new=False)
    assert (tmp_path / "outside.yaml").exists()
