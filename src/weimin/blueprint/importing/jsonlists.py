"""JSON lists: flat records keyed by header, or 实施清单 records of the national form with their tables."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from weimin.blueprint.importing.columns import Columns
from weimin.blueprint.importing.doubts import Report, Spot
from weimin.blueprint.importing.errors import NoHeader, UnreadableList
from weimin.blueprint.importing.tables import MAX_CELL, MAX_ROWS, Row
from weimin.blueprint.importing.texts import decode, unusable

__all__ = ["json_rows"]

_MAIN: Final = "AUDIT_ITEM"
_ADDED: Final = "AUDIT_ITEM_EXTEND"
_TABLES: Final = (
    "AUDIT_ITEM_BYLAW",
    "AUDIT_ITEM_WINDOW",
    "AUDIT_MATERIAL",
    "AUDIT_ITEM_SPECIAL",
    "AUDIT_QA",
    "AUDIT_ITEM_CONDITION",
)


def json_rows(content: bytes, file: str, columns: Columns, report: Report) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Each record with its tables; the number of a row counts records from 1. Raises ``UnreadableList``."""
    document = _document(content, file, report)
    records = document if isinstance(document, list) else [document]
    if len(records) > MAX_ROWS:
        raise UnreadableList(file, "超过 {n} 条；请拆开", "more than {n} records: split the list", n=MAX_ROWS)
    known = 0
    for number, record in enumerate(records, 1):
        report.rows += 1
        row = _row(record, Spot(file, number), columns, report)
        if row is not None:
            known += columns.complete(row.cells)
            yield row, {name: _entries(record.get(name)) for name in _TABLES if record.get(name)}
    if records and not known:
        raise NoHeader(
            file,
            "没有一条记录有“{w}”；应是记录的列表，或带 AUDIT_ITEM 的实施清单。可用 --map 指明键名",
            "no record has '{w}': expected a list of records, or records with AUDIT_ITEM. --map can name the keys",
            w=columns.wanted(),
        )


def _document(content: bytes, file: str, report: Report) -> Any:
    text, encoding = decode(content, file)
    if encoding != "utf-8":
        report.add("I301", Spot(file), "按 {e} 编码读取", "read as {e}", e=encoding)
    try:
        return json.loads(text)
    except RecursionError:
        raise UnreadableList(file, "嵌套太深", "nested too deeply") from None
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise UnreadableList(
            f"{file}:{line}",
            "从这里起不是 JSON（被截断？）：{e}",
            "from here on it is not JSON (cut short?): {e}",
            e=getattr(error, "msg", error),
        ) from None


def _row(record: Any, spot: Spot, columns: Columns, report: Report) -> Row | None:
    if not isinstance(record, Mapping):
        report.leave_out("I105", spot, {"": str(record)[:200]}, "不是记录", "not a record")
        return None
    main, added = record.get(_MAIN), record.get(_ADDED)
    flat: Mapping[str, Any] = record
    if isinstance(main, Mapping):
        flat = {**(added if isinstance(added, Mapping) else {}), **main}
    stood = {key: text for key, value in flat.items() if (text := _scalar(value))}
    names = list(stood)
    cells = {field: stood[names[index]] for field, index in columns.match(names).items()}
    for field, text in cells.items():
        if len(text) > MAX_CELL or (odd := unusable(text)):
            reason = str(len(text)) if len(text) > MAX_CELL else odd
            report.leave_out(
                "I105", spot, stood, "“{f}”过长或含不可用的字符（{o}）", "'{f}' is too long or holds {o}",
                f=field, o=reason,
            )  # fmt: skip
            return None
    return Row(spot, cells, stood)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _entries(value: Any) -> list[dict[str, str]]:
    """The rows of one table, every value as text that a file may hold."""
    rows = value if isinstance(value, list) else []
    return [
        {key: text for key, each in row.items() if (text := _scalar(each)) and not unusable(text)}
        for row in rows[:500]
        if isinstance(row, Mapping)
    ]
