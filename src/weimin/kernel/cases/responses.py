"""Files and papers of a case as HTTP answers, for whichever face has already shown that the person may see the case."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import FileResponse, HttpResponse

from weimin.kernel.cases.dossier import Dossier
from weimin.kernel.cases.errors import NoSuchCase
from weimin.kernel.cases.models import Case, Draft, Material, case_ref
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.api import Paper, StoredFile, draw_paper, path_of

__all__ = ["file_response", "paper_response", "stored_file_response"]

SHOWN_IN_BROWSER: Final = {"application/pdf", "image/jpeg", "image/png"}


def paper_response(dossier: Dossier, paper_id: int, *, now: datetime) -> HttpResponse:
    """One paper of the case as PDF. Raises ``NoSuchCase`` for a paper of another case."""
    paper = Paper.objects.select_related("pdf").filter(pk=paper_id, subject=case_ref(dossier.case)).first()
    if paper is None:
        raise NoSuchCase
    city = catalogue.city(revision_id=dossier.case.revision_id)
    disclaimer = city.disclaimer.zh if city.demonstration else ""
    content = draw_paper(paper, check_address=f"{settings.PUBLIC_ADDRESS}/check/", disclaimer=disclaimer, now=now)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{paper.number}.pdf"', "Cache-Control": "private, no-store"},
    )


def file_response(subject: Case | Draft, material_id: int) -> FileResponse:
    """A file handed in for this case or draft, as it was. Raises ``NoSuchCase`` for any other."""
    owner = {"case": subject} if isinstance(subject, Case) else {"draft": subject}
    row = Material.objects.select_related("file").filter(pk=material_id, file__isnull=False, **owner).first()
    if row is None or row.file is None:
        raise NoSuchCase
    return stored_file_response(row.file)


def stored_file_response(file: StoredFile) -> FileResponse:
    """A file as it was handed in, for a person who has been shown to own it or to handle it.

    What a browser can show safely is shown; everything else is offered to be saved. Nothing in it may run.
    """
    shown = file.media_type in SHOWN_IN_BROWSER
    response = FileResponse(
        path_of(file.digest).open("rb"),
        as_attachment=not shown,
        filename=file.name,
        content_type=file.media_type if shown else "application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
