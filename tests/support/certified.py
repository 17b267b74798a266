"""Food licences in the example city, taken through their steps: filed, decided, made, served."""

from datetime import datetime
from typing import Any, Final

from support.qingdao import PDF, applicant, at, do, draft_restaurant, official
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents

__all__ = ["FILED", "PAPERS", "at_the_making", "certificate_of", "granted", "made"]

FILED: Final = at("2026-09-21 09:00")
PAPERS: Final = ("business-licence", "representative-id", "property-use", "floor-plan", "equipment", "safety-rules")
ANSWERS: Final[dict[str, dict[str, Any]]] = {
    "change": {"premises": "市南区闽江路 2 号", "area": "120", "kitchen-area": "30", "phone": "13800138000"},
    "renew": {"premises": "市南区香港中路 18 号 1 层", "manager": "纪禾生", "phone": "13800138000"},
    "cancel": {"phone": "13800138000"},
}
MATERIALS: Final[dict[str, tuple[str, ...]]] = {
    "change": ("business-licence", "property-use", "floor-plan", "equipment"),
    "renew": ("business-licence", "representative-id"),
    "cancel": ("business-licence",),
}


def filed(handling: str, *, login: str = "trader", now: datetime = FILED) -> cases.Case:
    actor = applicant(login, now)
    if handling == "new":
        draft = draft_restaurant(actor, now, papers=PAPERS)
    else:
        draft = cases.start_draft(
            item="food-business-licence", handling=handling, division="370202",
            situations={"outlet": "restaurant", "online": "no"}, actor=actor, now=now,
        )  # fmt: skip
        cases.save_answers(draft.pk, answers=ANSWERS[handling], actor=actor, now=now)
        for material in MATERIALS[handling]:
            cases.add_paper(
                draft_id=draft.pk, material=material, chunks=[PDF], name="a.pdf", size=len(PDF), actor=actor, now=now
            )
        if handling == "renew":
            cases.declare(draft_id=draft.pk, material="staff-health", actor=actor, now=now)
    return cases.file_draft(draft.pk, actor=actor, now=now)


def granted(handling: str = "new", *, login: str = "trader", now: datetime = FILED) -> cases.Case:
    """Filed and granted on one day; it waits for the document to be made."""
    case = filed(handling, login=login, now=now)
    do(case, "acceptance", "accept", official("acceptor", now), now)
    if cases.Task.objects.filter(case=case, step="review", state="open").exists():
        do(case, "review", "approve", official("reviewer", now), now)
    return do(case, "decision", "grant", official("chief", now), now)


at_the_making = granted


def made(handling: str = "new", *, login: str = "trader", now: datetime = FILED, **data: Any) -> cases.Case:
    """As far as the document: it waits to be served."""
    case = granted(handling, login=login, now=now)
    return do(case, "making", "done", official("issuer", now), now, **data)


def certificate_of(case: cases.Case) -> documents.Certificate:
    """The one certificate that a case made."""
    found = documents.certificates_about([cases.case_ref(case)])
    assert len(found) == 1
    return found[0]
