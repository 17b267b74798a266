"""Values of a file into models; pydantic's errors into sentences that a clerk can act on."""

import difflib
import json
import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from weimin.blueprint.findings import Findings, Place
from weimin.lib.bilingual import Bilingual

__all__ = ["shape"]

M = TypeVar("M", bound=BaseModel)


def shape(model: type[M], value: Any, place: Place, findings: Findings) -> M | None:
    """The value as a model, or None; every reason why not is an E003 finding at the line of its field."""
    try:
        return model.model_validate_json(json.dumps(value), by_alias=True, by_name=False)
    except ValidationError as error:
        for path, detail in _one_a_path(error, value).items():
            findings.error("E003", place.at(*path), "{m}", "{m}", m=_explain(detail, model))
        return None


def _one_a_path(error: ValidationError, value: Any) -> dict[tuple[str | int, ...], ErrorDetails]:
    """The first error of each path. Where a value may have several forms, the form that came furthest speaks."""
    found: dict[tuple[str | int, ...], ErrorDetails] = {}
    for detail in error.errors(include_url=False):
        path = _path_in_file(detail["loc"], value, missing=detail["type"] == "missing")
        found.setdefault(path, detail)
    shallow = {
        path
        for path, detail in found.items()
        if detail["type"] == "literal_error" and any(other[: len(path)] == path != other for other in found)
    }
    return {path: detail for path, detail in found.items() if path not in shallow}


def _path_in_file(loc: tuple[str | int, ...], value: Any, *, missing: bool) -> tuple[str | int, ...]:
    """Only the parts of pydantic's location that the file has; union branches and ``[key]`` are left out."""
    path: list[str | int] = []
    for position, step in enumerate(loc):
        if isinstance(value, Mapping) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        elif not (missing and position == len(loc) - 1 and isinstance(value, Mapping)):
            continue
        path.append(step)
    return tuple(path)


_PATTERNS: Final = {
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": Bilingual("小写字母和数字的词，用连字符相连，如 floor-plan", "lower-case words joined by hyphens, like floor-plan"),
    r"^[0-9]{6}([0-9]{3})?([0-9]{3})?$": Bilingual("区划代码：6、9 或 12 位数字，加引号", "a division code: 6, 9 or 12 digits, in quotes"),
    r"^[0-9A-Z]{12}$": Bilingual("12 位基本编码", "a basic code of 12 characters"),
    r"^[A-Z]{2,6}$": Bilingual("2 至 6 个大写字母", "2 to 6 capital letters"),
    r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$": Bilingual("“部门.名称”，如 scjg.business-licence", "'holder.name', like scjg.business-licence"),
    r"^registers\.[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$": Bilingual("“registers.登记库”或“registers.登记库.字段”", "'registers.name' or 'registers.name.field'"),
}  # fmt: skip

_MESSAGES: Final = {
    "missing": Bilingual("缺少这一项", "is missing"),
    "string_type": Bilingual(
        "应是文字；数字和 true/false 请加引号", "must be text: put numbers and true/false in quotes"
    ),
    "string_too_short": Bilingual("不能为空，至少 {min_length} 个字", "too short: at least {min_length} characters"),
    "string_too_long": Bilingual("太长，最多 {max_length} 个字", "too long: at most {max_length} characters"),
    "int_type": Bilingual("应是整数", "must be a whole number"),
    "int_parsing": Bilingual("应是整数", "must be a whole number"),
    "int_from_float": Bilingual("应是整数", "must be a whole number"),
    "bool_type": Bilingual("应是 true 或 false", "must be true or false"),
    "bool_parsing": Bilingual("应是 true 或 false", "must be true or false"),
    "list_type": Bilingual("应是列表（每行以“- ”开头，或写成 [a, b]）", "must be a list ('- ' lines, or [a, b])"),
    "dict_type": Bilingual("应是“键: 值”的组", "must be a group of 'key: value'"),
    "model_type": Bilingual("应是“键: 值”的组", "must be a group of 'key: value'"),
    "model_attributes_type": Bilingual("应是“键: 值”的组", "must be a group of 'key: value'"),
    "literal_error": Bilingual("只能是 {expected}", "must be one of {expected}"),
    "enum": Bilingual("只能是 {expected}", "must be one of {expected}"),
    "decimal_type": Bilingual("应是数字", "must be a number"),
    "decimal_parsing": Bilingual("应是数字", "must be a number"),
    "decimal_max_places": Bilingual("最多 {decimal_places} 位小数", "at most {decimal_places} decimal places"),
    "greater_than_equal": Bilingual("不能小于 {ge}", "must be at least {ge}"),
    "less_than_equal": Bilingual("不能大于 {le}", "must be at most {le}"),
    "too_short": Bilingual("至少要有 {min_length} 项", "needs at least {min_length}"),
    "too_long": Bilingual("最多 {max_length} 项", "at most {max_length}"),
}


def _explain(detail: ErrorDetails, model: type[BaseModel]) -> Bilingual:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "bilingual":
        return Bilingual(context["zh"], context["en"])
    if kind == "extra_forbidden":
        return _unknown_key(str(detail["loc"][-1]), _keys_at(model, detail["loc"][:-1]))
    if kind == "string_pattern_mismatch":
        return _mismatch(str(context.get("pattern", "")), detail["input"])
    message = _MESSAGES.get(kind)
    if message is None:
        return Bilingual("不合要求：{m}", "not acceptable: {m}").format(m=detail["msg"])
    filled = message.format(**_spoken(context))
    got = detail["input"]
    if kind in {"enum", "literal_error"} and isinstance(got, str):
        near = difflib.get_close_matches(got, _choices(str(context.get("expected", ""))), n=1)
        if near:
            filled = Bilingual(f"{filled.zh}；是不是 {near[0]}？", f"{filled.en}; did you mean {near[0]}?")
    return filled


def _spoken(context: Mapping[str, Any]) -> dict[str, Any]:
    """pydantic writes "'a', 'b' or 'c'"; both languages get a plain list."""
    spoken = dict(context)
    if "expected" in spoken:
        spoken["expected"] = ", ".join(_choices(str(spoken["expected"])))
    return spoken


def _choices(expected: str) -> list[str]:
    return [part.strip(" '") for part in expected.replace(" or ", ", ").split(",") if part.strip(" '")]


def _mismatch(pattern: str, got: object) -> Bilingual:
    form = _PATTERNS.get(pattern, Bilingual(f"样式 {pattern}", f"the pattern {pattern}"))
    return Bilingual("“{got}” 不合写法，应是{form}", "'{got}' is not {form}").format(got=got, form=form)


def _unknown_key(key: str, known: list[str]) -> Bilingual:
    near = difflib.get_close_matches(key.replace("_", "-"), known, n=1, cutoff=0.6)
    if near:
        return Bilingual("没有“{k}”这个键；是不是 {n}？", "unknown key '{k}'; did you mean '{n}'?").format(
            k=key, n=near[0]
        )
    return Bilingual("没有“{k}”这个键；可用的有：{n}", "unknown key '{k}'; known are: {n}").format(
        k=key, n=", ".join(known)
    )


def _keys_at(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """The keys that the grammar knows at a location."""
    models: list[Any] = [model]
    for step in loc:
        models = [inner for each in models for inner in _below(each, step)]
    return sorted({field.alias or name for each in models for name, field in each.model_fields.items()})


def _below(model: type[BaseModel], step: str | int) -> Iterator[type[BaseModel]]:
    """The models that a field may hold, looking through lists, dicts, unions and annotations."""
    for name, field in model.model_fields.items():
        if step in {name, field.alias}:
            yield from _models_in(field.annotation)
            return
    yield model  # an index, a dict's key or a union branch: still inside the same models


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in {list, dict, tuple, Union, types.UnionType, Annotated}:
        for argument in get_args(annotation):
            yield from _models_in(argument)
