"""One act on many certificates: chosen by their numbers, done by the worker, followed here."""

from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, official
from weimin.lib.bilingual import Bilingual
from weimin.modules.desk.lists import post_line
from weimin.ui.api import Choice, Column, Link, page_of
from weimin.ui.words import day_time

__all__ = ["many", "work", "works"]

PAGE: Final = 30
INVALID: Final = 422
BULK: Final = ("revoke", "cancel", "suspend", "resume")
LONGEST_FILE: Final = 4 * 1024 * 1024


def _only_heads(request: Request) -> None:
    if not request.actor.has_role("head"):
        raise PermissionDenied


@official
@never_cache
def works(request: Request) -> HttpResponse:
    """What was asked for, and how far it is."""
    _only_heads(request)
    page = page_of(request)
    rows, total = documents.works_of(request.actor, page=page)
    context = {
        "columns": [
            Column(Bilingual("什么时候", "When")),
            Column(Bilingual("做什么", "What")),
            Column(Bilingual("进度", "Progress")),
            Column(Bilingual("没办成", "Failed"), amount=True),
        ],
        "rows": [
            [
                Link(str(day_time(row.asked_at, request.now)), f"/desk/certificates/works/{row.pk}/"),
                documents.ACTS[row.act].label,
                progress(row),
                str(row.failed),
            ]
            for row in rows
        ],
        "page": Paginator(range(total), PAGE).get_page(page),
        "posts": post_line(request),
    }
    return render(request, "desk/works.html", context)


def progress(row: documents.CertificateWork) -> Bilingual:
    if row.finished_at is not None:
        return Bilingual("已办完，共 {n} 张", "finished, {n} in all").format(n=row.total)
    return Bilingual("{d} / {n}", "{d} of {n}").format(d=row.done + row.failed, n=row.total)


@official
@never_cache
def work(request: Request, work_id: int) -> HttpResponse:
    """One of them, and why rows failed."""
    _only_heads(request)
    row, failures = documents.work_of_department(work_id, actor=request.actor)
    context = {
        "work": row,
        "label": documents.ACTS[row.act].label,
        "ground": documents.ACTS[row.act].grounds[row.ground],
        "progress": progress(row),
        "columns": [Column(Bilingual("证照编号", "Number")), Column(Bilingual("原因", "Why"))],
        "rows": [[each.number, each.problem] for each in failures],
        "posts": post_line(request),
    }
    return render(request, "desk/work.html", context)


@official
@never_cache
def many(request: Request) -> HttpResponse:
    """Ask for an act on many: the act and its ground, the reason, the numbers, pasted or as a file."""
    _only_heads(request)
    given = {name: request.POST.get(name, "") for name in ("department", "what", "reason", "numbers")}
    problem: Bilingual | str = ""
    if request.method == "POST":
        act, _, ground = given["what"].partition("/")
        try:
            row = documents.ask_for_work(
                act=act, department=given["department"], ground=ground, reason=given["reason"],
                numbers=_numbers(request), actor=request.actor, now=request.now,
            )  # fmt: skip
        except documents.CertificateActRefused as error:
            problem = error.message
        else:
            messages.success(
                request, str(Bilingual("记下了，正在逐张办理。", "Noted; they are being done one by one."))
            )
            return redirect("desk:work", row.pk)
    heads = sorted({post.department for post in request.actor.posts_for(role="head")})
    context: dict[str, Any] = {
        **given,
        "problem": problem,
        "departments": [Choice(code, catalogue.department_name(code)) for code in heads],
        "whats": [
            Choice(f"{act}/{code}", Bilingual("{a}：{g}", "{a}: {g}").format(a=documents.ACTS[act].label, g=ground.label), ground.article)
            for act in BULK
            for code, ground in documents.ACTS[act].grounds.items()
        ],
        "posts": post_line(request),
    }  # fmt: skip
    return render(request, "desk/many.html", context, status=INVALID if problem else 200)


def _numbers(request: Request) -> Iterator[str]:
    """The numbers pasted, one a line, then the first column of the file, without its header."""
    yield from request.POST.get("numbers", "").split()
    upload = request.FILES.get("file")
    if isinstance(upload, UploadedFile) and upload.size is not None and upload.size <= LONGEST_FILE:
        for line in upload.read().decode("utf-8-sig", errors="replace").splitlines():
            first = line.replace("\t", ",").split(",", 1)[0].strip().strip('"')
            if any(char.isdigit() for char in first):
                yield first
