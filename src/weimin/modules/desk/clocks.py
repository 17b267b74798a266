"""The clocks of a case as the official must keep them: until when, why then, and how each one ended."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from weimin.kernel.cases import api as cases
from weimin.lib.bilingual import Bilingual
from weimin.lib.workdays import Due
from weimin.ui.words import day, period, remaining

__all__ = ["ClockBox", "clock_boxes", "clock_list"]

HEADLINES: Final = {
    "acceptance": Bilingual("{d}前告知是否受理", "Say by {d} whether it is accepted"),
    "promised": Bilingual("{d}前决定", "Decide by {d}"),
    "statutory": Bilingual("法定期限 {d}", "By law, {d}"),
    "issue": Bilingual("{d}前送达", "Serve it by {d}"),
    "correction": Bilingual("申请人 {d}前补正", "The applicant corrects by {d}"),
    "stage": Bilingual("联合办理期限 {d}", "Joint stage, by law {d}"),
    "stage-promised": Bilingual("联合办理承诺 {d}", "Joint stage, promised {d}"),
    "deferral": Bilingual("申请人 {d}前补齐后补的材料", "The applicant hands in what may follow by {d}"),
    "first-review": Bilingual("{d}前初审完毕", "Finish the first review by {d}"),
    "inspection": Bilingual("{d}前指派两人以上检验、检测、检疫", "Send two officers to test it by {d}"),
    "hearing-request": Bilingual("申请人 {d}前可以要求听证", "The applicant may ask for a hearing until {d}"),
    "hearing": Bilingual("{d}前举行听证", "Hold the hearing by {d}"),
}
LENGTHS: Final = {
    "promised": Bilingual("承诺 {n}", "{n} promised"),
    "statutory": Bilingual("法律规定 {n}", "{n} by law"),
}
STATES: Final = {
    "running": Bilingual("到 {d}", "until {d}"),
    "suspended": Bilingual("停止计时", "suspended"),
    "met": Bilingual("{e} 完成，限期 {d}", "met {e}, due {d}"),
    "lapsed": Bilingual("超过，限期 {d}", "lapsed, due {d}"),
    "cancelled": Bilingual("{e} 终止", "ended {e}"),
}
SOON: Final = 2


@dataclass(frozen=True)
class ClockBox:
    """One clock that counts or stands still, with its calendar."""

    headline: Bilingual
    detail: Bilingual
    state: str
    due: Due | None
    rule: Bilingual


def clock_boxes(dossier: cases.Dossier, today: date) -> list[ClockBox]:
    """Each running clock once, the nearest first; all that stand still together in one. A stage is kept by its promise."""
    rows = [row for row in dossier.clocks if row.state == "running" and row.due_on]
    if any(row.name == "stage-promised" for row in rows):
        rows = [row for row in rows if row.name != "stage"]
    rows.sort(key=lambda row: (row.due_on, row.name))
    boxes = [_running(dossier, row, today) for row in rows]
    return boxes + _suspended(dossier, today)


def _running(dossier: cases.Dossier, row: cases.ClockRow, today: date) -> ClockBox:
    assert row.due_on is not None
    left = cases.days_left(row.due_on, today) or 0
    length = period(row.length, row.unit)
    parts = [LENGTHS.get(row.name, Bilingual("{n}", "{n}")).format(n=length), remaining(left)[0]]
    if row.extended:
        parts.insert(1, Bilingual("延长 {n}", "extended by {n}").format(n=period(row.extended, row.unit)))
    return ClockBox(
        HEADLINES.get(row.name, Bilingual("{d}", "{d}")).format(d=day(row.due_on, today)),
        Bilingual("，".join(each.zh for each in parts) + "。", ". ".join(each.en for each in parts) + "."),
        "late" if left <= 0 else "wait" if left <= SOON else "running",
        cases.explained_due(row),
        _rule(dossier, row, today),
    )


def _rule(dossier: cases.Dossier, row: cases.ClockRow, today: date) -> Bilingual:
    """From when it counts, by which article, and whether anyone has read that article yet."""
    text = Bilingual("从 {s} 起算，当日不计入。{a}", "Counted from {s}, that day not included. {a}").format(
        s=day(row.start_on, today), a=row.article
    )
    if not row.confirmed:
        text = Bilingual(f"{text.zh}（待核实）", f"{text.en} (unconfirmed)")
    name: Any = row.name
    rule = dossier.rules.get(name)
    if rule and rule.note:
        text = Bilingual(f"{text.zh} {rule.note.zh}", f"{text.en} {rule.note.en}")
    return text


def _suspended(dossier: cases.Dossier, today: date) -> list[ClockBox]:
    rows = [row for row in dossier.clocks if row.state == "suspended" and row.pauses]
    if not rows:
        return []
    pause = rows[0].pauses[-1]
    told = dossier.kind.told({"ground": pause["ground"]})
    ground = told[0][1] if told else pause["ground"]
    opened = [task for task in dossier.tasks if task.data.get("ground")]
    detail = Bilingual("所需时间不计入期限。", "This time is not counted.")
    if opened:
        days = period(opened[-1].data.get("days", 0))
        detail = Bilingual("预计 {n}；所需时间不计入期限。", "{n} expected; this time is not counted.").format(n=days)
    since = day(date.fromisoformat(pause["first"]), today)
    headline = Bilingual("停止计时：{g}，自 {d}", "Clock suspended: {g}, since {d}").format(g=ground, d=since)
    return [ClockBox(headline, detail, "paused", None, Bilingual("", ""))]


def clock_list(dossier: cases.Dossier, today: date) -> list[tuple[Bilingual, Bilingual]]:
    """Every clock that ever ran, round by round: its name, and how it stands or ended."""
    rows = sorted(dossier.clocks, key=lambda row: (row.start_on, row.round, row.name))
    return [(_name(row), _state(row, today)) for row in rows]


def _name(row: cases.ClockRow) -> Bilingual:
    name = cases.CLOCK_NAMES.get(row.name, Bilingual(row.name, row.name))
    return Bilingual(f"{name.zh}（第 {row.round} 次）", f"{name.en} ({row.round})") if row.round > 1 else name


def _state(row: cases.ClockRow, today: date) -> Bilingual:
    due = day(row.due_on, today) if row.due_on else Bilingual("—", "—")
    ended = day(row.ended_on, today) if row.ended_on else Bilingual("", "")
    return STATES[str(row.state)].format(d=due, e=ended)
