"""The front door of files, papers, certificates, seals and service."""

from weimin.kernel.documents.certificate_acts import act_on, acts_for
from weimin.kernel.documents.certificate_reading import (
    Held,
    certificate_of_department,
    certificate_of_holder,
    certificates_of_departments,
    each_certificate,
    each_use,
    held_by,
    standing,
    uses_of,
    versions_of,
    work_of_department,
    works_of,
)
from weimin.kernel.documents.certificate_words import (
    ACTS,
    CERTIFICATE_ACTIONS,
    STATE_NAMES,
    CertificateRule,
    short_number,
)
from weimin.kernel.documents.certificates import Matter, Outcome, carry_out, certificate_ref
from weimin.kernel.documents.definition import (
    MODE_NAMES,
    RELATION_NAMES,
    CertificateOrder,
    DeliveryOrder,
    Letter,
    chinese_date,
)
from weimin.kernel.documents.deliveries import (
    add_proof,
    agree_to_electronic,
    agrees,
    deliveries_about,
    delivery_row,
    opened_online,
    withdraw_agreement,
)
from weimin.kernel.documents.drawing import draw_paper, media_type_of
from weimin.kernel.documents.errors import (
    CertificateActRefused,
    FileRefused,
    NoSuchCertificate,
    NoSuchPaper,
    NotTheCustodian,
    SealNotPermitted,
    TextChanged,
    WhichCertificate,
)
from weimin.kernel.documents.exporting import (
    certificate_columns,
    certificates_csv,
    certificates_xlsx,
    note_export,
    uses_csv,
)
from weimin.kernel.documents.inspection import MEDIA_TYPES
from weimin.kernel.documents.models import (
    Certificate,
    CertificateState,
    CertificateWork,
    Delivery,
    Paper,
    SealUse,
    StoredFile,
)
from weimin.kernel.documents.old_certificates import ImportReport, RowProblem, import_certificates
from weimin.kernel.documents.pictures import PICTURED, NoPicture, page_picture
from weimin.kernel.documents.remedies import Remedy, remedies_from
from weimin.kernel.documents.responses import check_link, given_response
from weimin.kernel.documents.sealing import seals_kept_by, stamp_by_hand
from weimin.kernel.documents.selectors import CheckedPaper, certificates_about, check_paper, papers_about
from weimin.kernel.documents.services import make_code, prepare_paper, store_upload
from weimin.kernel.documents.serving import Service, service_of
from weimin.kernel.documents.signing import Signed, SigningProvider, Verdict, provider
from weimin.kernel.documents.storage import path_of, read
from weimin.kernel.documents.works import ask_for_work, finish_work, work_on_certificates

__all__ = [
    "ACTS",
    "CERTIFICATE_ACTIONS",
    "MEDIA_TYPES",
    "MODE_NAMES",
    "PICTURED",
    "RELATION_NAMES",
    "STATE_NAMES",
    "Certificate",
    "CertificateActRefused",
    "CertificateOrder",
    "CertificateRule",
    "CertificateState",
    "CertificateWork",
    "CheckedPaper",
    "Delivery",
    "DeliveryOrder",
    "FileRefused",
    "Held",
    "ImportReport",
    "Letter",
    "Matter",
    "NoPicture",
    "NoSuchCertificate",
    "NoSuchPaper",
    "NotTheCustodian",
    "Outcome",
    "Paper",
    "Remedy",
    "RowProblem",
    "SealNotPermitted",
    "SealUse",
    "Service",
    "Signed",
    "SigningProvider",
    "StoredFile",
    "TextChanged",
    "Verdict",
    "WhichCertificate",
    "act_on",
    "acts_for",
    "add_proof",
    "agree_to_electronic",
    "agrees",
    "ask_for_work",
    "carry_out",
    "certificate_columns",
    "certificate_of_department",
    "certificate_of_holder",
    "certificate_ref",
    "certificates_about",
    "certificates_csv",
    "certificates_of_departments",
    "certificates_xlsx",
    "check_link",
    "check_paper",
    "chinese_date",
    "deliveries_about",
    "delivery_row",
    "draw_paper",
    "each_certificate",
    "each_use",
    "finish_work",
    "given_response",
    "held_by",
    "import_certificates",
    "make_code",
    "media_type_of",
    "note_export",
    "opened_online",
    "page_picture",
    "papers_about",
    "path_of",
    "prepare_paper",
    "provider",
    "read",
    "remedies_from",
    "seals_kept_by",
    "service_of",
    "short_number",
    "stamp_by_hand",
    "standing",
    "store_upload",
    "uses_csv",
    "uses_of",
    "versions_of",
    "withdraw_agreement",
    "work_of_department",
    "work_on_certificates",
    "works_of",
]
