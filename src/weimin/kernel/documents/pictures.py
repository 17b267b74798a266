"""A page of a handed-in file as a picture, to be looked at without opening the file.

The file comes from a stranger: it is drawn by a process of its own with little memory and little time, which is given the
bytes and gives back a picture. What was drawn once is kept beside the files, under the file's digest.
"""

import secrets
import subprocess
import sys
from pathlib import Path
from typing import Final

from django.conf import settings

from weimin.kernel.documents.models import StoredFile
from weimin.kernel.documents.storage import path_of

__all__ = ["PICTURED", "NoPicture", "page_picture"]

PICTURED: Final = frozenset({"application/pdf", "image/jpeg", "image/png"})
WIDTHS: Final = (240, 1000, 1600)
SECONDS: Final = 20
DRAW: Final = "weimin.kernel.documents.drawing_pages"


class NoPicture(Exception):
    """The file has no such page, is of a kind that is not drawn, or could not be drawn."""


def page_picture(file: StoredFile, *, page: int, width: int) -> Path:
    """The picture of a page (from 1), as PNG, at one of ``WIDTHS`` pixels. Raises ``NoPicture``."""
    if file.media_type not in PICTURED or width not in WIDTHS or not 1 <= page <= (file.pages or 1):
        raise NoPicture
    kept = Path(settings.FILES) / "pictures" / file.digest[:2] / file.digest / f"{page}-{width}.png"
    if not kept.is_file():
        _draw(path_of(file.digest), file.media_type, page, width, kept)
    return kept


def _draw(source: Path, media_type: str, page: int, width: int, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = target.with_name(secrets.token_hex(8))
    words = [sys.executable, "-I", "-m", DRAW, str(source), media_type, str(page), str(width), str(temporary)]
    try:
        run = subprocess.run(words, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 -- our own words
        if run.returncode or not temporary.is_file():
            raise NoPicture
        temporary.replace(target)
    except subprocess.TimeoutExpired as error:
        raise NoPicture from error
    finally:
        temporary.unlink(missing_ok=True)
