"""Certificates and seals against the rest of the city: every name leads somewhere, every seal has someone who keeps it."""

from collections.abc import Iterator
from typing import TypeVar

from weimin.blueprint.blueprint import Blueprint, Entry
from weimin.blueprint.certificates import ANY_KIND, CertificateKind, Seal, certificate_act
from weimin.blueprint.findings import Place
from weimin.blueprint.items import Item
from weimin.blueprint.lookup import Lookup
from weimin.blueprint.values import Strict
from weimin.lib.identifiers import check_credit_code

__all__ = ["check_certificates", "entries", "items_with"]

T = TypeVar("T", bound=Strict)


def entries(blueprint: Blueprint, section: str, model: type[T]) -> dict[str, Entry[T]]:
    """A section's entries, typed."""
    found = blueprint.sections.get(section, {})
    return {code: Entry(e.value, e.place) for code, e in found.items() if isinstance(e.value, model)}


def items_with(blueprint: Blueprint) -> Iterator[tuple[Entry[Item], str, Place]]:
    """Every place where an item names a kind of certificate."""
    for entry in blueprint.items.values():
        item, place = entry.value, entry.place
        if item.result.certificate:
            yield entry, item.result.certificate, place.at("result", "certificate")
        for code, handling in item.handlings.items():
            if handling.result and handling.result.certificate:
                spot = place.at("handlings", code, "result", "certificate")
                yield entry, handling.result.certificate, spot


def check_certificates(lookup: Lookup) -> None:
    """Adds a finding for each name that leads nowhere and each pair that contradicts itself."""
    kinds = entries(lookup.blueprint, "certificates", CertificateKind)
    seals = entries(lookup.blueprint, "seals", Seal)
    for _item, kind, place in items_with(lookup.blueprint):
        if kind not in kinds and not lookup.blueprint.is_broken("certificates", kind):
            lookup.lost("certificate", kind, kinds, place)
    for entry in kinds.values():
        _kind(lookup, entry, seals)
    for seal in seals.values():
        _seal(lookup, seal, kinds)
    for item in lookup.blueprint.items.values():
        _acts(lookup, item)


def _kind(lookup: Lookup, entry: Entry[CertificateKind], seals: dict[str, Entry[Seal]]) -> None:
    kind, place = entry.value, entry.place
    lookup.once([field.id for field in kind.fields], place, "fields")
    lookup.identifier(check_credit_code, kind.type_code[:18], place.at("type-code"))
    asked = {
        field.id
        for item, code, _place in items_with(lookup.blueprint)
        if code == kind.code
        for field in item.value.form
    }
    for index, field in enumerate(kind.fields):
        where, _, name = field.source.partition(".")
        if where == "answers" and asked and name not in asked:
            lookup.lost("question", name, asked, place.at("fields", index, "from"))
    if kind.seal is None:
        return
    if kind.seal not in seals:
        lookup.lost("seal", kind.seal, seals, place.at("seal"))
    elif not seals[kind.seal].value.permits(certificate=kind.code):
        lookup.findings.error(
            "E011",
            place.at("seal"),
            "印章 {s} 不许用在证照 {c} 上",
            "the seal {s} is not permitted on the certificate {c}",
            s=kind.seal,
            c=kind.code,
        )


def _seal(lookup: Lookup, entry: Entry[Seal], kinds: dict[str, Entry[CertificateKind]]) -> None:
    seal, place = entry.value, entry.place
    lookup.need("department", seal.department, place.at("department"))
    lookup.post(seal.custodian, place.at("custodian"))
    if seal.custodian.partition("/")[0] != seal.department and seal.department in lookup.blueprint.departments:
        lookup.findings.error(
            "E011",
            place.at("custodian"),
            "印章由 {d} 的岗位保管",
            "a post of {d} keeps its seal",
            d=seal.department,
        )
    for index, code in enumerate(seal.certificates):
        if code != ANY_KIND and code not in kinds and not lookup.blueprint.is_broken("certificates", code):
            lookup.lost("certificate", code, kinds, place.at("certificates", index))


def _acts(lookup: Lookup, entry: Entry[Item]) -> None:
    """A handling that says what it does to a certificate needs one."""
    for code, handling in entry.value.handlings.items():
        if handling.certificate not in (None, "none") and certificate_act(entry.value, code, handling) is None:
            lookup.findings.error(
                "E011",
                entry.place.at("handlings", code, "certificate"),
                "这个事项的结果不是证照",
                "the result of this item is no certificate",
            )
