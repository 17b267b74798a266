"""The bytes of a list → text. Offices send UTF-8, UTF-8 with a mark, UTF-16 out of spreadsheets, and GB18030."""

import codecs
import unicodedata
from pathlib import Path
from typing import Final

from weimin.blueprint.importing.errors import UnreadableList

__all__ = ["MAX_BYTES", "decode", "read_bytes", "unusable"]

MAX_BYTES: Final = 32_000_000
_NEVER: Final = frozenset("\ufffd\ufffe\uffff\ufeff\u2028\u2029")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_bytes(path: Path) -> bytes:
    """Raises ``UnreadableList`` if the file is missing, empty or too large."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise UnreadableList(path.name, "读不了：{e}", "cannot be read: {e}", e=error.strerror or "?") from None
    if size > MAX_BYTES:
        raise UnreadableList(
            path.name,
            "文件有 {n} 字节，最多 {m}；请按部门拆开",
            "the file has {n} bytes, at most {m} are read: split it by department",
            n=size,
            m=MAX_BYTES,
        )
    if not content.strip():
        raise UnreadableList(path.name, "文件是空的", "the file is empty")
    return content


def decode(content: bytes, file: str) -> tuple[str, str]:
    """Text and the name of its encoding. Raises ``UnreadableList`` naming the line that fits none."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding, file), encoding.removesuffix("-sig")
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise UnreadableList(
            f"{file}:{line}",
            "不是文字文件（含零字节）；请另存为 CSV UTF-8、.xlsx 或 JSON",
            "not a text file (it holds a zero byte): save it as CSV UTF-8, .xlsx or JSON",
        )
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _strictly(content, "gb18030", file), "gb18030"


def _strictly(content: bytes, encoding: str, file: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableList(
            f"{file}:{line}",
            "既不是 UTF-8 也不是 GB18030，或被截断；请另存为“CSV UTF-8”",
            "neither UTF-8 nor GB18030, or cut short: save it as 'CSV UTF-8'",
        ) from None


def unusable(text: str) -> str:
    """The first character that no blueprint file may hold, as U+XXXX; empty if all may. U+FFFD is what lost text leaves."""
    for character in text:
        if character in _NEVER or (unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\r"):
            return f"U+{ord(character):04X}"
    return ""
