"""Files and papers of a case as HTTP answers, for whichever face has already shown that the person may see the case."""

from datetime import datetime
from typing import Final

from django.http import FileResponse, HttpResponse

from weimin.kernel.cases.dossier import Dossier
from weimin.kernel.cases.errors import NoSuchCase
from weimin.kernel.cases.models import Case, Draft, Material, case_ref
from weimin.kernel.documents.api import NoPicture, Paper, StoredFile, given_response, page_picture, path_of

__all__ = ["file_response", "paper_response", "picture_response", "stored_file_response"]

SHOWN_IN_BROWSER: Final = {"application/pdf", "image/jpeg", "image/png"}


def paper_response(dossier: Dossier, paper_id: int, *, now: datetime) -> HttpResponse:
    """One paper of the case as PDF. Raises ``NoSuchCase`` for a paper of another case."""
    paper = Paper.objects.select_related("pdf").filter(pk=paper_id, subject=case_ref(dossier.case)).first()
    if paper is None:
        raise NoSuchCase
    return given_response(paper, revision_id=dossier.case.revision_id, now=now)


def picture_response(subject: Case | Draft, material_id: int, *, page: int, width: int) -> FileResponse:
    """One page of a file handed in, as a picture. Raises ``NoSuchCase`` for any other file and where there is no picture."""
    try:
        picture = page_picture(handed_in_file(subject, material_id), page=page, width=width)
    except NoPicture:
        raise NoSuchCase from None
    response = FileResponse(picture.open("rb"), content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


def handed_in_file(subject: Case | Draft, material_id: int) -> StoredFile:
    """The file of a material of this case or draft. Raises ``NoSuchCase`` for any other."""
    owner = {"case": subject} if isinstance(subject, Case) else {"draft": subject}
    row = Material.objects.select_related("file").filter(pk=material_id, file__isnull=False, **owner).first()
    if row is None or row.file is None:
        raise NoSuchCase
    return row.file


def file_response(subject: Case | Draft, material_id: int) -> FileResponse:
    """A file handed in for this case or draft, as it was. Raises ``NoSuchCase`` for any other."""
    return stored_file_response(handed_in_file(subject, material_id))


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
