"""Two offices at once, and a worker that dies: a part opens once."""

import pytest
from django.db import IntegrityError, connection, transaction

from kernel.cases.test_concurrency import at_once
from support import joining
from support.filling import walk
from support.qingdao import FOLDER, applicant, at
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.journal import api as journal
from weimin.modules.joint import following
from weimin.modules.joint.models import Part

pytestmark = pytest.mark.django_db(transaction=True)
NOW = at("2026-09-21 09:40")
HYGIENE = "public-place-licence"


@pytest.fixture
def parent() -> cases.Case:
    """A restaurant with rooms: its hygiene licence waits for the fire check, and everything else runs beside it."""
    catalogue.apply_city(FOLDER, actor="system", now=at("2026-09-01 08:00"))
    return joining.file(applicant("trader", NOW), NOW, situations={"besides": "lodging", "advert": "no"})


def ended(parent: cases.Case, item: str) -> None:
    case = joining.part(parent, item).case
    assert case is not None
    walk(case, {"visit": ["pass"], "review": ["approve"]}, NOW)


def opened(parent: cases.Case) -> int:
    return cases.Case.objects.filter(item=HYGIENE, applicant=parent.applicant_id).count()


def test_two_parts_that_end_at_once_open_their_successor_once(parent: cases.Case) -> None:
    items = ["food-business-licence", "fire-opening-check"]
    Part.objects.filter(parent=parent, item=HYGIENE).update(after=items)
    done = at_once([lambda item=item: ended(parent, item) for item in items])  # type: ignore[misc]
    assert done == [None, None]
    assert joining.part(parent, HYGIENE).state == "waiting"

    def settled() -> None:
        with transaction.atomic():
            following.settle(parent.pk, now=NOW)

    results = at_once([settled] * 4)
    assert all(result is None for result in results), results
    assert opened(parent) == 1
    joining.catch_up(NOW)
    assert opened(parent) == 1
    assert joining.part(parent, HYGIENE).state == "open"


def test_a_worker_that_dies_after_opening_a_part_opens_it_once(
    parent: cases.Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended(parent, "fire-opening-check")
    real, calls = following.open_part, []

    def dies_once(*args: object, **kwargs: object) -> None:
        real(*args, **kwargs)  # type: ignore[arg-type]
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("killed")

    monkeypatch.setattr(following, "open_part", dies_once)
    with pytest.raises(AssertionError, match="killed"):
        joining.catch_up(NOW)
    assert opened(parent) == 0, "its transaction was rolled back with it"
    joining.catch_up(at("2026-09-21 09:50"))
    assert opened(parent) == 1
    assert joining.part(parent, HYGIENE).state == "open"


def test_reading_the_record_again_opens_nothing_again(parent: cases.Case) -> None:
    ended(parent, "fire-opening-check")
    joining.catch_up(NOW)
    entries = list(journal.Entry.objects.filter(action__in=following.FOLLOWED).order_by("index"))
    before = journal.Entry.objects.count()
    with transaction.atomic():
        following.follow(entries, now=NOW)
    assert opened(parent) == 1
    assert journal.Entry.objects.count() == before


def test_the_database_itself_lets_a_part_be_there_once(parent: cases.Case) -> None:
    part = joining.part(parent, HYGIENE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Part.objects.create(parent=parent, item=HYGIENE, handling="new", department="x", position=9, stage=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Part.objects.filter(pk=part.pk).update(state="open")
    connection.close()
