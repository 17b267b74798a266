"""Reading the published blueprint. A revision never changes, so what was read once is kept by the process.

With ``revision_id`` a part that was read before costs no query, any other one costs one. Without, the active revision is
asked for each time (one query), because another process may have applied a new one.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from typing import Any, Final, Generic, TypeVar

from weimin.blueprint.city import Agreement, City, Department, Division, Resource, Window
from weimin.blueprint.items import Implementation, Item
from weimin.blueprint.listed import ListedItem
from weimin.blueprint.places import offered_at
from weimin.blueprint.values import Strict
from weimin.kernel.catalogue.errors import NoCity, NotInCatalogue
from weimin.kernel.catalogue.models import Revision, RevisionEntry
from weimin.lib.bilingual import Bilingual

__all__ = [
    "active_revision",
    "agreements",
    "city",
    "department",
    "department_name",
    "departments",
    "divisions",
    "implementation",
    "item",
    "item_names",
    "items",
    "listed_item",
    "listed_items",
    "resource",
    "resources",
    "section",
    "windows",
]

M = TypeVar("M", bound=Strict)
V = TypeVar("V")
REMEMBERED: Final = 20_000
"""Objects and names kept in memory; the oldest go first. A province's list of items fits several times."""


class Memory(Generic[V]):
    """A bounded dictionary: what was put in first goes first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Any, V] = OrderedDict()

    def get(self, key: Any) -> V | None:
        return self._kept.get(key)

    def put(self, key: Any, value: V) -> V:
        self._kept[key] = value
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return value


_by_digest: Memory[Strict] = Memory(REMEMBERED)
_digests: Memory[str] = Memory(REMEMBERED)
_lists: Memory[tuple[Strict, ...]] = Memory(500)


def active_revision() -> Revision:
    """The revision in force. One query. Raises ``NoCity`` if none was ever applied."""
    revision = Revision.objects.filter(state=Revision.State.ACTIVE).first()
    if revision is None:
        raise NoCity
    return revision


def one(model: type[M], kind: str, code: str, revision_id: int | None) -> M:
    """One part of a revision. Raises ``NotInCatalogue`` (``NoCity`` without any revision)."""
    if revision_id is not None and (digest := _digests.get((revision_id, kind, code))) is not None:
        kept = _by_digest.get(digest)
        if isinstance(kept, model):
            return kept
    rows = RevisionEntry.objects.select_related("object").filter(kind=kind, code=code)
    found = (
        rows.filter(revision__state=Revision.State.ACTIVE)
        if revision_id is None
        else rows.filter(revision_id=revision_id)
    ).first()
    if found is None:
        if revision_id is None:
            active_revision()
        raise NotInCatalogue(kind=kind, name=code)
    return _remember(model, found)


def _remember(model: type[M], entry: RevisionEntry) -> M:
    digest = _digests.put((entry.revision_id, entry.kind, entry.code), entry.object.digest)
    kept = _by_digest.get(digest)
    if isinstance(kept, model):
        return kept
    value = model.model_validate_json(entry.object.body, by_alias=True, by_name=False)
    _by_digest.put(digest, value)
    return value


def many(model: type[M], kind: str, revision_id: int | None) -> tuple[M, ...]:
    """Every part of a kind, by code."""
    if revision_id is None:
        revision_id = active_revision().pk
    kept = _lists.get((revision_id, kind))
    if kept is None:
        rows = RevisionEntry.objects.select_related("object").filter(revision_id=revision_id, kind=kind)
        kept = _lists.put((revision_id, kind), tuple(_remember(model, row) for row in rows.order_by("code")))
    return tuple(each for each in kept if isinstance(each, model))


def city(*, revision_id: int | None = None) -> City:
    found = many(City, "city", revision_id)
    if not found:
        raise NoCity
    return found[0]


def item(code: str, *, revision_id: int | None = None) -> Item:
    """Raises ``NotInCatalogue``."""
    return one(Item, "item", code, revision_id)


def items(*, revision_id: int | None = None) -> tuple[Item, ...]:
    return many(Item, "item", revision_id)


def listed_item(code: str, *, revision_id: int | None = None) -> ListedItem:
    """Raises ``NotInCatalogue``."""
    return one(ListedItem, "listed", code, revision_id)


def listed_items(*, revision_id: int | None = None) -> tuple[ListedItem, ...]:
    """The rows of the basic list that are not complete items."""
    return many(ListedItem, "listed", revision_id)


def item_names(revision_ids: Collection[int]) -> Mapping[tuple[int, str], Bilingual]:
    """The names of all items of these revisions, by revision and code; at most one query a revision not yet known."""
    return {
        (revision_id, each.code): each.name.bilingual
        for revision_id in set(revision_ids)
        for each in items(revision_id=revision_id)
    }


def implementation(of: Item, *, division: str, handling: str | None = None) -> Implementation:
    """Who handles the item for a division: its own implementation, else that of the nearest division around it.

    Streets (9 digits) lie in districts (6 digits), districts in their city (``370200``). Raises ``NotInCatalogue``.
    """
    found = offered_at(of, division, handling)
    if found is None:
        raise NotInCatalogue(kind="implementation", name=f"{of.code}/{division}")
    return found


def department(code: str, *, revision_id: int | None = None) -> Department:
    """A department as the revision has it; one that only a later reform made, as it is now. Raises ``NotInCatalogue``."""
    try:
        return one(Department, "department", code, revision_id)
    except NotInCatalogue:
        if revision_id is None:
            raise
        return one(Department, "department", code, None)


def department_name(code: str, *, revision_id: int | None = None) -> Bilingual:
    """The department's name as the revision has it. Raises ``NotInCatalogue``."""
    return department(code, revision_id=revision_id).name.bilingual


def departments(*, revision_id: int | None = None) -> tuple[Department, ...]:
    return many(Department, "department", revision_id)


def divisions(*, revision_id: int | None = None) -> tuple[Division, ...]:
    return many(Division, "division", revision_id)


def windows(*, revision_id: int | None = None) -> tuple[Window, ...]:
    return many(Window, "window", revision_id)


def resource(code: str, *, revision_id: int | None = None) -> Resource:
    """Raises ``NotInCatalogue``."""
    return one(Resource, "resource", code, revision_id)


def resources(*, revision_id: int | None = None) -> tuple[Resource, ...]:
    return many(Resource, "resource", revision_id)


def agreements(*, revision_id: int | None = None) -> tuple[Agreement, ...]:
    return many(Agreement, "agreement", revision_id)


def section(name: str, model: type[M], *, revision_id: int | None = None) -> tuple[M, ...]:
    """The entries of a section that a module registered with the grammar."""
    return many(model, f"section:{name}", revision_id)
