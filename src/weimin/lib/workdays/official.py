"""The State Council's notices: those since 2004 from chinesecalendar's data, later ones from published JSON files.

The JSON form is that of https://github.com/NateScarlet/holiday-cn: ``{"year", "papers", "days": [{"name", "date",
"isOffDay"}]}``, one file a year. A file whose ``days`` are empty is a shell: that year's notice is not out yet.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.workdays.calendar import TAIL_FIRST_DAY, Notice, SpecialDay, WorkCalendar
from weimin.lib.workdays.errors import InvalidCalendar

__all__ = ["official_calendar", "read_calendar"]

_ENGLISH: Final[Mapping[str, str]] = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-Sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
}
_SHORT: Final[Mapping[str, str]] = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def official_calendar(extra: Path | None = None) -> WorkCalendar:
    """The calendar of all known notices; ``extra`` is a folder of further ones in the published JSON form.

    A notice in ``extra`` replaces a built-in one of the same year (a notice may be amended within its year).
    Cached until a file of the folder changes. Raises ``InvalidCalendar``: nothing of a bad folder is used.
    """
    if extra is None:
        return _built_in_calendar()
    if not extra.is_dir():
        what = Bilingual(
            "不是一个目录，请检查节假日目录的设置", "not a folder; check the setting of the holiday folder"
        )
        raise InvalidCalendar(file=extra, where=Bilingual("目录", "folder"), what=what)
    files = sorted(file for file in extra.glob("*.json") if file.name != "schema.json")
    return _calendar_with(tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files))


@lru_cache(maxsize=8)
def _calendar_with(files: tuple[tuple[Path, int, int], ...]) -> WorkCalendar:
    notices: dict[int, Notice] = {}
    for file, _changed, _size in files:
        notice = read_calendar(file)
        if notice is None:
            continue
        if notice.year in notices:
            what = Bilingual("目录里已有 {year} 年的安排，请只留一份", "the folder already has {year}; keep one file")
            raise InvalidCalendar(file=file.name, where="year", what=what.format(year=notice.year))
        notices[notice.year] = notice
    return _built_in_calendar().with_notices(notices.values())


@cache
def _built_in_calendar() -> WorkCalendar:
    return WorkCalendar(_built_in_notices())


def _built_in_notices() -> Iterator[Notice]:
    """chinesecalendar's tables by notice. They name no notice; the tail of a year is the next New Year's Day's."""
    from chinese_calendar.constants import Holiday, holidays, workdays

    chinese = {holiday.value: _SHORT.get(holiday.chinese, holiday.chinese) for holiday in Holiday}
    by_year: dict[int, list[SpecialDay]] = defaultdict(list)
    for table, off in ((holidays, True), (workdays, False)):
        for day, english in table.items():
            name = Bilingual(chinese[english], _ENGLISH.get(chinese[english], english))
            by_year[day.year + ((day.month, day.day) >= TAIL_FIRST_DAY)].append(SpecialDay(day, name, off))
    for year, days in by_year.items():
        yield Notice(year, tuple(sorted(days, key=lambda day: day.date)))


def read_calendar(file: Path) -> Notice | None:
    """One year's notice from a published JSON file; ``None`` for the empty shell of a year not yet published.

    Raises ``InvalidCalendar`` with file and place if the file has another form, names a day twice, or holds days
    of another year than it says (a year's file may reach back to 29 December of the year before).
    """
    return _Reader(file).notice()


class _Reader:
    """Reads one file; every refusal names the file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def notice(self) -> Notice | None:
        content = self._json()
        if not isinstance(content, dict):
            raise self._refusal("$", "应是一个对象 {year, papers, days}", "must be an object {year, papers, days}")
        year = self._year(content)
        papers = content.get("papers")
        if not isinstance(papers, list) or not all(isinstance(paper, str) for paper in papers):
            raise self._refusal("papers", "应是国务院文件网址的列表", "must be the list of the notice's addresses")
        entries = content.get("days")
        if not isinstance(entries, list):
            raise self._refusal(
                "days", "应是日期的列表；尚未公布则为 []", "must be a list of days; [] if not published yet"
            )
        days = tuple(self._day(entry, f"days[{n}]", year) for n, entry in enumerate(entries))
        self._refuse_duplicates(days)
        return Notice(year, days) if days else None

    def _json(self) -> Any:
        try:
            return json.loads(self._file.read_text("utf-8-sig"))
        except json.JSONDecodeError as error:
            raise self._refusal(
                Bilingual("第 {n} 行", "line {n}").format(n=error.lineno),
                "不是有效的 JSON，请重新下载该文件",
                "not valid JSON; download the file again",
            ) from None
        except (OSError, ValueError, RecursionError):
            raise self._refusal(
                "$", "读不出来，应是 UTF-8 的 JSON", "cannot be read; it must be JSON in UTF-8"
            ) from None

    def _year(self, content: Mapping[str, Any]) -> int:
        year = content.get("year")
        if not isinstance(year, int) or isinstance(year, bool) or not 1949 < year < 9999:
            raise self._refusal("year", "应是四位数的年份", "must be a year of four digits")
        if re.fullmatch(r"[0-9]{4}", self._file.stem) and int(self._file.stem) != year:
            raise self._refusal(
                "year",
                f"写的是 {year}，与文件名不符；请改正文件名或内容",
                f"says {year}, but the file's name is another year; correct the name or the content",
            )
        return year

    def _day(self, entry: Any, where: str, year: int) -> SpecialDay:
        if not isinstance(entry, dict):
            raise self._refusal(where, "应是 {name, date, isOffDay}", "must be {name, date, isOffDay}")
        name, off = entry.get("name"), entry.get("isOffDay")
        if not isinstance(name, str) or not name.strip():
            raise self._refusal(f"{where}.name", "应是节日名称", "must be the holiday's name")
        if not isinstance(off, bool):
            raise self._refusal(
                f"{where}.isOffDay",
                "应是 true（放假）或 false（上班）",
                "must be true (day off) or false (make-up workday)",
            )
        return SpecialDay(self._date(entry.get("date"), f"{where}.date", year), _bilingual_name(name), off)

    def _date(self, value: Any, where: str, year: int) -> date:
        try:
            if not isinstance(value, str) or not _DATE.fullmatch(value):
                raise ValueError(value)
            day = date.fromisoformat(value)
        except ValueError:
            raise self._refusal(
                where, "不是真实的日期，应写成 2027-01-01", "is not a real date written like 2027-01-01"
            ) from None
        if not date(year - 1, *TAIL_FIRST_DAY) <= day <= date(year, 12, 31):
            raise self._refusal(
                where,
                f"{day} 不属于 {year} 年的安排（只可包含当年和上年 12 月 29 日起的日期），请核对国务院通知",
                f"{day} is not of {year}'s notice (its own year, and 29 to 31 December before it); check the notice",
            )
        return day

    def _refuse_duplicates(self, days: Iterable[SpecialDay]) -> None:
        seen: dict[date, int] = {}
        for n, day in enumerate(days):
            if day.date in seen:
                raise self._refusal(
                    f"days[{n}].date",
                    f"{day.date} 已在 days[{seen[day.date]}] 出现，请只留一条",
                    f"{day.date} already stands in days[{seen[day.date]}]; keep one of them",
                )
            seen[day.date] = n

    def _refusal(self, where: str | Bilingual, zh: str, en: str) -> InvalidCalendar:
        return InvalidCalendar(file=self._file.name, where=where, what=Bilingual(zh, en))


def _bilingual_name(name: str) -> Bilingual:
    """``国庆节、中秋节`` with its English name; a holiday we have no English name for keeps its Chinese one."""
    parts = [part.strip() for part in name.split("、")]
    return Bilingual(name, ", ".join(_ENGLISH.get(part, part) for part in parts))
