"""How a case decides: conditions and lists are FEEL, read over the caller's context and the answers so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weimin.lib.procedure import conditions
from weimin.lib.procedure.conditions import name_of
from weimin.lib.procedure.errors import InvalidInstances, NoFlowMatches
from weimin.lib.procedure.graph import Flow, Node
from weimin.lib.procedure.moves import Run

__all__ = ["Evaluation"]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Decides by the conditions written in the procedure; ``now`` is what FEEL's ``now()`` says."""

    context: Mapping[str, Any]
    now: datetime

    def entered(self, node: Node) -> None:
        """A case keeps no trace of where it passed; its rows do."""

    def flow(self, run: Run, node: Node, scope: int, outcome: str | None) -> Flow:
        """The first flow, in the order of the file, whose condition is true; else the default."""
        context = self._seen(run, node, scope, outcome)
        default = None
        for flow in node.outgoing:
            if flow.default:
                default = flow
            elif (
                flow.condition is not None and not flow.foreign and conditions.holds(flow.condition, context, self.now)
            ):
                return flow
        if default is None:
            raise NoFlowMatches(node.id)
        return default

    def instances(self, run: Run, node: Node, scope: int, outcome: str | None) -> list[str]:
        found = conditions.value(node.each or "", self._seen(run, node, scope, outcome), self.now)
        fit = isinstance(found, list) and all(isinstance(key, str) and key for key in found)
        if not fit or len({name_of(key) for key in found}) < len(found):
            raise InvalidInstances(node.id, found)
        return list(found)

    def _seen(self, run: Run, node: Node, scope: int, outcome: str | None) -> dict[str, Any]:
        key = run.instance(scope)
        return {
            **self.context,
            "outcome": outcome,
            "instance": key,
            "steps": self._steps(run, node, key),
        }

    def _steps(self, run: Run, node: Node, key: str | None) -> dict[str, Any]:
        """The answers that a node may read: those of its own procedure, inside a multi-instance of its own branch."""
        steps: dict[str, Any] = {}
        for answered, answer in run.answers.items():
            local = answered.removeprefix(node.prefix)
            if not answered.startswith(node.prefix) or "/" in local:
                continue
            if not isinstance(answer, Mapping):
                steps[name_of(local)] = self._entry(run, answered, None, answer)
            elif key is not None and node.branch_of and run.graph.nodes[answered].branch_of == node.branch_of:
                if key in answer:
                    steps[name_of(local)] = self._entry(run, answered, key, answer[key])
            else:
                steps[name_of(local)] = {name_of(k): self._entry(run, answered, k, v) for k, v in answer.items()}
        return steps

    def _entry(self, run: Run, node: str, key: str | None, outcome: str | None) -> dict[str, Any]:
        given: Any = self.context.get("steps")
        for name in (node, key):
            if name is not None:
                given = given.get(name, given.get(name_of(name))) if isinstance(given, Mapping) else None
        entry = dict(given) if isinstance(given, Mapping) else {}
        entry["data"] = run.data.get((node, key), entry.get("data", {}))
        entry["outcome"] = outcome
        return entry
