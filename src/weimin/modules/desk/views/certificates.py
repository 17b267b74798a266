"""Certificates of my departments: find, read, take out as a list; what the head may do to one."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.blueprint.certificates import CertificateKind
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, official, users
from weimin.kernel.journal import api as journal
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.desk.lists import post_line
from weimin.ui.api import Act, Choice, Column, Entry, Link, page_of
from weimin.ui.words import day

__all__ = ["act", "certificates", "export", "file", "one", "paper"]

PAGE: Final = 30
HISTORY: Final = 50
INVALID: Final = 422
STATES: Final = {"valid": Bilingual("有效", "Valid"), **documents.STATE_NAMES}
SHOWN: Final = ("valid", "expired", "suspended", "revoked", "cancelled", "superseded")
MEDIA: Final = {"csv": "text/csv; charset=utf-8", "xlsx": documents.MEDIA_TYPES["xlsx"]}
COLUMNS: Final = (
    Column(Bilingual("证照标识", "Identifier")),
    Column(Bilingual("证照", "Certificate")),
    Column(Bilingual("持有人", "Holder")),
    Column(Bilingual("有效到", "Valid until")),
    Column(Bilingual("状态", "State")),
)


def wanted(request: Request) -> dict[str, str]:
    """What narrows the list: text, state, kind. Unknown values narrow nothing."""
    state = request.GET.get("state", "")
    return {
        "text": request.GET.get("q", "").strip()[:130],
        "state": state if state in SHOWN else "",
        "kind": request.GET.get("kind", "")[:60],
    }


@official
@never_cache
def certificates(request: Request) -> HttpResponse:
    """The list, narrowed by what stands in the address."""
    chosen, page, today = wanted(request), page_of(request), law_date(request.now)
    rows, total = documents.certificates_of_departments(request.actor, today=today, page=page, **chosen)
    kinds = catalogue.section("certificates", CertificateKind)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        **chosen,
        "states": [Choice("", Bilingual("全部状态", "All states")), *(Choice(code, STATES[code]) for code in SHOWN)],
        "kinds": [Choice("", Bilingual("全部证照", "All kinds")), *(Choice(k.code, k.name.bilingual) for k in kinds)],
        "columns": COLUMNS,
        "rows": [_row(each, request) for each in rows],
        "nothing": Bilingual("没有符合条件的证照。", "No certificate matches."),
        "page": Paginator(range(total), PAGE).get_page(page),
        "query": query.urlencode(),
        "heads": request.actor.has_role("head"),
        "posts": post_line(request),
    }
    return render(request, "desk/certificates.html", context)


def _row(row: documents.Certificate, request: Request) -> list[Any]:
    return [
        Link(documents.short_number(row.number), f"/desk/certificates/{row.pk}/"),
        row.title,
        row.recipient,
        day(row.valid_until, request.now) if row.valid_until else Bilingual("长期", "no end"),
        STATES[documents.standing(row, law_date(request.now))],
    ]


@official
@never_cache
def export(request: Request, form: str) -> HttpResponseBase:
    """All that the list would show, as a file, row after row."""
    if form not in MEDIA:
        raise documents.NoSuchPaper
    chosen, today = wanted(request), law_date(request.now)
    documents.note_export(
        "certificate.exported", actor=request.actor, resource=f"user-export:{request.actor.user_id}",
        wanted={**chosen, "form": form}, now=request.now,
    )  # fmt: skip
    rows = documents.each_certificate(request.actor, today=today, **chosen)
    body = documents.certificates_csv(rows, today=today) if form == "csv" else _workbook(rows, request)
    headers = {
        "Content-Disposition": f'attachment; filename="certificates-{today}.{form}"',
        "Cache-Control": "no-store",
    }
    return StreamingHttpResponse(body, content_type=MEDIA[form], headers=headers)


def _workbook(rows: Iterator[documents.Certificate], request: Request) -> Iterator[bytes]:
    """An .xlsx is a zip and can only be sent when it is whole: it is written to disk, then sent in pieces."""
    target: IO[bytes]
    with tempfile.TemporaryFile() as target:
        documents.certificates_xlsx(rows, target, today=law_date(request.now))
        target.seek(0)
        while piece := target.read(64 * 1024):
            yield piece


@official
@never_cache
def one(request: Request, certificate_id: int) -> HttpResponse:
    row = documents.certificate_of_department(certificate_id, actor=request.actor)
    return render(request, "desk/certificate.html", _context(request, row))


def _context(request: Request, row: documents.Certificate) -> dict[str, Any]:
    now = documents.standing(row, law_date(request.now))
    entries = journal.entries(resource=documents.certificate_ref(row), limit=HISTORY)
    ids = {int(each.actor.removeprefix("user:")) for each in entries if each.actor.startswith("user:")}
    names = {f"user:{pk}": user.name for pk, user in users(ids).items()}
    return {
        "certificate": row,
        "standing": STATES[now],
        "kind": {"valid": "ok", "suspended": "wait"}.get(now, "late" if now != "superseded" else "neutral"),
        "versions": documents.versions_of(row),
        "papers": documents.papers_about([f"certificate:{row.pk}"]),
        "history": [_entry(each, names) for each in entries],
        "acts": [
            Act(rule.label, href=f"/desk/certificates/{row.pk}/{code}/", kind="danger" if rule.danger else "primary")
            for code, rule in documents.acts_for(row, request.actor).items()
        ],
        "posts": post_line(request),
    }


def _entry(entry: journal.Entry, names: dict[str, str]) -> Entry:
    told = entry.payload or {}
    detail = "；".join(str(told[name]) for name in ("article", "reason") if told.get(name))
    title = documents.CERTIFICATE_ACTIONS.get(entry.action, Bilingual(entry.action, entry.action))
    return Entry(title, entry.instant, detail=detail, who=names.get(entry.actor, ""))


@official
@never_cache
def file(request: Request, certificate_id: int) -> HttpResponse:
    row = documents.certificate_of_department(certificate_id, actor=request.actor)
    return documents.given_response(row, now=request.now)


@official
@never_cache
def paper(request: Request, certificate_id: int, paper_id: int) -> HttpResponse:
    row = documents.certificate_of_department(certificate_id, actor=request.actor)
    found = next((each for each in documents.papers_about([f"certificate:{row.pk}"]) if each.pk == paper_id), None)
    if found is None:
        raise documents.NoSuchPaper
    return documents.given_response(found, now=request.now)


@official
@never_cache
def act(request: Request, certificate_id: int, act: str) -> HttpResponse:
    """Suspend, resume, revoke, cancel: asks for the ground and the reason, then does it."""
    row = documents.certificate_of_department(certificate_id, actor=request.actor)
    rule = documents.acts_for(row, request.actor).get(act)
    if rule is None:
        messages.warning(request, str(Bilingual("现在不能这样办。", "This is not possible now.")))
        return redirect("desk:certificate", certificate_id)
    problem: Bilingual | str = ""
    if request.method == "POST":
        try:
            documents.act_on(
                certificate_id, act=act, ground=request.POST.get("ground", ""), reason=request.POST.get("reason", ""),
                actor=request.actor, now=request.now,
            )  # fmt: skip
        except documents.CertificateActRefused as error:
            problem = error.message
        else:
            messages.success(
                request, str(Bilingual("{a}：已办好并记录。", "{a}: done and recorded.").format(a=rule.label))
            )
            return redirect("desk:certificate", certificate_id)
    context = {
        **_context(request, row),
        "rule": rule,
        "grounds": grounds(rule),
        "ground": request.POST.get("ground", ""),
        "reason": request.POST.get("reason", ""),
        "problem": problem,
    }
    return render(request, "desk/certificate_act.html", context, status=INVALID if problem else 200)


def grounds(rule: documents.CertificateRule) -> list[Choice]:
    """The legal grounds of an act, each with its article; what was not read in a text says so."""
    doubt = Bilingual("（未经文本核实）", " (not checked in a text)")
    return [
        Choice(
            code,
            ground.label,
            Bilingual("{a}{d}", "{a}{d}").format(a=ground.article, d="" if ground.confirmed else doubt),
        )
        for code, ground in rule.grounds.items()
    ]
