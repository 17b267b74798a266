from collections.abc import Iterator

import pytest

from support import qingdao
from weimin.kernel.catalogue import api as catalogue


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: object) -> Iterator[catalogue.Applied]:
    with django_db_blocker.unblock(), qingdao.in_force(qingdao.at("2026-09-01 08:00")) as applied:  # type: ignore[attr-defined]
        yield applied
