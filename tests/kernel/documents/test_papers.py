"""Papers: drawn once from frozen facts, checked by anyone with number and code."""

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from support.qingdao import PDF, at
from weimin.kernel.documents import api as documents
from weimin.kernel.documents import storage

pytestmark = pytest.mark.django_db

NOW = at("2026-11-23 09:12")


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    settings.FILES = tmp_path
    return tmp_path


def a_paper(**changes: object) -> documents.Paper:
    letter = documents.Letter(
        "acceptance-notice",
        "受理通知书",
        ("您“食品经营许可”的申请，本机关决定受理。", "名字里有生僻字：䶮，以及 & < > # $ * _ 这些符号。"),
        (("承诺期限", "2026年12月3日前"),),
        ("如不服，可以申请行政复议。",),
        valid_until=date(2027, 11, 22),
    )
    paper = documents.prepare_paper(
        letter, number="370202-XZSP-2026-000123-F-01", subject="case:1", recipient="海风小馆",
        department="xzspj", department_name="市南区行政审批服务局", now=NOW,
    )  # fmt: skip
    for name, value in changes.items():
        setattr(paper, name, value)
    paper.save()
    return paper


def drawn(paper: documents.Paper) -> bytes:
    return documents.draw_paper(paper, check_address="http://localhost:8000/check/", disclaimer="示范城市", now=NOW)


def test_a_paper_says_what_it_was_told_in_chinese() -> None:
    text = PdfReader(io.BytesIO(drawn(a_paper()))).pages[0].extract_text().replace("\n", "")
    for words in (
        "受理通知书",
        "海风小馆",
        "370202-XZSP-2026-000123-F-01",
        "䶮",
        "& < > # $ * _",
        "行政复议",
        "2026年11月23日",
    ):
        assert words.replace(" ", "") in text.replace(" ", "")


def test_a_paper_is_drawn_once_and_then_kept() -> None:
    paper = a_paper()
    first = drawn(paper)
    paper.facts = {**paper.facts, "paragraphs": ["另一番话"]}
    assert drawn(paper) == first
    assert documents.Paper.objects.get(pk=paper.pk).pdf.size == len(first)


def test_a_stranger_learns_no_more_than_the_paper_says() -> None:
    paper = a_paper()
    found = documents.check_paper(
        number=f" {paper.number.lower()} ", code=paper.check_code.replace("-", " ").lower(), today=NOW.date()
    )
    assert (found.title, found.department, found.recipient) == ("受理通知书", "市南区行政审批服务局", "海***")
    assert not found.expired
    assert documents.check_paper(number=paper.number, code=paper.check_code, today=date(2027, 11, 23)).expired


@pytest.mark.parametrize(
    ("number", "code"), [("370202-XZSP-2026-000123-F-01", "ZZZZ-ZZZZ"), ("no", "ZZZZ-ZZZZ"), ("", "")]
)
def test_a_wrong_number_and_a_wrong_code_are_told_alike(number: str, code: str) -> None:
    a_paper()
    with pytest.raises(documents.NoSuchPaper):
        documents.check_paper(number=number, code=code, today=NOW.date())


def test_an_upload_lies_under_its_digest_and_never_changes(files: Path) -> None:
    first = documents.store_upload(
        [PDF[:10], PDF[10:]], name="a.pdf", size=len(PDF), accept=["pdf"], user_id=None, now=NOW
    )
    again = documents.store_upload([PDF], name="b.pdf", size=len(PDF), accept=["pdf"], user_id=None, now=NOW)
    assert first.digest == again.digest
    assert documents.read(first.digest) == PDF
    assert [path.name for path in files.rglob("*") if path.is_file()] == [first.digest]


def test_an_upload_that_is_refused_leaves_nothing_behind(files: Path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MAX_UPLOAD_BYTES = 100
    for size in (len(PDF), 1):
        with pytest.raises(documents.FileRefused, match="MB"):
            documents.store_upload([PDF], name="a.pdf", size=size, accept=["pdf"], user_id=None, now=NOW)
    with pytest.raises(documents.FileRefused):
        documents.store_upload([b"MZ"], name="a.pdf", size=2, accept=["pdf"], user_id=None, now=NOW)
    assert not documents.StoredFile.objects.exists()
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_a_write_that_dies_half_way_leaves_no_file(files: Path) -> None:
    def dying():  # type: ignore[no-untyped-def]
        yield b"half"
        raise OSError("disk gone")

    with pytest.raises(OSError, match="disk gone"):
        storage.put(dying())
    assert [path for path in files.rglob("*") if path.is_file()] == []
