"""Certificates and seals in a city's files: what is refused, what is measured, what a handling does."""

from datetime import date
from pathlib import Path

import pytest

from support.cities import FILES, write_city
from weimin.blueprint.api import Compiled, compile_city, file_schemas
from weimin.blueprint.certificates import CertificateKind, Seal, certificate_act, seal_for

TODAY = date(2026, 9, 21)
QINGDAO = Path(__file__).resolve().parents[2] / "cities" / "qingdao"
KIND = """\
- code: dog-tag
  name: {zh: 犬牌, en: Dog tag}
  type-code: "11370202MBDEM01975001"
  says: {zh: 已登记, en: Registered}
  seal: office
  fields:
    - {id: holder, label: {zh: 持有人, en: Holder}, from: holder.name}
    - {id: name, label: {zh: 狗名, en: Its name}, from: answers.name}
"""
SEAL = """\
- code: office
  name: {zh: 审批局印章, en: Seal}
  department: office
  custodian: office/issuer
  text: {zh: 审批局, en: Office}
  papers: ["*"]
  certificates: [dog-tag]
"""
ITEM = FILES["items/office/dog-registration.yaml"].replace(
    "result: {name: {zh: 犬牌, en: Dog tag}}", "result: {name: {zh: 犬牌, en: Dog tag}, certificate: dog-tag}"
)
CITY = {"items/office/dog-registration.yaml": ITEM, "certificates/all.yaml": KIND, "seals/all.yaml": SEAL}


def compiled(folder: Path, **changes: str | None) -> Compiled:
    named = {name.replace("_", "/", 1) + ".yaml": text for name, text in changes.items()}
    return compile_city(write_city(folder, {**CITY, **named}), today=TODAY)


def findings(folder: Path, **changes: str | None) -> list[str]:
    return [f"{each.code} {each.field} {each.message.en}" for each in compiled(folder, **changes).findings]


def test_a_city_with_certificates_and_seals_is_sound(tmp_path: Path) -> None:
    assert findings(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"certificates_all": None}, "E004", "there is no certificate 'dog-tag'"),
        ({"certificates_all": KIND.replace("answers.name", "answers.nickname")}, "E004", "form field 'nickname'"),
        ({"certificates_all": KIND.replace("seal: office", "seal: other")}, "E004", "there is no seal 'other'"),
        ({"certificates_all": KIND.replace("01975001", "01976001")}, "E003", "type-code"),
        ({"certificates_all": KIND.replace("id: name", "id: holder")}, "E007", "'holder' is given twice"),
        ({"certificates_all": KIND.replace("holder.name", "register.all")}, "E003", "from"),
        ({"seals_all": SEAL.replace("[dog-tag]", "[]")}, "E011", "not permitted on the certificate dog-tag"),
        ({"seals_all": SEAL.replace("[dog-tag]", "[cat-tag, dog-tag]")}, "E004", "no certificate 'cat-tag'"),
        ({"seals_all": SEAL.replace("  custodian: office/issuer\n", "")}, "E003", "custodian"),
        ({"seals_all": SEAL.replace("office/issuer", "office/nobody")}, "E004", "no post 'nobody'"),
        ({"seals_all": SEAL.replace("office/issuer", "health/clerk")}, "E011", "a post of office keeps its seal"),
        ({"seals_all": SEAL.replace("department: office", "department: nowhere")}, "E004", "no department 'nowhere'"),
    ],
)
def test_what_leads_nowhere_or_contradicts_is_an_error(
    tmp_path: Path, changes: dict[str, str | None], code: str, words: str
) -> None:
    found = findings(tmp_path, **changes)
    assert any(each.startswith(code) and words in each for each in found), found


def test_a_handling_that_acts_on_no_certificate_is_told(tmp_path: Path) -> None:
    city = FILES["items/office/dog-registration.yaml"].replace(
        "  new:\n    procedure: simple\n", "  new:\n    procedure: simple\n    certificate: renew\n"
    )
    folder = write_city(tmp_path, {**CITY, "items/office/dog-registration.yaml": city})
    found = compile_city(folder, today=TODAY).findings
    assert [(each.code, each.field) for each in found] == [("E011", "handlings.new.certificate")]


def test_a_department_that_issues_without_a_fitting_seal_lowers_the_score(tmp_path: Path) -> None:
    kind, seal = KIND.replace("  seal: office\n", ""), SEAL.replace("  certificates: [dog-tag]\n", "")
    result = compiled(tmp_path, certificates_all=kind, seals_all=seal)
    assert {each.code for each in result.findings} == {"T010"}
    assert result.score is not None
    assert result.score < 100


def test_a_city_that_keeps_no_seals_is_not_measured_by_them(tmp_path: Path) -> None:
    kind = KIND.replace("  seal: office\n", "")
    assert findings(tmp_path, certificates_all=kind, seals_all=None) == []


def test_what_each_handling_of_the_food_licence_does(tmp_path: Path) -> None:
    blueprint = compile_city(QINGDAO, today=TODAY).blueprint
    item = blueprint.items["food-business-licence"].value
    done = {code: certificate_act(item, code, handling) for code, handling in item.handlings.items()}
    assert done == {
        "new": ("issue", "food-business-licence"),
        "change": ("change", "food-business-licence"),
        "renew": ("renew", "food-business-licence"),
        "cancel": ("cancel", "food-business-licence"),
    }
    gas = blueprint.items["gas-business-licence"].value
    assert certificate_act(gas, "close", gas.handlings["close"]) is None, "its result is a paper of its own"


def test_a_seal_is_chosen_by_department_and_kind(tmp_path: Path) -> None:
    blueprint = compiled(tmp_path).blueprint
    seals = tuple(each.value for each in blueprint.sections["seals"].values() if isinstance(each.value, Seal))
    assert seal_for(seals, "office", paper="anything") is not None
    assert seal_for(seals, "office", certificate="dog-tag", named="office") is not None
    assert seal_for(seals, "office", certificate="cat-tag") is None
    assert seal_for(seals, "health", paper="anything") is None
    assert all(isinstance(each.value, CertificateKind) for each in blueprint.sections["certificates"].values())


def test_editors_know_both_kinds_of_file() -> None:
    assert {"certificates.schema.json", "seals.schema.json"} <= set(file_schemas())
