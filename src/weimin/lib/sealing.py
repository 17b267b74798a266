"""Personal data at rest: sealed with AES-256-GCM, found again through a keyed blind index.

A keyring holds one or more secrets. The first seals, all unseal, so that a key can be replaced without
stopping the city. A sealed text is bound to its place (field and row): moved elsewhere, it does not open.
A blind index is an HMAC-SHA-256 under a key of its own per purpose, so that equal numbers in two fields
do not betray each other. Keys are derived by HKDF-SHA-256 (RFC 5869).
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Sequence
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = ["INDEX_LENGTH", "BadKey", "Keyring", "Unsealable"]

FORMAT = "v1"
NONCE_BYTES = 12
INDEX_LENGTH = 64
"""Characters of a blind index."""


class BadKey(WeiminError):
    code = "bad-data-key"
    status = 500
    message = Bilingual(
        "WEIMIN_DATA_KEYS 的第 {position} 个密钥不是至少 32 字节的十六进制数",
        "Key {position} of WEIMIN_DATA_KEYS is not at least 32 bytes in hexadecimal",
    )


class Unsealable(WeiminError):
    """The sealed text is damaged, was moved from another place, or its key is no longer in the ring."""

    code = "unsealable"
    status = 500
    message = Bilingual(
        "{context} 的密文无法解开：密钥缺失、内容受损或被移动",
        "The sealed text at {context} does not open: its key is missing, or it was damaged or moved",
    )


def _derive(secret: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"weimin/{purpose}".encode()).derive(secret)


class _Key:
    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self.id = _derive(secret, "key-id")[:4].hex()
        self._index_keys: dict[str, bytes] = {}

    @cached_property
    def cipher(self) -> AESGCM:
        return AESGCM(_derive(self._secret, "seal"))

    def index(self, text: str, purpose: str) -> str:
        key = self._index_keys.get(purpose) or self._index_keys.setdefault(
            purpose, _derive(self._secret, f"blind-index/{purpose}")
        )
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _parse(secret: str, position: int) -> bytes:
    try:
        raw = bytes.fromhex(secret.strip())
    except ValueError:
        raise BadKey(position=position) from None
    if len(raw) < 32:
        raise BadKey(position=position)
    return raw


class Keyring:
    """Hexadecimal secrets of at least 32 bytes, the one in use first. Raises ``BadKey``."""

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets:
            raise BadKey(position=1)
        self._keys = [_Key(_parse(secret, position)) for position, secret in enumerate(secrets, start=1)]
        self._by_id = {key.id: key for key in self._keys}

    def seal(self, text: str, *, context: str) -> str:
        """``v1.<key>.<nonce and ciphertext>``; opens only in the same context."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._keys[0].cipher.encrypt(nonce, text.encode(), context.encode())
        return f"{FORMAT}.{self._keys[0].id}.{base64.urlsafe_b64encode(sealed).decode()}"

    def unseal(self, token: str, *, context: str) -> str:
        """The text again. Raises ``Unsealable``."""
        version, _, rest = token.partition(".")
        key_id, _, body = rest.partition(".")
        key = self._by_id.get(key_id)
        if version != FORMAT or key is None:
            raise Unsealable(context=context)
        try:
            raw = base64.urlsafe_b64decode(body.encode())
            return key.cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError):
            raise Unsealable(context=context) from None

    def is_current(self, token: str) -> bool:
        """Whether the token was sealed with the key in use; if not, a rotation has work to do."""
        return token.startswith(f"{FORMAT}.{self._keys[0].id}.")

    def index(self, text: str, *, purpose: str) -> str:
        """The blind index to store, under the key in use."""
        return self._keys[0].index(text, purpose)

    def indexes(self, text: str, *, purpose: str) -> tuple[str, ...]:
        """Every index under which a row may lie while keys are being replaced, the one in use first."""
        return tuple(key.index(text, purpose) for key in self._keys)
