"""An office's list of items becomes files that compile; what it lacks or contradicts is told at its row."""

import csv
import json
import shutil
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.cities import write_city
from support.lists import HEADER, csv_list, sheet_list
from weimin.blueprint.api import compile_city
from weimin.blueprint.importing.api import Imported, ImportRefused, Options, Severity, import_items
from weimin.blueprint.importing.errors import NoRows, UnreadableList
from weimin.blueprint.importing.template import write_template

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).resolve().parents[3]
LISTS = ROOT.parent / "shared" / "data" / "service-items"
GUANGAN = LISTS / "guangan_district_items.csv"
NATIONAL = LISTS / "sample_task_full.json"
QINGDAO = ROOT / "cities" / "qingdao"
ROW = ("住建局", "燃气经营许可", "行政许可", "", "370200")

needs_guangan = pytest.mark.skipif(
    not GUANGAN.exists(), reason="../shared/data/service-items is not beside the checkout"
)
needs_national = pytest.mark.skipif(
    not NATIONAL.exists(), reason="../shared/data/service-items is not beside the checkout"
)


def make(path: Path, out: Path, **options: Any) -> Imported:
    return import_items(path, Options(out, new=True, **options), today=TODAY)


def add(path: Path, city: Path, **options: Any) -> Imported:
    return import_items(path, Options(city, new=False, **options), today=TODAY)


def codes(imported: Imported) -> set[str]:
    return {doubt.code for doubt in imported.report.doubts}


def told(imported: Imported, code: str) -> list[str]:
    return [f"{d.spot.row}: {d.message.en}" for d in imported.report.doubts if d.code == code]


def only_item(imported: Imported) -> Any:
    (entry,) = imported.compiled.blueprint.items.values()
    return entry.value


@pytest.fixture(scope="module")
def guangan(tmp_path_factory: pytest.TempPathFactory) -> tuple[Imported, float]:
    before = time.process_time()
    imported = make(GUANGAN, tmp_path_factory.mktemp("lists") / "guangan", name="广安区", name_en="Guang'an District")
    return imported, time.process_time() - before


@needs_guangan
def test_all_rows_of_a_real_district_are_imported_in_ten_seconds_and_the_city_compiles(guangan: tuple[Imported, float]):
    imported, seconds = guangan
    compiled = compile_city(imported.city, today=TODAY)
    assert compiled.ok
    assert (compiled.blueprint.counts()["items"], compiled.blueprint.counts()["departments"]) == (1135, 34)
    assert imported.report.of(Severity.LEFT_OUT) == []
    assert seconds < 10


@needs_guangan
def test_only_a_missing_basis_and_islands_are_findings_of_a_real_district(guangan: tuple[Imported, float]):
    findings = compile_city(guangan[0].city, today=TODAY).findings
    assert {finding.code for finding in findings} == {"T006", "T007"}
    without_basis = sum(
        row.count(",20,公共服务,") == 0 for row in GUANGAN.read_text(encoding="utf-8-sig").splitlines()[1:]
    )
    assert sum(finding.code == "T007" for finding in findings) == without_basis


@needs_guangan
def test_every_odd_department_code_and_item_code_of_a_real_district_is_told_at_its_row(guangan: tuple[Imported, float]):
    report = guangan[0].report
    with GUANGAN.open(encoding="utf-8-sig", newline="") as file:
        rows = dict(enumerate(csv.DictReader(file), 2))

    def at(code: str) -> set[int]:
        return {doubt.spot.row for doubt in report.doubts if doubt.code == code}

    assert at("I202") == {n for n, row in rows.items() if "_" in row["dept_uscc"]}
    assert at("I203") == {n for n, row in rows.items() if len(row["dept_uscc"]) == 19}
    sound = {n for n, row in rows.items() if len(row["dept_uscc"]) == 18} - at("I204")
    assert at("I201") | at("I202") | at("I203") | at("I204") | sound == set(rows)
    assert at("I211") == {n for n, row in rows.items() if len(row["item_code"].split("-")[0]) == 14}
    assert at("I212") == {n for n, row in rows.items() if len(row["item_code"].split("-")[0]) < 12}
    assert at("I221") == {n for n, row in rows.items() if row["item_code"][2:4] == "3A"}


@needs_guangan
def test_an_old_organisation_code_is_completed_from_the_items_codes_and_told(guangan: tuple[Imported, float]):
    departments = {entry.value.name.zh: entry.value for entry in guangan[0].compiled.blueprint.departments.values()}
    assert departments["区行政审批局"].credit_code == "115113016823646795"
    assert departments["区公安分局"].credit_code == "11511300008778693M"
    assert departments["区交通运输局"].credit_code == "11511301008778386B"
    assert departments["区烟草专卖局"].credit_code is None
    assert any("115113016823646795" in line for line in told(guangan[0], "I207"))


@needs_national
def test_a_record_of_the_national_form_keeps_its_law_papers_limits_and_window(tmp_path: Path):
    imported = make(NATIONAL, tmp_path / "lingshan")
    item = only_item(imported)
    assert (item.name.zh, item.kind.value, item.basic_code) == ("固定资产投资项目节能审查", "licence", "000104002000")
    assert [(a.law, a.article, a.confirmed) for a in item.basis] == [
        ("固定资产投资项目节能办法（2016年国家发改委令第44号）", "第三条", False)
    ]
    assert [a.value for a in item.audience] == ["legal-entity"]
    assert [(m.name.zh, m.required) for m in item.materials] == [("申请书", True), ("节能报告", True)]
    handling, place = item.handlings["new"], item.implementations[0]
    assert (str(handling.clocks.statutory.length), str(place.promised), place.visits) == ("20wd", "5wd", 1)
    assert handling.special_procedures == ["expert-review"]
    assert "工程建设项目综合窗口" in place.windows[0].zh
    assert imported.compiled.blueprint.departments["lsxxzspj"].value.credit_code == "11450721MB15580811"


def test_what_the_list_does_not_say_is_the_laws_default_and_not_confirmed(tmp_path: Path):
    imported = make(csv_list(tmp_path / "a.csv", ROW), tmp_path / "city")
    item = only_item(imported)
    clock = item.handlings["new"].clocks.statutory
    assert (str(clock.length), clock.confirmed, clock.article) == ("20wd", False, "行政许可法 第四十二条第一款")
    assert str(item.implementations[0].promised) == "20wd"
    assert not item.implementations[0].confirmed
    assert item.basis == []
    assert item.name.en == "Ran qi jing ying xuke"
    assert "draft in pinyin" in item.notes[0].en
    assert {finding.code for finding in imported.compiled.findings} == {"T006", "T007"}


@pytest.mark.parametrize(
    ("listed", "length", "doubt"),
    [
        ("15个工作日", "15wd", False),
        ("15", "15wd", True),
        ("30个自然日", "30d", False),
        ("2个月", "2m", False),
        ("即时办理", "20wd", True),
        ("0", "20wd", True),
    ],
)
def test_a_time_limit_is_read_as_it_is_written_and_doubted_when_it_is_not_clear(
    tmp_path: Path, listed: str, length: str, doubt: bool
):
    path = csv_list(
        tmp_path / "a.csv",
        ("住建局", "燃气经营许可", "行政许可", "370200", listed),
        header=("部门", "事项名称", "事项类型", "区划", "法定时限"),
    )
    imported = make(path, tmp_path / "city")
    assert str(only_item(imported).handlings["new"].clocks.statutory.length) == length
    assert ("I242" in codes(imported)) == doubt


def test_a_promise_longer_than_the_law_is_kept_and_told(tmp_path: Path):
    path = csv_list(
        tmp_path / "a.csv",
        ("住建局", "燃气经营许可", "行政许可", "370200", "10个工作日", "15个工作日"),
        header=("部门", "事项名称", "事项类型", "区划", "法定时限", "承诺时限"),
    )
    imported = make(path, tmp_path / "city")
    assert told(imported, "I243") == [
        "2: the promise of 15wd is longer than the statutory 10wd: kept, check will say T002"
    ]
    assert "T002" in {finding.code for finding in imported.compiled.findings}


@pytest.mark.parametrize(
    ("division", "type_code", "kind"),
    [("370200", "20", "public-service"), ("440100", "20", "other"), ("440100", "21", "public-service"), ("511600", "1A", "licence")],
)  # fmt: skip
def test_a_type_code_means_what_its_province_says(tmp_path: Path, division: str, type_code: str, kind: str):
    path = csv_list(
        tmp_path / "a.csv",
        ("某局", "某事", type_code, division),
        header=("部门", "事项名称", "事项类型代码", "区划代码"),
    )
    assert only_item(make(path, tmp_path / "city")).kind.value == kind


def test_rows_that_cannot_be_used_are_left_out_with_their_reason_and_the_others_are_imported(tmp_path: Path):
    coded = ("住建局", "燃气经营许可", "行政许可", "370000000001", "370200")
    imported = make(
        csv_list(
            tmp_path / "a.csv",
            coded,
            ("住建局", "", "行政许可", "", "370200"),
            ("", "供热许可", "行政许可", "", "370200"),
            ("住建局", "不知何类", "某种", "", "370200"),
            coded,
            ("住建局", "坏\ufffd字", "行政许可", "", "370200"),
            ("住建局", "天外", "行政许可", "", "990000"),
            ("住建局", "少一列", "行政许可"),
        ),
        tmp_path / "city",
    )
    left_out = {(doubt.spot.row, doubt.code) for doubt in imported.report.of(Severity.LEFT_OUT)}
    assert left_out == {(3, "I101"), (4, "I102"), (5, "I103"), (6, "I104"), (7, "I105"), (8, "I109"), (9, "I108")}
    assert only_item(imported).name.zh == "燃气经营许可"
    assert [spot.row for spot in sorted(imported.report.quarantined)] == [3, 4, 5, 6, 7, 8, 9]


def test_items_of_one_name_get_codes_that_do_not_depend_on_the_order_of_rows(tmp_path: Path):
    one = ("住建局", "燃气经营许可", "行政许可", "370117001001-370200000000-000-115113016823646795-1-00", "370200")
    two = ("水务局", "燃气经营许可", "行政许可", "370117001002-370200000000-000-115113016823646795-1-00", "370200")
    there = make(csv_list(tmp_path / "a.csv", one, two), tmp_path / "a")
    back = make(csv_list(tmp_path / "b.csv", two, one), tmp_path / "b")
    assert sorted(there.compiled.blueprint.items) == sorted(back.compiled.blueprint.items)
    assert len(there.compiled.blueprint.items) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_csv_is_read_in_the_encodings_and_separators_that_offices_use(tmp_path: Path, encoding: str, delimiter: str):
    path = csv_list(tmp_path / "a.csv", ROW, encoding=encoding, delimiter=delimiter)
    assert only_item(make(path, tmp_path / "city")).name.zh == "燃气经营许可"


def test_a_map_file_names_columns_that_nobody_knows(tmp_path: Path):
    path = csv_list(tmp_path / "a.csv", ROW[:3], header=("办事的地方", "办的事", "哪一类"))
    with pytest.raises(ImportRefused):
        make(path, tmp_path / "city", division="370200")
    columns = tmp_path / "map.yaml"
    columns.write_text("department: 办事的地方\nname: [办的事]\nkind: 哪一类\n", encoding="utf-8")
    assert only_item(make(path, tmp_path / "city", division="370200", columns=columns)).name.zh == "燃气经营许可"


@pytest.mark.parametrize(
    ("text", "words"),
    [("nmae: 事项", "map.yaml:1: there is no field 'nmae'"), ("- 事项", "must be lines of"), ("name: 3", "must be text"), ("name: [", "map.yaml")],
)  # fmt: skip
def test_a_map_file_that_is_wrong_is_refused_at_its_line(tmp_path: Path, text: str, words: str):
    columns = tmp_path / "map.yaml"
    columns.write_text(text, encoding="utf-8")
    with pytest.raises(ImportRefused) as refused:
        make(csv_list(tmp_path / "a.csv", ROW), tmp_path / "city", columns=columns)
    assert words in refused.value.message.en


def test_a_workbook_with_a_title_and_merged_departments_is_read(tmp_path: Path):
    path = sheet_list(
        tmp_path / "a.xlsx",
        ["青岛市事项清单"],
        ["部门名称", "事项名称", "事项类型", "区划代码"],
        ["住建局", "燃气经营许可", "行政许可", 370200],
        [None, "供热经营许可", "行政许可", 370200],
        merged=["A1:D1", "A3:A4"],
    )
    imported = make(path, tmp_path / "city")
    assert {e.value.implementations[0].decides for e in imported.compiled.blueprint.items.values()} == {"zjj"}
    assert len(imported.compiled.blueprint.items) == 2


def test_flat_json_records_are_read_by_their_keys(tmp_path: Path):
    path = tmp_path / "a.json"
    record = {
        "dept_name": "住建局",
        "task_name": "燃气经营许可",
        "task_type": "01",
        "areacode": "370200",
        "is_fee": "1",
        "serve_type": "1,2",
    }
    path.write_text(json.dumps([record]), encoding="utf-8")
    imported = make(path, tmp_path / "city")
    assert [a.value for a in only_item(imported).audience] == ["person", "legal-entity"]
    assert "I245" in codes(imported)


def test_a_list_is_added_to_a_city_without_touching_a_file_that_stands(tmp_path: Path):
    city = write_city(tmp_path / "city")
    before = {path: path.read_bytes() for path in city.rglob("*") if path.is_file()}
    imported = add(csv_list(tmp_path / "a.csv", ROW, ("审批局", "养猫登记", "行政确认", "", "")), city)
    assert {path: path.read_bytes() for path in before} == before
    assert {"ran-qi-jing-ying-xuke", "yang-mao-deng-ji"} <= set(imported.compiled.blueprint.items)
    assert imported.compiled.blueprint.items["yang-mao-deng-ji"].value.implementations[0].decides == "office"
    assert compile_city(city, today=TODAY).ok


@needs_guangan
def test_a_real_list_is_added_to_the_example_city(tmp_path: Path):
    city = tmp_path / "qingdao"
    shutil.copytree(QINGDAO, city)
    before = compile_city(city, today=TODAY).blueprint.counts()["items"]
    imported = add(GUANGAN, city, division="370202")
    assert imported.compiled.ok
    assert imported.compiled.blueprint.counts()["items"] == before + 1135


def test_a_second_import_of_one_list_changes_nothing(tmp_path: Path):
    city, path = write_city(tmp_path / "city"), csv_list(tmp_path / "a.csv", ROW)
    add(path, city)
    after = {file: file.read_bytes() for file in city.rglob("*") if file.is_file()}
    again = add(path, city)
    assert (again.written, again.kept) == ((), ("items/zjj/ran-qi-jing-ying-xuke.yaml",))
    assert {file: file.read_bytes() for file in city.rglob("*") if file.is_file()} == after


def test_an_imported_item_takes_the_place_of_its_row_in_the_basic_list(tmp_path: Path):
    city, path = write_city(tmp_path / "city"), csv_list(tmp_path / "a.csv", ROW)
    probe = add(path, city, dry_run=True)
    written = next(name for name in probe.written if name.startswith("items/"))
    item = next(e.value for e in probe.compiled.blueprint.items.values() if e.place.file == written)
    department = item.implementations[0].decides
    add(path, city)  # makes the department; the item is taken away again
    (city / written).unlink()
    head = "code,name_zh,name_en,kind,department,audience,theme,basis\n"
    row = f"gas-licence,{item.name.zh},Gas licence,{item.kind.value},{department},person,{item.theme},《燃气条例》第一条（待核实）\n"
    (city / "items/basic-list.csv").write_text(head + row, encoding="utf-8")
    imported = add(path, city)
    assert imported.written == (f"items/{department}/gas-licence.yaml",)
    counts = imported.compiled.blueprint.counts()
    assert (counts["listed"], imported.compiled.ok) == (0, True)


def test_an_item_that_someone_has_worked_on_is_kept_unless_it_is_to_be_replaced(tmp_path: Path):
    city, path = write_city(tmp_path / "city"), csv_list(tmp_path / "a.csv", ROW)
    add(path, city)
    file = city / "items/zjj/ran-qi-jing-ying-xuke.yaml"
    worked = (
        file.read_text(encoding="utf-8").replace("Ranqi jing ying xu ke, ", "").replace("办理结果", "燃气经营许可证")
    )
    file.write_text(worked, encoding="utf-8")
    kept = add(path, city)
    assert file.read_text(encoding="utf-8") == worked
    assert "I304" in codes(kept)
    assert add(path, city, replace=True).written == ("items/zjj/ran-qi-jing-ying-xuke.yaml",)
    assert "燃气经营许可证" not in file.read_text(encoding="utf-8")


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path: Path):
    path = csv_list(tmp_path / "a.csv", ROW)
    city = write_city(tmp_path / "city")
    before = sorted(city.rglob("*"))
    assert add(path, city, dry_run=True).compiled.blueprint.counts()["items"] == 2
    assert make(path, tmp_path / "new", dry_run=True).compiled.ok
    assert sorted(city.rglob("*")) == before
    assert not (tmp_path / "new").exists()


def test_text_from_a_list_cannot_become_markup_of_the_blueprint(tmp_path: Path):
    hostile = "a: &x [b]\n- !!python/object:os.system\n{{ x }} {y} # no"
    path = csv_list(tmp_path / "a.csv", ("*住建局", hostile, "行政许可", "'; DROP", "370200"))
    item = only_item(make(path, tmp_path / "city"))
    assert item.name.zh == " ".join(hostile.split())
    assert item.implementations[0].code == "'; DROP"


def test_a_line_break_in_a_code_does_not_end_the_comment_that_tells_it(tmp_path: Path):
    row = ("住建局", "燃气经营许可", "行政许可", "1\nkind: penalty", "370200", "x\n- code: mine")
    imported = make(csv_list(tmp_path / "a.csv", row, header=(*HEADER, "部门代码")), tmp_path / "city")
    assert (only_item(imported).kind.value, list(imported.compiled.blueprint.departments)) == ("licence", ["zjj"])


@pytest.mark.parametrize("added", ["text", [1], 3, None])
def test_a_table_of_the_wrong_form_is_passed_over(tmp_path: Path, added: object):
    record: dict[str, object] = {"AUDIT_ITEM": {"task_name": "许可", "dept_name": "住建局", "task_type": "01"}}
    record |= dict.fromkeys(("AUDIT_ITEM_EXTEND", "AUDIT_MATERIAL", "AUDIT_QA"), added)
    (tmp_path / "a.json").write_text(json.dumps(record), encoding="utf-8")
    assert only_item(make(tmp_path / "a.json", tmp_path / "city", division="370200")).materials == []


@pytest.mark.parametrize("name", ["yes", "2026-01-01", "12345", "null", "~", "1e3", "0x1F", "是", "@home", "a" * 300])
def test_a_name_that_yaml_would_take_for_something_else_stays_text(tmp_path: Path, name: str):
    path = csv_list(tmp_path / "a.csv", ("住建局", name, "行政许可", "", "370200"))
    assert only_item(make(path, tmp_path / "city")).name.zh == name


TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(TEXTS, TEXTS, st.sampled_from(["行政许可", "公共服务", "10", "?"]), TEXTS, TEXTS),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_the_cells_hold_the_city_compiles_or_the_list_is_refused(rows: list[tuple[str, ...]]):
    with tempfile.TemporaryDirectory() as folder:
        path = csv_list(Path(folder) / "a.csv", *rows, header=("部门", "事项名称", "事项类型", "实施编码", "部门代码"))
        try:
            imported = make(path, Path(folder) / "city", division="370200")
        except (NoRows, UnreadableList):
            assert not (Path(folder) / "city").exists()
        else:
            assert imported.compiled.ok
            assert len(imported.compiled.blueprint.items) + len(imported.report.quarantined) == imported.report.rows


def test_papers_that_a_cell_names_are_the_items_papers_without_their_numbers(tmp_path: Path):
    row = {
        "部门": "某局",
        "事项名称": "甲",
        "事项类型": "行政许可",
        "申请材料": "1.申请书\n（2）现场照片；恢复方案；申请书；无",
    }
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(row))
        writer.writeheader()
        writer.writerow(row)
    item = only_item(make(path, tmp_path / "city", division="370200"))
    assert [(each.name.zh, each.supply) for each in item.materials] == [
        ("申请书", "upload"), ("现场照片", "upload"), ("恢复方案", "upload"),
    ]  # fmt: skip
    assert len({each.id for each in item.materials}) == 3


def test_the_template_is_a_list_that_the_import_reads_without_an_unused_column(tmp_path: Path):
    write_template(tmp_path / "a.xlsx", example=True)
    imported = make(tmp_path / "a.xlsx", tmp_path / "city", division="370202")
    assert imported.compiled.ok
    assert codes(imported) & {"I302", "I101", "I102", "I103"} == set()
    assert told(imported, "I242") != []
    items = {entry.value.name.zh: entry.value for entry in imported.compiled.blueprint.items.values()}
    assert [each.name.zh for each in items["临时堆放物料审批"].materials] == ["现场平面图", "恢复方案"]
    with pytest.raises(FileExistsError):
        write_template(tmp_path / "a.xlsx", example=False)


def test_an_empty_template_is_refused_as_a_list_without_rows(tmp_path: Path):
    write_template(tmp_path / "a.xlsx", example=False)
    with pytest.raises(ImportRefused):
        make(tmp_path / "a.xlsx", tmp_path / "city", division="370202")


def test_a_theme_and_a_procedure_that_were_chosen_are_not_told_as_assumed(tmp_path: Path):
    write_template(tmp_path / "a.xlsx", example=True)
    city = write_city(tmp_path / "city", {})
    left = add(tmp_path / "a.xlsx", city, division="370202", dry_run=True)
    assert any("without a theme" in line for line in told(left, "I303"))
    chosen = add(tmp_path / "a.xlsx", city, division="370202", theme="living")
    assert not any("without a theme" in line for line in told(chosen, "I303"))
    assert any("without a procedure" in line for line in told(chosen, "I303"))
