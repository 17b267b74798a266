"""How a builtin function is declared: its name, its parameters with their kinds, and a Python function.

A parameter is written ``name: kind`` or ``name: kind|kind``; ``name?`` may be left out, ``*name`` takes all that
follow, kind ``null`` lets null through. Arguments are checked, and converted as DMN 1.5 §10.3.2.9.4 says, before
the Python function sees them: a list of one stands for its element and an element for a list of one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.numbers import InvalidNumber
from weimin.lib.feel.temporal import Date
from weimin.lib.feel.types import ANY, midnight
from weimin.lib.feel.values import KIND_NAMES, Function, kind, kind_name

__all__ = ["assemble", "builtin"]

_SHORT = {
    "dtd": "days and time duration",
    "ymd": "years and months duration",
    "datetime": "date and time",
}


@dataclass(frozen=True, slots=True)
class _Parameter:
    """One parameter, and the kinds of values that it takes."""

    name: str
    kinds: frozenset[str]
    optional: bool
    variadic: bool

    def take(self, value: Any, run: Run) -> Any:
        found = kind(value)
        if "any" in self.kinds or found in self.kinds:
            return value
        if value is not None:
            if "list" in self.kinds:
                return [value]
            if found == "list" and len(value) == 1 and kind(value[0]) in self.kinds:
                return value[0]
            if isinstance(value, Date) and "date and time" in self.kinds:
                return midnight(value)
        wanted = [KIND_NAMES[name] for name in KIND_NAMES if name in self.kinds and name != "null"]
        raise Fault(
            "参数 {p} 应为{w}，却是{k}", "parameter {p} must be {w}, not {k}",
            p=self.name, w=_either(wanted), k=kind_name(value),
        )  # fmt: skip


def _either(names: list[Bilingual]) -> Bilingual:
    return Bilingual("或".join(n.zh for n in names), " or ".join(n.en for n in names))


@dataclass(frozen=True, slots=True)
class _Signature:
    """One way to call a builtin."""

    parameters: tuple[_Parameter, ...]
    run: Callable[..., Any]

    def takes(self, count: int) -> bool:
        required = sum(not (p.optional or p.variadic) for p in self.parameters)
        return required <= count and (self._variadic or count <= len(self.parameters))

    @property
    def _variadic(self) -> bool:
        return bool(self.parameters) and self.parameters[-1].variadic

    def invoke(self, run: Run, arguments: list[Any]) -> Any:
        values: list[Any] = []
        for index, value in enumerate(arguments):
            parameter = self.parameters[min(index, len(self.parameters) - 1)]
            if value is ...:
                if not parameter.optional:
                    raise Fault("缺少参数 {p}", "parameter {p} is missing", p=parameter.name)
                values.append(None)
            else:
                values.append(parameter.take(value, run))
        return self.run(run, *values)


_SIGNATURES: dict[str, list[_Signature]] = {}


_F = TypeVar("_F", bound=Callable[..., Any])


def builtin(name: str, *parameters: str) -> Callable[[_F], _F]:
    """Declare one signature of a builtin. An optional parameter that is left out is None for the Python function."""
    parsed = tuple(_parameter(text) for text in parameters)

    def declare(function: _F) -> _F:
        _SIGNATURES.setdefault(name, []).append(_Signature(parsed, function))
        return function

    return declare


def _parameter(text: str) -> _Parameter:
    name, _, kinds = text.partition(": ")
    split = frozenset(_SHORT.get(part, part) for part in kinds.split("|"))
    return _Parameter(name.strip("*?"), split, name.endswith("?"), name.startswith("*"))


def _function(name: str, signatures: list[_Signature]) -> Function:
    def invoke(run: Run, arguments: list[Any]) -> Any:
        fitting = [signature for signature in signatures if signature.takes(len(arguments))]
        if not fitting:
            raise Fault(
                "{f} 不能用 {n} 个参数；{u}",
                "{f} does not take {n} arguments; {u}",
                f=name,
                n=len(arguments),
                u=_usage(name, signatures),
            )
        first: Fault | None = None
        for signature in fitting:
            try:
                return signature.invoke(run, arguments)
            except Fault as fault:
                first = first or fault
            except InvalidNumber:
                first = first or Fault("结果不是数字或超出范围", "the result is no number or out of range")
        assert first is not None
        raise Fault("{f}：{m}", "{f}: {m}", f=name, m=first.message)

    def bind(names: tuple[str, ...]) -> tuple[int | None, ...]:
        for signature in signatures:
            known = [parameter.name for parameter in signature.parameters]
            if (
                len(set(names)) == len(names)
                and set(names) <= set(known)
                and all(parameter.optional or parameter.name in names for parameter in signature.parameters)
            ):
                return tuple(names.index(word) if word in names else None for word in known)
        raise Fault("{f} 没有这些参数名；{u}", "{f} has no such parameters; {u}", f=name, u=_usage(name, signatures))

    first = signatures[0].parameters
    return Function(name, tuple(p.name for p in first), tuple(ANY for _ in first), invoke, bind)


def _usage(name: str, signatures: list[_Signature]) -> Bilingual:
    forms = []
    for signature in signatures:
        words = (f"{p.name}{'?' if p.optional else ''}{'...' if p.variadic else ''}" for p in signature.parameters)
        forms.append(f"{name}({', '.join(words)})")
    return Bilingual(f"用法：{'、'.join(forms)}", f"use {' or '.join(forms)}")


def assemble() -> dict[str, Function]:
    """All builtins declared so far, by name."""
    return {name: _function(name, signatures) for name, signatures in _SIGNATURES.items()}
