"""Kinds of certificate and the seals of the departments (证照、印章): what is printed, who issues it, who keeps the seal."""

from typing import Annotated, Final, Literal

from pydantic import Field

from weimin.blueprint.items import Handling, Item
from weimin.blueprint.sections import register_section
from weimin.blueprint.values import Article, Code, LengthField, Strict, Text

__all__ = [
    "ANY_KIND",
    "CERTIFICATE_ACTS",
    "CertificateAct",
    "CertificateField",
    "CertificateKind",
    "Renewal",
    "Seal",
    "certificate_act",
    "seal_for",
]

CertificateAct = Literal["issue", "change", "renew", "reissue", "cancel"]
CERTIFICATE_ACTS: Final[dict[str, CertificateAct]] = {
    "new": "issue",
    "change": "change",
    "renew": "renew",
    "extend": "renew",
    "reissue": "reissue",
    "cancel": "cancel",
}
"""What a handling does to the holder's certificate where it does not say so itself, by its code."""

ANY_KIND: Final = "*"
Kinds = list[Annotated[str, Field(pattern=r"^(\*|[a-z][a-z0-9]*(-[a-z0-9]+)*)$", max_length=60)]]


class CertificateField(Strict):
    """One line printed on a certificate, and where its words come from: the holder's register entry, an answer of the
    application, or the case."""

    id: Code
    label: Text
    source: Annotated[
        str,
        Field(
            alias="from",
            pattern=r"^(holder\.(name|number|address)|case\.(item|department|number)|answers\.[a-z][a-z0-9-]*)$",
        ),
    ]


class Renewal(Strict):
    """When the holder should ask for renewal: from so long before the last valid day, until so long before it."""

    opens: LengthField
    closes: LengthField | None = None


class CertificateKind(Strict):
    """A kind of certificate. ``type-code`` is that of GB/T 36903: the defining organ's credit code and three digits."""

    code: Code
    name: Text
    type_code: Annotated[str, Field(pattern=r"^[0-9A-Z]{18}[0-9]{3}$")]
    says: Text
    fields: Annotated[list[CertificateField], Field(min_length=1)]
    issuer: Literal["decides", "accepts"] = "decides"
    seal: Code | None = None
    template: Literal["certificate", "permit"] = "certificate"
    valid: LengthField | None = None
    renewal: Renewal | None = None
    basis: list[Article] = []
    confirmed: bool = True


class Seal(Strict):
    """印章: whose it is, who keeps it, and on which papers and certificates it may stand; ``*`` is every kind."""

    code: Code
    name: Text
    department: Code
    custodian: str
    text: Text
    papers: Kinds = []
    certificates: Kinds = []

    def permits(self, *, paper: str = "", certificate: str = "") -> bool:
        """Whether the seal may stand on a paper of that kind, or a certificate of that kind."""
        allowed, kind = (self.certificates, certificate) if certificate else (self.papers, paper)
        return kind in allowed or ANY_KIND in allowed


def certificate_act(item: Item, code: str, handling: Handling) -> tuple[CertificateAct, str] | None:
    """What a handling does to a certificate, and to which kind; None if its result is none."""
    own = handling.result.certificate if handling.result else None
    kind = own or item.result.certificate
    act = handling.certificate or CERTIFICATE_ACTS.get(code, "issue")
    if kind is None or act == "none":
        return None
    if handling.result is not None and own is None and act != "cancel":
        return None
    return act, kind


def seal_for(
    seals: tuple[Seal, ...], department: str, *, paper: str = "", certificate: str = "", named: str | None = None
) -> Seal | None:
    """The seal of a department that may stand on such a paper; the one a kind of certificate names, if it is theirs."""
    fitting = [
        seal for seal in seals if seal.department == department and seal.permits(paper=paper, certificate=certificate)
    ]
    return next((seal for seal in fitting if seal.code == named), fitting[0] if fitting else None)


register_section("certificates", CertificateKind)
register_section("seals", Seal)
