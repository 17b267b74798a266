"""Applications filled in by the item's own questions, and what officials write with an act: synthetic, but lawful."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from support.qingdao import hand_in
from weimin.blueprint.items import FieldType, FormField, Implementation, Item
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.requests import _applicant
from weimin.lib.lawtime import law_date

WORDS: Final[dict[FieldType, Any]] = {
    FieldType.TEXT: "示例",
    FieldType.LONG_TEXT: "示例说明。",
    FieldType.ADDRESS: "示范路 18 号",
    FieldType.PHONE: "13800138000",
    FieldType.EMAIL: "someone@weimin.example",
    FieldType.YES_NO: True,
    FieldType.DIVISION: "370202",
    FieldType.ID_NUMBER: "370202198509239991",
    FieldType.CREDIT_CODE: "91370202MADEM002X2",
    FieldType.PERSON: {"name": "纪禾生", "id-number": "370202198509239991"},
    FieldType.LEGAL_ENTITY: {"name": "青岛示例城建有限公司", "credit-code": "91370202MADEM00382"},
}


def answer_to(field: FormField, today: date) -> Any:
    """An answer that the question takes."""
    match field.type:
        case FieldType.CHOICE:
            return next(iter(field.choices))
        case FieldType.CHOICES:
            return list(field.choices)
        case FieldType.DATE:
            past = field.min is None and field.max is not None
            return (today - timedelta(days=90) if past else today + timedelta(days=120)).isoformat()
        case FieldType.INTEGER | FieldType.NUMBER | FieldType.MONEY:
            return str(field.min) if field.min is not None else "1"
    return WORDS[field.type]


def offered(item: Item) -> Iterator[tuple[str, Implementation]]:
    """Every handling of an item wherever an application for it is taken in here."""
    for code in item.handlings:
        for place in item.implementations:
            if place.system_of_record == "weimin" and (place.handlings is None or code in place.handlings):
                yield code, place


def somebody_for(item: Item, now: datetime) -> identity.Actor:
    """Someone of the city's people who may ask for it."""
    for user in identity.User.objects.filter(representations__isnull=False).distinct().order_by("pk"):
        for mandate in identity.mandates(user.pk, on=law_date(now)):
            if mandate.kind in item.audience and (mandate.scope is None or item.code in mandate.scope):
                return _applicant(user, mandate)
    raise AssertionError(f"nobody may ask for {item.code}")


def file(item: Item, handling: str, place: Implementation, now: datetime, *, without: str = "") -> cases.Case:
    """The application from the first situation to filing, with every paper but ``without``."""
    actor = somebody_for(item, now)
    draft = cases.start_draft(
        item=item.code, handling=handling, division=place.division, situations={}, actor=actor, now=now
    )
    while situation := cases.filling_of(item, draft, now).next_situation:
        chosen = {situation.id: next(iter(situation.choices))}
        draft = cases.save_answers(draft.pk, situations=chosen, actor=actor, now=now)
    for _ in range(3):  # an answer may open another question
        fields = cases.filling_of(item, draft, now).asked_fields
        answers = {field.id: answer_to(field, law_date(now)) for field in fields}
        draft = cases.save_answers(draft.pk, answers=answers, actor=actor, now=now)
    for material in cases.filling_of(item, draft, now).needed_materials:
        if material.supply == "declare":
            cases.declare(draft_id=draft.pk, material=material.id, actor=actor, now=now)
        elif material.supply == "upload" and material.id != without:
            hand_in(material.id, actor, now, draft_id=draft.pk)
    return cases.file_draft(draft.pk, actor=actor, now=now)


def holder_of(task: cases.Task, case: cases.Case, now: datetime) -> identity.Actor:
    """Who fills the post of a task today."""
    if task.department == "applicant":
        return somebody_for(catalogue.item(case.item, revision_id=case.revision_id), now)
    found = identity.actor_posts_for(task.role, task.department, on=law_date(now))
    assert found, f"nobody is {task.role} of {task.department}: {case.item}/{case.handling} ends at “{task.name}”"
    user_id, posts = next(iter(found.items()))
    return identity.Actor(kind="official", user_id=user_id, name=identity.users([user_id])[user_id].name, posts=posts)


def written(act: cases.Act, task: cases.Task, actor: identity.Actor, now: datetime) -> dict[str, Any]:
    """Everything that the act asks, answered."""
    return {asked.name: _said(asked, task, actor, now) for asked in act.asks}


def _said(asked: cases.Asked, task: cases.Task, actor: identity.Actor, now: datetime) -> Any:
    match asked.type:
        case "choice":
            return next(iter(asked.choices))
        case "date":
            return law_date(now).isoformat()
        case "date-ahead":
            return (law_date(now) + timedelta(days=2 * asked.workdays + 1)).isoformat()
        case "presiding":
            return next(iter(_others(task, asked, actor, now)))
        case "days":
            return "5"
        case "officer":
            others = cases.colleagues(task, actor, today=law_date(now))
            assert others, f"{task.department} has no second {task.role}"
            return next(iter(others))
        case "missing":
            return [{"code": "other", "label": "其他", "how": "请补交。"}]
    return "示例。"


def _others(task: cases.Task, asked: cases.Asked, actor: identity.Actor, now: datetime) -> dict[str, str]:
    """Whom the act lets be chosen."""
    dossier, row = cases.open_task_page(task.pk, actor=actor, now=now)
    acts = next(acts for mine, acts in cases.task_acts(dossier, actor) if mine.pk == row.pk)
    act = next(act for act in acts if asked in act.asks)
    return cases.officers(dossier, row, act, actor, today=law_date(now))[asked.name]


def walk(
    case: cases.Case, wishes: dict[str, list[str]], now: datetime, *, steps: int = 40
) -> list[tuple[str, cases.Act]]:
    """Take step after step until the case is closed: at each, the first wished outcome that it offers.

    A step wished for several outcomes takes them one after the other. Returns the steps with the acts done.
    """
    taken: list[tuple[str, cases.Act]] = []
    left = {step: list(outcomes) for step, outcomes in wishes.items()}
    for _ in range(steps):
        task = cases.Task.objects.filter(case=case, state="open").order_by("wait").first()
        if task is None:
            return taken
        actor = holder_of(task, case, now)
        dossier, task = cases.open_task_page(task.pk, actor=actor, now=now)
        acts = next(acts for mine, acts in cases.task_acts(dossier, actor) if mine.pk == task.pk)
        act = _wished(left.get(task.step, []), acts)
        cases.complete_task(task.pk, outcome=act.code, data=written(act, task, actor, now), actor=actor, now=now)
        taken.append((task.step, act))
    raise AssertionError(f"{case.item}/{case.handling} does not end: {[(step, act.code) for step, act in taken]}")


def _wished(outcomes: list[str], acts: tuple[cases.Act, ...]) -> cases.Act:
    known = {act.code: act for act in acts}
    while outcomes:
        code = outcomes[0] if len(outcomes) == 1 else outcomes.pop(0)
        if code in known:
            return known[code]
        if len(outcomes) == 1 and outcomes[0] == code:
            break
    return acts[0]


def draft_of(
    code: str, situations: dict[str, str], answers: dict[str, str], actor: identity.Actor, now: datetime
) -> Any:
    """An application of this item with these answers, all others as the questions take them."""
    item = catalogue.item(code)
    draft = cases.start_draft(item=code, handling="new", division="370202", situations=situations, actor=actor, now=now)
    fields = cases.filling_of(item, draft, now).asked_fields
    answers = {field.id: answer_to(field, law_date(now)) for field in fields} | answers
    draft = cases.save_answers(draft.pk, answers=answers, actor=actor, now=now)
    for material in cases.filling_of(item, draft, now).needed_materials:
        if material.supply == "upload":
            hand_in(material.id, actor, now, draft_id=draft.pk)
    return draft
