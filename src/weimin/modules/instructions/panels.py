"""Instructions beside a case, and those that wait for my posts on the first page of the desk."""

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest

from weimin.kernel.cases.api import Dossier
from weimin.kernel.identity.api import Request
from weimin.lib.lawtime import law_date
from weimin.modules.instructions.services import leading_post, of_case, waiting_for

__all__ = ["on_this_case", "waiting_for_my_posts"]


def on_this_case(request: HttpRequest, subject: Any) -> Mapping[str, Any] | None:
    """Shown where something was written (one query), or to who may write."""
    dossier, actor = cast(Dossier, subject), cast(Request, request).actor
    rows = of_case(dossier.case) if dossier.noted is None or "instruction.given" in dossier.noted else ()
    may_give = leading_post(dossier.case, actor) is not None
    if not rows and not may_give:
        return None
    mine = {post.ref for post in actor.posts}
    return {
        "case": dossier.case,
        "rows": [(row, row.waits and f"{row.department}/{row.post}" in mine) for row in rows],
        "may_give": may_give,
        "today": law_date(cast(Request, request).now),
    }


def waiting_for_my_posts(request: HttpRequest, _subject: Any) -> Mapping[str, Any] | None:
    """Two queries; nothing where nothing waits."""
    asked = cast(Request, request)
    rows, total = waiting_for(asked.actor, per_page=5)
    return {"rows": rows, "total": total, "today": law_date(asked.now)} if rows else None
