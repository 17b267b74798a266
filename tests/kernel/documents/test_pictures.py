"""Pages of handed-in files as pictures, drawn apart from everything else."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter

from kernel.documents.test_inspection import a_pdf
from weimin.kernel.documents import pictures
from weimin.kernel.documents.api import NoPicture, StoredFile, page_picture
from weimin.kernel.documents.services import store_upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    settings.FILES = tmp_path
    return tmp_path


def stored(content: bytes, name: str, kind: str) -> StoredFile:
    return store_upload([content], name=name, size=len(content), accept=[kind], user_id=None, now=datetime.now(UTC))


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        assert image.format == "PNG"
        return image.size


def test_each_page_of_a_document_is_drawn_at_the_width_asked_for() -> None:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 300)
    writer.add_blank_page(400, 200)
    writer.write(out)
    file = stored(out.getvalue(), "图.pdf", "pdf")
    assert size_of(page_picture(file, page=1, width=1000)) == (1000, 1500)
    assert size_of(page_picture(file, page=2, width=240)) == (240, 120)


def test_a_photograph_is_turned_upright_and_made_smaller() -> None:
    out, image = io.BytesIO(), Image.new("RGB", (3000, 2000), "white")
    exif = image.getexif()
    exif[0x0112] = 6  # the camera was held on its side
    image.save(out, "JPEG", exif=exif)
    width, height = size_of(page_picture(stored(out.getvalue(), "照片.jpg", "jpg"), page=1, width=1000))
    assert (width, height) == (1000, 1500)


def test_what_was_drawn_once_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    file = stored(a_pdf(), "图.pdf", "pdf")
    first = page_picture(file, page=1, width=240)
    monkeypatch.setattr(pictures.subprocess, "run", None)
    assert page_picture(file, page=1, width=240) == first


@pytest.mark.parametrize(("page", "width"), [(0, 240), (2, 240), (-1, 240), (1, 241), (1, 10**9)])
def test_no_other_page_or_width_is_drawn(page: int, width: int) -> None:
    with pytest.raises(NoPicture):
        page_picture(stored(a_pdf(), "图.pdf", "pdf"), page=page, width=width)


def test_an_absurd_page_costs_its_own_process_and_leaves_nothing_behind(files: Path) -> None:
    """One point wide and ten thousand high: at 1,600 pixels that would be sixteen million pixels high."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(1, 14000)
    writer.write(out)
    with pytest.raises(NoPicture):
        page_picture(stored(out.getvalue(), "长.pdf", "pdf"), page=1, width=1600)
    assert [path for path in (files / "pictures").rglob("*") if path.is_file()] == []


def test_a_file_that_breaks_while_it_is_drawn_has_no_picture(files: Path) -> None:
    file = stored(a_pdf(), "图.pdf", "pdf")
    (files / file.digest[:2] / file.digest[2:4] / file.digest).write_bytes(b"%PDF-1.7 rubbish")
    with pytest.raises(NoPicture):
        page_picture(file, page=1, width=240)
