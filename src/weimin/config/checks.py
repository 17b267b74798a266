"""What ``weimin manage check --deploy`` refuses beyond Django's own list."""

from typing import Any, Final

from django.conf import settings
from django.core import checks

__all__ = ["data_keys_open", "shared_cache"]

PER_PROCESS: Final = ("locmem.LocMemCache", "dummy.DummyCache")


@checks.register(checks.Tags.caches, deploy=True)
def shared_cache(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Attempts, used codes and rate limits live in the cache: each process its own would count to five each."""
    backend = settings.CACHES["default"]["BACKEND"]
    if not backend.endswith(PER_PROCESS):
        return []
    hint = "Use the database cache (the default) or Redis. 用默认的数据库缓存或 Redis。"
    return [checks.Error(f"The cache {backend} is not shared between processes.", hint=hint, id="weimin.E001")]


@checks.register(checks.Tags.security, deploy=True)
def data_keys_open(**_kwargs: Any) -> list[checks.CheckMessage]:
    """A key that cannot be read would be noticed only when the first person signs up."""
    from weimin.lib.sealing import BadKey, Keyring

    try:
        Keyring(settings.DATA_KEYS)
    except BadKey as bad:
        return [checks.Error(f"{bad.message.en} / {bad.message.zh}", id="weimin.E002")]
    return []
