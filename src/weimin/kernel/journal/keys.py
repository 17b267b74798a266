"""The journal's signature key. Its seed comes from the settings, which make it in the home on first use."""

from functools import lru_cache

from django.conf import settings

from weimin.lib.merkle import SigningKey, VerifierKey

__all__ = ["signing_key", "verifier_key"]


def signing_key() -> SigningKey:
    """Named as the origin, as tlog-checkpoint asks. Raises ``BadKey`` if the settings hold no proper seed or name."""
    return _signing_key(settings.JOURNAL_ORIGIN, settings.JOURNAL_KEY)


def verifier_key() -> VerifierKey:
    """What everyone needs to check the journal's signature."""
    return signing_key().verifier


@lru_cache(maxsize=4)
def _signing_key(origin: str, seed: str) -> SigningKey:
    try:
        raw = bytes.fromhex(seed)
    except ValueError:
        raw = b""
    return SigningKey(origin, raw)
