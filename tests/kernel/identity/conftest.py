import pytest
from django.core.cache import cache

from support import people
from weimin.kernel.identity import api as identity


@pytest.fixture(autouse=True)
def fresh_limits():
    """Attempts are counted in the cache; each test starts without any."""
    cache.clear()


@pytest.fixture
def town(db: None) -> dict[str, identity.User]:
    return people.build_city()
