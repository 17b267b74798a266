"""Statements that are written once give and keep the same rows as the ORM does."""

from datetime import date, datetime
from typing import Any, Final

import pytest
from django.db import DatabaseError, connection, transaction

from support.qingdao import applicant, at, do, draft_restaurant, official
from weimin.kernel.cases import api as cases
from weimin.kernel.cases.dossier import lock_case
from weimin.kernel.cases.models import Case, ClockRow, Task
from weimin.kernel.identity.models import Party
from weimin.kernel.journal.models import Cursor
from weimin.kernel.rows.api import Insert, Reading, Update, Upsert

pytestmark = pytest.mark.django_db
NOW: Final = at("2026-09-21 09:00")
MISSING: Final = [{"code": "safety-rules", "label": "食品安全规章制度", "how": "请补交。"}]


@pytest.fixture
def case(city: object) -> Case:
    trader = applicant("trader", NOW)
    return cases.file_draft(draft_restaurant(trader, NOW, papers=()).pk, actor=trader, now=NOW)


def columns(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_row_is_read_as_the_orm_reads_it(case: Case) -> None:
    for model in (Case, Task, ClockRow, Party):
        expected = list(model.objects.order_by("pk"))
        assert expected
        found = Reading(model, "ORDER BY id")()
        assert [columns(row) for row in found] == [columns(row) for row in expected]


def test_a_related_row_comes_along_in_the_same_statement(case: Case, django_assert_num_queries: Any) -> None:
    reading = Reading(Case, 'WHERE "cases_case"."id" = %s', related="applicant")
    with django_assert_num_queries(1):
        (found,) = reading(case.pk)
        assert columns(found.applicant) == columns(Party.objects.none().model(**columns(found.applicant)))
        assert found.applicant.name == "市南区禾记小馆"
    assert found.answers["seats"] == 40, "a sealed column opens in the row that was read"


def test_a_number_that_no_column_holds_belongs_to_no_row(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Reading(Case, "WHERE id = %s")(10**30) == []


def test_a_row_that_was_inserted_knows_its_id() -> None:
    cursor = Cursor(name="reader", position=7)
    assert Insert(Cursor).one(cursor) == cursor.pk
    assert columns(Cursor.objects.get(pk=cursor.pk)) == columns(cursor)
    cursor.save()  # as one that is there


def test_many_rows_are_inserted_by_one_statement_and_none_by_no_statement(django_assert_num_queries: Any) -> None:
    insert = Insert(Cursor)
    with django_assert_num_queries(1):
        insert([Cursor(name=name) for name in ("a", "b", "c")])
    with django_assert_num_queries(0):
        insert([])
    assert set(Cursor.objects.values_list("name", flat=True)) >= {"a", "b", "c"}


def test_an_upsert_changes_the_named_columns_of_a_known_row_and_no_other() -> None:
    Cursor.objects.create(name="reader", position=3, attempts=2, error="old")
    Upsert(Cursor, unique=["name"], update=["position"])(
        [Cursor(name="reader", position=9, error="new"), Cursor(name="other", position=1)]
    )
    known, other = Cursor.objects.get(name="reader"), Cursor.objects.get(name="other")
    assert (known.position, known.attempts, known.error) == (9, 2, "old")
    assert other.position == 1


def test_an_update_writes_its_columns_and_refuses_a_row_that_is_gone() -> None:
    cursor = Cursor.objects.create(name="reader", position=3)
    cursor.position, cursor.error = 8, "not written"
    update = Update(Cursor, ["position"])
    update(cursor)
    assert Cursor.objects.values_list("position", "error").get(pk=cursor.pk) == (8, "")
    pk = cursor.pk
    cursor.delete()
    cursor.pk = pk
    with pytest.raises(DatabaseError), transaction.atomic():
        update(cursor)


def test_what_an_act_loads_does_not_grow_with_the_rounds_of_correction(case: Case) -> None:
    """Six rounds: of tasks and clocks come what is open, the last answer of each step and the last round of each clock."""
    for _ in range(6):
        do(case, "acceptance", "correct", official("acceptor", NOW), NOW, missing=MISSING)
        do(case, "correction", "submit", applicant("trader", NOW), NOW)
    first = Task.objects.filter(case=case).order_by("wait").first()
    assert first is not None
    with transaction.atomic():
        dossier, named = lock_case(case_id=case.pk, now=NOW), lock_case(task_id=first.pk, now=NOW)
    assert Task.objects.filter(case=case).count() == 13
    assert [(task.step, task.state) for task in dossier.tasks] == [
        ("acceptance", "done"), ("correction", "done"), ("acceptance", "open"),
    ]  # fmt: skip
    assert [(row.name, row.round, row.state) for row in dossier.clocks if row.name == "acceptance"] == [
        ("acceptance", 7, "running")
    ]
    assert [task.pk for task in named.tasks] == [first.pk, *(task.pk for task in dossier.tasks)]
    whole = cases.open_case_page(case.pk, actor=official("acceptor", NOW), now=NOW)
    assert whole.context() == dossier.context(), "conditions read the same answers"
    assert whole.view == dossier.view, "and the law sees the same case"


def test_the_first_of_many_rounds_is_still_told_apart_as_already_done(case: Case) -> None:
    task = Task.objects.get(case=case, state="open")
    for _ in range(2):
        do(case, "acceptance", "correct", official("acceptor", NOW), NOW, missing=MISSING)
        do(case, "correction", "submit", applicant("trader", NOW), NOW)
    with pytest.raises(cases.StaleTask):
        cases.complete_task(task.pk, outcome="accept", data={}, actor=official("acceptor", NOW), now=NOW)


def test_instants_and_dates_come_back_as_they_were(case: Case) -> None:
    (row,) = Reading(ClockRow, "WHERE case_id = %s AND name = 'acceptance'")(case.pk)
    assert isinstance(row.due_on, date)
    assert isinstance(row.fires_at, datetime)
    assert row.fires_at.tzinfo is not None
    assert connection.vendor in {"sqlite", "postgresql"}
