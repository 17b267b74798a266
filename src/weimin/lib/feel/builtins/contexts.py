"""Functions of contexts."""

from typing import Any

from weimin.lib.feel.builtins.registry import builtin
from weimin.lib.feel.errors import Fault
from weimin.lib.feel.limits import Run


@builtin("get value", "m: context", "key: string")
def get_value(_run: Run, context: dict[str, Any], key: str) -> Any:
    """Null if there is no such entry."""
    return context.get(key)


@builtin("get value", "m: context", "keys: list")
def get_value_below(_run: Run, context: dict[str, Any], keys: list[Any]) -> Any:
    found: Any = context
    for key in _keys(keys):
        found = found.get(key) if isinstance(found, dict) else None
    return found


@builtin("get entries", "m: context")
def get_entries(run: Run, context: dict[str, Any]) -> list[dict[str, Any]]:
    run.items(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", "entries: list")
def context_of(run: Run, entries: list[Any]) -> dict[str, Any]:
    """From a list of ``{key, value}``."""
    run.items(len(entries))
    made: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("key"), str) or "value" not in entry:
            raise Fault("每一项应有 key（文字）和 value", "each element needs a key (a string) and a value")
        if entry["key"] in made:
            raise Fault("键“{k}”重复", "the key '{k}' occurs twice", k=entry["key"])
        made[entry["key"]] = entry["value"]
    return made


@builtin("context put", "context: context", "key: string", "value: any")
def context_put(run: Run, context: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    run.items(len(context) + 1)
    return {**context, key: value}


@builtin("context put", "context: context", "keys: list", "value: any")
def context_put_below(run: Run, context: dict[str, Any], keys: list[Any], value: Any) -> dict[str, Any]:
    """Put at the end of a path of keys; contexts on the way are made where there are none."""
    path = _keys(keys)
    run.items(len(context) + 1)
    made = {**context}
    inside = made
    for key in path[:-1]:
        below = inside.get(key)
        if below is not None and not isinstance(below, dict):
            raise Fault("“{k}”不是对象", "'{k}' is not a context", k=key)
        run.items(len(below or ()) + 1)
        inside[key] = {**(below or {})}
        inside = inside[key]
    inside[path[-1]] = value
    return made


@builtin("context merge", "contexts: list")
def context_merge(run: Run, contexts: list[Any]) -> dict[str, Any]:
    """Later entries take the place of earlier ones."""
    made: dict[str, Any] = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise Fault("列表里应都是对象", "the list must hold contexts only")
        run.items(len(context))
        made.update(context)
    return made


def _keys(keys: list[Any]) -> list[str]:
    if not keys or not all(isinstance(key, str) for key in keys):
        raise Fault("键应是文字的列表，不能为空", "the keys must be a list of strings, not empty")
    return keys
