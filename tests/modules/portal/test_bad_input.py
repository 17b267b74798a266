"""What is malformed is refused with what is wrong and what to do; nothing of it is kept."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter

from modules.portal.conftest import NOW
from support.qingdao import PDF, applicant, draft_restaurant
from weimin.kernel.cases import api as cases
from weimin.kernel.documents.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]

MZ = b"MZ\x90\x00\x03" + b"\x00" * 300


def locked_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.encrypt("secret")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def bomb() -> bytes:
    """A document of a few hundred kilobytes that would unpack to more than 200 MB."""
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"\0" * (210 * 1024 * 1024)})


FILES = {
    "a programme called pdf": ("plan.pdf", MZ, "这里只收"),
    "a page of script called pdf": ("plan.pdf", b"<html><script>alert(1)</script></html>", "这里只收"),
    "nothing at all": ("plan.pdf", b"", "文件是空的"),
    "a PDF with a password": ("plan.pdf", locked_pdf(), "PDF 设了密码"),
    "half a PDF": ("plan.pdf", b"%PDF-1.7\n1 0 obj<</Type/Cat", "打不开"),
    "half a picture": ("plan.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00", "打不开"),
    "a bomb": ("list.docx", bomb(), "打不开"),
    "a document with macros": (
        "list.docx",
        packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", "word/vbaProject.bin": b"x"}),
        "文件含有宏",
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_not_what_it_must_be_is_refused_and_not_kept(trader: Client, kind: str) -> None:
    draft = draft_restaurant(applicant("trader", NOW), NOW, papers=())
    name, content, told = FILES[kind]
    upload = SimpleUploadedFile(name, content, content_type="application/pdf")
    response = trader.post(f"/apply/{draft.pk}/m-equipment/", {"files": upload})
    assert response.status_code == 422
    page = response.content.decode()
    assert told in page, page[page.index("<main") :]
    assert f"“{name}”没有收下" in page
    assert not StoredFile.objects.exists()
    assert [row.material for row in cases.papers_of(draft)] == ["staff-health"]


def test_a_file_that_is_too_large_is_refused_with_the_limit(trader: Client, settings: pytest.FixtureRequest) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024  # type: ignore[attr-defined]
    draft = draft_restaurant(applicant("trader", NOW), NOW, papers=())
    upload = SimpleUploadedFile("plan.pdf", PDF + b"\0" * 1024 * 1024, content_type="application/pdf")
    response = trader.post(f"/apply/{draft.pk}/m-floor-plan/", {"files": upload})
    assert response.status_code == 422
    assert "超过 1 MB" in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_wrong_file_in_a_correction_is_told_beside_its_entry(trader: Client, asked: cases.Case) -> None:
    before = StoredFile.objects.count()
    upload = SimpleUploadedFile("制度.pdf", MZ, content_type="application/pdf")
    response = trader.post(f"/my/cases/{asked.pk}/correct/", {"material": "safety-rules", "files": upload})
    assert response.status_code == 422
    page = response.content.decode()
    assert 'id="id_files-safety-rules-error"' in page
    assert 'href="#id_files-safety-rules"' in page
    assert StoredFile.objects.count() == before


def test_a_material_that_was_not_asked_for_is_not_taken(trader: Client, asked: cases.Case) -> None:
    upload = SimpleUploadedFile("x.pdf", PDF, content_type="application/pdf")
    for material in ("school-licence", "nothing", ""):
        response = trader.post(f"/my/cases/{asked.pk}/correct/", {"material": material, "files": upload})
        assert response.status_code == 409


ANSWERS = {
    "f-area": ["", "abc", "-1", "0", "1e9", "９９９９９９９", "12,5", "NaN", "1" * 400],
    "f-seats": ["2.5", "-1", "5001", "四十"],
    "f-phone": ["12", "phone", "1380013800", "+86"],
    "f-premises": ["", "   ", "路" * 5001, "a\x00b"],
    "f-manager": ["", "x" * 51],
    "s-outlet": ["", "palace", "RESTAURANT"],
}


@pytest.mark.parametrize(("page", "wrong"), [(page, each) for page, all_ in ANSWERS.items() for each in all_])
def test_a_wrong_answer_is_refused_beside_its_question_and_not_kept(trader: Client, page: str, wrong: str) -> None:
    draft = draft_restaurant(applicant("trader", NOW), NOW, papers=())
    draft.refresh_from_db()
    kept = (dict(draft.answers), dict(draft.situations))
    response = trader.post(f"/apply/{draft.pk}/{page}/", {"answer": wrong})
    assert response.status_code == 422
    shown = response.content.decode()
    assert 'role="alert"' in shown
    assert 'href="#id_answer"' in shown
    draft.refresh_from_db()
    assert (dict(draft.answers), dict(draft.situations)) == kept


@pytest.mark.parametrize("wrong", ["", "yesterday", "2024-02-30", "2024-13-01", "2999-01-01", "0000-00-00"])
def test_a_wrong_date_is_refused_and_shown_again(citizen: Client, dog: Callable[..., cases.Draft], wrong: str) -> None:
    draft = dog()
    response = citizen.post(f"/apply/{draft.pk}/f-born/", {"answer": wrong})
    assert response.status_code == 422
    draft.refresh_from_db()
    assert "born" not in draft.answers


def test_a_wrong_choice_is_refused(citizen: Client, dog: Callable[..., cases.Draft]) -> None:
    draft = dog()
    assert citizen.post(f"/apply/{draft.pk}/f-sex/", {"answer": "both"}).status_code == 422


@pytest.mark.parametrize(
    "address",
    ["/apply/999999999999999999999/", "/my/cases/99999999999999999999/", "/apply/0/check/", "/items/no-such-item/",
     "/items/no-such-item/apply/", "/my/cases/1/papers/99999999999999999999.pdf", "/my/cases/1/files/0/"],
)  # fmt: skip
def test_an_id_that_names_nothing_is_not_found(trader: Client, address: str) -> None:
    response = trader.get(address)
    assert response.status_code == 404
    assert "首页" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/items/food-business-licence/?handling=forged&division=x&s.outlet=palace&s.=1", "/my/?page=-1", "/my/?page=99999",
     "/my/?page=abc", "/my/messages/?page=9999999", "/search/?q=%00", "/search/?q=" + "x" * 3000, "/search/?q='\"*)(",
     "/items/food-business-licence/apply/?handling=&division=&s.x=", "/?lang=xx&theme=zz&type=9"],
)  # fmt: skip
def test_a_strange_address_shows_the_page_all_the_same(trader: Client, address: str) -> None:
    assert trader.get(address).status_code == 200


def test_markup_in_an_answer_is_only_text(trader: Client, draft: cases.Draft) -> None:
    evil = "<script>alert(1)</script>"
    trader.post(f"/apply/{draft.pk}/f-premises/", {"answer": evil})
    page = trader.get(f"/apply/{draft.pk}/check/").content.decode()
    assert evil not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_form_from_another_site_is_refused(trader: Client, draft: cases.Draft) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = trader.cookies
    assert strict.post(f"/apply/{draft.pk}/check/").status_code == 403
    assert not cases.Case.objects.exists()
