"""Statements of a known shape, written once from the model and sent many times.

The ORM writes a query anew each time it runs. Where a step of a case reads and writes a handful of rows by their keys,
that was four fifths of the time it took (docs/benchmarks.md). Here the text is kept; values pass through the model's
fields in both directions as in the ORM, so that sealed columns, JSON and instants are the fields' own affair.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.models import BooleanField, CharField, Field, ForeignKey, IntegerField, Model, TextField
from django.db.models.base import ModelState

__all__ = ["Insert", "Reading", "Update", "Upsert"]

if TYPE_CHECKING:
    AnyField = Field[Any, Any]
else:
    AnyField = Field

M = TypeVar("M", bound=Model)
LARGEST: Final = 2**63 - 1
Convert = Callable[[Any, Any, Any], Any]


class Reading(Generic[M]):
    """Rows of a model, whole. ``tail`` is what follows FROM, with ``%s`` for each value; columns are named by table.

    ``related`` names a foreign key whose row comes along in the same statement.
    """

    def __init__(self, model: type[M], tail: str, *, related: str = "") -> None:
        self._model, self._tail, self._related = model, tail, related

    def __call__(self, *values: Any, lock: bool = False, skip_locked: bool = False) -> list[M]:
        """The rows. ``lock`` holds them to the end of the transaction (on SQLite the transaction itself does).

        A number that no column can hold, such as an id typed into an address, belongs to no row.
        """
        if any(isinstance(value, int) and abs(value) > LARGEST for value in values):
            return []
        sql = self._sql
        if lock and connection.features.has_select_for_update:
            sql = f'{sql} FOR UPDATE OF "{self._model._meta.db_table}"{" SKIP LOCKED" if skip_locked else ""}'
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return [self._row(row) for row in cursor.fetchall()]

    @cached_property
    def _parts(self) -> list["_Part"]:
        """The model itself and, where it comes along, the related one: they share a row."""
        models: list[Any] = [self._model]
        if self._related:
            models.append(self._model._meta.get_field(self._related).related_model)
        starts = [0, len(_columns(self._model))]
        return [_Part(model, start) for model, start in zip(models, starts, strict=False)]

    @cached_property
    def _sql(self) -> str:
        table = f'"{self._model._meta.db_table}"'
        names = ", ".join(f'"{part.table}"."{field.column}"' for part in self._parts for field in part.fields)
        joined = ""
        if self._related:
            column, other = self._model._meta.get_field(self._related).column, self._parts[1]  # type: ignore[union-attr]
            joined = f' JOIN "{other.table}" ON "{other.table}"."{other.key}" = {table}."{column}"'
        return f"SELECT {names} FROM {table}{joined} {self._tail}"

    def _row(self, row: Sequence[Any]) -> M:
        first, *more = [part.read(row) for part in self._parts]
        for other in more:
            setattr(first, self._related, other)
        return first  # type: ignore[return-value]


class _Part:
    """One model's share of the columns that a statement returns, from ``start`` on."""

    def __init__(self, model: type[Model], start: int) -> None:
        self.fields = _columns(model)
        self.table, self.key = model._meta.db_table, model._meta.pk.column
        self._model, self._start, self._end = model, start, start + len(self.fields)
        self._names = [field.attname for field in self.fields]
        self._conversions = [
            (place, converters, field.cached_col)
            for place, field in enumerate(self.fields)
            if (converters := _converters(field))
        ]

    def read(self, row: Sequence[Any]) -> Model:
        values, database = list(row[self._start : self._end]), connections[DEFAULT_DB_ALIAS]
        for place, converters, column in self._conversions:
            for convert in converters:
                values[place] = convert(values[place], column, database)
        # What from_db() comes to without its signals, which nobody may use between rooms; a third of a read's time.
        found = self._model.__new__(self._model)
        found.__dict__.update(zip(self._names, values, strict=True), _state=ModelState())
        found._state.adding, found._state.db = False, DEFAULT_DB_ALIAS
        return found


class Insert(Generic[M]):
    """New rows of a model."""

    def __init__(self, model: type[M]) -> None:
        self._model = model

    def __call__(self, rows: Sequence[M]) -> None:
        """Write the rows in one statement. Nothing is written for none; their ids are not asked for."""
        if rows:
            with connection.cursor() as cursor:
                cursor.execute(self._text(len(rows)), self._values(rows))

    def one(self, row: M) -> Any:
        """Write one row; it is given its id, which is returned."""
        with connection.cursor() as cursor:
            cursor.execute(f"{self._text(1)} RETURNING {self._key}", self._values([row]))
            (row.pk,) = cursor.fetchone()
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        return row.pk

    def _text(self, count: int) -> str:
        return f"{self._head} {', '.join([self._place] * count)}{self._end}"

    def _values(self, rows: Sequence[M]) -> list[Any]:
        return [value for row in rows for value in self._writing(row)]

    @cached_property
    def _writing(self) -> "_Writing":
        return _Writing(self._fields)

    @cached_property
    def _place(self) -> str:
        return f"({', '.join(['%s'] * len(self._fields))})"

    @cached_property
    def _fields(self) -> list[AnyField]:
        return [field for field in _columns(self._model) if not field.primary_key]

    @cached_property
    def _end(self) -> str:
        return ""

    @cached_property
    def _key(self) -> str:
        return f'"{self._model._meta.pk.column}"'

    @cached_property
    def _head(self) -> str:
        names = ", ".join(f'"{field.column}"' for field in self._fields)
        return f'INSERT INTO "{self._model._meta.db_table}" ({names}) VALUES'


class Upsert(Insert[M]):
    """New rows and changed rows in one statement: a known row meets its own unique key, and ``update`` is written."""

    def __init__(self, model: type[M], *, unique: Sequence[str], update: Sequence[str]) -> None:
        super().__init__(model)
        self._unique, self._update = unique, update

    @cached_property
    def _end(self) -> str:
        column = {field.name: f'"{field.column}"' for field in self._fields}
        unique = ", ".join(column[name] for name in self._unique)
        return f" ON CONFLICT ({unique}) DO UPDATE SET {', '.join(f'{column[n]} = EXCLUDED.{column[n]}' for n in self._update)}"


class Update(Generic[M]):
    """The same columns of one row, by its id."""

    def __init__(self, model: type[M], columns: Sequence[str]) -> None:
        self._model, self._columns = model, columns

    def __call__(self, row: M) -> None:
        """Write the columns. Raises ``DatabaseError`` when the row is gone."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [*self._writing(row), row.pk])
            if cursor.rowcount != 1:
                raise DatabaseError(f"{self._model._meta.label} {row.pk} is not there any more")

    @cached_property
    def _fields(self) -> list[AnyField]:
        known = {field.name: field for field in _columns(self._model)}
        return [known[name] for name in self._columns]

    @cached_property
    def _writing(self) -> "_Writing":
        return _Writing(self._fields)

    @cached_property
    def _sql(self) -> str:
        meta = self._model._meta
        changes = ", ".join(f'"{field.column}" = %s' for field in self._fields)
        return f'UPDATE "{meta.db_table}" SET {changes} WHERE "{meta.pk.column}" = %s'


def _columns(model: type[Model]) -> list[AnyField]:
    return list(model._meta.concrete_fields)


class _Writing:
    """What is written of a row, field by field."""

    def __init__(self, fields: Sequence[AnyField]) -> None:
        self._fields = [(field.attname, _as_they_are(field), field) for field in fields]

    def __call__(self, row: Model) -> list[Any]:
        values, database = row.__dict__, connections[DEFAULT_DB_ALIAS]
        return [
            values[name]
            if type(values[name]) in as_they_are
            else field.get_db_prep_save(field.pre_save(row, row._state.adding), database)
            for name, as_they_are, field in self._fields
        ]


def _as_they_are(field: AnyField) -> frozenset[type]:
    """The types of values that the field hands to the database unchanged: most of a row, and asking the field is dear."""
    if type(field) in (CharField, TextField):
        return frozenset({str, NoneType})
    if isinstance(field, IntegerField | ForeignKey):
        return frozenset({int, NoneType})
    return frozenset({bool}) if type(field) is BooleanField else frozenset()


def _converters(field: AnyField) -> list[Convert]:
    """What the database and the field make of a value that was read."""
    column = field.cached_col
    return [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
