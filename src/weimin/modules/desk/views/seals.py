"""Seals in my keeping, or my department's: what each was put on; pressing it by hand is written down here."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.blueprint.certificates import ANY_KIND, CertificateKind, Seal
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, official, users
from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.modules.desk.lists import post_line
from weimin.ui.api import Column, Link, page_of
from weimin.ui.words import day_time

__all__ = ["export", "seal", "seals"]

PAGE: Final = 30
INVALID: Final = 422
HOW: Final = {
    "": Bilingual("手工盖章", "pressed by hand"),
    "pades": Bilingual("电子签名（PAdES）", "electronic signature (PAdES)"),
}


@official
@never_cache
def seals(request: Request) -> HttpResponse:
    """The seals, each with who keeps it and on what it may stand."""
    posts = {post.ref for post in request.actor.posts}
    context = {
        "links": [
            Link(
                each.name.bilingual,
                f"/desk/seals/{each.code}/",
                Bilingual("保管：{c} · 可用于{n}类证照", "Kept by {c} · may stand on {n} kinds of certificate").format(
                    c=custodian(each),
                    n=Bilingual("全部", "all") if "*" in each.certificates else len(each.certificates),
                ),
                tag=Bilingual("由您保管", "in your keeping") if each.custodian in posts else "",
                tag_kind="ok",
            )
            for each in documents.seals_kept_by(request.actor)
        ],
        "posts": post_line(request),
    }
    return render(request, "desk/seals.html", context)


def _mine(request: Request, code: str) -> Seal:
    found = next((each for each in documents.seals_kept_by(request.actor) if each.code == code), None)
    if found is None:
        raise documents.NotTheCustodian
    return found


@official
@never_cache
def seal(request: Request, code: str) -> HttpResponse:
    """The uses of one seal, the last first; its custodian writes down that it was pressed by hand."""
    kept = _mine(request, code)
    problem: Bilingual | str = ""
    given = {name: request.POST.get(name, "").strip()[:200] for name in ("number", "why")}
    if request.method == "POST":
        try:
            if not all(given.values()):
                raise documents.NoSuchPaper
            documents.stamp_by_hand(code, **given, actor=request.actor, now=request.now)
        except WeiminError as error:
            problem = error.message
        else:
            messages.success(request, str(Bilingual("已登记用印。", "The use is written down.")))
            return redirect("desk:seal", code)
    page = page_of(request)
    rows, total = documents.uses_of(code, page=page)
    names = _names(rows)
    context = {
        "seal": kept,
        "custodian": custodian(kept),
        "kinds": [_kind_name(code) for code in kept.certificates],
        "keeps": kept.custodian in {post.ref for post in request.actor.posts},
        "columns": [
            Column(Bilingual("时间", "When")),
            Column(Bilingual("文书", "Paper")),
            Column(Bilingual("编号", "Number")),
            Column(Bilingual("方式", "How")),
            Column(Bilingual("批准或者用印的人", "Approved or pressed by")),
        ],
        "rows": [_row(row, names, request) for row in rows],
        "page": Paginator(range(total), PAGE).get_page(page),
        "problem": problem,
        **given,
        "posts": post_line(request),
    }
    return render(request, "desk/seal.html", context, status=INVALID if problem else 200)


def custodian(kept: Seal) -> Bilingual:
    """The post that keeps it, in words."""
    department = catalogue.department(kept.department)
    code = kept.custodian.partition("/")[2]
    post = next((each.name.bilingual for each in department.posts if each.code == code), Bilingual(code, code))
    return Bilingual("{d} {p}", "{d}, {p}").format(d=department.name.bilingual, p=post)


def _kind_name(code: str) -> Bilingual:
    kinds = {each.code: each.name.bilingual for each in catalogue.section("certificates", CertificateKind)}
    return Bilingual("全部", "all") if code == ANY_KIND else kinds.get(code, Bilingual(code, code))


def _row(row: documents.SealUse, names: dict[str, str], request: Request) -> list[Any]:
    how = HOW.get(row.signature, row.signature)
    return [
        day_time(row.used_at, request.now),
        row.title,
        documents.short_number(row.number),
        how if row.signature else Bilingual("{h}：{w}", "{h}: {w}").format(h=how, w=row.why),
        names.get(row.used_by, row.used_by),
    ]


def _names(rows: list[documents.SealUse]) -> dict[str, str]:
    ids = {int(row.used_by.removeprefix("user:")) for row in rows if row.used_by.startswith("user:")}
    return {
        **{f"user:{pk}": user.name for pk, user in users(ids).items()},
        "system": str(Bilingual("系统", "the system")),
    }


@official
@never_cache
def export(request: Request, code: str) -> HttpResponseBase:
    """All uses as CSV, row after row."""
    kept = _mine(request, code)
    documents.note_export(
        "seal.exported", actor=request.actor, resource=f"seal:{code}", wanted={"seal": kept.name.zh}, now=request.now
    )
    headers = {"Content-Disposition": f'attachment; filename="seal-{code}.csv"', "Cache-Control": "no-store"}
    body = documents.uses_csv(documents.each_use(code), {})
    return StreamingHttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)
