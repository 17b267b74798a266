"""Procedures of a revision, compiled once and kept by what they are made of."""

import json
from typing import Final

from weimin.kernel.catalogue.errors import NotInCatalogue
from weimin.kernel.catalogue.models import RevisionEntry
from weimin.kernel.catalogue.selectors import Memory, active_revision
from weimin.lib.procedure import Graph, called_by, compile_procedure

__all__ = ["procedure"]

GRAPHS: Final = 500
_graphs: Memory[Graph] = Memory(GRAPHS)
_by_content: Memory[Graph] = Memory(GRAPHS)


def procedure(code: str, *, revision_id: int | None = None) -> Graph:
    """The compiled procedure. Compiled before, by any revision with the same content: no work; else one query.

    Raises ``NotInCatalogue``.
    """
    if revision_id is None:
        revision_id = active_revision().pk
    known = _graphs.get((revision_id, code))
    if known is not None:
        return known
    rows = RevisionEntry.objects.select_related("object").filter(revision_id=revision_id, kind="procedure")
    sources = {row.code: (row.object.digest, row.object.body) for row in rows}
    if code not in sources:
        raise NotInCatalogue(kind="procedure", name=code)
    return _graphs.put((revision_id, code), _compiled(code, sources))


def _compiled(code: str, sources: dict[str, tuple[str, str]]) -> Graph:
    """What a procedure calls is compiled first; ``weimin apply`` has refused circles and missing ones."""
    source = json.loads(sources[code][1])["bpmn"].encode()
    called = {each: _compiled(each, sources) for each in called_by(source)}
    key = (sources[code][0], *sorted(graph.digest for graph in called.values()))
    known = _by_content.get(key)
    if known is not None:
        return known
    return _by_content.put(key, compile_procedure(source, file=f"{code}.bpmn", called=called, checked=True))
