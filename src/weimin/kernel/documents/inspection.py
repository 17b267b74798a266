"""What a file really is: judged by its content, never by its name. Broken, locked and disguised files are refused."""

import io
import warnings
import zipfile
from dataclasses import dataclass
from typing import Final

import filetype
from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from weimin.kernel.documents.errors import FileRefused
from weimin.lib.bilingual import Bilingual

__all__ = ["MEDIA_TYPES", "Inspected", "inspect"]

MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MAX_PIXELS: Final = 100_000_000
MAX_PAGES: Final = 500
MAX_UNPACKED_BYTES: Final = 200 * 1024 * 1024


@dataclass(frozen=True)
class Inspected:
    kind: str
    media_type: str
    pages: int | None


def inspect(content: bytes, *, name: str, accept: list[str]) -> Inspected:
    """Tell what ``content`` is.

    Raises ``FileRefused`` when it is empty, of a kind that is not accepted, damaged, locked, or larger inside than out.
    """
    if not content:
        raise FileRefused(name=name, why=Bilingual("文件是空的，请重新选择。", "The file is empty; choose it again."))
    guess = filetype.guess(content)
    kind = _kind(content, guess.extension if guess else "")
    if kind not in accept:
        raise FileRefused(
            name=name,
            why=Bilingual(
                "这里只收 {a}{f}。请转换后再传，或拍照上传。",
                "Only {a} can be handed in here{f}. Convert it, or take a photo.",
            ).format(
                a="、".join(a.upper() for a in accept),
                f=Bilingual(f"，而这个文件的内容是 {kind.upper()}", f"; its content is {kind.upper()}") if kind else "",
            ),
        )
    return Inspected(kind, MEDIA_TYPES[kind], _CHECKS[kind](content, name))


def _kind(content: bytes, extension: str) -> str:
    if extension == "zip" and b"word/" in content[:4096] + content[-65536:]:
        return "docx"
    if extension == "zip" and b"xl/" in content[:4096] + content[-65536:]:
        return "xlsx"
    return "jpg" if extension == "jpeg" else extension


def _pdf(content: bytes, name: str) -> int:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise FileRefused(
                name=name, why=Bilingual("PDF 设了密码，请去掉密码后再传。", "The PDF has a password; remove it first.")
            )
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, RecursionError, TypeError) as error:
        raise _damaged(name) from error
    if not 1 <= pages <= MAX_PAGES:
        text = Bilingual("PDF 有 {n} 页，一次最多 {m} 页。", "The PDF has {n} pages; at most {m} at once.")
        raise FileRefused(name=name, why=text.format(n=pages, m=MAX_PAGES))
    return pages


def _image(content: bytes, name: str) -> int:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise FileRefused(
                        name=name,
                        why=Bilingual("图片太大，请缩小后再传。", "The picture is too large; make it smaller."),
                    )
                image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _damaged(name) from error
    return 1


def _office(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise _damaged(name)
            if any("vbaproject" in part.filename.lower() for part in archive.infolist()):
                raise FileRefused(
                    name=name,
                    why=Bilingual("文件含有宏，请另存为不含宏的文件。", "The file holds macros; save it without."),
                )
    except zipfile.BadZipFile as error:
        raise _damaged(name) from error


def _damaged(name: str) -> FileRefused:
    return FileRefused(
        name=name,
        why=Bilingual("文件打不开，可能已损坏，请重新导出或拍照。", "The file cannot be opened; export it again."),
    )


_CHECKS: Final = {"pdf": _pdf, "jpg": _image, "png": _image, "docx": _office, "xlsx": _office}
