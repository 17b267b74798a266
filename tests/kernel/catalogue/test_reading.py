"""Reading the published blueprint: what was read once costs nothing again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.cities import write_city
from weimin.kernel.catalogue import api as catalogue
from weimin.ui.site import current_site

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture
def revision(tmp_path: Path) -> int:
    return catalogue.apply_city(write_city(tmp_path), actor="system", now=NOW).revision_id


def test_an_item_costs_one_query_and_then_none(revision: int, django_assert_num_queries):
    with django_assert_num_queries(1):
        catalogue.item("dog-registration", revision_id=revision)
    with django_assert_num_queries(0):
        catalogue.item("dog-registration", revision_id=revision)


@pytest.mark.usefixtures("revision")
def test_the_item_in_force_costs_one_query_because_another_process_may_have_published(django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(1):
            catalogue.item("dog-registration")


def test_lists_and_procedures_cost_one_query_and_then_none(revision: int, django_assert_num_queries):
    for read in (
        lambda: catalogue.items(revision_id=revision),
        lambda: catalogue.departments(revision_id=revision),
        lambda: catalogue.procedure("simple", revision_id=revision),
    ):
        with django_assert_num_queries(1):
            first = read()
        with django_assert_num_queries(0):
            assert read() is first or read() == first


def test_names_of_many_revisions_cost_one_query_each_at_most(revision: int, django_assert_num_queries):
    with django_assert_num_queries(1):
        names = catalogue.item_names({revision})
    assert names[revision, "dog-registration"].zh == "养犬登记"
    with django_assert_num_queries(0):
        catalogue.item_names([revision, revision])


def test_what_is_not_there_is_told_by_kind_and_name(revision: int):
    with pytest.raises(catalogue.NotInCatalogue) as missing:
        catalogue.item("cat-registration", revision_id=revision)
    assert missing.value.data == {"kind": "item", "name": "cat-registration"}
    with pytest.raises(catalogue.NotInCatalogue):
        catalogue.procedure("complex", revision_id=revision)
    with pytest.raises(catalogue.NotInCatalogue):
        catalogue.department("nowhere", revision_id=revision)


def test_before_the_first_apply_there_is_no_city():
    for read in (catalogue.active_revision, catalogue.city, catalogue.items, lambda: catalogue.item("x")):
        with pytest.raises(catalogue.NoCity):
            read()
    assert current_site().name.en == "Weimin government services"


@pytest.mark.usefixtures("revision")
def test_the_pages_speak_for_the_city_in_force():
    site = current_site()
    assert (site.name.zh, site.hotline, site.demonstration, site.disclaimer.en) == (
        "试城",
        "12345",
        True,
        "A demonstration",
    )


@pytest.mark.parametrize(
    ("division", "found"), [("370202", "370202"), ("370202001", "370202"), ("370202001001", "370202")]
)
def test_a_street_is_served_by_the_implementation_around_it(revision: int, division: str, found: str):
    item = catalogue.item("dog-registration", revision_id=revision)
    assert catalogue.implementation(item, division=division, handling="new").division == found


@pytest.mark.parametrize("division", ["370203", "370200", "", "nonsense"])
def test_a_division_that_nobody_serves_is_told(revision: int, division: str):
    item = catalogue.item("dog-registration", revision_id=revision)
    with pytest.raises(catalogue.NotInCatalogue):
        catalogue.implementation(item, division=division)


def test_an_implementation_must_offer_the_handling(revision: int):
    item = catalogue.item("dog-registration", revision_id=revision)
    with pytest.raises(catalogue.NotInCatalogue):
        catalogue.implementation(item, division="370202", handling="renew")
