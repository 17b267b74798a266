"""What a file really is: judged by its content."""

import io
import zipfile

import pytest
from PIL import Image
from pypdf import PdfWriter

from weimin.kernel.documents.errors import FileRefused
from weimin.kernel.documents.inspection import inspect
from weimin.kernel.documents.services import clean_name, make_code

ALL = ["pdf", "jpg", "png", "docx", "xlsx"]


def a_pdf(*, pages: int = 1, password: str = "") -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(out)
    return out.getvalue()


def a_picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 10)).save(out, kind)
    return out.getvalue()


def an_archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_pdf_tells_its_pages() -> None:
    found = inspect(a_pdf(pages=3), name="图.pdf", accept=ALL)
    assert (found.kind, found.media_type, found.pages) == ("pdf", "application/pdf", 3)


@pytest.mark.parametrize(("picture", "kind"), [("PNG", "png"), ("JPEG", "jpg")])
def test_a_photo_is_known_whatever_it_is_called(picture: str, kind: str) -> None:
    assert inspect(a_picture(picture), name="scan.pdf", accept=ALL).kind == kind


def test_a_word_file_is_told_from_a_spreadsheet() -> None:
    assert (
        inspect(an_archive(**{"[Content_Types].xml": b"x", "word/document.xml": b"x"}), name="a", accept=ALL).kind
        == "docx"
    )
    assert (
        inspect(an_archive(**{"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}), name="a", accept=ALL).kind
        == "xlsx"
    )


@pytest.mark.parametrize(
    ("content", "name", "accept", "why"),
    [
        (b"", "空.pdf", ALL, "空"),
        (b"MZ\x90\x00" + b"\0" * 200, "平面图.pdf", ALL, "只收"),
        (b"<html><script>alert(1)</script></html>", "图.png", ALL, "只收"),
        (a_picture(), "图.png", ["pdf"], "PNG"),
        (a_pdf()[:80], "断.pdf", ALL, "打不开"),
        (a_pdf(password="secret"), "锁.pdf", ALL, "密码"),
        (a_picture()[:40], "断.png", ALL, "打不开"),
        (an_archive(**{"word/document.xml": b"x", "word/vbaProject.bin": b"x"}), "宏.docx", ALL, "宏"),
    ],
)
def test_what_is_not_what_it_should_be_is_refused_with_what_to_do(
    content: bytes, name: str, accept: list[str], why: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        inspect(content, name=name, accept=accept)
    assert why in refused.value.message.zh
    assert name in refused.value.message.zh
    assert refused.value.message.en


def test_an_archive_that_is_larger_inside_than_out_is_refused() -> None:
    bomb = an_archive(**{"word/document.xml": b"\0" * (210 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    with pytest.raises(FileRefused):
        inspect(bomb, name="a.docx", accept=ALL)


def test_a_file_name_is_made_harmless() -> None:
    assert clean_name("..\\..\\etc/passwd\x00\n") == "passwd"
    assert clean_name("平面图<1>.pdf") == "平面图1.pdf"
    assert clean_name("///") == "file"
    assert len(clean_name("长" * 300 + ".pdf")) == 200


def test_codes_have_no_characters_that_people_confuse() -> None:
    codes = {make_code() for _ in range(500)}
    assert len(codes) == 500
    assert not set("".join(codes)) & set("01OIL")
