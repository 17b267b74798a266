"""What the checks of a revision are about."""

from collections.abc import Mapping
from functools import lru_cache

from weimin.blueprint.items import Item
from weimin.kernel.catalogue import api as catalogue
from weimin.lib.bilingual import Bilingual
from weimin.lib.procedure import Graph
from weimin.modules.regulation.matter import code_of, granted_code, matter_of, name_of, procedure

__all__ = ["GrantMatters"]


@lru_cache(maxsize=500)
def _matter(code: str, revision_id: int) -> Item:
    return matter_of(catalogue.item(granted_code(code), revision_id=revision_id))


class GrantMatters:
    """Tells the kernel what checks are about: each item, once granted."""

    def matter(self, code: str, *, revision_id: int) -> tuple[Item, Graph]:
        return _matter(code, revision_id), procedure()

    def names(self, revision_id: int) -> Mapping[str, Bilingual]:
        return {code_of(item.code): name_of(item.name.bilingual) for item in catalogue.items(revision_id=revision_id)}
