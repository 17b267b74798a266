from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from weimin.kernel.identity import api as identity

pytestmark = pytest.mark.django_db
GOOD = {
    "name": "欧阳·测试",
    "number_kind": "id-card",
    "number": "11010519491231002x",
    "phone": "138 0000 0001",
    "username": "ouyang",
    "password1": "a longer sentence 42",
    "password2": "a longer sentence 42",
}


def sign_up(client: Client | None = None, **other: Any) -> Any:
    return (client or Client()).post(reverse("account_signup"), GOOD | other)


def test_signing_up_makes_login_party_and_mandate_and_logs_in():
    client = Client()
    assert sign_up(client).status_code == 302
    user = identity.User.objects.get()
    party = identity.Party.objects.get()
    assert (user.login, user.name) == ("ouyang", "欧阳·测试")
    assert (party.kind, party.number, party.phone) == ("person", "11010519491231002X", "13800000001")
    assert user.representations.get().role == "self"
    assert client.get(reverse("account")).status_code == 200


def test_a_foreigner_signs_up_with_a_passport():
    assert sign_up(name="Anna Müller", number_kind="passport", number="c01x00t47").status_code == 302
    assert identity.Party.objects.get().number == "C01X00T47"


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "110105194912310021"},
        {"number": "1"},
        {"number": "<script>"},
        {"number_kind": "credit-code"},
        {"number_kind": ""},
        {"phone": "12"},
        {"phone": "abc"},
        {"name": ""},
        {"name": "<b>x</b>"},
        {"name": "x" * 500},
        {"username": "admin"},
        {"username": "a"},
        {"username": "张三张三"},
        {"username": "-dash"},
        {"password1": "short", "password2": "short"},
        {"password1": "1234567890", "password2": "1234567890"},
        {"password1": "a longer sentence 42", "password2": "another sentence 42"},
        {"number": "\x00" * 5},
        {"username": "x" * 300},
    ],
)
def test_a_wrong_answer_is_told_and_nothing_is_written(wrong):
    answer = sign_up(**wrong)
    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    assert not identity.User.objects.exists()
    assert not identity.Party.objects.exists()


def test_a_number_that_is_registered_is_told_and_leaves_no_login_behind():
    sign_up()
    answer = sign_up(username="someone-else")
    assert answer.status_code == 409
    assert "已经登记" in answer.content.decode()
    assert identity.User.objects.count() == 1


def test_a_login_that_is_taken_is_told():
    sign_up()
    answer = sign_up(number="440524188001010014", username="OUYANG")
    assert answer.status_code == 200
    assert "已被使用" in answer.content.decode()
    assert identity.User.objects.count() == 1


def test_signing_up_too_often_from_one_place_is_slowed_down():
    for _ in range(10):
        sign_up(number="1")
    answer = sign_up(number="1")
    assert answer.status_code == 429
    assert "太频繁" in answer.content.decode()
