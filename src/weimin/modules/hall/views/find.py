"""Who stands here and what of theirs is here: to follow, to sign, to complete, to hand over. And the receipt."""

import re
from io import BytesIO
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Request
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.hall.frame import at_window, frame, taken_in_here
from weimin.ui.api import Link
from weimin.ui.words import day

__all__ = ["find", "receipt"]

NUMBER: Final = re.compile(r"[0-9]{6}-[A-Z]+-[0-9]{4}-[0-9]{6}-[0-9A-Z](-[0-9]{2})?")
NOTHING: Final = Bilingual(
    "这个窗口没有这样的办件。别的窗口收的，请到那里查，或者凭编号和查询码在网上查。",
    "There is no such case at this window. What another window took in is found there, or online with number and query code.",
)


@at_window
@never_cache
def find(request: Request) -> HttpResponse:
    """By case number, by the QR code of a receipt, or by the person's number. Sent by POST: no number stands in an address."""
    text = request.POST.get("q", "").strip()[:300]
    error: Bilingual | None = None
    found: list[tuple[cases.Case, Bilingual]] = []
    if text:
        try:
            found = _found(request, text)
        except identity.UnreadableNumber as wrong:
            error = wrong.message
        else:
            error = None if found else NOTHING
    over = cases.hand_overs([case for case, _item in found], request.actor) if found else {}
    context: dict[str, Any] = {
        **frame(request),
        "rows": [_row(case, item, over.get(case.pk)) for case, item in found],
        "error": error or "",
        "error_rows": [("id_q", error)] if error else [],
        "q": text if NUMBER.fullmatch(text) else "",
    }
    return render(request, "hall/find.html", context, status=404 if error else 200)


def _found(request: Request, text: str) -> list[tuple[cases.Case, Bilingual]]:
    """Raises ``UnreadableNumber``."""
    if text.lower().startswith("http"):
        text = (parse_qs(urlsplit(text).query).get("number") or [""])[0]
    number = NUMBER.search(text.upper())
    if number:
        return cases.case_at_window(request.actor, number="-".join(number.group().split("-")[:5]))
    read = identity.read_number(text, today=law_date(request.now))
    party = identity.find_party(read.value, kind=read.kind)
    return cases.look_up(party.pk, actor=request.actor, now=request.now) if party else []


def _row(case: cases.Case, item: Bilingual, over: cases.HandOver | None) -> dict[str, Any]:
    status = cases.OUTCOME_NAMES.get(case.outcome) or cases.STATUS_NAMES[cases.Status(case.status)]
    links = [Link(Bilingual("收件凭证", "Receipt"), f"/window/cases/{case.pk}/receipt/")]
    if over:
        links.insert(0, Link(Bilingual("交给本人（送达）", "Hand it over"), f"/desk/cases/{case.pk}/"))
    if case.status == cases.Status.CORRECTION:
        links.insert(0, Link(Bilingual("收补正材料", "Take in corrections"), f"/window/cases/{case.pk}/papers/"))
    elif case.lacking and not case.decided_on and not case.closed_at:
        links.insert(0, Link(Bilingual("收还缺的材料", "Take in what is missing"), f"/window/cases/{case.pk}/papers/"))
    if cases.SIGNATURE in case.lacking and not case.decided_on:
        links.insert(0, Link(Bilingual("补签字", "Add the signature"), f"/window/cases/{case.pk}/signature/"))
    return {"case": case, "item": item, "status": status, "over": over, "links": links}


@at_window
@never_cache
def receipt(request: Request, case_id: int) -> HttpResponse:
    """What the person takes along: number, query code, QR code, what happens next and until when. A4 or 80 mm."""
    dossier = taken_in_here(request, case_id)
    case = dossier.case
    address = f"{settings.PUBLIC_ADDRESS}/query/"
    clock = next((row for row in dossier.clocks if row.state == "running" and row.due_on), None)
    taken = cases.intakes_of(case)
    context = {
        **frame(request),
        "case": case,
        "dossier": dossier,
        "narrow": request.GET.get("size") == "narrow",
        "qr": qr_of(f"{address}?{urlencode({'number': case.number, 'code': case.query_code})}"),
        "address": address,
        "due": clock.due_on if clock else None,
        "clock": clock.name if clock else "",
        "status": cases.STATUS_NAMES[cases.Status(case.status)],
        "papers": documents.papers_about([cases.case_ref(case)]),
        "intake": taken[-1] if taken else None,
        "received_on": day(taken[-1].received_on if taken else case.papers_received_on),
        "due_day": day(clock.due_on) if clock and clock.due_on else "",
        "given_on": day(case.received_at),
        "channel": cases.CHANNEL_NAMES[cases.Channel(taken[-1].channel if taken else case.channel)],
        "signed": cases.SIGNED_NAMES[taken[-1].signed] if taken else "",
        "brought": taken[-1].agent.name if taken and taken[-1].agent else "",
        "handed": _handed(dossier),
        "lacking": _lacking(dossier),
        "department": cases.department_of(case, case.accepts),
        "collects": cases.department_of(case, case.collects),
    }
    return render(request, "hall/receipt.html", context)


def qr_of(text: str) -> SafeString:
    """A QR code as a drawing of our own, for the page."""
    drawing = BytesIO()
    segno.make(text, error="m").save(drawing, kind="svg", scale=4, border=2, xmldecl=False, svgns=True, omitsize=True)
    return mark_safe(drawing.getvalue().decode())  # noqa: S308 -- segno's paths; the text is not in it


def _handed(dossier: cases.Dossier) -> list[Any]:
    rows = {row.material for row in cases.handed_in(dossier.case) if row.replaced_at is None}
    return [each.name or each.id for each in dossier.item.materials if each.id in rows]


def _lacking(dossier: cases.Dossier) -> list[Any]:
    names: list[Any] = [each.name or each.id for each in dossier.item.materials if each.id in dossier.case.lacking]
    return names + ([cases.SIGNATURE_NAME] if cases.SIGNATURE in dossier.case.lacking else [])
