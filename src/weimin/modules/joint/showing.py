"""The whole in words: rows of the table, clocks, what happened. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from weimin.kernel.cases import api as cases
from weimin.kernel.journal.api import Entry as JournalEntry
from weimin.kernel.journal.api import action_name
from weimin.lib.bilingual import Bilingual
from weimin.modules.joint.flow import PartState
from weimin.modules.joint.overview import Elapsed, Line, Overview, StageLine
from weimin.modules.joint.words import STATE_NAMES
from weimin.ui.api import Entry
from weimin.ui.words import day, period, remaining

__all__ = ["bell", "clock_of", "part_rows", "says", "stage_clocks", "story"]

NOT_OPEN = frozenset({PartState.WAITING, PartState.DROPPED})


def part_rows(found: Overview, today: date) -> list[dict[str, Any]]:
    """One row for each part, stage after stage."""
    several = len(found.stages) > 1
    return [
        {
            "line": line,
            "stage": stage.name if several and number == 0 else "",
            "due": day(line.due_on, today) if line.due_on else "",
            "left": remaining(line.days_left)[0] if line.days_left is not None else "",
            "left_kind": remaining(line.days_left)[1] if line.days_left is not None else "neutral",
            "says": says(line),
        }
        for stage in found.stages
        for number, line in enumerate(stage.lines)
    ]


def says(line: Line) -> Bilingual | str:
    """Why a part waits, what its refusal means, what to do."""
    match line.state:
        case PartState.WAITING if line.waits_for:
            names = Bilingual("、".join(n.zh for n in line.waits_for), " and ".join(n.en for n in line.waits_for))
            return Bilingual("“{n}”办成以后自动开始，不用再申请。", "Begins by itself once “{n}” is granted.").format(
                n=names
            )
        case PartState.WAITING:
            return Bilingual("上一阶段办完以后自动开始。", "Begins by itself after the stage before.")
        case PartState.DROPPED if line.because:
            text = Bilingual(
                "它要等的“{b}”没有办成。那一项解决以后，可以单独申请这一项。",
                "“{b}”, which it needs, was not granted. Once that is settled you may apply for this one by itself.",
            )
            return text.format(b=line.because)
        case PartState.REFUSED | PartState.NOT_ACCEPTED:
            return _refusal(line)
    return ""


def _refusal(line: Line) -> Bilingual:
    reason = (
        Bilingual("理由：{r}。", "Reason: {r}. ").format(r=line.reason.rstrip("。."))
        if line.reason
        else Bilingual("", "")
    )
    if line.holds_up:
        names = Bilingual("、".join(n.zh for n in line.holds_up), ", ".join(n.en for n in line.holds_up))
        means = Bilingual("因此“{n}”没法接着办；别的照常。", "So “{n}” cannot go on; the rest does. ").format(n=names)
    else:
        means = Bilingual("别的几项不受影响。", "The other parts are not affected. ")
    remedy = Bilingual(
        "不服可以申请复议或者起诉，怎么做写在决定书里。", "You may ask for review or sue; the decision says how."
    )
    return Bilingual(f"{reason.zh}{means.zh}{remedy.zh}", f"{reason.en}{means.en}{remedy.en}")


def bell(found: Overview) -> dict[str, Bilingual]:
    """How long it has taken, beside what the law allows."""
    elapsed: Elapsed = found.elapsed
    text = Bilingual("{d} 天，其中工作日 {w} 天", "{d} days, {w} of them working days").format(
        d=elapsed.days, w=elapsed.workdays
    )
    law = [_legal(stage) for stage in found.stages]
    ended = found.case.closed_at is not None
    return {
        "heading": Bilingual("从提交到办结，一共", "From filing to the end")
        if ended
        else Bilingual("从提交到今天", "Since you filed"),
        "text": text,
        "law": Bilingual("；".join(each.zh for each in law), "; ".join(each.en for each in law)),
    }


def _legal(stage: StageLine) -> Bilingual:
    row = stage.legal
    length = period(row.length + row.extended, row.unit) if row else stage.legal_length
    legal = Bilingual("{s}：法定 {l}（{a}）", "{s}: {l} by law ({a})").format(s=stage.name, l=length, a=stage.article)
    if stage.promised_length is None:
        return legal
    promised = Bilingual("，承诺 {p}", ", {p} promised").format(p=stage.promised_length)
    return Bilingual(legal.zh + promised.zh, legal.en + promised.en)


def stage_clocks(found: Overview, today: date) -> list[dict[str, Any]]:
    """The clock of each stage that runs or stands still, the promise if there is one, else the law's."""
    return [clock for stage in found.stages if (clock := clock_of(stage, today))]


def clock_of(stage: StageLine, today: date) -> dict[str, Any] | None:
    row = stage.promised if stage.promised and stage.promised.state in {"running", "suspended"} else stage.legal
    if row is None or row.state not in {"running", "suspended"}:
        return None
    if row.state == "suspended" or row.due_on is None:
        names = Bilingual("、".join(n.zh for n in stage.standing_still), ", ".join(n.en for n in stage.standing_still))
        return {
            "headline": Bilingual("“{s}”阶段停止计时", "The stage “{s}” stands still").format(s=stage.name),
            "detail": Bilingual(
                "“{n}”在特别程序中，所需时间不计入（行政许可法第四十五条）；别的几家照常计时。",
                "“{n}” is in a special procedure, whose time is not counted (Administrative Licensing Law art. 45). The other offices' clocks run on.",
            ).format(n=names),
            "state": "paused",
            "due": None,
            "rule": row.article,
        }
    headline = Bilingual("“{s}”{d}前全部决定", "“{s}”: everything decided by {d}").format(
        s=stage.name, d=day(row.due_on, today)
    )
    words = [
        Bilingual("从 {f} 起算，当日不计。", "Counted from {f}, that day not included.").format(
            f=day(row.start_on, today)
        )
    ]
    if row.extended:
        words.append(Bilingual("已延长 {n}。", "Extended by {n}.").format(n=period(row.extended, row.unit)))
    if stage.legal and row is not stage.legal and stage.legal.due_on:
        words.append(
            Bilingual("法律允许到 {d}。", "The law allows until {d}.").format(d=day(stage.legal.due_on, today))
        )
    return {
        "headline": headline,
        "detail": Bilingual("".join(each.zh for each in words), " ".join(each.en for each in words)),
        "state": "late" if row.due_on < today else "running",
        "due": cases.explained_due(row),
        "rule": row.article,
    }


def story(entries: Sequence[JournalEntry], found: Overview) -> list[Entry]:
    """What happened to the whole, oldest first."""
    names = {line.part.item: line.name for line in found.lines}
    stages = {stage.code: stage.name.bilingual for stage in found.event.stages}
    rows = []
    for entry in reversed(entries):
        payload = dict(entry.payload or {})
        about = names.get(str(payload.get("item"))) or stages.get(str(payload.get("stage")))
        what = str(about or "")
        result = payload.get("result")
        if what and result in set(PartState):
            what = str(Bilingual("{n}：{r}", "{n}: {r}").format(n=what, r=STATE_NAMES[PartState(result)]))
        told = [what, str(payload.get("note", "")), str(payload.get("reason", ""))]
        rows.append(Entry(action_name(entry.action), entry.instant, detail=" ".join(each for each in told if each)))
    return rows
