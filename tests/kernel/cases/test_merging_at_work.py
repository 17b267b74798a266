"""Departments merge in the middle of a working day: clerks go on with their steps, applicants go on filing, nothing is lost."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from support.qingdao import FOLDER, applicant, at, draft_restaurant, official, task_of
from support.reforms import NEW, copy_of_the_city, merge_in_shinan
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.catalogue import reforms

pytestmark = pytest.mark.django_db(transaction=True)

NOW = at("2026-10-12 09:00")
CASES = 12
PAPERS = ("floor-plan", "equipment", "safety-rules")


def at_once(work: list[Callable[[], object]]) -> list[BaseException]:
    """Run all at the same time, each with a connection of its own; what they raised."""
    barrier, raised = threading.Barrier(len(work)), []

    def run(job: Callable[[], object]) -> None:
        barrier.wait()
        try:
            job()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(240)
    return raised


def test_clerks_and_applicants_go_on_while_the_departments_are_merged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reforms, "CHUNK", 3)
    catalogue.apply_city(FOLDER, actor="system", now=at("2026-09-01 08:00"))
    trader = applicant("trader", NOW)
    drafts = [draft_restaurant(trader, NOW, papers=PAPERS).pk for _ in range(1)]
    filed = []
    for _ in range(CASES):
        filed.append(cases.file_draft(drafts[-1], actor=trader, now=NOW))
        drafts.append(draft_restaurant(trader, NOW, papers=PAPERS).pk)
    folder, acceptor = merge_in_shinan(copy_of_the_city(tmp_path / "city")), official("acceptor", NOW)
    tasks = [task_of(case, "acceptance").pk for case in filed]

    def accept(mine: list[int]) -> Callable[[], None]:
        def work() -> None:
            for task in mine:
                cases.complete_task(task, outcome="accept", data={}, actor=acceptor, now=NOW)

        return work

    raised = at_once(
        [
            lambda: catalogue.apply_city(folder, actor="system", now=NOW),
            accept(tasks[0::2]),
            accept(tasks[1::2]),
            lambda: cases.file_draft(drafts[-1], actor=trader, now=NOW),
        ]
    )
    assert raised == []
    while catalogue.carry_reforms(now=NOW):
        pass
    every = list(cases.Case.objects.all())
    assert len(every) == CASES + 1
    assert {(case.collects, case.accepts, case.decides) for case in every} == {(NEW, NEW, NEW)}
    waiting = cases.Task.objects.filter(state="open")
    assert set(waiting.values_list("department", flat=True)) == {NEW}
    assert waiting.filter(step="review").count() == CASES, "every act of every clerk stands"
    assert cases.Task.objects.filter(step="acceptance", state="done").count() == CASES
