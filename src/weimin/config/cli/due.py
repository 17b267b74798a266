"""``weimin due``: the last day of a legal period, one at a time or as a stream of JSON lines."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

import click

from weimin.config import environment
from weimin.lib.bilingual import Bilingual
from weimin.lib.workdays import Due, Unit, WorkCalendar, WorkdaysError, due_on, official_calendar

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?")
_UNITS: Final = {unit.value: unit for unit in Unit}
_KEYS: Final = frozenset({"start", "days", "unit", "roll"})
_WEEKDAYS: Final = "一二三四五六日"


class BadInput(WorkdaysError):
    """What was asked cannot be read: ``what``."""

    code = "bad-input"
    message = Bilingual("{what}", "{what}")

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(what=Bilingual(zh, en))


@dataclass(frozen=True, slots=True)
class Question:
    start: date | datetime
    length: int
    unit: Unit
    roll: bool

    def answer(self, calendar: WorkCalendar) -> Due:
        return due_on(self.start, self.length, self.unit, roll=self.roll, calendar=calendar)


@click.command()
@click.option(
    "--start",
    help="起算事件发生的日期，如 2026-09-28；按小时计的写时刻，如 2026-09-28T09:00 / The day of the event, as 2026-09-28; for hours the moment, as 2026-09-28T09:00.",
)
@click.option("--days", type=int, help="期限的长度，以其单位计 / The length of the period, in its unit.")
@click.option(
    "--unit",
    type=click.Choice(list(_UNITS)),
    default="workday",
    show_default=True,
    help="期限的单位 / Unit of the period.",
)
@click.option(
    "--roll",
    is_flag=True,
    help="期满日是休息日的，顺延到下一个工作日 / A period that ends on a day off ends on the next working day.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="逐日列出计入或不计入的理由 / Print every day with the reason why it counts or does not.",
)
@click.option(
    "--batch",
    is_flag=True,
    help='逐行回答标准输入里的 JSON {"start","days","unit","roll"} / Answer JSON lines {"start","days","unit","roll"} from standard input.',
)
@click.option(
    "--calendars",
    type=click.Path(path_type=Path),
    help="补充的节假日 JSON 目录，默认取 WEIMIN_CALENDARS / Folder of further holiday calendars (published JSON form); default WEIMIN_CALENDARS.",
)
def command(
    start: str | None, days: int | None, unit: str, roll: bool, explain: bool, batch: bool, calendars: Path | None
) -> None:
    """算出法定期限的最后一日；事件发生当日不计入。尚未公布的放假安排可能改变的日期，标为暂定。

    Print the last day of a legal period; the day of the event is not counted.

    A date that a holiday notice not yet published could change is called provisional on standard error.
    """
    try:
        calendar = official_calendar(calendars or _configured_folder())
        if batch:
            if start is not None or days is not None or explain:
                raise BadInput(
                    "--batch 不能与 --start、--days、--explain 同用", "--batch goes without --start, --days, --explain"
                )
            _answer_lines(sys.stdin.buffer, sys.stdout, calendar)
        else:
            _answer_one(start, days, _UNITS[unit], roll=roll, explain=explain, calendar=calendar)
    except WorkdaysError as error:
        raise click.UsageError(_both(error.message)) from None


def _configured_folder() -> Path | None:
    folder = environment.value("WEIMIN_CALENDARS")
    return Path(folder) if folder else None


def _answer_one(
    start: str | None, length: int | None, unit: Unit, *, roll: bool, explain: bool, calendar: WorkCalendar
) -> None:
    if start is None or length is None:
        raise BadInput("请给出 --start 和 --days（或用 --batch）", "give --start and --days (or --batch)")
    due = Question(_start(start, unit), length, unit, roll).answer(calendar)
    click.echo(_shown(due, unit))
    if explain:
        for line in _explanation(due):
            click.echo(line)
    if due.provisional:
        click.echo(
            f"暂定：{calendar.published_through} 年以后的放假安排尚未公布，可能改变这个日期"
            f" / provisional: holidays after {calendar.published_through} are not published yet and could change this date",
            err=True,
        )


def _explanation(due: Due) -> Iterator[str]:
    for day in due.explain():
        yield f"{day.date} 周{_WEEKDAYS[day.date.weekday()]} {'+' if day.counted else '-'} {_both(day.text)}"


def _answer_lines(questions: IO[bytes], answers: IO[str], calendar: WorkCalendar) -> None:
    """One answer a line, in order; a line that cannot be read is answered with its error."""
    for line in questions:
        try:
            question = _question(line)
            due = question.answer(calendar)
            answer: dict[str, Any] = {"due": _shown(due, question.unit), "provisional": due.provisional}
        except WorkdaysError as error:
            answer = {"error": _both(error.message)}
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _question(line: bytes) -> Question:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise BadInput("这一行不是 JSON", "this line is not JSON") from None
    if not isinstance(asked, dict):
        raise BadInput("应是一个对象 {start, days, unit, roll}", "must be an object {start, days, unit, roll}")
    if not asked.keys() <= _KEYS:
        unknown = ", ".join(sorted(asked.keys() - _KEYS))
        raise BadInput(f"不认识的字段：{unknown}", f"unknown fields: {unknown}")
    unit = asked.get("unit", "workday")
    if not isinstance(unit, str) or unit not in _UNITS:
        raise BadInput(f"unit 应是 {'、'.join(_UNITS)} 之一", f"unit must be one of {', '.join(_UNITS)}")
    roll = asked.get("roll", False)
    if not isinstance(roll, bool):
        raise BadInput("roll 应是 true 或 false", "roll must be true or false")
    length = asked.get("days")
    if isinstance(length, bool) or not isinstance(length, int):
        raise BadInput("days 应是正整数", "days must be a whole number of 1 or more")
    return Question(_start(asked.get("start"), _UNITS[unit]), length, _UNITS[unit], roll)


def _start(text: Any, unit: Unit) -> date | datetime:
    try:
        if unit is Unit.HOUR:
            if not isinstance(text, str) or not _MOMENT.fullmatch(text):
                raise ValueError
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        if not isinstance(text, str) or not _DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        if unit is Unit.HOUR:
            raise BadInput(
                "start 应是真实的时刻，如 2026-09-28T09:00", "start must be a real moment, such as 2026-09-28T09:00"
            ) from None
        raise BadInput("start 应是真实的日期，如 2026-09-28", "start must be a real date, such as 2026-09-28") from None


def _shown(due: Due, unit: Unit) -> str:
    """The date; for hours the moment, 24:00 where a period lasts to the end of its day."""
    if unit is not Unit.HOUR:
        return due.date.isoformat()
    if due.ends_at.date() > due.date:
        return f"{due.date}T24:00+08:00"
    return due.ends_at.isoformat(timespec="minutes")


def _both(text: Bilingual) -> str:
    return f"{text.zh} / {text.en}"
