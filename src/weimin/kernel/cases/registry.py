"""The kinds of cases, registered by their modules in ``AppConfig.ready()``: the kernel knows no module."""

from weimin.kernel.cases.definition import CaseKind

__all__ = ["kind", "kinds", "register_kind"]

_KINDS: dict[str, CaseKind] = {}


def register_kind(kind: CaseKind) -> None:
    _KINDS[kind.code] = kind


def kind(code: str) -> CaseKind:
    return _KINDS[code]


def kinds() -> tuple[CaseKind, ...]:
    return tuple(_KINDS.values())
