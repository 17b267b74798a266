"""Model fields whose content is sealed at rest, and the keyring it uses."""

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks
from django.db import models

from weimin.lib.sealing import Keyring

__all__ = ["EncryptedJSON", "EncryptedText", "Sealed", "keyring"]

if TYPE_CHECKING:
    TextField = models.TextField[Any, Any]
else:
    TextField = models.TextField


@lru_cache(maxsize=4)
def _keyring(secrets: tuple[str, ...]) -> Keyring:
    return Keyring(secrets)


def keyring() -> Keyring:
    """The city's keys, ``settings.DATA_KEYS``."""
    return _keyring(tuple(settings.DATA_KEYS))


class Sealed(str):
    """Text as it lies in the database. Only a row can open it."""

    __slots__ = ()


class _Opening:
    """Reads a sealed value only when someone asks for it, in the context of its row."""

    def __init__(self, field: "EncryptedText") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, Sealed):
            value = instance.__dict__[name] = self.field.open(instance, value)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedText(TextField):
    """Text sealed at rest and bound to field and row.

    ``row`` names a field of the same model that is known before the row is saved and never changes
    (``key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)``). The column cannot be searched,
    nor written by ``QuerySet.update`` or ``bulk_update``: both raise ``TypeError``; write through ``save()`` or
    ``bulk_create``.
    """

    descriptor_class = _Opening

    def __init__(self, *args: Any, row: str = "key", **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"row": self.row}

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        if any(field.name == self.row for field in self.model._meta.fields):
            return super().check(**kwargs)
        hint = f"Add {self.row} = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)."
        return [checks.Error(f"A sealed field needs the field {self.row!r}.", hint=hint, obj=self, id="identity.E001")]

    def context(self, instance: models.Model) -> str:
        """The place to which a text is bound."""
        return f"{self.model._meta.label_lower}.{self.name}:{getattr(instance, self.row)}"

    def to_text(self, value: Any) -> str:
        """What is sealed for a value; the empty string stays empty."""
        return str(value)

    def to_value(self, text: str) -> Any:
        return text

    def open(self, instance: models.Model, value: Sealed) -> Any:
        return self.to_value(keyring().unseal(value, context=self.context(instance)) if value else "")

    def from_db_value(self, value: str | None, *_: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        text = self.to_text(value)
        return Sealed(keyring().seal(text, context=self.context(model_instance)) if text else "")

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, Sealed):
            return None if value is None else str(value)
        raise TypeError(f"{self.name} is sealed: search by its blind index, write through the row's save()")


class EncryptedJSON(EncryptedText):
    """A JSON value (an object unless given otherwise) sealed like ``EncryptedText``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def to_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def to_value(self, text: str) -> Any:
        return json.loads(text) if text else {}
