import pytest

from weimin.config.checks import data_keys_open, shared_cache


@pytest.mark.parametrize(
    ("backend", "refused"),
    [
        ("django.core.cache.backends.locmem.LocMemCache", True),
        ("django.core.cache.backends.dummy.DummyCache", True),
        ("django.core.cache.backends.db.DatabaseCache", False),
        ("django.core.cache.backends.redis.RedisCache", False),
    ],
)
def test_a_cache_of_each_process_alone_is_refused(settings, backend, refused):
    settings.CACHES = {"default": {"BACKEND": backend}}
    assert bool(shared_cache()) is refused


def test_the_cache_we_ship_is_shared(settings):
    from weimin.config import settings as shipped

    settings.CACHES = shipped.CACHES
    assert shared_cache() == []


@pytest.mark.parametrize(("keys", "refused"), [(["0f" * 32], False), (["0f"], True), ([], True), (["x" * 64], True)])
def test_a_data_key_that_cannot_be_used_is_refused_before_anyone_signs_up(settings, keys, refused):
    settings.DATA_KEYS = keys
    assert bool(data_keys_open()) is refused
