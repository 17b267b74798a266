"""How function definitions and calls run."""

from collections.abc import Mapping
from typing import Any

from weimin.lib.feel.builtins import BUILTINS
from weimin.lib.feel.compiler import Code, Compiler, Scope, guarded
from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run
from weimin.lib.feel.tree import Call, FunctionLiteral, Name, Node
from weimin.lib.feel.types import coerce
from weimin.lib.feel.values import Function, kind_name

__all__ = ["FUNCTION_RULES"]


def function_literal(compiler: Compiler, node: FunctionLiteral) -> Code:
    parameters = tuple(parameter.name for parameter in node.parameters)
    types = tuple(parameter.type for parameter in node.parameters)
    body, weight, depth = compiler.priced(node.body)

    def define(scope: Scope) -> Function:
        def invoke(run: Run, arguments: list[Any]) -> Any:
            if node.external:
                raise Fault("不支持外部函数 external", "external functions are not supported")
            if len(arguments) != len(parameters):
                raise Fault(
                    "函数要 {n} 个参数，给了 {m} 个",
                    "the function takes {n} arguments, {m} are given",
                    n=len(parameters),
                    m=len(arguments),
                )
            values = {
                word: coerce(value, wanted, run)
                for word, value, wanted in zip(parameters, arguments, types, strict=True)
            }
            run.enter(depth + 1)
            run.spend(weight)
            try:
                return body(Scope(values, scope, run))
            finally:
                run.leave(depth + 1)

        def bind(names: tuple[str, ...]) -> tuple[int | None, ...]:
            if sorted(names) != sorted(parameters):
                raise Fault("参数名应为：{p}", "the parameters are: {p}", p=", ".join(parameters))
            return tuple(names.index(word) for word in parameters)

        return Function("", parameters, types, invoke, bind)

    return define


def _function_of(compiler: Compiler, node: Node) -> Code:
    """The function called: by a name, the innermost that is a function, so that data never hides a builtin."""
    if not isinstance(node, Name):
        return compiler.code(node)
    word = node.name

    def find(scope: Scope) -> Any:
        inner: Scope | None = scope
        while inner is not None:
            found = inner.values.get(word)
            if isinstance(found, Function):
                return found
            inner = inner.parent
        if word in BUILTINS:
            return BUILTINS[word]
        raise Fault("没有名为“{n}”的函数", "there is no function named '{n}'", n=word)

    return find


def call(compiler: Compiler, node: Call) -> Code:
    function = _function_of(compiler, node.function)
    arguments = [compiler.code(argument) for argument in node.arguments]
    names, at = node.names, node.at

    def invoke(scope: Scope) -> Any:
        called = function(scope)
        if not isinstance(called, Function):
            raise Fault("{k}不是函数，不能调用", "{k} is no function and cannot be called", k=kind_name(called))
        values = [argument(scope) for argument in arguments]
        if names:
            values = [... if index is None else values[index] for index in called.bind(names)]
        run = scope.run
        run.at = at
        run.spend(1)
        return called.invoke(run, values)

    return guarded(invoke, at)


FUNCTION_RULES: Mapping[type[Node], Any] = {FunctionLiteral: function_literal, Call: call}
