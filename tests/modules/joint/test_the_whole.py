"""A joint application from its one form to the last result, through the services as the pages use them."""

import pytest

from support import joining
from support.qingdao import applicant, at
from weimin.kernel.cases import api as cases
from weimin.kernel.identity import api as identity
from weimin.modules.joint.models import HandedIn

pytestmark = pytest.mark.django_db

NOW = at("2026-09-21 09:40")


@pytest.fixture
def trader(city: object) -> identity.Actor:
    return applicant("trader", NOW)


def test_one_act_files_the_whole_and_a_case_for_each_office_that_can_begin(trader: identity.Actor) -> None:
    parent = joining.file(trader, NOW)
    assert joining.states(parent) == {
        "food-business-licence": "open",
        "public-gathering-fire-check": "open",
        "outdoor-advertisement": "open",
    }
    food, fire = (joining.part(parent, item).case for item in ("food-business-licence", "public-gathering-fire-check"))
    assert food is not None
    assert fire is not None
    assert food.answers["premises"] == fire.answers["premises"]
    assert food.situations["outlet"] == "restaurant"
    assert food.accepts == "xzspj-shinan"
    assert fire.accepts == "xfjy-shinan"


def test_a_paper_that_several_offices_use_is_stored_once_and_shared(trader: identity.Actor) -> None:
    parent = joining.file(trader, NOW)
    plans = cases.Material.objects.filter(material="floor-plan", case__isnull=False)
    assert plans.count() == 2
    assert len(set(plans.values_list("file_id", flat=True))) == 1
    assert HandedIn.objects.filter(material="floor-plan").count() == 1
    assert parent.outcome == ""


def test_a_refusal_inside_stops_only_what_needs_it_and_the_whole_ends_partly_granted(city: object) -> None:
    citizen = applicant("citizen", NOW)
    parent = joining.file(citizen, NOW)
    assert joining.states(parent)["food-business-licence"] == "waiting"
    joining.handle(parent, "sole-trader-registration", NOW)
    assert joining.states(parent)["food-business-licence"] == "open"
    joining.handle(parent, "outdoor-advertisement", NOW, review=["reject"], decision=["refuse"])
    joining.handle(parent, "food-business-licence", NOW)
    joining.handle(parent, "public-gathering-fire-check", NOW)
    parent.refresh_from_db()
    assert (parent.outcome, parent.status) == ("partly-granted", "closed")
