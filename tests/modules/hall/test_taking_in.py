"""At the window: the grandmother without a phone, the restaurant, the clerk who presses twice."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from modules.hall.conftest import NOW
from support.counter import DOG, GRANDMOTHER, GRANDSON, dog_at, person, received, restaurant_at
from support.qingdao import PDF, RESTAURANT, applicant, official
from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity

Window = Callable[[str], Client]
NUMBER, NAME = GRANDMOTHER
CHOSEN = {"item": "dog-registration", "handling": "new", "division": "370202", "s.keeper": "resident", "s.home": "own"}


def pdf(name: str = "扫描.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def begin(clerk: Client, **more: str) -> str:
    """The address of the form that opens for whoever stands there."""
    sent = {"key": str(uuid.uuid4()), "number": NUMBER, "name": NAME, **CHOSEN, **more}
    response = clerk.post("/window/", sent)
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def filled(clerk: Client, **more: Any) -> str:
    """The address of the sheet to sign."""
    address = begin(clerk)
    response = clerk.post(address, {f"f.{name}": value for name, value in DOG.items()} | more)
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def test_the_grandmother_at_the_counter_without_a_phone(window: Window, client: Client) -> None:
    clerk = window("gafj-shinan-window")
    sheet = filled(clerk)
    page = text(clerk.get(sheet))
    assert "申请人签字" in page
    assert NAME in page
    assert NUMBER not in page, "the sheet shows the number half hidden"
    taken = clerk.post(sheet, {"channel": "window", "signed": "yes", "ticket": "A016", "window": "3"}, follow=True)
    receipt = text(taken)
    case = cases.Case.objects.get()
    assert {case.number, case.query_code} <= set(re.findall(r"[0-9A-Z-]{9,}", receipt))
    assert "<svg" in receipt
    assert "9 月 29 日" in receipt, "five working days after the day of receipt; the 25th is a holiday"
    assert "取号 A016 · 3 号窗口" in receipt
    intake = case.intakes.get()
    assert (intake.channel, intake.signed, intake.officer.login) == ("window", "in-person", "gafj-shinan-window")
    assert case.submitted_by is None
    assert identity.User.objects.filter(representations__party=case.applicant).count() == 0, "no account was made"
    found = client.get("/query/", {"number": case.number, "code": case.query_code})
    assert "已收件，等待受理" in text(found)


def test_a_receipt_fits_a_slip_of_80_millimetres(window: Window) -> None:
    clerk = window("gafj-shinan-window")
    clerk.post(filled(clerk), {"signed": "yes"})
    case = cases.Case.objects.get()
    slip = text(clerk.get(f"/window/cases/{case.pk}/receipt/?size=narrow"))
    assert "narrow-receipt" in slip
    assert case.query_code in slip


def test_papers_are_seen_kept_or_scanned_and_the_rest_is_lacking(window: Window) -> None:
    clerk = window("window")
    address = begin(clerk, number="92370202MADEM00117", name="市南区禾记小馆", item="food-business-licence",
                    **{"s.outlet": "restaurant", "s.online": "no"})  # fmt: skip
    answers = {f"f.{name}": str(value) for name, value in RESTAURANT.items()}
    sent = answers | {
        "kept": ["equipment"],
        "seen": ["equipment"],
        "m.floor-plan": [pdf("平面图.pdf"), pdf("二层.pdf")],
    }
    sheet = clerk.post(address, sent).headers["Location"]
    page = text(clerk.get(sheet))
    assert "原件已核对，留存纸质件" in page
    assert "扫描件 2 份" in page
    assert "我承诺：直接接触食品的人员都已取得有效的健康证明" in page, "what is signed stands on the sheet in full"
    clerk.post(sheet, {"signed": "yes"})
    case = cases.Case.objects.get()
    assert case.lacking == ["safety-rules"]
    assert case.intakes.get().originals == ["equipment"]
    declared = case.materials.get(material="staff-health")
    assert declared.declared_at == NOW, "the declaration is made by the signature, not by the clerk"


def test_one_tick_takes_all_papers(window: Window) -> None:
    clerk = window("window")
    address = begin(clerk, number="92370202MADEM00117", name="市南区禾记小馆", item="food-business-licence",
                    **{"s.outlet": "restaurant", "s.online": "no"})  # fmt: skip
    clerk.post(address, {f"f.{name}": str(value) for name, value in RESTAURANT.items()} | {"all": "on"})
    rows = cases.Material.objects.filter(replaced_at=None)
    assert {row.material for row in rows} == {"floor-plan", "equipment", "safety-rules"}
    assert all(row.on_paper_at and row.seen_at for row in rows)


def test_what_is_known_is_filled_in_already(window: Window) -> None:
    page = text(
        window("gafj-shinan-window").get(
            begin(window("gafj-shinan-window"), number="370202199005179985", name="尹小舟")
        )
    )
    assert "19900000001" in page
    assert "青岛市市南区示范路 11 号 2 单元 301 户" in page


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"number": ""}, "请刷卡，或者输入证件号码"),
        ({"number": "370202193503029983"}, "号码不对"),
        ({"number": "37020219350302998"}, "都是 18 位"),
        ({"name": ""}, "请照证件输入姓名"),
        ({"number": "370202199005179985", "name": "尹大舟"}, "和已经登记的名称不一样"),
        ({"phone": "12"}, "电话号码"),
        ({"item": ""}, "请选择要办的事"),
        ({"item": "tree-removal"}, "请选择要办的事"),
        ({"s.home": ""}, "请选择：住的房子是谁的"),
        ({"number": "92370202MADEM00117", "name": "市南区禾记小馆"}, "不是由这样的申请人申请"),
    ],
)
def test_what_is_wrong_at_the_counter_says_what_to_do(window: Window, sent: dict[str, str], told: str) -> None:
    response = window("gafj-shinan-window").post("/window/", {"number": NUMBER, "name": NAME, **CHOSEN, **sent})
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not cases.Draft.objects.exists()


def test_the_registered_name_is_not_told_to_who_does_not_know_it(window: Window) -> None:
    sent = {"number": "370202199005179985", "name": "某某", **CHOSEN}
    assert "尹小舟" not in window("gafj-shinan-window").post("/window/", sent).content.decode()


def test_items_are_found_in_the_words_of_the_person(window: Window) -> None:
    page = window("window").post("/window/", {"q": "开饭店", "search": "1", "number": NUMBER}).content.decode()
    assert "食品经营许可" in page
    assert "临时占用城市道路" not in page
    assert f'value="{NUMBER}"' in page, "what was typed stays"
    nothing = window("window").post("/window/", {"q": "养狗", "search": "1"}).content.decode()
    assert "这个窗口不收这样的事项" in nothing


def test_wrong_answers_stay_on_the_page_with_what_is_right(window: Window) -> None:
    clerk = window("gafj-shinan-window")
    address = begin(clerk)
    sent = {f"f.{name}": value for name, value in DOG.items()} | {"f.born": "2999-01-01"}
    response = clerk.post(address, sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert "2999-01-01" in page
    assert cases.Draft.objects.get().answers["breed"] == DOG["breed"]
    assert clerk.get(f"{address}sign/").status_code == 302, "nothing is signed before it is whole"


def test_a_file_that_is_none_is_refused_and_the_rest_kept(window: Window) -> None:
    clerk = window("gafj-shinan-window")
    address = begin(clerk, **{"s.home": "rented"})
    sent = {f"f.{name}": value for name, value in DOG.items()}
    bad = SimpleUploadedFile("合同.pdf", b"MZ\x90\x00" + b"\x00" * 100)
    response = clerk.post(address, sent | {"m.home-lease": [bad]})
    assert response.status_code == 422
    assert "没有收下" in response.content.decode()
    assert cases.Draft.objects.get().answers["breed"] == DOG["breed"]


def test_pressed_twice_it_is_one_application_and_back_leads_to_the_receipt(window: Window) -> None:
    clerk = window("gafj-shinan-window")
    sent = {"key": str(uuid.uuid4()), "number": NUMBER, "name": NAME, **CHOSEN}
    first, again = clerk.post("/window/", sent), clerk.post("/window/", sent)
    assert first.headers["Location"] == again.headers["Location"]
    form = first.headers["Location"]
    clerk.post(form, {f"f.{name}": value for name, value in DOG.items()})
    receipts = {clerk.post(f"{form}sign/", {"signed": "yes"}).headers["Location"].split("?")[0] for _ in range(2)}
    assert len(receipts) == 1
    assert cases.Case.objects.count() == 1
    assert cases.Intake.objects.count() == 1
    assert clerk.get(form).headers["Location"] in receipts
    assert clerk.post("/window/", sent).headers["Location"] == form, "the first page sent once more is the same one"
    assert cases.Case.objects.count() == 1


def test_another_window_sees_neither_draft_nor_case(window: Window) -> None:
    clerk, other = window("gafj-shinan-window"), window("window")
    sheet = filled(clerk)
    draft = cases.Draft.objects.get()
    for address in (sheet, f"/window/drafts/{draft.pk}/", f"/window/drafts/{draft.pk}/discard/"):
        assert other.get(address).status_code == 404
        assert other.post(address, {"signed": "yes"}).status_code == 404
    clerk.post(sheet, {"signed": "yes"})
    case = cases.Case.objects.get()
    for page in ("receipt", "papers", "signature"):
        assert other.get(f"/window/cases/{case.pk}/{page}/").status_code == 404
    assert "没有这样的办件" in other.post("/window/find/", {"q": NUMBER}).content.decode()
    assert case.number in text(clerk.post("/window/find/", {"q": NUMBER}))


def test_a_clerk_is_given_no_right_of_the_person(window: Window) -> None:
    """What the person filed elsewhere stays unknown, and nothing can be done in their name but what is brought."""
    citizen = applicant("citizen", NOW)
    mine = cases.start_draft(item="dog-registration", handling="new", division="370202",
                             situations={"keeper": "resident", "home": "own"}, actor=citizen, now=NOW)  # fmt: skip
    clerk = official("gafj-shinan-window", NOW)
    with pytest.raises(cases.NoSuchCase):
        cases.own_draft(mine.pk, clerk)
    cases.save_answers(mine.pk, answers=DOG, actor=citizen, now=NOW)
    case = cases.file_draft(mine.pk, actor=citizen, now=NOW)
    with pytest.raises(cases.ActNotAllowed):
        cases.act_on_case(case.pk, act="withdraw", data={}, actor=clerk, now=NOW)
    draft = dog_at(clerk, person(*GRANDMOTHER, NOW), NOW)
    with pytest.raises(cases.ActNotAllowed):
        cases.file_draft(draft.pk, actor=clerk, now=NOW)  # an intake must be written down
    with pytest.raises(cases.NoSuchCase):
        cases.own_draft(draft.pk, citizen)


def test_nobody_declares_for_another(city: object, db: None) -> None:
    clerk = official("window", NOW)
    trader = identity.find_party("92370202MADEM00117", kind=identity.NumberKind.CREDIT_CODE)
    assert trader is not None
    draft = restaurant_at(clerk, trader, NOW)
    with pytest.raises(cases.ActNotAllowed):
        cases.declare(draft_id=draft.pk, material="staff-health", actor=clerk, now=NOW)
    later = received(clerk, NOW, signed=cases.Intake.Signed.PENDING)
    case = cases.file_draft(draft.pk, actor=clerk, now=NOW, received=later)
    assert {"staff-health", cases.SIGNATURE} <= set(case.lacking)


def test_an_agent_at_the_counter_needs_a_mandate_and_brings_the_signature(window: Window) -> None:
    clerk = window("gafj-shinan-window")
    sheet = filled(clerk)
    agent = {"channel": "agent", "signed": "yes", "agent_number": GRANDSON[0], "agent_name": GRANDSON[1]}
    assert "请扫描申请人签过字的委托书" in clerk.post(sheet, agent).content.decode()
    paper = {"until": "2026-12-31", "mandate": pdf("委托书.pdf")}
    without = clerk.post(sheet, agent | paper)
    assert "请扫描申请人本人签过字的申请表" in without.content.decode()
    assert not cases.Case.objects.exists()
    taken = clerk.post(sheet, agent | {"signature": pdf("申请表.pdf")})  # the mandate is registered by now
    assert taken.status_code == 302, taken.content.decode()
    case = cases.Case.objects.get()
    intake = case.intakes.get()
    assert (case.channel, intake.signed, intake.agent.name) == ("agent", "agent-brought", GRANDSON[1])
    assert intake.representation.scope == ["dog-registration"]
    assert intake.representation.until.isoformat() == "2026-12-31"
    assert intake.signature.name == "申请表.pdf"
    assert case.lacking == []


def test_by_phone_nobody_signs_and_it_cannot_be_accepted_before_the_signature_comes(window: Window) -> None:
    clerk = window("gafj-shinan-window")
    sheet = filled(clerk)
    call = {"channel": "phone", "caller": "于奶奶 0532-5550000", "read_back": "on"}
    assert "请把内容念给对方听" in clerk.post(sheet, {**call, "read_back": "", "signed": "later"}).content.decode()
    assert "电话里签不了字" in clerk.post(sheet, {**call, "signed": "yes"}).content.decode()
    assert clerk.post(sheet, {**call, "signed": "later"}).status_code == 302
    case = cases.Case.objects.get()
    assert case.lacking == [cases.SIGNATURE]
    acceptor = official("gafj-shinan-accept", NOW)
    task = case.tasks.get(step="acceptance")
    with pytest.raises(cases.NotYetPossible, match="签字"):
        cases.complete_task(task.pk, outcome="accept", data={}, actor=acceptor, now=NOW)
    assert "等本人签字" in text(clerk.get("/window/"))
    address = f"/window/cases/{case.pk}/signature/"
    assert "请扫描签过字的申请表" in clerk.post(address, {}).content.decode()
    assert clerk.post(address, {"signature": pdf(), "tracking": "平信"}).status_code == 302
    assert case.intakes.order_by("pk").values_list("signed", flat=True)[1] == "by-mail"
    assert cases.complete_task(task.pk, outcome="accept", data={}, actor=acceptor, now=NOW).status == "accepted"


def test_mail_counts_from_the_day_on_which_it_came(window: Window) -> None:
    clerk = window("gafj-shinan-window")
    sheet = filled(clerk)
    mail = {"channel": "mail", "tracking": "EA123456789CN", "postmark": "2026-09-16", "signed": "yes"}
    assert "不能在今天之后" in clerk.post(sheet, {**mail, "received_on": "2026-09-22"}).content.decode()
    assert clerk.post(sheet, {**mail, "received_on": "2026-09-18"}).status_code == 302
    case = cases.Case.objects.get()
    assert case.papers_received_on.isoformat() == "2026-09-18"
    clock = case.clocks.get(name="acceptance")
    assert (clock.start_on.isoformat(), clock.due_on.isoformat()) == ("2026-09-18", "2026-09-24")
    assert case.intakes.get().details == {"tracking": "EA123456789CN", "postmark": "2026-09-16"}


def test_only_the_window_enters_the_window(window: Window, client: Client) -> None:
    assert window("acceptor").get("/window/").status_code == 403
    assert client.get("/window/").status_code == 302
    assert "窗口收件" not in text(window("acceptor").get("/desk/"))
    assert "窗口收件" in text(window("window").get("/desk/"))


def test_the_pages_cost_the_same_however_much_there_is(window: Window, django_assert_max_num_queries: Any) -> None:
    clerk, actor = window("gafj-shinan-window"), official("gafj-shinan-window", NOW)
    for name in ("甲", "乙", "丙"):
        dog_at(actor, person(*GRANDMOTHER, NOW), NOW)
        assert name
    case = cases.file_draft(
        dog_at(actor, person(*GRANDMOTHER, NOW), NOW).pk, actor=actor, now=NOW, received=received(actor, NOW)
    )
    clerk.get("/window/")
    for address in (
        "/window/",
        f"/window/drafts/{cases.Draft.objects.filter(case=None)[0].pk}/",
        f"/window/cases/{case.pk}/receipt/",
        "/window/turn-away/",
        "/window/agents/",
    ):
        with django_assert_max_num_queries(16):
            clerk.get(address)
    with django_assert_max_num_queries(16):
        clerk.post("/window/find/", {"q": NUMBER})
