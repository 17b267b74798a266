"""Steps in somebody's hands, done for another, and what becomes of them when their clerk is away or leaves."""

from datetime import date, datetime

import pytest

from support.qingdao import applicant, at, do, draft_restaurant, official, task_of
from weimin.kernel.cases import api as cases
from weimin.kernel.documents import api as documents
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.models import Appointment
from weimin.kernel.journal import api as journal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

NOW = at("2026-09-21 10:00")
NEXT = at("2026-09-22 10:00")


def user(login: str) -> int:
    return identity.User.objects.get(login=login).pk


def colleague(login: str, *refs: str) -> identity.Actor:
    """The official also fills these posts."""
    own = [post.ref for post in official(login, NOW).own_posts]
    identity.appoint(user(login), [*own, *refs], actor=identity.SYSTEM, now=NOW)
    return official(login, NOW)


def away(login: str, on: str) -> identity.Absence:
    return identity.record_absence(
        official(login, NOW), user_id=user(login), kind=identity.AbsenceKind.ILLNESS,
        since=date.fromisoformat(on), until=date.fromisoformat(on), now=NOW,
    )  # fmt: skip


@pytest.fixture
def case() -> cases.Case:
    trader = applicant("trader", NOW)
    draft = draft_restaurant(trader, NOW, papers=("floor-plan", "equipment", "safety-rules"))
    return cases.file_draft(draft.pk, actor=trader, now=NOW)


@pytest.fixture
def accepted(case: cases.Case) -> cases.Case:
    return do(case, "acceptance", "accept", official("acceptor", NOW), NOW)


def last(case: cases.Case, action: str) -> journal.Entry:
    return journal.Entry.objects.filter(case=cases.case_ref(case), action=action).latest("pk")


def listed(actor: identity.Actor, now: datetime) -> list[int]:
    return [line.task.pk for line in cases.open_tasks(actor, today=now.date())[0]]


# In whose hands


def test_what_one_has_in_hand_another_does_not_do(accepted: cases.Case) -> None:
    second = colleague("issuer", "xzspj-shinan/review")
    task = task_of(accepted, "review")
    cases.take_task(task.pk, actor=official("reviewer", NOW), now=NOW)
    with pytest.raises(cases.TaskTaken, match="隋明澈"):
        do(accepted, "review", "approve", second, NOW)
    with pytest.raises(cases.TaskTaken):
        cases.take_task(task.pk, actor=second, now=NOW)
    dossier = cases.open_case_page(accepted.pk, actor=second, now=NOW)
    assert cases.task_acts(dossier, second) == []
    assert do(accepted, "review", "approve", official("reviewer", NOW), NOW).pk == accepted.pk


def test_what_a_colleague_has_in_hand_is_in_no_list_figure_export_or_month_of_mine(accepted: cases.Case) -> None:
    second, task = colleague("issuer", "xzspj-shinan/review"), task_of(accepted, "review")

    def held(actor: identity.Actor) -> list[int]:
        """What the list, the figures, the calendar of due dates, the export and bulk acts count, in this order."""
        today, first, last = NOW.date(), date(2026, 1, 1), date(2027, 12, 31)
        return [
            len(listed(actor, NOW)),
            cases.task_figures(actor, today=today).total,
            sum(cases.due_days(actor, first=first, last=last).values()),
            len(list(cases.walk_tasks(actor, cases.TaskFilter(step="review"), today=today, most=10))),
        ]

    assert held(second) == [1, 1, 1, 1]
    cases.take_task(task.pk, actor=official("reviewer", NOW), now=NOW)
    assert held(second) == [0, 0, 0, 0]
    assert held(official("reviewer", NOW)) == [1, 1, 1, 1]


def test_given_back_anyone_of_the_post_may_do_it(accepted: cases.Case) -> None:
    second = colleague("issuer", "xzspj-shinan/review")
    task = task_of(accepted, "review")
    cases.take_task(task.pk, actor=official("reviewer", NOW), now=NOW)
    with pytest.raises(cases.TaskTaken):
        cases.put_back(task.pk, actor=second, now=NOW)
    cases.put_back(task.pk, actor=official("reviewer", NOW), now=NOW)
    do(accepted, "review", "approve", second, NOW)


def test_the_head_assigns_and_takes_away_and_nobody_else(accepted: cases.Case) -> None:
    colleague("issuer", "xzspj-shinan/review")
    task, head = task_of(accepted, "review"), official("head", NOW)
    cases.assign_task(task.pk, user_id=user("issuer"), actor=head, now=NOW)
    assert task_of(accepted, "review").assignee_id == user("issuer")
    cases.put_back(task.pk, actor=head, now=NOW)
    assert task_of(accepted, "review").assignee_id is None
    for actor, target in ((official("reviewer", NOW), "issuer"), (head, "acceptor")):
        with pytest.raises(cases.TaskNotYours):
            cases.assign_task(task.pk, user_id=user(target), actor=actor, now=NOW)
    with pytest.raises(cases.NoSuchCase):
        cases.take_task(task.pk, actor=official("csgl-review", NOW), now=NOW)
    told = last(accepted, "case.task-assigned").payload
    assert (told["from"], told["to"]) == ("", "戚松年")


def test_a_step_that_is_done_cannot_be_taken(accepted: cases.Case) -> None:
    task = task_of(accepted, "review")
    do(accepted, "review", "approve", official("reviewer", NOW), NOW)
    with pytest.raises(cases.StaleTask):
        cases.take_task(task.pk, actor=official("reviewer", NOW), now=NOW)


# Away and gone


def test_from_the_first_absent_day_the_task_is_back_with_the_post_and_says_so(accepted: cases.Case) -> None:
    second = colleague("issuer", "xzspj-shinan/review")
    task = task_of(accepted, "review")
    cases.take_task(task.pk, actor=official("reviewer", NOW), now=NOW)
    away("reviewer", "2026-09-22")
    assert cases.return_tasks(now=NOW) == 0, "today they are still there"
    assert cases.return_tasks(now=NEXT) == 1
    assert cases.return_tasks(now=NEXT) == 0
    task.refresh_from_db()
    assert (task.assignee_id, task.returned_from_id) == (None, user("reviewer"))
    assert last(accepted, "case.task-returned").payload["from"] == "隋明澈"
    do(accepted, "review", "approve", second, NEXT)


def test_nobody_waits_for_the_worker_when_the_clerk_is_away(accepted: cases.Case) -> None:
    second = colleague("issuer", "xzspj-shinan/review")
    cases.take_task(task_of(accepted, "review").pk, actor=official("reviewer", NOW), now=NOW)
    away("reviewer", "2026-09-22")
    do(accepted, "review", "approve", second, NEXT)


def test_the_substitute_sees_and_does_what_waits_for_an_absent_clerk(accepted: cases.Case) -> None:
    identity.name_substitute(official("head", NOW), post="xzspj-shinan/review", user_id=user("issuer"), now=NOW)
    task = task_of(accepted, "review")
    cases.take_task(task.pk, actor=official("reviewer", NOW), now=NOW)
    assert task.pk not in listed(official("issuer", NOW), NOW)
    away("reviewer", "2026-09-22")
    cases.return_tasks(now=NEXT)
    assert task.pk in listed(official("issuer", NEXT), NEXT)
    do(accepted, "review", "approve", official("issuer", NEXT), NEXT)
    done = cases.Task.objects.get(pk=task.pk)
    assert (done.done_by_id, done.done_for_id) == (user("issuer"), user("reviewer"))
    acting = last(accepted, "case.reviewed").payload["acting"]
    assert (acting["name"], acting["way"], acting["post"]) == ("隋明澈", "substitute", "xzspj-shinan/review")


def test_what_is_in_the_hands_of_one_who_left_the_post_goes_back(accepted: cases.Case) -> None:
    task = task_of(accepted, "review")
    cases.take_task(task.pk, actor=official("reviewer", NOW), now=NOW)
    Appointment.objects.filter(user__login="reviewer").update(valid_to=date(2026, 9, 22))
    assert cases.return_tasks(now=NEXT) == 1
    assert task_of(accepted, "review").assignee_id is None


def test_a_round_of_the_worker_costs_one_query_where_nothing_is_assigned(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        assert cases.return_tasks(now=NOW) == 0


# Acting for another


def delegate(by: str, post: str, to: str, **more: object) -> identity.Delegation:
    given = {"until": date(2026, 12, 31), "reason": "出差", "now": NOW, **more}
    return identity.delegate(official(by, NOW), post=post, to=user(to), **given)  # type: ignore[arg-type]


def decided(case: cases.Case, login: str) -> cases.Case:
    do(case, "review", "approve", official("reviewer", NOW), NOW)
    return do(case, "decision", "grant", official(login, NOW), NOW)


def test_a_delegated_decision_says_for_whom_in_the_journal_and_on_the_paper(accepted: cases.Case) -> None:
    delegate("chief", "xzspj-shinan/decide", "issuer")
    decided(accepted, "issuer")
    acting = last(accepted, "case.granted").payload["acting"]
    assert (acting["for"], acting["name"], acting["way"]) == (str(user("chief")), "蓝云舟", "delegation")
    paper = documents.papers_about([cases.case_ref(accepted)])[-1]
    assert ["经办", "戚松年（代蓝云舟）"] in [list(row) for row in paper.facts["rows"]]


def test_who_reviewed_a_case_does_not_decide_it_for_another(accepted: cases.Case) -> None:
    delegate("chief", "xzspj-shinan/decide", "reviewer")
    do(accepted, "review", "approve", official("reviewer", NOW), NOW)
    with pytest.raises(cases.SameHand):
        do(accepted, "decision", "grant", official("reviewer", NOW), NOW)
    assert task_of(accepted, "decision").state == "open"


def test_who_reviewed_it_once_does_not_decide_it_after_another_has_reviewed_it_again(accepted: cases.Case) -> None:
    delegate("chief", "xzspj-shinan/decide", "reviewer")
    second = colleague("issuer", "xzspj-shinan/review")
    do(accepted, "review", "approve", official("reviewer", NOW), NOW)
    do(accepted, "decision", "return", official("chief", NOW), NOW, reason="请再核实经营面积")
    do(accepted, "review", "approve", second, NOW)
    with pytest.raises(cases.SameHand):
        do(accepted, "decision", "grant", official("reviewer", NOW), NOW)


def test_every_list_holds_just_what_the_pages_of_the_cases_let_one_do(accepted: cases.Case) -> None:
    """``waiting_for`` says as a query what ``may_do`` and ``free_for`` say of one task: held together here."""
    delegate("chief", "xzspj-shinan/decide", "issuer", items=["public-place-licence"])
    delegate("chief", "xzspj-shinan/decide", "acceptor", items=["food-business-licence"])
    trader = applicant("trader", NOW)
    draft = draft_restaurant(trader, NOW, papers=("floor-plan", "equipment", "safety-rules"))
    second = cases.file_draft(draft.pk, actor=trader, now=NOW)
    do(accepted, "review", "approve", official("reviewer", NOW), NOW)
    cases.take_task(task_of(accepted, "decision").pk, actor=official("acceptor", NOW), now=NOW)
    offered = {}
    for login in ("acceptor", "reviewer", "issuer", "chief", "head", "csgl-review"):
        actor = official(login, NOW)
        dossiers = [cases.open_case_page(case.pk, actor=official("head", NOW), now=NOW) for case in (accepted, second)]
        offered[login] = {task.pk for dossier in dossiers for task, _acts in cases.task_acts(dossier, actor)}
        assert set(listed(actor, NOW)) == offered[login], login
    assert len(offered["acceptor"]) == 2
    assert offered["chief"] == offered["issuer"] == set()


def test_a_delegation_for_some_items_opens_no_other(accepted: cases.Case) -> None:
    delegate("chief", "xzspj-shinan/decide", "issuer", items=["public-place-licence"])
    do(accepted, "review", "approve", official("reviewer", NOW), NOW)
    actor = official("issuer", NOW)
    assert task_of(accepted, "decision").pk not in listed(actor, NOW)
    with pytest.raises(cases.TaskNotYours):
        do(accepted, "decision", "grant", actor, NOW)


def test_a_delegation_for_some_acts_shows_and_allows_these(accepted: cases.Case) -> None:
    delegate("chief", "xzspj-shinan/decide", "issuer", acts=["return"])
    do(accepted, "review", "approve", official("reviewer", NOW), NOW)
    actor = official("issuer", NOW)
    dossier = cases.open_case_page(accepted.pk, actor=actor, now=NOW)
    assert [act.code for _task, acts in cases.task_acts(dossier, actor) for act in acts] == ["return"]
    with pytest.raises(cases.NotDelegated):
        do(accepted, "decision", "grant", actor, NOW)


def test_from_another_department_a_scoped_delegate_sees_cases_of_these_items_and_no_others(
    accepted: cases.Case,
) -> None:
    given = delegate("chief", "xzspj-shinan/decide", "csgl-decide", items=["public-place-licence"])
    identity.consent(given.pk, actor=official("head", NOW), now=NOW)
    actor = official("csgl-decide", NOW)
    with pytest.raises(cases.NoSuchCase):
        cases.open_case_page(accepted.pk, actor=actor, now=NOW)
    assert cases.search_cases(actor, text=accepted.number)[0] == []
    identity.revoke(given.pk, actor=official("head", NOW), now=NOW)
    wide = delegate("chief", "xzspj-shinan/decide", "csgl-decide", items=["food-business-licence"])
    identity.consent(wide.pk, actor=official("head", NOW), now=NOW)
    actor = official("csgl-decide", NOW)
    assert [line.case.pk for line in cases.search_cases(actor, text=accepted.number)[0]] == [accepted.pk]


def test_an_extension_is_the_heads_own_and_nobody_acting_for_the_head_grants_it(accepted: cases.Case) -> None:
    delegate("head", "xzspj-shinan/head", "issuer")
    actor = official("issuer", NOW)
    dossier = cases.open_case_page(accepted.pk, actor=actor, now=NOW)
    assert cases.side_acts_for(dossier, actor) == []
    with pytest.raises(cases.ActNotAllowed):
        cases.act_on_case(accepted.pk, act="extend", data={"days": "3", "reason": "案情复杂"}, actor=actor, now=NOW)
    head = official("head", NOW)
    cases.act_on_case(accepted.pk, act="extend", data={"days": "3", "reason": "案情复杂"}, actor=head, now=NOW)


def test_one_s_own_post_is_used_before_one_that_was_given(accepted: cases.Case) -> None:
    colleague("issuer", "xzspj-shinan/decide")
    delegate("chief", "xzspj-shinan/decide", "acceptor")
    decided(accepted, "issuer")
    assert "acting" not in last(accepted, "case.granted").payload


# Handover


def begin(giver: str, receiver: str, by: str | None = None) -> identity.Handover:
    return identity.begin_handover(
        official(by or giver, NOW), giver=user(giver), receiver=user(receiver), department="xzspj-shinan",
        reason="调动", now=NOW,
    )  # fmt: skip


def test_a_handover_moves_tasks_at_once_and_ends_powers_when_confirmed(accepted: cases.Case) -> None:
    colleague("issuer", "xzspj-shinan/review")
    power = delegate("reviewer", "xzspj-shinan/review", "acceptor")
    cases.take_task(task_of(accepted, "review").pk, actor=official("reviewer", NOW), now=NOW)
    row = begin("reviewer", "issuer")
    assert task_of(accepted, "review").assignee_id == user("issuer")
    lines = [(line.kind, line.pk) for line in row.entries.order_by("kind")]
    assert [kind for kind, _pk in lines] == ["power", "task"]
    receiver = official("issuer", NOW)
    with pytest.raises(identity.LinesMissing):
        identity.confirm_handover(row.pk, ticked=[lines[0][1]], actor=receiver, now=NOW)
    with pytest.raises(identity.NoSuchDuty):
        identity.confirm_handover(row.pk, ticked=[pk for _kind, pk in lines], actor=official("chief", NOW), now=NOW)
    identity.confirm_handover(row.pk, ticked=[pk for _kind, pk in lines], actor=receiver, now=NOW)
    power.refresh_from_db()
    assert power.revoked_at == NOW
    with pytest.raises(identity.AlreadyEnded):
        identity.undo_handover(row.pk, actor=official("reviewer", NOW), now=NOW)


def test_until_confirmed_it_can_be_undone_as_far_as_nothing_was_done(accepted: cases.Case) -> None:
    colleague("issuer", "xzspj-shinan/review")
    cases.take_task(task_of(accepted, "review").pk, actor=official("reviewer", NOW), now=NOW)
    row = begin("reviewer", "issuer")
    with pytest.raises(identity.NoSuchDuty):
        identity.undo_handover(row.pk, actor=official("csgl-head", NOW), now=NOW)
    identity.undo_handover(row.pk, actor=official("reviewer", NOW), now=NOW)
    assert task_of(accepted, "review").assignee_id == user("reviewer")
    again = begin("reviewer", "issuer")
    do(accepted, "review", "approve", official("issuer", NOW), NOW)
    identity.undo_handover(again.pk, actor=official("head", NOW), now=NOW)
    assert cases.Task.objects.get(case=accepted, step="review").done_by_id == user("issuer")


def test_a_handover_is_for_colleagues_and_for_what_the_receiver_may_do(accepted: cases.Case) -> None:
    cases.take_task(task_of(accepted, "review").pk, actor=official("reviewer", NOW), now=NOW)
    with pytest.raises(identity.NothingToHandOver):
        begin("reviewer", "issuer")  # who does not fill the post
    assert task_of(accepted, "review").assignee_id == user("reviewer"), "nothing was changed"
    with pytest.raises(identity.NotAColleague):
        begin("reviewer", "csgl-review")
    with pytest.raises(identity.NotTheHead):
        begin("reviewer", "issuer", by="acceptor")


def test_the_head_hands_over_for_one_who_has_left(accepted: cases.Case) -> None:
    colleague("issuer", "xzspj-shinan/review")
    cases.take_task(task_of(accepted, "review").pk, actor=official("reviewer", NOW), now=NOW)
    Appointment.objects.filter(user__login="reviewer").update(valid_to=date(2026, 9, 21))
    begin("reviewer", "issuer", by="head")
    assert task_of(accepted, "review").assignee_id == user("issuer")
