import pytest
from click.testing import CliRunner

from support import people
from support.people import NOW
from weimin.blueprint.city import DemoOfficial
from weimin.config import clock
from weimin.kernel.identity import api as identity

pytestmark = pytest.mark.django_db


def test_provisioning_twice_makes_nobody_twice(town):
    again = identity.provision_demo(people.people(), city=people.city(), now=clock.now())
    assert again == 0
    assert identity.User.objects.count() == len(town) == 4
    assert identity.Party.objects.count() == 4
    assert identity.Appointment.objects.count() == 3


def test_a_password_that_someone_changed_is_kept(town):
    town["wang"].set_password("something else entirely")
    town["wang"].save()
    identity.provision_demo(people.people(), city=people.city(), now=clock.now())
    assert identity.User.objects.get(login="wang").check_password("something else entirely")


def test_a_real_city_gets_no_demonstration_people(db):
    with pytest.raises(identity.NotADemonstration):
        identity.provision_demo(people.people(), city=people.city(demonstration=False), now=NOW)
    assert identity.User.objects.count() == 0


def test_the_logins_are_listed_citizens_first_with_who_needs_a_code(town, django_assert_num_queries):
    with django_assert_num_queries(1):
        listed = identity.demo_logins()
    assert [(login.login, login.second_factor) for login in listed] == [
        ("wang", False),
        ("li", False),
        ("reviewer", True),
        ("chief", True),
    ]
    assert listed[0].hint.zh == "试城餐饮有限公司 法定代表人"
    assert "xzspj/review" in listed[2].hint.en


def test_the_code_is_the_one_the_login_asks_for(town):
    code, seconds = identity.totp_code("reviewer", city=people.city(), now=clock.now())
    assert len(code) == 6
    assert code.isdigit()
    assert 0 < seconds <= 30


def test_no_code_is_printed_in_a_real_city_nor_for_a_real_person(town):
    with pytest.raises(identity.NotADemonstration):
        identity.totp_code("reviewer", city=people.city(demonstration=False), now=NOW)
    with pytest.raises(identity.UnknownLogin):
        identity.totp_code("wang", city=people.city(), now=NOW)
    real = identity.register_user("real-official", name="某", password=None, now=NOW)
    people.add_second_factor(real)
    with pytest.raises(identity.UnknownLogin):
        identity.totp_code("real-official", city=people.city(), now=NOW)


def test_the_secret_of_a_second_factor_lies_sealed(town):
    from allauth.mfa.models import Authenticator

    for factor in Authenticator.objects.all():
        assert factor.data["secret"].startswith("v1.")


def city_folder(tmp_path, *, demonstration: bool):
    folder = tmp_path / "city"
    folder.mkdir()
    fields = people.city(demonstration=demonstration).model_dump_json(by_alias=True)
    (folder / "city.yaml").write_text(fields, encoding="utf-8")  # JSON is YAML
    return folder


def test_the_command_prints_the_code_of_a_demonstration_login(town, tmp_path, settings):
    from weimin.config.cli.otp import command

    settings.CITY = city_folder(tmp_path, demonstration=True)
    result = CliRunner().invoke(command, ["chief"])
    assert result.exit_code == 0, result.output
    assert result.stdout.strip().isdigit()


@pytest.mark.parametrize(("demonstration", "login"), [(False, "chief"), (True, "nobody"), (True, "wang")])
def test_the_command_refuses_everything_else(town, tmp_path, settings, demonstration, login):
    from weimin.config.cli.otp import command

    settings.CITY = city_folder(tmp_path, demonstration=demonstration)
    result = CliRunner().invoke(command, [login])
    assert result.exit_code == 1
    assert result.stdout == ""


@pytest.mark.parametrize("content", ["", "[1, 2", "demonstration: true", "- a\n- b", "\x00"])
def test_the_command_refuses_a_city_it_cannot_read(town, tmp_path, settings, content):
    from weimin.config.cli.otp import command

    settings.CITY = tmp_path
    (tmp_path / "city.yaml").write_text(content)
    result = CliRunner().invoke(command, ["chief"])
    assert result.exit_code == 1
    assert "city.yaml" in result.stderr


def test_a_second_start_costs_few_queries_however_many_officials_there_are(town, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        identity.provision_demo(people.people(), city=people.city(), now=clock.now())
    crowd = people.people().model_copy(
        update={"officials": [DemoOfficial(login=f"clerk-{n}", name="某", posts=["xzspj/window"]) for n in range(40)]}
    )
    identity.provision_demo(crowd, city=people.city(), now=clock.now())
    with django_assert_max_num_queries(30):
        identity.provision_demo(crowd, city=people.city(), now=clock.now())
