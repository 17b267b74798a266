"""Signed notes with Ed25519 keys, as https://c2sp.org/signed-note; keys in the text form of Go's sumdb/note."""

import base64
import binascii
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError

__all__ = ["BadKey", "BadSignature", "MalformedNote", "SigningKey", "UnknownSigner", "VerifierKey", "open_note"]

ED25519: Final = b"\x01"
KEY_ID_BYTES: Final = 4
KEY_BYTES: Final = 32
MOST_SIGNATURES: Final = 100
LONGEST_NOTE: Final = 1_000_000
DASH: Final = "— "


class BadKey(WeiminError):
    code = "bad-note-key"
    status = 422
    message = Bilingual(
        "“{key}”不是验证公钥，应形如 名称+8位十六进制+Base64（Ed25519）",
        "“{key}” is no verifier key; one looks like name+8 hex digits+base64 (Ed25519)",
    )


class MalformedNote(WeiminError):
    code = "malformed-note"
    status = 422
    message = Bilingual("不是签名文书（C2SP signed-note）：{reason}", "Not a C2SP signed note: {reason}")


class UnknownSigner(WeiminError):
    code = "unknown-signer"
    status = 422
    message = Bilingual("签名人 {names} 都不是所信的密钥", "None of the signers {names} is a trusted key")


class BadSignature(WeiminError):
    code = "bad-signature"
    status = 422
    message = Bilingual("{name} 的签名与文字不符", "The signature of {name} does not fit the text")


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(char.isspace() or char < " " for char in name)


def _unbase64(text: str) -> bytes:
    """Strict: one spelling for each value. Raises ``ValueError``."""
    raw = base64.b64decode(text.encode("ascii"), validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError(text)
    return raw


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Who is believed: a name and an Ed25519 public key."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read ``name+hash+base64``. Raises ``BadKey`` for another form, algorithm, length or a wrong hash."""
        try:
            name, key_id, encoded = text.split("+", 2)
            raw = _unbase64(encoded)
        except (ValueError, binascii.Error) as error:
            raise BadKey(key=text[:200]) from error
        key = cls(name, raw[1:])
        if not _is_name(name) or raw[:1] != ED25519 or len(raw) != 1 + KEY_BYTES or key.key_id.hex() != key_id:
            raise BadKey(key=text[:200])
        return key

    def verifies(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


class SigningKey:
    """Signs notes; made from a 32-byte seed, which it never shows."""

    def __init__(self, name: str, seed: bytes) -> None:
        if not _is_name(name) or len(seed) != KEY_BYTES:
            raise BadKey(key=name[:200])
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = VerifierKey(name, self._private.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """The whole note: text, blank line, one signature line. Raises ``MalformedNote`` for a text that cannot be one."""
        _check_characters(text)
        if not text.endswith("\n"):
            raise MalformedNote(reason=Bilingual("文字须以换行结束", "the text must end in a newline"))
        signed = self.verifier.key_id + self._private.sign(text.encode())
        return f"{text}\n{DASH}{self.verifier.name} {base64.b64encode(signed).decode()}\n"


def open_note(note: str, keys: Collection[VerifierKey]) -> str:
    """The text of a note that at least one of ``keys`` signed. Signatures of unknown keys are ignored.

    Raises ``MalformedNote``, ``BadSignature`` (a known key's signature is wrong) or ``UnknownSigner``.
    """
    text, lines = _split(note)
    known = {(key.name, key.key_id): key for key in keys}
    names, verified = [], False
    for line in lines:
        name, raw = _signature(line)
        names.append(name)
        key = known.get((name, raw[:KEY_ID_BYTES]))
        if key is None:
            continue
        if not key.verifies(text, raw[KEY_ID_BYTES:]):
            raise BadSignature(name=name)
        verified = True
    if not verified:
        raise UnknownSigner(names="、".join(names))
    return text


def _split(note: str) -> tuple[str, list[str]]:
    if len(note) > LONGEST_NOTE:
        raise MalformedNote(reason=Bilingual("太长", "it is too long"))
    _check_characters(note)
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise MalformedNote(reason=Bilingual("没有空行和其后的签名行", "no blank line with signature lines after it"))
    lines = signatures[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise MalformedNote(reason=Bilingual("签名太多", "it has too many signatures"))
    return text + "\n", lines


def _check_characters(text: str) -> None:
    if any(char < " " and char != "\n" for char in text) or any("\ud800" <= char <= "\udfff" for char in text):
        raise MalformedNote(reason=Bilingual("含有控制字符", "it holds control characters"))


def _signature(line: str) -> tuple[str, bytes]:
    name, _space, encoded = line.removeprefix(DASH).partition(" ")
    try:
        raw = _unbase64(encoded)
    except (ValueError, binascii.Error):
        raw = b""
    if not line.startswith(DASH) or not _is_name(name) or len(raw) <= KEY_ID_BYTES:
        raise MalformedNote(reason=Bilingual("签名行不合格式", "a signature line is not well formed"))
    return name, raw
