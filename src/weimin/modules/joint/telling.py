"""What applicants are told of the whole: a reader of the journal turns acts into messages."""

from collections.abc import Sequence
from datetime import datetime

from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.journal.api import Entry
from weimin.kernel.notices import api as notices
from weimin.lib.bilingual import Bilingual
from weimin.modules.joint.matter import JOINT
from weimin.modules.joint.words import ACTIONS, BODIES

__all__ = ["tell_applicants"]


def tell_applicants(entries: Sequence[Entry], *, now: datetime) -> None:
    """Idempotent: an entry's id is its message's source. Acts on a part are told by the part's own case."""
    ids = {int(entry.case.removeprefix("case:")) for entry in entries}
    parents = {case.pk: case for case in cases.Case.objects.filter(pk__in=ids, kind=JOINT)}
    for entry in entries:
        case = parents.get(int(entry.case.removeprefix("case:")))
        if case is None:
            continue
        payload = dict(entry.payload or {})
        names = {key: _name(payload.get(key), case.revision_id) for key in ("item", "because")}
        notices.send(
            party_id=case.applicant_id,
            source=f"journal:{entry.pk}",
            subject=entry.case,
            title=ACTIONS[entry.action],
            body=BODIES[entry.action].format(**{"part": "", "days": "", "reason": "", **payload, **names}),
            needs_action=False,
            now=entry.instant,
        )


def _name(code: object, revision_id: int) -> Bilingual | str:
    return catalogue.item_names([revision_id]).get((revision_id, str(code)), "")
