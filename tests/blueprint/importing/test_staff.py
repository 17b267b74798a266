"""A list of departments, posts and people is added to a city, and nothing that stands is changed."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support.cities import FILES, write_city
from support.lists import csv_list, sheet_list
from weimin.blueprint.importing.api import Imported, ImportRefused, Options, Severity, import_staff
from weimin.blueprint.importing.insertion import add_entries

TODAY = date(2026, 11, 22)
QINGDAO = Path(__file__).resolve().parents[3] / "cities" / "qingdao"
HEADER = ("部门", "岗位", "办件职责", "姓名", "登录名", "区划代码")
PEOPLE = "officials:\n  # kept as it is\n  - {login: first, name: 甲一, posts: [office/window]}\npersons: []\n"


def staffed(path: Path, city: Path, **options: Any) -> Imported:
    return import_staff(path, Options(city, new=False, **options), today=TODAY)


def listed(path: Path, *rows: tuple[str, ...]) -> Path:
    return csv_list(path, *rows, header=HEADER)


def left_out(imported: Imported) -> set[tuple[int, str]]:
    return {(doubt.spot.row, doubt.code) for doubt in imported.report.of(Severity.LEFT_OUT)}


def posts(imported: Imported, department: str) -> dict[str, list[str]]:
    found = imported.compiled.blueprint.departments[department].value.posts
    return {post.code: [role.value for role in post.roles] for post in found}


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return write_city(tmp_path / "city", {"people.yaml": PEOPLE})


def test_a_post_is_set_among_those_of_its_department_and_no_other_line_changes(tmp_path: Path, city: Path):
    before = (city / "departments/all.yaml").read_text(encoding="utf-8").splitlines()
    imported = staffed(listed(tmp_path / "a.csv", ("审批局", "现场核查岗", "", "", "", "")), city)
    after = (city / "departments/all.yaml").read_text(encoding="utf-8").splitlines()
    new = "    - {code: inspect, name: {zh: 现场核查岗, en: Site visits}, roles: [inspector]}"
    assert [line for line in after if line != new] == before
    assert after.index(new) == before.index("- code: health")
    assert posts(imported, "office")["inspect"] == ["inspector"]


def test_a_person_in_a_post_becomes_an_official_of_a_demonstration_city(tmp_path: Path, city: Path):
    imported = staffed(
        listed(tmp_path / "a.csv", ("审批局", "窗口", "", "乙二", "", ""), ("审批局", "制证", "", "乙二", "", "")), city
    )
    people = imported.compiled.blueprint.people
    assert people is not None
    assert [(o.login, o.name, o.posts) for o in people.value.officials] == [
        ("first", "甲一", ["office/window"]),
        ("office-window", "乙二", ["office/window", "office/issuer"]),
    ]
    assert "# kept as it is" in (city / "people.yaml").read_text(encoding="utf-8")


def test_elsewhere_the_post_is_added_and_no_name_is_written(tmp_path: Path):
    plain = FILES["city.yaml"].replace("demonstration: true", "demonstration: false")
    city = write_city(tmp_path / "city", {"city.yaml": plain, "people.yaml": None})
    imported = staffed(listed(tmp_path / "a.csv", ("审批局", "现场核查岗", "", "乙二", "", "")), city)
    assert left_out(imported) == {(2, "I125")}
    assert "inspect" in posts(imported, "office")
    assert [file for file in city.rglob("*") if file.is_file() and "乙二" in file.read_text(encoding="utf-8")] == []


def test_departments_posts_and_people_may_stand_in_any_order_and_on_several_sheets(tmp_path: Path, city: Path):
    path = sheet_list(
        tmp_path / "a.xlsx",
        ["部门", "岗位", "办件职责", "姓名", "登录名", "区划代码"],
        ["数据局", "收件窗口", None, "丙三", "bing", None],
        ["数据局", None, None, None, None, 370202],
    )
    imported = staffed(path, city)
    assert posts(imported, "sjj") == {"window": ["window"]}
    assert imported.compiled.blueprint.departments["sjj"].value.division == "370202"
    assert [str(change.spot) for change in imported.changes] == ["a.xlsx[清单]:2", "a.xlsx[清单]:2", "a.xlsx[清单]:3"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("审批居", "窗口", "", "", "", ""), "I120"),
        (("审批局", "食堂", "", "", "", ""), "I122"),
        (("审批局", "", "", "乙二", "", ""), "I121"),
        (("审批局", "窗口", "", "乙*二", "", ""), "I123"),
        (("审批局", "窗口", "", "乙二", "Not A Login", ""), "I124"),
        (("审批局", "窗口", "", "乙二", "first", ""), "I124"),
        (("火星局", "", "", "", "", "999999"), "I109"),
    ],
)
def test_a_row_that_cannot_be_used_is_quarantined_and_the_others_go_in(
    tmp_path: Path, city: Path, row: tuple[str, ...], code: str
):
    imported = staffed(listed(tmp_path / "a.csv", row, ("卫健局", "发证岗", "", "", "", "")), city)
    assert left_out(imported) == {(2, code)}
    assert [cell for cell in imported.report.quarantined.popitem()[1].values() if cell] == [
        cell for cell in row if cell
    ]
    assert "issue" in posts(imported, "health")


def test_a_slip_of_the_pen_makes_no_new_department(tmp_path: Path):
    city = tmp_path / "qingdao"
    shutil.copytree(QINGDAO, city)
    imported = staffed(
        listed(
            tmp_path / "a.csv",
            ("市南区行政审批服务居", "窗口", "", "", "", "370202"),
            ("市南区市场监督管理局", "法制审核岗", "审查", "", "", ""),
        ),
        city,
    )
    assert left_out(imported) == {(2, "I120")}
    assert "市南区行政审批服务局" in imported.report.of(Severity.LEFT_OUT)[0].message.en
    assert posts(imported, "scjg-shinan")["review-2"] == ["reviewer"]


def test_what_the_city_says_otherwise_is_told_and_stays(tmp_path: Path, city: Path):
    before = {file: file.read_bytes() for file in city.rglob("*") if file.is_file()}
    imported = staffed(
        listed(
            tmp_path / "a.csv",
            ("审批局", "窗口", "审查", "甲一", "first", ""),
            ("审批局", "制证", "", "甲一", "first", ""),
        ),
        city,
    )
    assert sorted((d.spot.row, d.code) for d in imported.report.doubts) == [(2, "I251"), (3, "I251")]
    assert {file: file.read_bytes() for file in city.rglob("*") if file.is_file()} == before


def test_a_dry_run_says_row_by_row_what_would_change_and_writes_nothing(tmp_path: Path, city: Path):
    before = {file: file.read_bytes() for file in city.rglob("*") if file.is_file()}
    path = listed(tmp_path / "a.csv", ("审批局", "窗口", "", "", "", ""), ("审批局", "现场核查岗", "", "乙二", "", ""))
    imported = staffed(path, city, dry_run=True)
    assert [f"{change.spot.row} {change.sign} {change.message.en}" for change in imported.changes] == [
        "2 = post office/window is there",
        "3 + post office/inspect 现场核查岗 (inspector)",
        "3 + 乙二 (office-inspect) fills office/inspect",
    ]
    assert {file: file.read_bytes() for file in city.rglob("*") if file.is_file()} == before


def test_a_second_import_of_one_list_changes_nothing(tmp_path: Path, city: Path):
    path = listed(tmp_path / "a.csv", ("数据局", "", "", "", "", "370202"), ("数据局", "窗口", "", "乙二", "", ""))
    staffed(path, city)
    before = {file: file.read_bytes() for file in city.rglob("*") if file.is_file()}
    again = staffed(path, city)
    assert again.written == ()
    assert {change.sign for change in again.changes} == {"="}
    assert {file: file.read_bytes() for file in city.rglob("*") if file.is_file()} == before


def test_a_list_of_which_nothing_can_be_used_is_refused(tmp_path: Path, city: Path):
    with pytest.raises(ImportRefused) as refusal:
        staffed(listed(tmp_path / "a.csv", ("审批局", "食堂", "", "", "", "")), city)
    assert "a.csv:2" in refusal.value.message.en


def test_every_word_for_a_role_is_read_and_a_deputy_is_no_head(tmp_path: Path, city: Path):
    rows = [
        ("审批局", f"岗{n}", words, "", "", "")
        for n, words in enumerate(("受理、审核", "踏勘", "专家评审秘书", "局长", "decider, head"))
    ]
    imported = staffed(listed(tmp_path / "a.csv", *rows, ("审批局", "副局长", "", "", "", "")), city)
    new = [
        roles for code, roles in posts(imported, "office").items() if code not in {"window", "clerk", "chief", "issuer"}
    ]
    assert new == [["acceptor", "reviewer"], ["inspector"], ["expert-secretary"], ["head"], ["decider", "head"]]
    assert left_out(imported) == {(7, "I122")}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("posts:\n- code: a\n", 2),
        ("posts:\n  - code: a\n    name: {zh: 甲, en: A}\n\n# the end\n", 3),
        ("posts:\n    - {code: a,\n       x: 1}   # b\nphone: '1'\n", 3),
        ("code: x\nphone: '1'\n", 3),
        ("code: x", 2),
    ],
)
def test_entries_are_added_and_every_other_line_stays(text: str, line: int):
    outcome = add_entries(text, "a.yaml", (), "posts", [{"code": "new"}]).splitlines()
    assert outcome[line].strip() == "- {code: new}"
    assert [each for each in outcome if "code: new" not in each and each != "posts:"] == [
        each for each in text.splitlines() if each != "posts:"
    ]


@pytest.mark.parametrize("text", ["posts: []\ncode: x\n", "- x\n", "posts: [{code: a}]\n", "{posts: [{code: a}]}\n"])
def test_a_file_written_otherwise_is_left_to_a_person(text: str):
    with pytest.raises(ImportRefused) as refusal:
        add_entries(text, "a.yaml", (), "posts", [{"code": "new"}])
    assert "by hand" in refusal.value.message.en


def test_entries_go_to_the_end_of_their_own_list():
    text = "- code: a\n  posts:\n    - {code: one}\n  phone: x\n\n# b\n- code: b\n"
    outcome = add_entries(text, "a.yaml", (0,), "posts", [{"code": "two"}])
    assert outcome == "- code: a\n  posts:\n    - {code: one}\n    - {code: two}\n  phone: x\n\n# b\n- code: b\n"
    begun = add_entries(text, "a.yaml", (1,), "posts", [{"code": "one"}])
    assert begun.endswith("- code: b\n  posts:\n    - {code: one}\n")
