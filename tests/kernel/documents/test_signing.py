"""Signatures: made by the provider that the setting names, verified by pyHanko's own validator; one byte spoils them."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfWriter

from support.qingdao import at
from weimin.kernel.documents import api as documents
from weimin.kernel.documents import pades
from weimin.kernel.documents.pades import PadesProvider, make_demonstration_key

NOW = at("2026-09-21 09:12")


@pytest.fixture
def signer(settings, tmp_path: Path) -> PadesProvider:  # type: ignore[no-untyped-def]
    settings.KEYS, settings.SIGNING_PKCS12 = tmp_path, ""
    return PadesProvider()


def a_pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


def signed(signer: PadesProvider, now: datetime = NOW) -> bytes:
    return signer.sign(a_pdf(), organ="市南区行政审批服务局", why="食品经营许可证 1.2", now=now).content


def test_a_signed_paper_is_intact_ours_and_tells_when(signer: PadesProvider) -> None:
    found = signer.verify(signed(signer), now=NOW)
    assert found.valid
    assert found.signed_at == NOW, "the instant it was told, not the machine's"
    assert "demonstration" in found.signer
    assert "无法律效力" in found.signer


@pytest.mark.parametrize("place", [0.05, 0.2, 0.5])
def test_one_changed_byte_makes_it_invalid(signer: PadesProvider, place: float) -> None:
    content = bytearray(signed(signer))
    at_byte = max(int(content.index(b"/ByteRange") * place), 20)
    content[at_byte] ^= 0x01
    assert not signer.verify(bytes(content), now=NOW).intact


def test_what_is_added_after_signing_makes_it_invalid(signer: PadesProvider) -> None:
    from pyhanko.pdf_utils.generic import NameObject, pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer, out = IncrementalPdfFileWriter(io.BytesIO(signed(signer))), io.BytesIO()
    writer.root["/Lang"] = NameObject("/zh")
    writer.root[pdf_name("/PageLayout")] = NameObject("/TwoColumnLeft")
    writer.update_root()
    writer.write(out)
    assert not signer.verify(out.getvalue(), now=NOW).valid


@pytest.mark.parametrize("content", [b"", b"no pdf", a_pdf()])
def test_what_is_not_signed_is_neither_intact_nor_ours(signer: PadesProvider, content: bytes) -> None:
    found = signer.verify(content, now=NOW)
    assert (found.intact, found.trusted, found.valid) == (False, False, False)


def test_another_city_s_signature_is_not_ours(signer: PadesProvider, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    theirs = signed(signer)
    settings.KEYS = tmp_path / "another"
    found = PadesProvider().verify(theirs, now=NOW)
    assert (found.intact, found.trusted) == (True, False)


def test_the_key_is_made_once_and_for_its_owner_only(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    make_demonstration_key(tmp_path)
    first = (tmp_path / pades.FILE).read_bytes()
    make_demonstration_key(tmp_path)
    assert (tmp_path / pades.FILE).read_bytes() == first
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_an_own_key_is_taken_from_the_setting(signer: PadesProvider, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    make_demonstration_key(tmp_path / "hsm")
    signed(signer)  # with the key of the home
    settings.SIGNING_PKCS12 = str(tmp_path / "hsm" / pades.FILE)
    settings.SIGNING_PASSPHRASE = (tmp_path / "hsm" / pades.PASSPHRASE_FILE).read_text()
    own = PadesProvider()
    assert own.verify(signed(own), now=NOW).valid
    assert not signer.verify(signed(own), now=NOW).trusted
    settings.SIGNING_PASSPHRASE = "wrong"
    with pytest.raises(RuntimeError, match="打不开"):
        signed(PadesProvider())


class Ofd:
    """What a plug for SM2 and OFD looks like from here: another file, another signature."""

    def sign(self, pdf: bytes, *, organ: str, why: str, now: datetime) -> documents.Signed:
        return documents.Signed(b"OFD:" + organ.encode() + b":" + why.encode(), "application/ofd", "sm2")

    def verify(self, content: bytes, *, now: datetime) -> documents.Verdict:
        ours = content.startswith(b"OFD:")
        return documents.Verdict(intact=ours, trusted=ours)


@pytest.mark.django_db
@pytest.mark.usefixtures("city")
def test_a_provider_is_plugged_in_by_its_dotted_path(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    from support.certified import certificate_of, made

    settings.FILES = tmp_path
    settings.SIGNING_PROVIDER = f"{__name__}.Ofd"
    certificate = certificate_of(made())
    content = documents.draw_paper(certificate, check_address="http://x/check/", disclaimer="", now=NOW)
    assert content.startswith("OFD:市南区行政审批服务局".encode())
    assert (documents.media_type_of(certificate), certificate.pdf.name) == (  # type: ignore[union-attr]
        "application/ofd",
        f"{certificate.number}.ofd",
    )
    assert documents.SealUse.objects.get().signature == "sm2"
    assert documents.provider().verify(content, now=NOW).valid
