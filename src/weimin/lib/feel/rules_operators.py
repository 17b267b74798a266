"""How names, literals, operators and conditions run."""

from collections.abc import Mapping
from typing import Any

from weimin.lib.bilingual import Bilingual
from weimin.lib.feel.arithmetic import OPERATORS, negate
from weimin.lib.feel.builtins import BUILTINS
from weimin.lib.feel.comparing import compare, equal, holds
from weimin.lib.feel.compiler import MISSING, Code, Compiler, Scope, guarded, lookup
from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.properties import entry
from weimin.lib.feel.temporal import DateTime, Time
from weimin.lib.feel.tree import (
    Between,
    Chain,
    Comparison,
    If,
    In,
    InstanceOf,
    Invalid,
    Literal,
    Logic,
    Name,
    Negation,
    Node,
    Path,
    RangeLiteral,
    UnaryRange,
    UnaryTests,
)
from weimin.lib.feel.types import conforms
from weimin.lib.feel.values import kind_name

__all__ = ["OPERATOR_RULES"]


def literal(_compiler: Compiler, node: Literal) -> Code:
    value = node.value
    return lambda scope: value


def invalid(_compiler: Compiler, node: Invalid) -> Code:
    message, at = node.message, node.at
    return lambda scope: scope.run.problem(message, at)


def name(_compiler: Compiler, node: Name) -> Code:
    word, at = node.name, node.at
    builtin = BUILTINS.get(word)
    missing = Bilingual("没有名为“{n}”的值", "there is no value named '{n}'").format(n=word)

    def find(scope: Scope) -> Any:
        if word in scope.values:
            return scope.values[word]
        found = lookup(scope.parent, word)
        if found is not MISSING:
            return found
        return builtin if builtin is not None else scope.run.problem(missing, at)

    return find


def path(compiler: Compiler, node: Path) -> Code:
    base, word, at = compiler.code(node.base), node.name, node.at

    def follow(scope: Scope) -> Any:
        value = base(scope)
        if type(value) is dict and word in value:
            return value[word]
        try:
            return entry(value, word, scope.run)
        except Fault as fault:
            return scope.run.problem(fault.message, at)

    return follow


def negation(compiler: Compiler, node: Negation) -> Code:
    operand = compiler.code(node.operand)
    return guarded(lambda scope: negate(operand(scope)), node.at)


def chain(compiler: Compiler, node: Chain) -> Code:
    first = compiler.code(node.first)
    rest = [(OPERATORS[operator], compiler.code(operand), at) for operator, operand, at in node.rest]

    def compute(scope: Scope) -> Any:
        value = first(scope)
        for operate, operand, at in rest:
            try:
                value = operate(value, operand(scope), scope.run)
            except Fault as fault:
                value = scope.run.problem(fault.message, at)
        return value

    return compute


_ORDERS = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


def _compared(operator: str, left: Any, right: Any, run: Run) -> bool | None:
    """Raises ``Fault`` for two values that cannot be compared; a null is no fault."""
    if operator in ("=", "!="):
        answer = equal(left, right, run)
        if answer is not None and operator == "!=":
            answer = not answer
    else:
        order = compare(left, right)
        answer = None if order is None else bool(_ORDERS[operator](order))
    if answer is None and left is not None and right is not None:
        if isinstance(left, Time | DateTime) and type(left) is type(right):
            raise Fault(
                "一个有时区、一个没有，不能比较", "one has a time zone and one has not; they cannot be compared"
            )
        raise Fault("{a}和{b}不能比较", "{a} cannot be compared with {b}", a=kind_name(left), b=kind_name(right))
    return answer


def comparison(compiler: Compiler, node: Comparison) -> Code:
    operator, left, right = node.operator, compiler.code(node.left), compiler.code(node.right)
    return guarded(lambda scope: _compared(operator, left(scope), right(scope), scope.run), node.at)


def between(compiler: Compiler, node: Between) -> Code:
    value, low, high = compiler.code(node.value), compiler.code(node.low), compiler.code(node.high)

    def test(scope: Scope) -> Any:
        middle, bottom, top = value(scope), low(scope), high(scope)
        if None in (middle, bottom, top):
            raise Fault("between 的值和两端都不能为空", "between needs a value and both ends, none of them null")
        return _compared("<=", bottom, middle, scope.run) and _compared("<=", middle, top, scope.run)

    return guarded(test, node.at)


def _tests(compiler: Compiler, nodes: tuple[Node, ...]) -> list[tuple[str, Code]]:
    """Each test as the operator that it begins with, and the code of what follows."""
    return [
        (node.operator, compiler.code(node.bound))
        if isinstance(node, UnaryRange)
        else (".." if isinstance(node, RangeLiteral) else "", compiler.code(node))
        for node in nodes
    ]


def _passes_one(operator: str, value: Any, bound: Any, run: Run) -> bool | None:
    if operator == "..":
        return None if bound is None else holds(value, bound, run)
    return _compared(operator, value, bound, run) if operator else holds(value, bound, run)


def _passes(value: Any, tests: list[tuple[str, Code]], scope: Scope) -> bool | None:
    answer: bool | None = False
    for operator, code in tests:
        bound = code(scope)
        one = _passes_one(operator, value, bound, scope.run)
        if one:
            return True
        if one is None:
            answer = None
    return answer


def membership(compiler: Compiler, node: In) -> Code:
    value, tests = compiler.code(node.value), _tests(compiler, node.tests)
    return guarded(lambda scope: _passes(value(scope), tests, scope), node.at)


def unary_tests(compiler: Compiler, node: UnaryTests) -> Code:
    """A test that asks about ``?`` itself says true or false; any other is held against ``?``."""
    tests = _tests(compiler, node.tests)
    negated = node.negated

    def test(scope: Scope) -> Any:
        if not tests:
            return True
        value = lookup(scope, "?")
        answer: bool | None = False
        for operator, code in tests:
            inner = Scope({"?": value}, scope, scope.run)
            verdict = code(inner)
            if operator or not (isinstance(verdict, bool) and not isinstance(value, bool)):
                verdict = _passes_one(operator, value, verdict, scope.run)
            if verdict is True:
                answer = True
                break
            if verdict is None:
                answer = None
        return (not answer if answer is not None else None) if negated else answer

    return guarded(test, node.at)


def logic(compiler: Compiler, node: Logic) -> Code:
    """Three-valued: what is not a boolean counts as unknown (DMN 1.5 tables 48 and 49). Stops when decided."""
    operands = [compiler.code(operand) for operand in node.operands]
    decisive = node.operator == "or"

    def decide(scope: Scope) -> bool | None:
        answer: bool | None = not decisive
        for operand in operands:
            value = operand(scope)
            if value is decisive:
                return bool(decisive)
            if not isinstance(value, bool):
                answer = None
        return answer

    return decide


def if_rule(compiler: Compiler, node: If) -> Code:
    condition, then, otherwise = (compiler.code(part) for part in (node.condition, node.then, node.otherwise))
    return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)


def instance_of(compiler: Compiler, node: InstanceOf) -> Code:
    value, wanted = compiler.code(node.value), node.type
    return guarded(lambda scope: conforms(value(scope), wanted, scope.run), node.at)


OPERATOR_RULES: Mapping[type[Node], Any] = {
    Literal: literal,
    Invalid: invalid,
    Name: name,
    Path: path,
    Negation: negation,
    Chain: chain,
    Comparison: comparison,
    Between: between,
    In: membership,
    UnaryTests: unary_tests,
    Logic: logic,
    If: if_rule,
    InstanceOf: instance_of,
}
