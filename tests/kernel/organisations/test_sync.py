from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from support.people import NOW, departments, divisions, text
from weimin.blueprint.city import Department as BlueprintDepartment
from weimin.blueprint.city import Division as BlueprintDivision
from weimin.blueprint.city import Post as BlueprintPost
from weimin.blueprint.city import Role
from weimin.kernel.organisations import api as organisations

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)
TODAY = date(2026, 9, 28)
MUCH_LATER_DAY = date(2026, 10, 28)


def changed(department: BlueprintDepartment, **fields: object) -> BlueprintDepartment:
    return department.model_copy(update=fields)


def test_the_first_sync_adds_everything_and_says_so():
    changes = organisations.sync_organisations(divisions(), departments(), now=NOW)
    assert changes.divisions.added == ("370200", "370202", "370202001")
    assert changes.departments.added == ("csglj", "xzspj")
    assert changes.posts.added == ("csglj/inspect", "xzspj/chief", "xzspj/review", "xzspj/window")
    department = organisations.department("xzspj")
    assert department is not None
    assert (department.letters, department.valid_from, department.valid_to) == ("XZSP", TODAY, None)
    assert str(department.name) == "行政审批服务局"


def test_said_twice_the_second_sync_changes_nothing():
    organisations.sync_organisations(divisions(), departments(), now=NOW)
    assert not organisations.sync_organisations(divisions(), departments(), now=LATER)


def test_a_plan_tells_what_a_sync_would_do_and_does_not_do_it():
    planned = organisations.plan_organisations(divisions(), departments())
    assert organisations.departments() == {}
    assert planned == organisations.sync_organisations(divisions(), departments(), now=NOW)


def test_what_left_the_blueprint_ends_but_stays_readable():
    organisations.sync_organisations(divisions(), departments(), now=NOW)
    changes = organisations.sync_organisations(divisions()[:2], departments()[:1], now=LATER)
    assert changes.departments.retired == ("csglj",)
    assert changes.posts.retired == ("csglj/inspect",)
    assert changes.divisions.retired == ("370202001",)
    assert "csglj" in organisations.departments()
    assert organisations.departments(on=MUCH_LATER_DAY).keys() == {"xzspj"}
    assert organisations.departments(on=MUCH_LATER_DAY - timedelta(days=1)).keys() == {"xzspj", "csglj"}
    assert organisations.posts(["csglj/inspect"], on=MUCH_LATER_DAY) == {}


def test_what_comes_back_is_open_again():
    organisations.sync_organisations(divisions(), departments(), now=NOW)
    organisations.sync_organisations(divisions(), departments()[:1], now=LATER)
    changes = organisations.sync_organisations(divisions(), departments(), now=LATER)
    assert changes.departments.changed == ("csglj",)
    assert organisations.departments(on=MUCH_LATER_DAY).keys() == {"xzspj", "csglj"}


def test_a_department_that_lived_less_than_a_day_can_be_retired():
    organisations.sync_organisations(divisions(), departments(), now=NOW)
    organisations.sync_organisations(divisions(), departments()[:1], now=NOW)
    assert organisations.departments(on=TODAY).keys() == {"xzspj"}


def test_two_departments_may_exchange_their_letters_in_one_sync():
    organisations.sync_organisations(divisions(), departments(), now=NOW)
    first, second = departments()
    swapped = [changed(first, letters="CSGL"), changed(second, letters="XZSP")]
    assert organisations.sync_organisations(divisions(), swapped, now=LATER).departments.changed == ("csglj", "xzspj")
    found = organisations.departments(on=MUCH_LATER_DAY)
    assert {code: department.letters for code, department in found.items()} == {"csglj": "XZSP", "xzspj": "CSGL"}


def test_letters_of_a_retired_department_are_free_in_the_same_act():
    organisations.sync_organisations(divisions(), departments(), now=NOW)
    heir = changed(departments()[1], code="heir", letters="XZSP")
    changes = organisations.sync_organisations(divisions(), [heir], now=LATER)
    assert changes.departments.added == ("heir",)
    assert changes.departments.retired == ("csglj", "xzspj")


def test_two_living_departments_of_a_division_cannot_have_the_same_letters():
    organisations.sync_organisations(divisions(), departments(), now=NOW)
    double = changed(departments()[1], letters="XZSP")
    with pytest.raises(IntegrityError), transaction.atomic():
        organisations.sync_organisations(divisions(), [departments()[0], double], now=LATER)
    department = organisations.department("csglj")
    assert department is not None
    assert department.letters == "CSGL", "nothing is changed when it raises"


def test_a_division_that_ended_gives_way_to_its_successor_of_the_same_code():
    end = date(2012, 12, 1)
    old = BlueprintDivision(code="370203", name=text("市北区"), valid_from=date(1994, 1, 1), valid_to=end)
    new = BlueprintDivision(code="370203", name=text("新市北区"), valid_from=end)
    organisations.sync_organisations([old, new], [], now=NOW)
    before = organisations.division("370203", on=date(2012, 11, 30))
    after = organisations.division("370203", on=end)
    assert before is not None
    assert after is not None
    assert (before.name_zh, after.name_zh) == ("市北区", "新市北区")
    assert organisations.divisions(["370203"])["370203"].name_zh == "新市北区"


def test_new_roles_of_a_post_take_effect():
    organisations.sync_organisations(divisions(), departments(), now=NOW)
    first, second = departments()
    posts = [BlueprintPost(code="window", name=text("窗口"), roles=[Role.WINDOW, Role.ISSUER])]
    changes = organisations.sync_organisations(divisions(), [changed(first, posts=posts), second], now=LATER)
    assert changes.posts.changed == ("xzspj/window",)
    assert changes.posts.retired == ("xzspj/chief", "xzspj/review")
    assert organisations.posts(["xzspj/window"])["xzspj/window"].roles == ["window", "issuer"]


def test_a_whole_city_is_synced_in_a_few_statements(django_assert_max_num_queries):
    start = date(1994, 1, 1)
    many = [BlueprintDivision(code=f"370202{n:03}", name=text(f"街道{n}"), valid_from=start) for n in range(450)]
    with django_assert_max_num_queries(16):
        changes = organisations.sync_organisations(many, departments(), now=NOW)
    assert len(changes.divisions.added) == 450


def test_posts_are_read_with_their_departments_in_one_query(django_assert_num_queries):
    organisations.sync_organisations(divisions(), departments(), now=NOW)
    with django_assert_num_queries(1):
        found = organisations.posts(["xzspj/chief", "csglj/inspect", "csglj/chief", "nonsense"])
        assert [str(post.department.name) for post in found.values()] == ["行政审批服务局", "城市管理局"]
    assert list(found) == ["xzspj/chief", "csglj/inspect"]


def test_subdivisions_are_those_right_below():
    organisations.sync_organisations(divisions(), departments(), now=NOW)
    assert [division.code for division in organisations.subdivisions("370200", on=TODAY)] == ["370202"]


def test_the_law_date_decides_and_not_the_date_in_utc():
    late_evening_utc = datetime(2026, 9, 28, 17, 0, tzinfo=UTC)  # already the 29th in Qingdao
    organisations.sync_organisations(divisions(), departments(), now=late_evening_utc)
    department = organisations.department("xzspj")
    assert department is not None
    assert department.valid_from == date(2026, 9, 29)
