"""The proof of a service: the signed receipt, the photo of what was left, the notice that was published."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity.api import Request, official
from weimin.lib.bilingual import Bilingual

__all__ = ["proof"]


@official
@never_cache
def proof(request: Request, case_id: int, delivery_id: int) -> HttpResponse | FileResponse:
    """Hand in the proof; read it once it is there."""
    dossier = cases.open_case_page(case_id, actor=request.actor, now=request.now)
    rows = documents.deliveries_about([cases.case_ref(dossier.case)])
    row = next((each for each in rows if each.pk == delivery_id), None)
    if row is None:
        raise cases.NoSuchCase
    if request.method == "POST":
        return _take_in(request, case_id, row)
    if row.proof is None:
        return redirect("desk:case", case_id)
    response = FileResponse(
        documents.path_of(row.proof.digest).open("rb"), filename=row.proof.name, content_type=row.proof.media_type
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _take_in(request: Request, case_id: int, row: documents.Delivery) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None:
        messages.warning(request, str(Bilingual("请先选择文件。", "Choose a file first.")))
        return redirect("desk:case", case_id)
    try:
        documents.add_proof(
            row, upload.chunks(), name=upload.name or "", size=upload.size or 0, actor=request.actor, now=request.now
        )
    except documents.FileRefused as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, str(Bilingual("送达凭证已收下。", "The proof has been taken in.")))
    return redirect("desk:case", case_id)
