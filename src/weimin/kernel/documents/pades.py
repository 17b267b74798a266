"""PAdES signatures (ETSI EN 319 142) by pyHanko: the city's own key from a PKCS#12 file, or one made for a demonstration."""

import io
import os
import secrets
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from weimin.kernel.documents.signing import Signed, Verdict

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

__all__ = ["MADE_HERE", "PadesProvider", "make_demonstration_key"]

MADE_HERE: Final = "DEMONSTRATION, self-signed, no legal effect / 演示用自签证书，无法律效力"
FILE: Final = "signing.p12"
PASSPHRASE_FILE: Final = "signing.passphrase"  # noqa: S105 -- the name of a file
FIELD: Final = "Seal"
BEGINS: Final = datetime(2020, 1, 1, tzinfo=UTC)
"""Before any simulated day of a rehearsal."""
YEARS: Final = 30


class PadesProvider:
    """Signs with ``WEIMIN_SIGNING_KEY_FILE``; without it, with a key made in the home whose certificate says what it is."""

    @cached_property
    def _signer(self) -> "SimpleSigner":
        from pyhanko.sign.signers import SimpleSigner

        path, passphrase = _key_file()
        signer: SimpleSigner | None = SimpleSigner.load_pkcs12(str(path), passphrase=passphrase)  # type: ignore[no-untyped-call]
        if signer is None:
            raise RuntimeError(f"{path} cannot be opened with the passphrase given / 打不开签名证书 {path}")
        return signer

    def sign(self, pdf: bytes, *, organ: str, why: str, now: datetime) -> Signed:
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign.fields import SigSeedSubFilter
        from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

        class TimedSigner(PdfSigner):  # type: ignore[misc, unused-ignore]
            """Takes the instant it is told, as all of this house does."""

            def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
                session = super().init_signing_session(*args, **kwargs)
                session.system_time = now
                return session

        meta = PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", name=organ, reason=why, subfilter=SigSeedSubFilter.PADES
        )
        out = io.BytesIO()
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        TimedSigner(meta, signer=self._signer).sign_pdf(writer, output=out)
        return Signed(out.getvalue())

    def verify(self, content: bytes, *, now: datetime) -> Verdict:
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.diff_analysis import ModificationLevel
        from pyhanko.sign.general import SigningError
        from pyhanko.sign.validation import validate_pdf_signature
        from pyhanko.sign.validation.errors import SignatureValidationError
        from pyhanko_certvalidator import ValidationContext

        nothing = Verdict(intact=False, trusted=False)
        try:
            found = PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures
            if not found:
                return nothing
            root = self._signer.signing_cert
            context = ValidationContext(trust_roots=[root], moment=now, allow_fetching=False)
            status = validate_pdf_signature(found[-1], signer_validation_context=context)
        except (PdfError, SigningError, SignatureValidationError, ValueError, KeyError, IndexError, TypeError):
            return nothing
        return Verdict(
            intact=bool(status.intact and status.valid) and status.modification_level == ModificationLevel.NONE,
            trusted=bool(status.trusted),
            signer=str(status.signing_cert.subject.human_friendly),
            signed_at=status.signer_reported_dt,
        )


def _key_file() -> tuple[Path, bytes | None]:
    if settings.SIGNING_PKCS12:
        return Path(settings.SIGNING_PKCS12), settings.SIGNING_PASSPHRASE.encode() or None
    folder = Path(settings.KEYS)
    passphrase = folder / PASSPHRASE_FILE
    if not (folder / FILE).exists():
        make_demonstration_key(folder)
    return folder / FILE, passphrase.read_bytes()


def make_demonstration_key(folder: Path) -> None:
    """A P-256 key with a certificate by itself that says in its name that it is for demonstration only.

    Two processes that start together end with one key: whoever links the file first has made it.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "Weimin demonstration seal"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, MADE_HERE),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGINS)
        .not_valid_after(BEGINS + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, True, True, False, False),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    passphrase = _written_once(folder / PASSPHRASE_FILE, secrets.token_hex(32).encode())
    packed = pkcs12.serialize_key_and_certificates(
        b"weimin", key, certificate, None, BestAvailableEncryption(passphrase)
    )
    _written_once(folder / FILE, packed)


def _written_once(path: Path, content: bytes) -> bytes:
    """What the file holds after the first one wrote it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    temporary.touch(mode=0o600)
    temporary.write_bytes(content)
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    return path.read_bytes()
