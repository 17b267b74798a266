"""Numbers and names by which the state knows people, organisations, places, items, cases and certificates.

``normalise_*`` repairs how people type (full-width digits, spaces, a lower-case x) and judges nothing. ``parse_*``
judges by the standard, raises an ``IdentifierError`` that says what is wrong and what to do, and returns the parts
with ``warnings``: an area that no table knows is a warning, never a refusal, because areas merge and numbers stay.
``check_*`` gives the error's message or ``None``, for forms. No message repeats a person's number.
"""

from weimin.lib.identifiers.cases import CaseNumber, format_case_number, parse_case_number
from weimin.lib.identifiers.certificates import (
    CertificateIdentifier,
    format_certificate_identifier,
    parse_certificate_identifier,
)
from weimin.lib.identifiers.checks import (
    credit_code_check,
    id_number_check,
    mod_37_36_check,
    organisation_code_check,
)
from weimin.lib.identifiers.contacts import Phone, PhoneKind, check_phone, normalise_phone, parse_phone
from weimin.lib.identifiers.divisions import DivisionCode, DivisionLevel, parse_division_code
from weimin.lib.identifiers.errors import (
    BirthInFuture,
    IdentifierError,
    NotADate,
    WrongCharacter,
    WrongCheckCharacter,
    WrongForm,
    WrongLength,
)
from weimin.lib.identifiers.items import (
    ITEM_TYPES,
    BasicCode,
    ImplementationCode,
    parse_basic_code,
    parse_implementation_code,
)
from weimin.lib.identifiers.organisations import CreditCode, check_credit_code, parse_credit_code
from weimin.lib.identifiers.people import (
    Holder,
    IdNumber,
    Passport,
    PersonalName,
    Sex,
    check_id_number,
    check_passport,
    check_personal_name,
    normalise_personal_name,
    parse_id_number,
    parse_passport,
    parse_personal_name,
)
from weimin.lib.identifiers.text import half_width, normalise_code

__all__ = [
    "ITEM_TYPES",
    "BasicCode",
    "BirthInFuture",
    "CaseNumber",
    "CertificateIdentifier",
    "CreditCode",
    "DivisionCode",
    "DivisionLevel",
    "Holder",
    "IdNumber",
    "IdentifierError",
    "ImplementationCode",
    "NotADate",
    "Passport",
    "PersonalName",
    "Phone",
    "PhoneKind",
    "Sex",
    "WrongCharacter",
    "WrongCheckCharacter",
    "WrongForm",
    "WrongLength",
    "check_credit_code",
    "check_id_number",
    "check_passport",
    "check_personal_name",
    "check_phone",
    "credit_code_check",
    "format_case_number",
    "format_certificate_identifier",
    "half_width",
    "id_number_check",
    "mod_37_36_check",
    "normalise_code",
    "normalise_personal_name",
    "normalise_phone",
    "organisation_code_check",
    "parse_basic_code",
    "parse_case_number",
    "parse_certificate_identifier",
    "parse_credit_code",
    "parse_division_code",
    "parse_id_number",
    "parse_implementation_code",
    "parse_passport",
    "parse_personal_name",
    "parse_phone",
]
