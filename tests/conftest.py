"""What all tests share: the database that --postgres or the default asks for."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # a busy machine is no fault of the code
settings.register_profile("nightly", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real lists and vectors that others wrote; they live beside the checkout and are never copied into it."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared data folder (../shared/data) is not here")
    return SHARED_DATA


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The example city in force since 1 September 2026 for a whole module of tests, rolled back at its end."""
    from support import qingdao

    with django_db_blocker.unblock(), qingdao.in_force(qingdao.at("2026-09-01 08:00")) as applied:
        yield applied


@pytest.fixture(autouse=True)
def _committed_entries_can_be_swept_away(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits is cleaned up by emptying the tables, which the database refuses for the journal
    and for certificates (kernel/*/guard.py). The sweep itself installs the guard again."""
    marker = request.node.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction")) or not {"transactional_db", "live_server"}.isdisjoint(
        request.fixturenames
    )
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        from weimin.kernel.documents import guard as documents
        from weimin.kernel.journal import guard as journal

        journal.remove_guard()
        documents.remove_guard()
