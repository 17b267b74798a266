"""电子证照标识 (GB/T 36904): ``1.2.156.3005.2.type.issuer.serial.version.check``.

Real ones differ in the length of type, issuer and serial: the check character is verified, lengths only warned of.
"""

import re
from dataclasses import dataclass
from typing import Final

from weimin.lib.bilingual import Bilingual
from weimin.lib.identifiers.checks import mod_37_36_check
from weimin.lib.identifiers.errors import WrongCheckCharacter, WrongForm

__all__ = ["CertificateIdentifier", "format_certificate_identifier", "parse_certificate_identifier"]

_ROOT: Final = "1.2.156.3005.2"
_KIND: Final = Bilingual("电子证照标识", "certificate identifier")
_FORM: Final = Bilingual(
    f"应为 {_ROOT}.证照类型代码.颁发机构代码.流水号.版本号.校验位，由数字和大写字母组成",
    f"it is {_ROOT}.type.issuer.serial.version.check, of digits and capitals",
)
_IDENTIFIER: Final = re.compile(
    re.escape(_ROOT)
    + r"\.(?P<type>[0-9A-Z]{1,64})\.(?P<issuer>[0-9A-Z]{1,64})\.(?P<serial>[0-9A-Z]{1,64})"
    + r"\.(?P<version>[0-9A-Z]{1,8})\.(?P<check>[0-9A-Z])"
)
_LENGTH: Final = Bilingual(
    "{part}是 {actual} 位，标准是 {expected} 位；请核对",
    "{part} has {actual} characters, the standard {expected}; please check",
)
_PARTS: Final = (
    ("type", 21, Bilingual("证照类型代码", "the type")),
    ("issuer", 18, Bilingual("颁发机构代码", "the issuer")),
    ("version", 3, Bilingual("版本号", "the version")),
)


@dataclass(frozen=True, slots=True)
class CertificateIdentifier:
    """``type`` is the defining organ's credit code and three digits, ``issuer`` a credit code."""

    type: str
    issuer: str
    serial: str
    version: str
    warnings: tuple[Bilingual, ...] = ()

    def __str__(self) -> str:
        return f"{_ROOT}.{self.type}.{self.issuer}.{self.serial}.{self.version}.{self.check}"

    @property
    def check(self) -> str:
        """ISO 7064 MOD 37,36 over the four parts, without dots and root."""
        return mod_37_36_check(self.type + self.issuer + self.serial + self.version)


def format_certificate_identifier(certificate_type: str, issuer: str, serial: str, version: str) -> str:
    """The identifier with its check character."""
    text = f"{_ROOT}.{certificate_type}.{issuer}.{serial}.{version}.0"
    if not _IDENTIFIER.fullmatch(text):
        raise WrongForm(kind=_KIND, form=_FORM)
    return str(CertificateIdentifier(certificate_type, issuer, serial, version))


def parse_certificate_identifier(text: str) -> CertificateIdentifier:
    found = _IDENTIFIER.fullmatch(text)
    if found is None:
        raise WrongForm(kind=_KIND, form=_FORM)
    warnings = tuple(
        _LENGTH.format(part=name, actual=len(found[part]), expected=expected)
        for part, expected, name in _PARTS
        if len(found[part]) != expected
    )
    identifier = CertificateIdentifier(found["type"], found["issuer"], found["serial"], found["version"], warnings)
    if identifier.check != found["check"]:
        raise WrongCheckCharacter(kind=_KIND)
    return identifier
