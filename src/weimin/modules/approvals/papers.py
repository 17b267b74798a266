"""What each paper of an approval says, in the words of the law. Numbering, layout and checking are kernel/documents'."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from weimin.kernel.cases.definition import CaseView, PaperOrder
from weimin.kernel.documents.definition import REVIEW, Letter, chinese_date
from weimin.kernel.documents.validity import last_valid_day
from weimin.modules.approvals.words import GROUNDS, matter, statute

__all__ = ["letter_of", "order"]

BY_DECIDING: Final = frozenset(
    {
        "special-notice",
        "hearing-offer",
        "hearing-notice",
        "extension-notice",
        "grant-decision",
        "refusal-decision",
        "result",
    }
)


def order(kind: str, data: Mapping[str, Any] | None = None, **facts: Any) -> PaperOrder:
    """Ask for a paper; what it says is written when the act's clocks are known (``letter_of``)."""
    return PaperOrder(kind, {**(data or {}), **facts}, "decides" if kind in BY_DECIDING else "accepts")


def letter_of(view: CaseView, paper: PaperOrder, *, today: date) -> Letter:
    """The words of one paper. ``view`` is the case as it stands after the act."""
    return _LETTERS[paper.kind](view, paper.facts, today)


def _remedies(view: CaseView) -> tuple[str, ...]:
    """Where one may complain of a decision: the item's own words, which name the body, or the general ones."""
    return tuple(text.zh for text in view.item.remedies) or (REVIEW,)


def _law(view: CaseView, article: int, paragraph: int | None = None, *points: int) -> str:
    return statute(view.item.kind, article, paragraph, *points).zh


def _by(view: CaseView, article: int, paragraph: int | None = None, *points: int) -> str:
    """依照 a law that governs, 参照 one that is applied by analogy."""
    return f"{'依照' if view.item.kind == 'licence' else ''}{_law(view, article, paragraph, *points)}"


def _matter(view: CaseView) -> str:
    return f"“{view.item.name.zh}”（{view.handling.name.zh}）" if view.handling.name else f"“{view.item.name.zh}”"


def _due(view: CaseView, name: str) -> str:
    clock = view.clocks.get(name)
    return chinese_date(clock.due_on) if clock and clock.due_on else "另行告知"


def _clock_rows(view: CaseView) -> tuple[tuple[str, str], ...]:
    promised, statutory = view.implementation.promised, view.handling.clocks.statutory
    return (
        ("承诺期限", f"{_due(view, 'promised')}前（{_length(str(promised))}）"),
        (
            "法定期限",
            f"{_due(view, 'statutory')}前（{_length(str(statutory.length))}，{statutory.article or _law(view, 42, 1)}）",
        ),
    )


def _length(text: str) -> str:
    for unit, word in (("wd", "个工作日"), ("d", "日"), ("h", "小时"), ("m", "个月"), ("y", "年")):
        if text.endswith(unit):
            return f"{text.removesuffix(unit)}{word}"
    return text


def _receipt(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    what = "补正材料" if facts.get("corrected") else "申请材料"
    return Letter(
        "intake-receipt",
        "收件凭证",
        (
            f"本机关于{chinese_date(today)}收到您{_matter(view)}的{what}。收件不等于受理。",
            f"本机关将在{_due(view, 'acceptance')}前告知是否受理；需要补正的，一次性告知全部内容。"
            f"逾期不告知的，自收到材料之日起即为受理（{_law(view, 32, 1, 4)}）。",
        ),
    )


def _acceptance(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    deferred = facts.get("deferred") or []
    state = "除下列可以后补的材料外，材料齐全" if deferred else "材料齐全"
    note = f"以下材料请在{_due(view, 'deferral')}前补齐，补齐前不作出准予决定，期限照常计算：{'；'.join(deferred)}。"
    return Letter(
        "acceptance-notice",
        "受理通知书",
        (
            f"您{_matter(view)}的申请，经审查{state}、符合法定形式，本机关决定自{chinese_date(today)}起予以受理"
            f"（{_law(view, 32, 1, 5)}）。",
            *((note,) if deferred else ()),
        ),
        _clock_rows(view),
    )


def _deemed(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    received = chinese_date(view.received_on)
    return Letter(
        "deemed-acceptance",
        "视为受理告知书",
        (
            f"您{_matter(view)}的申请，本机关于{received}收到，未在法定时间内告知是否受理。"
            f"{_by(view, 32, 1, 4)}，自{received}起即为受理。",
        ),
        _clock_rows(view),
    )


def _correction(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    rows = tuple((f"{n}. {entry['label']}", entry["how"]) for n, entry in enumerate(facts["missing"], 1))
    return Letter(
        "correction-notice",
        "补正材料一次性告知书",
        (
            f"您{_matter(view)}的申请需要补正。以下是需要补正的全部内容，本机关不会再次要求补正其他材料。",
            f"收到补正材料之日起，本机关在{_length(str(view.rules['acceptance'].length))}内告知是否受理"
            f"（{_law(view, 32, 1, 4)}）。",
        ),
        rows,
    )


def _non_acceptance(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    return Letter(
        "non-acceptance",
        "不予受理决定书",
        (
            f"您{_matter(view)}的申请，本机关决定不予受理（{_law(view, 32, 1, 1, 2)}）。",
            f"理由：{facts['reason']}",
            f"可以去哪里办：{facts['where']}",
        ),
        remedies=_remedies(view),
    )


def _special(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    ground = GROUNDS[facts["ground"]].zh
    return Letter(
        "special-notice",
        "特别程序期限告知书",
        (
            f"您{_matter(view)}的申请，依法需要进行{ground}，预计需要{facts['days']}个工作日。",
            f"{_by(view, 45)}，{ground}所需时间不计入作出决定的期限；结束后从下一个工作日接着计算。",
            f"理由：{facts['reason']}",
        ),
    )


def _hearing_offer(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    return Letter(
        "hearing-offer",
        "听证权利告知书",
        (
            f"您{_matter(view)}的申请，直接涉及申请人与他人之间的重大利益：{facts['reason']}",
            f"在作出决定以前，您和利害关系人有权要求听证。要求听证的，请在{_due(view, 'hearing-request')}前提出；"
            f"不收取任何费用（{_law(view, 47, 1)}）。逾期没有提出的，继续审查。",
        ),
        (("利害关系人", facts["parties"]),),
    )


def _hearing_notice(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    return Letter(
        "hearing-notice",
        "听证通知书",
        (
            f"您{_matter(view)}的申请，本机关定于{chinese_date(date.fromisoformat(facts['on']))}公开举行听证"
            f"（{_law(view, 48, 1, 1, 2)}）。",
            "您可以提出证据，进行申辩和质证；认为主持人与本件有直接利害关系的，可以申请回避。",
        ),
        (
            ("时间", f"{chinese_date(date.fromisoformat(facts['on']))} {facts['at']}"),
            ("地点", facts["place"]),
            ("主持人", facts["presiding"]),
        ),
    )


def _on_record(view: CaseView) -> tuple[str, ...]:
    """A case that was heard is decided on the record (行政许可法 48, last paragraph)."""
    clock = view.clocks.get("hearing")
    heard = clock is not None and clock.status == "met"
    return (f"本决定根据听证笔录作出（{_law(view, 48, 2)}）。",) if heard else ()


def _extension(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    rule = view.handling.clocks.statutory.extend
    article = (rule.article if rule else "") or _law(view, 42, 1)
    return Letter(
        "extension-notice",
        "延长办理期限告知书",
        (
            f"您{_matter(view)}的申请，经本机关负责人批准，办理期限延长{facts['days']}个工作日（{article}）。",
            f"理由：{facts['reason']}",
        ),
        _clock_rows(view),
    )


def _grant(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    opinion = (str(facts["opinion"]),) if facts.get("opinion") else ()
    name = (view.handling.result or view.item.result).name.zh
    return Letter(
        "grant-decision",
        f"准予{matter(view.item.kind).zh}决定书",
        (
            f"您{_matter(view)}的申请，经审查符合法定条件、标准，本机关决定准予（{_law(view, 38, 1)}）。",
            *_on_record(view),
            *opinion,
            f"本机关将依法向您送达{name}。",
        ),
        (("送达期限", f"{_due(view, 'issue')}前"),) if "issue" in view.clocks else (),
    )


def _refusal(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    return Letter(
        "refusal-decision",
        f"不予{matter(view.item.kind).zh}决定书",
        (
            f"您{_matter(view)}的申请，经审查，本机关决定不予准许（{_law(view, 38, 2)}）。",
            f"理由：{facts['reason']}",
            f"法律依据：{facts['basis']}",
            *_on_record(view),
        ),
        remedies=_remedies(view),
    )


def _result(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    """A result that is no certificate: an approval, a proof that one was ended."""
    result = view.handling.result or view.item.result
    rows = [("申请人", view.applicant), ("事项", view.item.name.zh), *view.printed]
    until = last_valid_day(view.decided_on or today, result.valid) if result.valid else None
    if until:
        rows.append(("有效期", f"{chinese_date(view.decided_on or today)}至{chinese_date(until)}"))
    return Letter("result", result.name.zh, ("经审查，本机关出具本文书。",), tuple(rows), valid_until=until)


def _withdrawal(view: CaseView, facts: Mapping[str, Any], today: date) -> Letter:
    return Letter(
        "withdrawal",
        "终止办理告知书",
        (f"您于{chinese_date(today)}撤回{_matter(view)}的申请，本件终止办理。需要时可以重新申请。",),
    )


_LETTERS: Final[Mapping[str, Callable[[CaseView, Mapping[str, Any], date], Letter]]] = {
    "intake-receipt": _receipt,
    "acceptance-notice": _acceptance,
    "deemed-acceptance": _deemed,
    "correction-notice": _correction,
    "non-acceptance": _non_acceptance,
    "special-notice": _special,
    "hearing-offer": _hearing_offer,
    "hearing-notice": _hearing_notice,
    "extension-notice": _extension,
    "grant-decision": _grant,
    "refusal-decision": _refusal,
    "result": _result,
    "withdrawal": _withdrawal,
}
