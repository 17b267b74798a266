"""Papers that nobody can seal: T010."""

from typing import Final

from weimin.blueprint.blueprint import Blueprint, handled_pairs
from weimin.blueprint.certificate_checks import entries
from weimin.blueprint.certificates import CertificateKind, Seal, certificate_act, seal_for
from weimin.blueprint.lint.rules import Rule, Survey
from weimin.lib.bilingual import Bilingual

__all__ = ["RULES"]


def unsealed(blueprint: Blueprint, survey: Survey) -> None:
    """T010: a department that decides, or issues a certificate, has no seal that may stand on it.

    A city without any seal is one that has not come to this yet: nothing is looked at.
    """
    seals = tuple(entry.value for entry in entries(blueprint, "seals", Seal).values())
    kinds = entries(blueprint, "certificates", CertificateKind)
    if not seals:
        return
    for entry in blueprint.items.values():
        seen: set[tuple[str, str]] = set()
        for index, implementation, code, handling in handled_pairs(entry.value):
            act = certificate_act(entry.value, code, handling)
            kind = kinds.get(act[1]) if act else None
            issuer = getattr(implementation, kind.value.issuer) if kind else implementation.decides
            what = kind.value.code if kind else ""
            if (issuer, what) in seen:
                continue
            seen.add((issuer, what))
            survey.look()
            if seal_for(seals, issuer, paper="grant-decision", certificate=what) is None:
                survey.found(
                    entry.place.at("implementations", index, kind.value.issuer if kind else "decides"),
                    "{d} 没有可用的印章",
                    "{d} has no seal that may stand on its paper",
                    d=issuer,
                )


RULES: Final = (Rule("T010", Bilingual("文书没有印章可用", "a paper that no seal may stand on"), unsealed),)
