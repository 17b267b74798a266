"""Filing: a draft becomes a case, once, with a number, a receipt, an intake and an acceptance clock."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from weimin.kernel.cases.answering import SIGNATURE, filling_of, missing_materials
from weimin.kernel.cases.definition import Channel, StartClock, Status
from weimin.kernel.cases.departments import SIDES, department_of, implementation_now, note_reform
from weimin.kernel.cases.dossier import Dossier
from weimin.kernel.cases.drafts import locked_draft
from weimin.kernel.cases.engine import carry, write
from weimin.kernel.cases.errors import ActNotAllowed, InvalidAnswer, NeedsSignature
from weimin.kernel.cases.intake import Received, check_received, online, window_post, write_intake
from weimin.kernel.cases.models import Case, Draft, Intake, Material
from weimin.kernel.cases.numbers import next_number
from weimin.kernel.cases.permissions import acting_payload, handled_by
from weimin.kernel.cases.registry import kind, matter
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents.api import make_code
from weimin.kernel.identity.api import Actor, covering
from weimin.lib.lawtime import law_date
from weimin.lib.procedure import Start

__all__ = ["file_draft", "open_case"]


@transaction.atomic
def file_draft(draft_id: int, *, actor: Actor, now: datetime, received: Received | None = None) -> Case:
    """File the application: it becomes a case with a number, a receipt and an acceptance clock.

    ``received`` is what a window writes down of it; an agent online gives one with the signed form. Papers may still be
    missing: the office will then ask for them once. Answers may not: raises ``InvalidAnswer``. An agent cannot file
    without the applicant's signature: ``NeedsSignature``. Filing twice gives the same case.
    """
    draft = locked_draft(draft_id, actor)
    if draft.case_id is not None:  # read after the lock; a joined row would still be the one before it (PostgreSQL)
        return Case.objects.get(pk=draft.case_id)
    received = _received(draft, received, actor, now)
    dossier = _new_dossier(draft, received, "approval", actor, now)
    post = window_post(actor, department=draft.department, item=draft.item) if draft.department else None
    dossier.handled_by = handled_by(post, actor)
    problems = dossier.filling.problems()
    if problems:
        raise InvalidAnswer(problems)
    _sign_declarations(draft, dossier, received, now)
    present = list(Material.objects.filter(draft=draft, replaced_at=None))
    dossier.case.lacking = missing_materials(dossier.filling, {row.material for row in present})
    if received.signed == Intake.Signed.PENDING:
        dossier.case.lacking.append(SIGNATURE)
    consequences = dossier.kind.filed(dossier.view, today=received.received_on)
    named = carry(dossier, Start(), first=consequences, answer={}, now=now)
    payload = {"channel": received.channel.value, "item": draft.item, **acting_payload(post)}
    write(dossier, named, actor=actor, payload=payload, now=now)
    Material.objects.filter(draft=draft).update(case=dossier.case)
    originals = sorted({row.material for row in present if row.seen_at})
    write_intake(dossier.case, received, what=Intake.What.APPLICATION, originals=originals, actor=actor, now=now)
    draft.case = dossier.case
    draft.save(update_fields=["case"])
    return dossier.case


@transaction.atomic
def open_case(
    application: Draft, *, papers: Sequence[Material] = (), clocks: tuple[StartClock, ...] = (), part_of: str = "",
    kind_code: str = "approval", channel: Channel = Channel.PORTAL, actor: Actor, now: datetime,
) -> Case:  # fmt: skip
    """Open a case from an application that a module has put together and checked; it need not be saved.

    ``papers`` are not saved yet and may point at files that other cases hold too. ``clocks`` enclose the case from its
    first day; ``part_of`` is the number of the case that it is a part of: a part has no intake of its own. At most eight
    statements for a part.
    """
    received = replace(online(now), channel=channel)
    dossier = _new_dossier(application, received, kind_code, actor, now)
    dossier.case.lacking = missing_materials(dossier.filling, {paper.material for paper in papers})
    consequences = dossier.kind.filed(dossier.view, today=received.received_on)
    consequences = replace(consequences, clocks=(*consequences.clocks, *clocks))
    start = Start() if dossier.graph.nodes else None
    named = carry(dossier, start, first=consequences, answer={}, now=now)
    payload = {"channel": channel.value, "item": application.item} | ({"part_of": part_of} if part_of else {})
    write(dossier, named, actor=actor, payload=payload, now=now)
    for paper in papers:
        paper.case = dossier.case
    if papers:
        Material.objects.bulk_create(papers)
    if not part_of:
        write_intake(dossier.case, received, what=Intake.What.APPLICATION, originals=[], actor=actor, now=now)
    return dossier.case


def _received(draft: Draft, received: Received | None, actor: Actor, now: datetime) -> Received:
    """How this application comes in. Raises ``NeedsSignature``, ``ActNotAllowed``, ``InvalidAnswer``."""
    if draft.department:
        if received is None:
            raise ActNotAllowed
        check_received(received, actor=actor, now=now)
        return received
    if actor.mandate == "agent":
        if received is None or received.signature_id is None:
            raise NeedsSignature
        signed = replace(online(now), signature_id=received.signature_id, signed=Intake.Signed.AGENT_BROUGHT)
        return _by_agent(signed, draft, actor.user_id, now)
    sent = online(now)
    return sent if draft.user_id == actor.user_id else _by_agent(sent, draft, draft.user_id, now)


def _by_agent(received: Received, draft: Draft, user_id: int | None, now: datetime) -> Received:
    """The mandate under which the agent prepared it is kept with the intake; it may have ended since."""
    mandate = covering(draft.applicant_id, item=draft.item, on=law_date(now), user_id=user_id)
    return replace(
        received,
        channel=Channel.AGENT,
        representation_id=mandate.pk if mandate else None,
        agent_id=mandate.agent_id if mandate else None,
    )


def _sign_declarations(draft: Draft, dossier: Dossier, received: Received, now: datetime) -> None:
    """A signed form carries the declarations printed on it; what an agent had ticked counts from the party's filing."""
    if received.signed == Intake.Signed.PENDING:
        return
    if not draft.department:
        if received.channel is Channel.AGENT:
            Material.objects.filter(draft=draft, declared_at__isnull=False).update(declared_at=now)
        return
    wanted = [each.id for each in dossier.filling.needed_materials if each.supply == "declare"]
    Material.objects.bulk_create(
        Material(draft=draft, material=code, file_id=received.signature_id, declared_at=now, added_at=now)
        for code in wanted
    )


def _new_dossier(draft: Draft, received: Received, kind_code: str, actor: Actor, now: datetime) -> Dossier:
    item, graph = matter(kind_code, draft.item, draft.handling, revision_id=draft.revision_id)
    handling = item.handlings[draft.handling]
    offered = catalogue.implementation(item, division=draft.division, handling=draft.handling)
    decides = filling_of(item, draft, now).deciding(offered).department
    implementation = offered.model_copy(update={"decides": decides})
    case = Case(
        query_code=make_code(),
        kind=kind_code,
        revision_id=draft.revision_id,
        item=draft.item,
        handling=draft.handling,
        division=draft.division,
        collects=implementation.collects,
        accepts=implementation.accepts,
        decides=implementation.decides,
        regulates=implementation.regulates,
        applicant=draft.applicant,
        submitted_by_id=None if draft.department else draft.user_id or actor.user_id,
        channel=received.channel.value,
        situations=draft.situations,
        answers=draft.answers,
        status=Status.RECEIVED.value,
        state={},
        received_at=now,
        papers_received_on=received.received_on,
    )
    _follow_reforms(case, draft.revision_id)
    accepting = department_of(case, case.accepts)
    case.number = next_number(division=accepting.division[:6], letters=accepting.letters, year=law_date(now).year)
    return Dossier(
        case=case,
        tasks=[],
        clocks=[],
        item=item,
        handling=handling,
        implementation=implementation_now(case, implementation),
        graph=graph,
        kind=kind(case.kind),
        now=now,
    )


def _follow_reforms(case: Case, filled_in_under: int) -> None:
    """An application begun before a reform and filed after it goes to those who carry on."""
    for reform, revision_id in catalogue.reforms_after(filled_in_under):
        moved = {}
        for department in {getattr(case, side) for side in SIDES}:
            heir = reform.successor(department, item=case.item, division=case.division)
            if heir is not None and heir != department:
                moved[department] = heir
        if moved:
            note_reform(
                case,
                code=reform.code,
                effective=reform.effective,
                revision_id=revision_id,
                moved=moved,
                ended=reform.ended,
            )
