"""不予收件: whoever leaves the counter without having filed takes a dated, numbered notice of why along.

行政许可法 32(1): no licence needed, say so at once (一); not our power, decide at once and say where to go (二); papers
wanting, say all of it once (四). Nobody can be made to go: who insists is taken in, and the notice says so.
"""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Count

from weimin.kernel.cases.errors import InvalidAnswer, NoSuchCase
from weimin.kernel.cases.intake import counters_of, officer_id, window_post
from weimin.kernel.cases.models import TurnedAway, away_ref
from weimin.kernel.cases.numbers import next_number
from weimin.kernel.cases.permissions import acting_payload, handled_by
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.api import Letter, chinese_date, prepare_paper, review_and_suit
from weimin.kernel.identity.api import Actor
from weimin.kernel.journal import api as journal
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date

__all__ = [
    "REASONS",
    "Reason",
    "Visitor",
    "letter_of",
    "turn_away",
    "turned_away",
    "turned_away_counts",
    "turned_away_here",
]

PAGE: Final = 50
MOST: Final = 1000


@dataclass(frozen=True)
class Reason:
    """Why someone is turned away: the words, the article, and which of ``why``, ``where``, ``bring`` must be said."""

    label: Bilingual
    sentence: str
    article: str
    needs: tuple[str, ...]


REASONS: Final[Mapping[str, Reason]] = {
    "not-ours": Reason(
        Bilingual("不归本窗口（本机关）管", "Not within our power"),
        "您要办的事项依法不属于本机关职权范围，请向有关行政机关申请。",
        "行政许可法第三十二条第一款第（二）项",
        ("where",),
    ),
    "no-permit": Reason(
        Bilingual("这件事不用办许可", "No licence is needed for this"),
        "您要办的事项依法不需要取得行政许可，不用申请。",
        "行政许可法第三十二条第一款第（一）项",
        (),
    ),
    "papers": Reason(
        Bilingual("材料不齐，来人愿意补齐再来", "Papers are missing, and the person prefers to come back"),
        "您带来的材料还不齐全或者不符合法定形式。以下是需要补齐的全部内容，您表示补齐后再来提交。",
        "行政许可法第三十二条第一款第（四）项",
        ("bring",),
    ),
    "not-now": Reason(
        Bilingual("现在不在申请的期间，或者来人不是可以申请的人", "Outside the period, or not one who may apply"),
        "按照规定，现在还不能提出这项申请。",
        "",
        ("why",),
    ),
    "other": Reason(Bilingual("其他", "Another reason"), "本窗口这次没有收件。", "", ("why",)),
}
NEEDED: Final = {
    "why": Bilingual("请写明具体原因。", "Say exactly why."),
    "where": Bilingual("请写明该去哪里办：机关、地址、电话。", "Say where to go: office, address, telephone."),
    "bring": Bilingual("请逐项写明要补什么，一次说全。", "List everything that is missing, once and in full."),
}


class _AlreadyTold(Exception):
    """The same press of the button, a moment ago: whatever this one took goes back with its transaction."""

    def __init__(self, row: TurnedAway) -> None:
        super().__init__(row.number)
        self.row = row


@dataclass(frozen=True)
class Visitor:
    """Who stood at the counter, as far as they said: the name is theirs to give."""

    party_id: int | None = None
    name: str = ""
    ticket: str = ""


NOBODY_NAMED: Final = Visitor()


def turn_away(
    *,
    department: str,
    reason: str,
    told: Mapping[str, str],
    key: uuid.UUID,
    actor: Actor,
    now: datetime,
    item: str = "",
    visitor: Visitor = NOBODY_NAMED,
) -> TurnedAway:
    """Give the notice and count it, with or without the name of who stood there.

    The same ``key`` again gives the same notice. Raises ``NoSuchCase`` at another department's window, ``InvalidAnswer``.
    """
    if department not in counters_of(actor):
        raise NoSuchCase
    told = {name: text.strip()[:MOST] for name, text in told.items() if text.strip()}
    _check(reason, told)
    try:
        with transaction.atomic():
            return _written(department, reason, told, key, item, visitor, actor, now)
    except _AlreadyTold as error:
        return error.row


def _written(
    department: str, reason: str, told: Mapping[str, str], key: uuid.UUID, item: str, visitor: Visitor,
    actor: Actor, now: datetime,
) -> TurnedAway:  # fmt: skip
    known = TurnedAway.objects.filter(key=key, department=department).first()
    if known is not None:
        raise _AlreadyTold(known)
    revision = catalogue.active_revision()
    here, today = catalogue.department(department, revision_id=revision.pk), law_date(now)
    number = next_number(division=here.division[:6], letters=here.letters, year=today.year)
    known = TurnedAway.objects.filter(key=key, department=department).first()
    if known is not None:  # written while we waited for the sequence: the number is taken back with the error
        raise _AlreadyTold(known)
    row = TurnedAway(
        key=key,
        number=number,
        department=department,
        officer_id=officer_id(actor),
        at=now,
        on=today,
        reason=reason,
        item=item,
        ticket=visitor.ticket,
        applicant_id=visitor.party_id,
    )
    row.told = dict(told)
    row.save(force_insert=True)
    matter = catalogue.item(item, revision_id=revision.pk).name.zh if item else ""
    post = window_post(actor, department=department)
    letter = letter_of(row, matter, today)
    if by := handled_by(post, actor):
        letter = replace(letter, rows=(*letter.rows, ("经办", by)))
    prepare_paper(
        letter,
        number=row.number,
        subject=away_ref(row),
        recipient=visitor.name or "来访人",
        department=department,
        department_name=here.name.zh,
        now=now,
    ).save(force_insert=True)
    journal.append(
        actor=actor.ref,
        action="case.turned-away",
        person=f"party:{visitor.party_id}" if visitor.party_id else "",
        payload={"number": row.number, "reason": reason, "item": item, "window": department, **acting_payload(post)},
        now=now,
    )
    return row


def _check(reason: str, told: Mapping[str, str]) -> None:
    if reason not in REASONS:
        raise InvalidAnswer({"reason": Bilingual("请选择原因。", "Choose the reason.")})
    wrong = {name: NEEDED[name] for name in REASONS[reason].needs if name not in told}
    if wrong:
        raise InvalidAnswer(wrong)


def letter_of(row: TurnedAway, matter: str, today: date) -> Letter:
    """What the notice says: reason with its article, what is missing, where to go, what one can do against it."""
    reason, told = REASONS[row.reason], row.told
    about = f"关于“{matter}”：" if matter else ""
    article = f"（{reason.article}）" if reason.article else ""
    lines = [f"您于{chinese_date(today)}到本窗口办事。{about}{reason.sentence}{article}"]
    lines += [f"理由：{told.get('why') or reason.label.zh}"]
    lines += [f"可以去哪里办：{told['where']}"] if told.get("where") else []
    bring = [line.strip() for line in told.get("bring", "").splitlines() if line.strip()]
    return Letter(
        "turned-away",
        "不予收件告知书",
        tuple(lines),
        tuple((f"{number}. 需要补齐", line) for number, line in enumerate(bring, 1)),
        ("您坚持现在提交的，本窗口应当收件并出具收件凭证。", review_and_suit("本告知书")),
    )


def turned_away(row_id: int, *, actor: Actor) -> TurnedAway:
    """One notice of the official's own window. Raises ``NoSuchCase``."""
    row = TurnedAway.objects.filter(pk=row_id, department__in=counters_of(actor)).first()
    if row is None:
        raise NoSuchCase
    return row


def turned_away_here(actor: Actor, *, on: date) -> list[TurnedAway]:
    """Who was turned away at the official's windows on a day, the latest first. One query."""
    rows = TurnedAway.objects.filter(department__in=counters_of(actor), on=on)
    return list(rows.order_by("-at", "-pk")[:PAGE])


def turned_away_counts(*, first: date, last: date, departments: list[str] | None = None) -> Mapping[str, int]:
    """How many were turned away in a span of days, by reason; everywhere, or at these windows. One query."""
    rows = TurnedAway.objects.filter(on__gte=first, on__lte=last)
    if departments is not None:
        rows = rows.filter(department__in=departments)
    found = rows.values_list("reason").annotate(count=Count("pk")).order_by()
    return Counter(dict(found))
