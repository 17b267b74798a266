"""Every page of the portal: for the right person only, at a fixed price, in both languages, with what it must say."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from modules.portal.conftest import NOW, visitor
from support.qingdao import applicant, at, do, draft_restaurant, hand_in, official
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.documents import api as documents
from weimin.kernel.journal import api as journal
from weimin.modules.portal.story import timeline

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

BUDGET = 15
ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百]+[条款项]")
HAN = re.compile(r"[㐀-鿿、。，；：（）]")
TheirOwn = Callable[[cases.Case], list[str]]


def text(response: Any) -> str:
    return str(response.content.decode())


def deliver() -> None:
    """What the worker does within two seconds: sequence the journal and let its readers follow."""
    journal.sequence(now=NOW)
    while journal.run_consumers(now=NOW):
        pass


def addresses_of(case: cases.Case) -> list[str]:
    """Everything of a case that only its applicant may open."""
    paper = documents.papers_about([cases.case_ref(case)])[0]
    material = next(row for row in cases.handed_in(case) if row.file)
    base = f"/my/cases/{case.pk}/"
    return [
        base,
        f"{base}correct/",
        f"{base}correct/phone/",
        f"{base}hand-in/",
        f"{base}withdraw/",
        f"{base}papers/{paper.pk}.pdf",
        f"{base}files/{material.pk}/",
    ]


def test_what_is_of_one_party_does_not_exist_for_another(company: Client, asked: cases.Case) -> None:
    for address in addresses_of(asked):
        assert company.get(address).status_code == 404, address
        assert company.post(address, {"send": "1", "answer": "13900000000"}).status_code in {404, 405}, address
    asked.refresh_from_db()
    assert (asked.status, asked.answers["phone"]) == ("correction", "13800138000")


def test_a_draft_of_one_party_does_not_exist_for_another(company: Client, draft: cases.Draft) -> None:
    file = next(row for row in cases.papers_of(draft) if row.file)
    for page in ("", "check/", "discard/", "f-area/", "m-floor-plan/", f"files/{file.pk}/"):
        assert company.get(f"/apply/{draft.pk}/{page}").status_code == 404
        assert company.post(f"/apply/{draft.pk}/{page}", {"answer": "1"}).status_code in {404, 405}
    assert cases.Draft.objects.get().answers["area"] == "86"


def test_the_same_person_under_another_name_sees_nothing_of_the_business(asked: cases.Case) -> None:
    as_person = visitor("trader")
    assert as_person.get(f"/my/cases/{asked.pk}/").status_code == 404
    assert asked.number not in text(as_person.get("/my/"))


def test_a_paper_or_file_of_another_case_is_not_shown_under_ones_own(trader: Client, filed: cases.Case) -> None:
    actor = applicant("company", NOW)
    begun = draft_restaurant(actor, NOW, papers=("floor-plan",))
    other = cases.file_draft(begun.pk, actor=actor, now=NOW)
    paper = documents.papers_about([cases.case_ref(other)])[0]
    file = next(row for row in cases.handed_in(other) if row.file)
    assert trader.get(f"/my/cases/{filed.pk}/papers/{paper.pk}.pdf").status_code == 404
    assert trader.get(f"/my/cases/{filed.pk}/files/{file.pk}/").status_code == 404


def test_an_agent_sees_only_the_items_of_the_mandate(filed: cases.Case) -> None:
    owner = applicant("trader", NOW)
    narrow = type(owner)(
        kind="applicant", user_id=1, party_id=owner.party_id, party_kind=owner.party_kind, scope=frozenset({"drainage"})
    )
    assert cases.cases_of(narrow) == ([], 0)
    assert [line.case.pk for line in cases.cases_of(owner)[0]] == [filed.pk]


def test_messages_are_the_partys_own(trader: Client, company: Client, filed: cases.Case) -> None:
    deliver()
    assert filed.number in text(trader.get("/my/messages/"))
    assert filed.number not in text(company.get("/my/messages/"))
    assert "还没有消息" in text(company.get("/my/messages/"))


def test_what_waits_for_me_comes_first(trader: Client, asked: cases.Case) -> None:
    actor = applicant("trader", NOW)
    begun = draft_restaurant(actor, NOW, papers=())
    later = cases.file_draft(begun.pk, actor=actor, now=NOW)
    page = text(trader.get("/my/"))
    assert page.index("等您办") < page.index(asked.number) < page.index("已经提交") < page.index(later.number)


def test_the_case_page_tells_what_to_do_why_the_date_and_what_comes(trader: Client, asked: cases.Case) -> None:
    page = text(trader.get(f"/my/cases/{asked.pk}/"))
    for words in (
        "请您补正 2 项，这是全部",
        "请交盖章的制度。",
        "补正材料一次性告知书（PDF）",
        "由您办",
        asked.query_code,
    ):
        assert words in page
    handed = at("2026-09-21 15:00")
    hand_in("safety-rules", applicant("trader", NOW), handed, case_id=asked.pk)
    do(asked, "correction", "submit", applicant("trader", NOW), handed)
    page = text(trader.get(f"/my/cases/{asked.pk}/"))
    assert "9 月 29 日前告知您是否受理" in page
    assert 'datetime="2026-09-25"' in page  # each day of the count, the holiday among them
    do(asked, "acceptance", "accept", official("acceptor", NOW), at("2026-09-21 16:00"))
    page = text(trader.get(f"/my/cases/{asked.pk}/"))
    assert "10 月 9 日前作出决定" in page
    assert "法律允许到" in page


def test_what_officials_advise_one_another_is_not_told(trader: Client, filed: cases.Case) -> None:
    hand_in("safety-rules", applicant("trader", NOW), NOW, case_id=filed.pk)
    do(filed, "acceptance", "accept", official("acceptor", NOW), NOW)
    do(filed, "review", "approve", official("reviewer", NOW), NOW, opinion="建议尽快，领导关注。")
    page = text(trader.get(f"/my/cases/{filed.pk}/"))
    assert "完成审查" in page
    assert "领导关注" not in page


def test_a_granted_case_offers_its_certificate_and_a_refused_one_its_decision(
    trader: Client, filed: cases.Case
) -> None:
    hand_in("safety-rules", applicant("trader", NOW), NOW, case_id=filed.pk)
    do(filed, "acceptance", "accept", official("acceptor", NOW), NOW)
    do(filed, "review", "reject", official("reviewer", NOW), NOW, reason="面积不足。", basis="食品安全法 第三十三条")
    do(filed, "decision", "refuse", official("chief", NOW), NOW, reason="面积不足。", basis="食品安全法 第三十三条")
    page = text(trader.get(f"/my/cases/{filed.pk}/"))
    assert "下载不予行政许可决定书（PDF）" in page
    assert "复议" in page
    pdf = trader.get(re.search(r"/my/cases/\d+/papers/\d+\.pdf", page.split('class="notice late"')[1]).group())  # type: ignore[union-attr]
    assert pdf.content.startswith(b"%PDF")
    assert "no-store" in pdf.headers["Cache-Control"]


def test_each_page_costs_a_fixed_number_of_queries(
    trader: Client, asked: cases.Case, django_assert_max_num_queries: Any
) -> None:
    actor = applicant("trader", NOW)
    for _ in range(3):
        begun = draft_restaurant(actor, NOW, papers=("floor-plan",))
        cases.file_draft(begun.pk, actor=actor, now=NOW)
    open_draft = draft_restaurant(actor, NOW, papers=("floor-plan",))
    pages = [
        "/", "/items/", "/search/?q=开饭店", "/items/food-business-licence/", "/my/", "/my/messages/",
        f"/my/cases/{asked.pk}/", f"/my/cases/{asked.pk}/correct/", f"/apply/{open_draft.pk}/check/",
        f"/apply/{open_draft.pk}/m-floor-plan/", "/items/food-business-licence/apply/",
    ]  # fmt: skip
    for page in pages:
        with django_assert_max_num_queries(BUDGET, info=page):
            assert trader.get(page).status_code == 200


class Words(HTMLParser):
    """The words of a page that a reader or a screen reader meets, without what is marked as Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"script", "style"} or (tag != "html" and (given.get("lang") or "").startswith("zh")):
            self.skipping.append(tag)
        self.words += [value for name in ("placeholder", "aria-label", "alt", "title") if (value := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        if self.skipping and self.skipping[-1] == tag:
            self.skipping.pop()

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.words.append(data)


def chinese_left(page: str, known: list[str]) -> list[str]:
    """Chinese on an English page, apart from names in the data: of parties, papers, laws and what people wrote."""
    reader = Words()
    reader.feed(page)
    left = []
    for words in reader.words:
        for name in sorted(known, key=len, reverse=True):
            words = words.replace(name, "")
        words = ARTICLE.sub("", words)
        if HAN.search(words):
            left.append(words.strip())
    return left


def names_in_the_data(case: cases.Case) -> list[str]:
    names = [case.applicant.name, "纪禾生", *map(str, case.answers.values())]
    names += [paper.title for paper in documents.papers_about([cases.case_ref(case)])]
    names += [entry[key] for entry in journal_missing(case) for key in ("label", "how")]
    for item in catalogue.items(revision_id=case.revision_id):
        for article in [
            *item.basis,
            *(m.basis for m in item.materials if m.basis),
            *(f.basis for f in item.fee if f.basis),
        ]:
            names += [article.law, article.article]
        for handling in item.handlings.values():
            clocks = (handling.clocks.acceptance, handling.clocks.statutory, handling.clocks.issue)
            names += [clock.article for clock in clocks if clock and clock.article]
    return [name for name in names if name]


def journal_missing(case: cases.Case) -> list[dict[str, str]]:
    rows = journal.entries(case=cases.case_ref(case), limit=50)
    return [entry for row in rows for entry in (row.payload or {}).get("missing", [])]


def test_the_english_pages_hold_no_chinese_but_names(trader: Client, asked: cases.Case) -> None:
    actor = applicant("trader", NOW)
    deliver()
    known = names_in_the_data(asked)
    begun = draft_restaurant(actor, NOW, papers=("floor-plan",))
    pages = [
        "/", "/items/", "/search/?q=restaurant", "/search/?q=xyzzy", "/query/", "/check/", "/nothing-here/",
        *(f"/items/{item.code}/" for item in catalogue.items()), "/items/food-business-licence/apply/",
        "/items/dog-registration/apply/", f"/apply/{begun.pk}/s-outlet/", f"/apply/{begun.pk}/f-area/",
        f"/apply/{begun.pk}/m-floor-plan/", f"/apply/{begun.pk}/m-staff-health/", f"/apply/{begun.pk}/check/",
        f"/apply/{begun.pk}/discard/", "/my/", f"/my/cases/{asked.pk}/", f"/my/cases/{asked.pk}/correct/",
        f"/my/cases/{asked.pk}/correct/phone/", f"/my/cases/{asked.pk}/withdraw/", "/my/messages/",
        f"/query/?number={asked.number}&code={asked.query_code}", f"/query/?number={asked.number}&code=AAAA-AAAA",
    ]  # fmt: skip
    trader.cookies["weimin_language"] = "en"
    assert chinese_left(text(Client().get("/")), known), "the Chinese page shows that Chinese would be found"
    left = {page: found for page in pages if (found := chinese_left(text(trader.get(page)), known))}
    assert left == {}


def test_the_story_keeps_services_and_certificates_and_leaves_the_office_its_own(asked: cases.Case) -> None:
    """Rooms that know a case write to its journal too; instructions and whose hands a step is in stay inside."""
    ref, actor = cases.case_ref(asked), "user:1"
    for action in ("delivery.opened", "certificate.suspended", "case.task-taken", "instruction.given"):
        journal.append(actor=actor, action=action, case=ref, payload={}, now=NOW)
    told = [str(row.title) for row in timeline(journal.entries(case=ref, limit=50), [], asked.pk, {})]
    assert [str(journal.action_name(action)) for action in ("delivery.opened", "certificate.suspended")] == told[-2:]
    assert all("批示" not in title and "经办" not in title for title in told)
