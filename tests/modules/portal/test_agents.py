"""谁可以替我办: given, seen, ended with one's own login; what an agent fills in is filed by whom it is for."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from modules.portal.conftest import NOW, visitor
from support.counter import DOG, GRANDSON, dog_at, person, received
from support.qingdao import PDF, applicant, official
from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity

GIVEN = {
    "name": GRANDSON[1],
    "number": GRANDSON[0],
    "scope": ["dog-registration"],
    "until_year": "2026",
    "until_month": "12",
    "until_day": "31",
}


@pytest.fixture
def agent(citizen: Client) -> Client:
    """Someone whom the citizen lets register a dog, acting for the citizen now."""
    assert citizen.post("/my/agents/", GIVEN).status_code == 302
    client = visitor("agent")
    party = applicant("citizen", NOW).party_id
    assert client.post("/account/act-for/", {"party": str(party)}).status_code == 302
    return client


def prepared(agent: Client) -> cases.Draft:
    chosen = {"handling": "new", "division": "370202", "s.keeper": "resident", "s.home": "own"}
    address = agent.post("/items/dog-registration/apply/", chosen).headers["Location"]
    for name, value in DOG.items():
        agent.post(f"{address}f-{name}/", {"answer": value})
    return cases.Draft.objects.get(case=None)


def test_a_mandate_is_given_seen_and_ended(citizen: Client, agent: Client) -> None:
    page = citizen.get("/my/agents/").content.decode()
    assert GRANDSON[1] in page
    assert "2026 年 12 月 31 日" in page
    mandate = identity.agents_of(applicant("citizen", NOW).party_id or 0, on=NOW.date())[0]
    assert citizen.post(f"/my/agents/{mandate.id}/end/").status_code == 302
    assert "现在没有人可以替您办" in citizen.get("/my/agents/").content.decode()
    assert agent.get("/my/agents/").content.decode().count("代办人") == 0, "the agent is back to being himself"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"scope": []}, "请选择让对方办哪些事"),
        ({"until_year": ""}, "请写到哪一天为止"),
        ({"until_year": "2040"}, "到期日从今天起"),
        ({"name": "某某"}, "没有找到这个人"),
        ({"number": "370202193503029982"}, "没有找到这个人"),
        ({"number": "123"}, "号码不对"),
    ],
)
def test_what_is_wrong_with_a_mandate_says_what_to_do(citizen: Client, wrong: dict[str, str], told: str) -> None:
    response = citizen.post("/my/agents/", {**GIVEN, **wrong})
    assert response.status_code == 422
    assert told in response.content.decode()


def test_an_agent_gives_no_mandates_and_ends_none(citizen: Client, agent: Client) -> None:
    assert "授权只能由对方本人给" in agent.get("/my/agents/").content.decode()
    assert agent.post("/my/agents/", GIVEN).status_code == 403
    mandate = identity.agents_of(applicant("citizen", NOW).party_id or 0, on=NOW.date())[0]
    assert agent.post(f"/my/agents/{mandate.id}/end/").status_code == 403
    other = visitor("villager")
    assert other.post(f"/my/agents/{mandate.id}/end/").status_code == 403
    assert identity.agents_of(applicant("citizen", NOW).party_id or 0, on=NOW.date())


def test_the_applicant_confirms_what_the_agent_filled_in(citizen: Client, agent: Client) -> None:
    draft = prepared(agent)
    check = f"/apply/{draft.pk}/check/"
    assert "签字要申请人自己签" in agent.get(check).content.decode()
    refused = agent.post(check, {"send": "1"})
    assert refused.status_code == 422
    assert "代办人不能替申请人签字" in refused.content.decode()
    assert citizen.get(check).status_code == 404
    assert agent.post(check, {"ask": "1"}).status_code == 302
    assert "等申请人确认" in agent.get("/my/").content.decode()
    assert "等您确认" in citizen.get("/my/").content.decode()
    assert "牟知夏 替您填好了" in citizen.get(check).content.decode()
    assert citizen.post(check).status_code == 302
    case = cases.Case.objects.get()
    assert case.channel == "agent"
    assert citizen.get(f"/my/cases/{case.pk}/").status_code == 200


def test_the_agent_hands_in_the_form_that_was_signed(agent: Client) -> None:
    draft = prepared(agent)
    form = SimpleUploadedFile("申请表.pdf", PDF)
    assert agent.post(f"/apply/{draft.pk}/check/", {"send": "1", "signature": form}).status_code == 302
    assert cases.Intake.objects.get().signed == "agent-brought"
    bad = prepared(agent)
    assert (
        agent.post(
            f"/apply/{bad.pk}/check/", {"send": "1", "signature": SimpleUploadedFile("x.pdf", b"MZ")}
        ).status_code
        == 422
    )


def test_what_was_said_by_phone_is_signed_by_confirming_it(citizen: Client, agent: Client) -> None:
    clerk = official("gafj-shinan-window", NOW)
    call = received(
        clerk, NOW, channel=cases.Channel.PHONE, signed=cases.Intake.Signed.PENDING,
        details={"caller": "尹小舟", "read_back": "on"},
    )  # fmt: skip
    party = person("370202199005179985", "尹小舟", NOW)
    case = cases.file_draft(dog_at(clerk, party, NOW).pk, actor=clerk, now=NOW, received=call)
    assert case.lacking == [cases.SIGNATURE]
    page = f"/my/cases/{case.pk}/"
    assert "内容属实，我确认" not in agent.get(page).content.decode()
    assert agent.post(f"{page}confirm/").status_code == 404
    assert "内容属实，我确认" in citizen.get(page).content.decode()
    assert citizen.post(f"{page}confirm/").status_code == 302
    case.refresh_from_db()
    assert case.lacking == []
