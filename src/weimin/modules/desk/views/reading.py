"""Paper and form side by side: what was said on the left, the page that must bear it out on the right."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, official
from weimin.modules.desk.dossier import answer_rows, paper_rows
from weimin.modules.desk.lists import post_line, wanted_of

__all__ = ["beside", "picture"]

WIDTH = 1000


@official
@never_cache
def beside(request: Request, case_id: int, material_id: int) -> HttpResponse:
    """One file of the case beside its answers; ``?page=2`` turns the page."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    handed = cases.handed_in(dossier.case)
    rows = [row for row in handed if row.file is not None and row.replaced_at is None]
    here = next((row for row in handed if row.pk == material_id and row.file is not None), None)
    if here is None or here.file is None:
        raise cases.NoSuchCase
    pages = here.file.pages or 1
    page = min(max(1, _number(request.GET.get("page", ""))), pages)
    files = [row.pk for row in rows]
    position = files.index(here.pk) if here.pk in files else 0
    names = {row.material.id: row.name for row in paper_rows(dossier, handed)}
    context: dict[str, Any] = {
        "dossier": dossier,
        "case": dossier.case,
        "answers": answer_rows(dossier),
        "here": here,
        "name": names.get(here.material, here.material),
        "files": [
            {"row": row, "name": names.get(row.material, row.material), "current": row.pk == here.pk} for row in rows
        ],
        "page": page,
        "pages": pages,
        "pictured": here.file.media_type in documents.PICTURED,
        "before": _step(case_id, files, position, page - 1, -1, rows),
        "after": _step(case_id, files, position, page + 1 if page < pages else 0, 1, rows),
        "wanted": wanted_of(request),
        "posts": post_line(request),
    }
    return render(request, "desk/beside.html", context)


def _step(case_id: int, files: list[int], position: int, page: int, way: int, rows: list[cases.Material]) -> str:
    """The page before or after, across files; empty at either end."""
    if page >= 1:
        return f"/desk/cases/{case_id}/beside/{files[position]}/?page={page}" if files else ""
    other = position + way
    if not 0 <= other < len(files):
        return ""
    file = rows[other].file
    last = f"?page={file.pages}" if way < 0 and file is not None and (file.pages or 1) > 1 else ""
    return f"/desk/cases/{case_id}/beside/{files[other]}/{last}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1


@official
def picture(request: Request, case_id: int, material_id: int, page: int) -> FileResponse:
    """A page of a file handed in, as a picture."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    return cases.picture_response(dossier.case, material_id, page=page, width=WIDTH)
