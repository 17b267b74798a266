"""批示: written by leaders, answered by posts, seen by officials of the case and never by the applicant."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from modules.desk.conftest import NOW
from support import people
from support.qingdao import applicant, official
from support.reforms import NEW, copy_of_the_city, merge_in_shinan
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity import api as identity
from weimin.kernel.journal import api as journal
from weimin.modules.instructions import services
from weimin.modules.instructions.errors import AlreadyAnswered, NotALeader, NotYoursToAnswer, Unwritten
from weimin.modules.instructions.models import Instruction, Kind

pytestmark = pytest.mark.django_db

Desk = Callable[[str], Client]
TEXT = "请三日内核查选址，结果报我。"


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def give(case: cases.Case, login: str = "head", **more: Any) -> Instruction:
    asked = {"kind": Kind.HANDLE, "text": TEXT, "post": "xzspj-shinan/review", "due_on": date(2026, 9, 24), **more}
    return services.give(case.pk, actor=official(login, NOW), now=NOW, **asked)


def test_what_asks_for_something_waits_for_a_post_and_is_answered_once(accepted: cases.Case) -> None:
    row = give(accepted)
    reviewer = official("reviewer", NOW)
    assert services.waiting_for(reviewer)[1] == 1
    assert services.waiting_for(official("issuer", NOW))[1] == 0
    services.answer(row.pk, text="已核查，符合。", actor=reviewer, now=NOW)
    assert services.waiting_for(reviewer)[1] == 0
    with pytest.raises(AlreadyAnswered):
        services.answer(row.pk, text="又一次", actor=reviewer, now=NOW)
    told = [entry.action for entry in journal.Entry.objects.filter(action__startswith="instruction.").order_by("pk")]
    assert told == ["instruction.given", "instruction.answered"]


@pytest.mark.parametrize("kind", [Kind.NOTED, Kind.AGREED])
def test_what_asks_for_nothing_waits_for_nobody(accepted: cases.Case, kind: Kind) -> None:
    row = give(accepted, kind=kind, text="")
    assert (row.due_on, row.post, row.text) == (None, "", row.name.zh)
    assert not row.waits


@pytest.mark.parametrize("login", ["reviewer", "acceptor", "issuer"])
def test_a_clerk_gives_no_instruction(accepted: cases.Case, login: str) -> None:
    with pytest.raises(NotALeader):
        give(accepted, login)


def test_acting_for_the_head_writes_none_either(accepted: cases.Case) -> None:
    to = identity.User.objects.get(login="issuer").pk
    identity.delegate(official("head", NOW), post="xzspj-shinan/head", to=to, until=NOW.date(), reason="出差", now=NOW)
    with pytest.raises(NotALeader):
        give(accepted, "issuer")


def test_a_leader_of_another_bureau_does_not_even_find_the_case(accepted: cases.Case) -> None:
    with pytest.raises(cases.NoSuchCase):
        give(accepted, "csgl-head")


@pytest.mark.parametrize(
    "more",
    [
        {"text": " "}, {"text": "长" * 1001}, {"post": ""}, {"post": "xzspj-shinan/nothing"}, {"post": "csgl/review"},
        {"due_on": None}, {"due_on": date(2026, 9, 20)}, {"due_on": date(2028, 1, 1)},
    ],
)  # fmt: skip
def test_one_that_asks_says_what_whom_and_until_when(accepted: cases.Case, more: dict[str, Any]) -> None:
    with pytest.raises(Unwritten):
        give(accepted, **more)
    assert not Instruction.objects.exists()


def test_only_the_post_answers_or_who_stands_in_for_it_and_says_so(accepted: cases.Case, desk: Desk) -> None:
    row = give(accepted)
    for stranger in ("issuer", "csgl-review", "head"):
        with pytest.raises(NotYoursToAnswer):
            services.answer(row.pk, text="办好了", actor=official(stranger, NOW), now=NOW)
    to = identity.User.objects.get(login="issuer").pk
    identity.delegate(
        official("reviewer", NOW), post="xzspj-shinan/review", to=to, until=NOW.date(), reason="培训", now=NOW
    )
    services.answer(row.pk, text="办好了", actor=official("issuer", NOW), now=NOW)
    page = words(desk("head").get(f"/desk/cases/{accepted.pk}/"))
    assert "戚松年（代 隋明澈）" in page


def test_from_the_case_page_to_the_answer(accepted: cases.Case, desk: Desk) -> None:
    case = f"/desk/cases/{accepted.pk}/"
    address = f"/desk/instructions/cases/{accepted.pk}/"
    assert address in words(desk("head").get(case))
    assert address not in words(desk("reviewer").get(case))
    assert desk("reviewer").get(address).status_code == 403
    sent = {"kind": "supervise", "text": TEXT, "post": "xzspj-shinan/review", "due_on": ""}
    refused = desk("head").post(address, sent)
    assert refused.status_code == 422
    assert TEXT in words(refused)
    assert TEXT in words(desk("head").post(address, sent | {"due_on": "2026-09-24"}, follow=True))
    row = Instruction.objects.get()
    assert TEXT in words(desk("reviewer").get("/desk/"))
    assert TEXT in words(desk("reviewer").get("/desk/instructions/"))
    reply = f"/desk/instructions/{row.pk}/"
    assert desk("issuer").get(reply).status_code == 404
    assert desk("reviewer").post(reply, {"text": ""}).status_code == 422
    desk("reviewer").post(reply, {"text": "已核查，符合。"})
    page = words(desk("head").get(case))
    assert "反馈：已核查，符合。" in page
    assert "没有等您反馈的批示" in words(desk("reviewer").get("/desk/instructions/"))


def test_the_applicant_never_sees_it(accepted: cases.Case) -> None:
    row = give(accepted)
    services.answer(row.pk, text="已核查，符合。", actor=official("reviewer", NOW), now=NOW)
    cases.take_task(cases.Task.objects.get(case=accepted, state="open").pk, actor=official("reviewer", NOW), now=NOW)
    client = people.log_in("trader")
    party = applicant("trader", NOW).party_id
    client.post("/account/act-for/", {"party": str(party)})
    page = words(client.get(f"/my/cases/{accepted.pk}/"))
    assert accepted.number in page
    for secret in (TEXT, "批示", "已核查", "接手经办", "隋明澈"):
        assert secret not in page


def test_what_waits_follows_the_post_through_a_reform(accepted: cases.Case, tmp_path: Path) -> None:
    row = give(accepted, due_on=date(2026, 10, 30))
    folder = merge_in_shinan(copy_of_the_city(tmp_path / "city"))
    catalogue.apply_city(folder, actor="system", now=NOW.replace(month=10, day=12))
    row.refresh_from_db()
    assert (row.department, row.post) == (NEW, "review")
    assert services.waiting_for(official("reviewer", NOW.replace(month=10, day=12)))[1] == 1
