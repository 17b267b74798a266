"""Who does a step: the lane that names it, and what our attributes say of the lane."""

from dataclasses import replace

from weimin.lib.procedure.graph import LaneRole, Node
from weimin.lib.procedure.model import Model, ours, refers, tagged
from weimin.lib.procedure.reading import Element, Report, local

__all__ = ["assign"]


def assign(model: Model, refused: frozenset[str], report: Report) -> None:
    """The innermost lane that names a node says who does it; what lies in a sub-process is in the sub-process's lane."""
    if model.process is None:
        return
    for lane in model.process.iter(tagged("lane")):
        _read(lane, model, refused, report)
    for name, node in model.nodes.items():
        place: Node | None = node
        while place is not None and place.id not in model.lanes:
            place = model.nodes.get(place.parent)
        if place is not None:
            lane = model.lanes[place.id]
            model.nodes[name] = replace(node, role=ours(lane, "role"), department=_department(lane))


def _department(lane: Element) -> str:
    """The lane's own, else that of the lane around it."""
    place: Element | None = lane
    while place is not None and local(place) in ("lane", "laneSet", "childLaneSet"):
        if ours(place, "department"):
            return ours(place, "department")
        place = place.getparent()
    return ""


def _read(lane: Element, model: Model, refused: frozenset[str], report: Report) -> None:
    for reference in lane.iterchildren(tagged("flowNodeRef")):
        target = (reference.text or "").strip()
        if not refers(model, refused, report, lane, "flowNodeRef", target) or target in refused:
            continue
        before = model.lanes.get(target)
        if before is not None and before not in lane.iterancestors() and lane not in before.iterancestors():
            report.at(lane, "P016", "{node} 已在另一条泳道里", "{node} lies in another lane already", node=target)
        if before is None or before in lane.iterancestors():
            model.lanes[target] = lane
    role = LaneRole(_department(lane), ours(lane, "role"))
    if role not in model.roles and not lane.findall(tagged("childLaneSet")):
        model.roles.append(role)
