"""Bring what is sealed under the key in use, so that an old key can be thrown away."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models, transaction

from weimin.kernel.identity.fields import EncryptedText, keyring

__all__ = ["reseal"]

CHUNK = 200


def reseal() -> dict[str, int]:
    """Seal again every row that another key sealed, of every model with sealed fields, and every second factor.

    Chunks of 200, each in its own transaction: it may be interrupted and started again. Gives the number of rows
    changed by model. A model that keeps blind indexes sets them anew in its method ``reindex()``.
    """
    done = {}
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, EncryptedText)]
        if fields:
            done[model._meta.label_lower] = sum(
                _reseal_chunk(model, ids, fields) for ids in _chunks(model._default_manager.all())
            )
    done["mfa.authenticator"] = _reseal_authenticators()
    return done


def _chunks(rows: models.QuerySet[models.Model]) -> Iterable[list[int]]:
    last = None
    while True:
        ahead = rows if last is None else rows.filter(pk__gt=last)
        ids = list(ahead.order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return
        yield ids
        last = ids[-1]


@transaction.atomic
def _reseal_chunk(model: type[models.Model], ids: list[int], fields: list[EncryptedText]) -> int:
    count = 0
    for row in model._default_manager.select_for_update().filter(pk__in=ids):
        if all(
            not row.__dict__[field.attname] or keyring().is_current(row.__dict__[field.attname]) for field in fields
        ):
            continue
        names = [field.name for field in fields]
        for field in fields:
            getattr(row, field.attname)  # opened, so that saving seals it with the key in use
        row.save(update_fields=names + (row.reindex() if hasattr(row, "reindex") else []))
        count += 1
    return count


@transaction.atomic
def _reseal_authenticators() -> int:
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    adapter, count = get_adapter(), 0
    for row in Authenticator.objects.select_for_update():
        sealed = {name: row.data[name] for name in ("secret", "seed") if name in row.data}
        if all(keyring().is_current(text) for text in sealed.values()):
            continue
        row.data |= {name: adapter.encrypt(adapter.decrypt(text)) for name, text in sealed.items()}
        row.save(update_fields=["data"])
        count += 1
    return count
