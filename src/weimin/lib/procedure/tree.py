"""A state seen as a tree: what lies in which scope, what guards what, and in which order branches are tried."""

from collections import defaultdict

from weimin.lib.procedure.graph import Graph
from weimin.lib.procedure.state import CASE, Scope, State, Token

__all__ = ["Tree"]


class Tree:
    """A state as a tree: what lies in which scope, and what guards what."""

    def __init__(self, graph: Graph, state: State) -> None:
        self.graph = graph
        self.tokens: dict[int, list[Token]] = defaultdict(list)
        self.guards: dict[int, list[Token]] = defaultdict(list)
        self.scopes: dict[int, list[Scope]] = defaultdict(list)
        self.by_id = {scope.id: scope for scope in state.scopes}
        for token in state.tokens:
            (self.guards if graph.nodes[token.node].attached else self.tokens)[token.scope].append(token)
        for scope in state.scopes:
            self.scopes[scope.parent].append(scope)
        self.case = self.by_id[CASE]

    def is_block(self, place: int) -> bool:
        """Several branches go on in it, side by side."""
        scope = self.by_id.get(place)
        if scope is None or scope.id == CASE:
            return False
        node = self.graph.nodes[scope.node]
        return node.kind == "parallel" or (node.each is not None and scope.instance is None)

    def is_side(self, item: Token | Scope) -> bool:
        """It lies on a side path of its scope; what a multi-instance repeats is the main path of each instance."""
        around = self.by_id[item.scope if isinstance(item, Token) else item.parent]
        return self.graph.nodes[item.node].side and around.node != item.node

    def order(self, item: Token | Scope) -> tuple[int, str, str]:
        instance = item.instance if isinstance(item, Scope) else None
        return (self.graph.nodes[item.node].branch, item.node, instance or "")
