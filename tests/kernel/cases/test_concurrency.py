"""Two people at once: numbers never repeat, a task is done once, a killed process leaves nothing between."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from support.at_once import at_once
from support.qingdao import FOLDER, applicant, at, draft_restaurant, official, task_of
from weimin.kernel.cases import api as cases
from weimin.kernel.cases.numbers import next_number
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.journal import api as journal

pytestmark = pytest.mark.django_db(transaction=True)

NOW = at("2026-09-21 14:40")


@pytest.fixture
def city() -> catalogue.Applied:
    return catalogue.apply_city(FOLDER, actor="system", now=at("2026-09-01 08:00"))


def test_case_numbers_never_repeat_under_load() -> None:
    def several() -> list[str]:
        found = []
        for _ in range(25):
            with transaction.atomic():
                found.append(next_number(division="370202", letters="XZSP", year=2026))
        return found

    results = at_once([several] * 4)
    numbers = [number for each in results for number in each]  # type: ignore[attr-defined]
    assert len(set(numbers)) == 100
    assert max(numbers).startswith("370202-XZSP-2026-000100-")


def test_a_number_taken_by_an_act_that_fails_is_given_again() -> None:
    first = _taken_and_thrown_away()
    with transaction.atomic():
        assert next_number(division="370202", letters="XZSP", year=2026) == first


def _taken_and_thrown_away() -> str:
    with transaction.atomic():
        number = next_number(division="370202", letters="XZSP", year=2026)
        transaction.set_rollback(True)
    return number


def test_two_clerks_on_one_task_do_it_once(city: catalogue.Applied) -> None:
    trader = applicant("trader", NOW)
    draft = draft_restaurant(trader, NOW, papers=("floor-plan", "equipment", "safety-rules"))
    case = cases.file_draft(draft.pk, actor=trader, now=NOW)
    task, acceptor = task_of(case, "acceptance"), official("acceptor", NOW)

    def accept() -> cases.Case:
        return cases.complete_task(task.pk, outcome="accept", data={}, actor=acceptor, now=NOW)

    results = at_once([accept] * 4)
    assert sum(isinstance(result, cases.Case) for result in results) == 1
    assert sum(isinstance(result, cases.StaleTask) for result in results) == 3
    assert [entry.action for entry in journal.entries(case=cases.case_ref(case))] == ["case.accepted", "case.filed"]
    assert cases.Task.objects.filter(case=case, step="review").count() == 1


def test_a_double_click_on_send_files_one_case(city: catalogue.Applied) -> None:
    trader = applicant("trader", NOW)
    draft = draft_restaurant(trader, NOW, papers=())
    results = at_once([lambda: cases.file_draft(draft.pk, actor=trader, now=NOW)] * 4)
    assert len({result.pk for result in results}) == 1  # type: ignore[attr-defined]
    assert cases.Case.objects.count() == 1


KILLED = """
    import os, signal, sys
    import django
    django.setup()
    from datetime import datetime
    from weimin.kernel.cases import engine, services
    from weimin.kernel.identity import api as identity
    from weimin.lib.lawtime import law_date

    task_id, where, now = int(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
    user = identity.User.objects.get(login="acceptor")
    actor = identity.Actor(kind="official", user_id=user.pk, name=user.name, posts=identity.posts_of(user.pk, on=law_date(now)))
    target, name = {"tasks": (engine, "UPSERT_TASKS"), "papers": (engine, "INSERT_PAPERS"), "journal": (engine.journal, "append")}[where]
    real = getattr(target, name)

    def die(*args, **kwargs):
        real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(target, name, die)
    services.complete_task(task_id, outcome="accept", data={}, actor=actor, now=now)
"""


def test_a_process_killed_in_the_middle_of_a_step_leaves_the_state_before(
    city: catalogue.Applied, tmp_path: Path
) -> None:
    for where in ("tasks", "papers", "journal"):
        killed_after(where, tmp_path)


def killed_after(where: str, tmp_path: Path) -> None:
    """The process dies right after writing ``where``; the case is as before and can go on."""
    trader = applicant("trader", NOW)
    draft = draft_restaurant(trader, NOW, papers=("floor-plan", "equipment", "safety-rules"))
    case = cases.file_draft(draft.pk, actor=trader, now=NOW)
    task = task_of(case, "acceptance")
    script = tmp_path / "killed.py"
    script.write_text(textwrap.dedent(KILLED))
    connection.close()
    died = subprocess.run(
        [sys.executable, str(script), str(task.pk), where, NOW.isoformat()],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "support.same_database", **same_database(), "PYTHONPATH": "tests"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()[-2000:]
    task.refresh_from_db()
    assert task.state == "open"
    assert cases.Case.objects.get(pk=case.pk).status == cases.Status.RECEIVED
    assert [entry.action for entry in journal.entries(case=cases.case_ref(case))] == ["case.filed"]
    done = cases.complete_task(task.pk, outcome="accept", data={}, actor=official("acceptor", NOW), now=NOW)
    assert done.status == cases.Status.ACCEPTED


def same_database() -> dict[str, str]:
    """Where another process finds the database of this test."""
    return {"WEIMIN_TEST_DATABASE": str(connection.settings_dict["NAME"]), "WEIMIN_HOME": str(settings.HOME)}
