"""The tables of this room."""

from weimin.kernel.documents.models.certificates import (
    Certificate,
    CertificateState,
    CertificateWork,
    CertificateWorkRow,
)
from weimin.kernel.documents.models.deliveries import Delivery, DeliveryConsent, Mode
from weimin.kernel.documents.models.papers import Given, Paper, StoredFile
from weimin.kernel.documents.models.seals import SealUse

__all__ = [
    "Certificate",
    "CertificateState",
    "CertificateWork",
    "CertificateWorkRow",
    "Delivery",
    "DeliveryConsent",
    "Given",
    "Mode",
    "Paper",
    "SealUse",
    "StoredFile",
]
