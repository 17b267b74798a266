"""Which calendars are read, which are refused and with which words."""

import json
from datetime import date
from pathlib import Path

import pytest

from weimin.lib.workdays import InvalidCalendar, official_calendar, read_calendar

GOOD = {
    "$schema": "https://example.org/schema.json",
    "year": 2027,
    "papers": ["https://example.org/notice"],
    "days": [
        {"name": "元旦", "date": "2026-12-31", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "国庆节、中秋节", "date": "2027-10-09", "isOffDay": False},
    ],
}


def write(folder: Path, content: object, name: str = "2027.json") -> Path:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return file


def with_days(*days: object) -> dict[str, object]:
    return {**GOOD, "days": list(days)}


def test_every_year_from_2004_to_2026_is_built_in():
    assert official_calendar().published >= set(range(2004, 2027))


def test_a_published_file_decides_its_year_and_the_end_of_the_year_before(tmp_path):
    before, after = official_calendar(), official_calendar(write(tmp_path, GOOD).parent)
    assert before.is_workday(date(2026, 12, 31))
    assert before.is_provisional(date(2026, 12, 31))
    assert not after.is_workday(date(2026, 12, 31))
    assert not after.is_provisional(date(2026, 12, 31), date(2027, 12, 28))
    assert after.is_workday(date(2027, 10, 9))
    assert after.special(date(2027, 10, 9)).name.en == "National Day, Mid-Autumn Festival"
    assert after.published_through == 2027
    assert after.version != before.version


def test_an_empty_shell_is_not_a_published_calendar(tmp_path):
    write(tmp_path, {**GOOD, "papers": [], "days": []})
    assert official_calendar(tmp_path).published_through == official_calendar().published_through
    assert official_calendar(tmp_path).version == official_calendar().version


def test_the_schema_beside_the_files_is_no_calendar(tmp_path):
    write(tmp_path, {"type": "object"}, "schema.json")
    assert official_calendar(tmp_path).version == official_calendar().version


def test_an_amended_notice_replaces_the_built_in_one(tmp_path):
    write(
        tmp_path,
        {"year": 2026, "papers": [], "days": [{"name": "国庆节", "date": "2026-10-01", "isOffDay": True}]},
        "2026.json",
    )
    assert official_calendar(tmp_path).is_workday(date(2026, 10, 2))
    assert not official_calendar().is_workday(date(2026, 10, 2))


def test_a_file_that_changes_is_read_again(tmp_path):
    write(tmp_path, {**GOOD, "days": []})
    assert official_calendar(tmp_path).published_through == 2026
    write(tmp_path, GOOD)
    assert official_calendar(tmp_path).published_through == 2027


@pytest.mark.parametrize(
    ("content", "where", "words"),
    [
        ("{", "line 1", "not valid JSON"),
        ([], "$", "must be an object"),
        ({**GOOD, "year": "2027"}, "year", "four digits"),
        ({**GOOD, "year": True}, "year", "four digits"),
        ({**GOOD, "year": 2028}, "year", "file's name is another year"),
        ({"year": 2027, "days": []}, "papers", "addresses"),
        ({"year": 2027, "papers": []}, "days", "list of days"),
        ({**GOOD, "days": {"2027-01-01": True}}, "days", "list of days"),
        (with_days("2027-01-01"), "days[0]", "{name, date, isOffDay}"),
        (with_days({"name": "", "date": "2027-01-01", "isOffDay": True}), "days[0].name", "holiday's name"),
        (with_days({"name": "元旦", "date": "2027-01-01", "isOffDay": "yes"}), "days[0].isOffDay", "true"),
        (with_days({"name": "元旦", "date": "2027-02-30", "isOffDay": True}), "days[0].date", "real date"),
        (with_days({"name": "元旦", "date": "20270101", "isOffDay": True}), "days[0].date", "real date"),
        (with_days({"name": "元旦", "date": "2026-12-28", "isOffDay": True}), "days[0].date", "2027's notice"),
        (with_days({"name": "元旦", "date": "2028-01-01", "isOffDay": True}), "days[0].date", "2027's notice"),
        (with_days(GOOD["days"][1], GOOD["days"][1]), "days[1].date", "already stands in days[0]"),
    ],
)
def test_a_calendar_with_a_fault_is_refused_with_file_place_and_remedy(tmp_path, content, where, words):
    with pytest.raises(InvalidCalendar) as refused:
        official_calendar(write(tmp_path, content).parent)
    message = refused.value.message
    assert message.en.startswith("Holiday file 2027.json, ")
    assert where in message.en
    assert words in message.en
    assert "2027.json" in message.zh


def test_bytes_that_are_not_text_are_refused(tmp_path):
    file = tmp_path / "2027.json"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidCalendar, match="UTF-8"):
        read_calendar(file)


def test_two_files_for_one_year_are_refused(tmp_path):
    write(tmp_path, GOOD)
    write(tmp_path, GOOD, "notice.json")
    with pytest.raises(InvalidCalendar, match="2027"):
        official_calendar(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidCalendar, match="不是一个目录"):
        official_calendar(tmp_path / "absent")


def test_the_published_files_agree_with_the_built_in_years(shared_data):
    official = official_calendar()
    for year in (2024, 2025, 2026):
        notice = read_calendar(shared_data / "holidays" / f"{year}.json")
        assert notice is not None
        assert [day.date for day in notice.days if day.off == official.is_workday(day.date)] == []
        assert all(day.name.en.isascii() for day in notice.days), "every holiday has an English name"


def test_a_folder_of_published_files_with_shell_and_schema_loads(shared_data):
    assert official_calendar(shared_data / "holidays").published_through == 2026
