"""Checkpoints, as https://c2sp.org/tlog-checkpoint: origin, size and root of a log, signed as a note."""

import base64
import re
from collections.abc import Collection
from dataclasses import dataclass

from weimin.lib.bilingual import Bilingual
from weimin.lib.errors import WeiminError
from weimin.lib.merkle.hashing import HASH_BYTES
from weimin.lib.merkle.notes import SigningKey, VerifierKey, open_note

__all__ = ["Checkpoint", "MalformedCheckpoint"]

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class MalformedCheckpoint(WeiminError):
    code = "malformed-checkpoint"
    status = 422
    message = Bilingual(
        "检查点应有三行：来源、条数、Base64 的树根（32 字节）",
        "A checkpoint has three lines: origin, size, and the root of 32 bytes in base64",
    )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def sign(self, key: SigningKey) -> str:
        return key.sign(self.text)

    @classmethod
    def open(cls, note: str, keys: Collection[VerifierKey]) -> "Checkpoint":
        """A checkpoint that one of ``keys`` signed. Raises what ``open_note`` raises, and ``MalformedCheckpoint``."""
        return cls.parse(open_note(note, keys))

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read a note's text; extension lines are allowed and ignored. Raises ``MalformedCheckpoint``."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines) or not _SIZE.fullmatch(lines[1]):
            raise MalformedCheckpoint
        try:
            root = base64.b64decode(lines[2].encode("ascii"), validate=True)
        except ValueError as error:
            raise MalformedCheckpoint from error
        if len(root) != HASH_BYTES:
            raise MalformedCheckpoint
        return cls(lines[0], int(lines[1]), root)
