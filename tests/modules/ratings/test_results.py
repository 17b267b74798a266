"""Results in public: counted from what changed, true to the rows, and too few to guess from are hidden."""

import csv
import io
from datetime import date

import pytest
from django.test import Client

from modules.ratings.conftest import NOW, give, read_journal, taken_in, turned_away
from support.qingdao import at, official
from weimin.modules.ratings import followups
from weimin.modules.ratings.clocks import note_late
from weimin.modules.ratings.figures import counted, lines, overall, rebuild
from weimin.modules.ratings.models import DayFigure, FollowUp, Invitation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "clock")]

YEAR = {"first": date(2025, 10, 1), "last": date(2026, 9, 22)}


@pytest.fixture
def rated() -> list[Invitation]:
    """Six matters ended, five of them rated: 5, 4, 3, 2, 1."""
    for _ in range(6):
        turned_away(taken_in())
    read_journal()
    found = list(Invitation.objects.filter(kind="matter").order_by("pk"))
    for invitation, grade in zip(found, "54321", strict=False):
        give(invitation, grade)
    read_journal()
    return found


def kept() -> list[dict[str, object]]:
    names = [field.name for field in DayFigure._meta.fields if field.name != "id"]
    return list(DayFigure.objects.order_by("day", "department", "item").values(*names))


def from_rows() -> list[dict[str, object]]:
    return [{"day": row.pop("happened_on"), **row} for row in counted()]


def test_the_figures_are_those_of_the_rows_after_every_kind_of_act(rated: list[Invitation]):
    first, second = FollowUp.objects.order_by("pk")
    followups.verify(first.pk, finding="malicious", ground="查了。", actor=official("head", NOW), now=NOW)
    note_late(now=at("2026-09-29 09:00"))
    read_journal()
    assert kept() == from_rows()
    total = DayFigure.objects.get(department="xzspj-shinan")
    assert (total.invited, total.answered, total.bad, total.in_time, total.late, total.malicious) == (6, 5, 2, 1, 1, 1)
    assert second.pk != first.pk


def test_reading_twice_and_rebuilding_give_the_same(rated: list[Invitation]):
    before = kept()
    read_journal()
    assert kept() == before
    DayFigure.objects.update(answered=99)
    rebuild()
    assert kept() == before


def test_a_batch_costs_the_same_however_many_ratings_there_are(rated: list[Invitation], django_assert_max_num_queries):
    from weimin.kernel.journal.api import Entry
    from weimin.modules.ratings.figures import COUNTED, keep_figures

    entries = list(Entry.objects.filter(action__in=COUNTED))
    with django_assert_max_num_queries(4):  # two of them a savepoint
        keep_figures(entries, now=NOW)


def test_shares_are_of_those_who_answered_and_silence_is_shown(rated: list[Invitation]):
    row = next(each for each in lines("department", **YEAR, shown_from=5) if each.code == "xzspj-shinan")
    assert (row.counts["invited"], row.unanswered, row.shown) == (6, 1, True)
    assert row.shares == dict.fromkeys([5, 4, 3, 2, 1], 0.2)
    page = Client().get("/ratings/").content.decode()
    assert "市南区行政审批服务局" in page
    assert "20%" in page


def test_too_few_answers_are_not_published_on_page_nor_file_nor_guide(rated: list[Invitation]):
    assert "市南区政务服务中心" in Client().get("/ratings/").content.decode()
    rows = {
        row["code"]: row
        for row in csv.DictReader(io.StringIO(Client().get("/ratings/figures.csv").content.decode("utf-8-sig")))
    }
    hall = rows["hall-shinan"]
    assert (hall["invited"], hall["answered"], hall["grade_1_very_dissatisfied"]) == ("6", "<5", "")
    assert (rows["xzspj-shinan"]["answered"], rows["xzspj-shinan"]["grade_1_very_dissatisfied"]) == ("5", "1")


def test_the_sum_does_not_betray_a_hidden_row(rated: list[Invitation]):
    give(Invitation.objects.filter(kind="visit").first(), "1")  # type: ignore[arg-type]
    read_journal()
    rows = lines("department", **YEAR, shown_from=5)
    total = overall(rows, shown_from=5)
    assert total is not None
    assert (len(rows), total.counts["answered"]) == (2, 5)
    assert overall(lines("department", **YEAR, shown_from=1), shown_from=1).counts["answered"] == 6  # type: ignore[union-attr]


def test_the_guide_tells_how_others_fared(rated: list[Invitation]):
    page = Client().get("/items/food-business-licence/").content.decode()
    assert "办过的人怎么说" in page
    assert "60%" in page


def test_by_service_and_by_month(rated: list[Invitation], clock):
    assert "食品经营许可" in Client().get("/ratings/?by=item&period=month").content.decode()
    clock("2026-10-02 09:00")
    assert "还没有请人评价" in Client().get("/ratings/?period=month").content.decode()
    assert "市南区行政审批服务局" in Client().get("/ratings/?period=year").content.decode()


def test_a_merged_department_keeps_its_results_under_its_name(rated: list[Invitation]):
    from weimin.kernel.organisations.models import Department

    Department.objects.filter(code="xzspj-shinan").update(valid_to=date(2026, 9, 22))
    page = Client().get("/ratings/").content.decode()
    assert "市南区行政审批服务局（已撤并）" in page
    assert "/departments/xzspj-shinan/" not in page


@pytest.mark.parametrize("query", ["?by=x&period=%00", "?period=", "?by=item&lang=en"])
def test_odd_questions_get_a_page(rated: list[Invitation], query: str):
    assert Client().get(f"/ratings/{query}").status_code == 200


def test_the_page_keeps_to_its_budget(rated: list[Invitation], django_assert_max_num_queries):
    Client().get("/ratings/")
    with django_assert_max_num_queries(6):
        Client().get("/ratings/")


def test_what_nobody_has_confirmed_says_so(rated: list[Invitation]):
    page = Client().get("/ratings/?lang=en").content.decode()
    assert "the text has not been verified" in page
    assert "the national standard has not been verified" in page
