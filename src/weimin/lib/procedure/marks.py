"""The small signs inside BPMN's shapes: what kind of task, how often, what an event waits for or throws."""

import math
from collections.abc import Iterable

from weimin.lib.procedure.lettering import number

__all__ = ["SIGNED", "activity_marks", "event_mark", "gateway_mark", "task_mark"]

TASKS = {
    "userTask": "M0 14c0-5 3-7 7-7s7 2 7 7M3.5 3.5a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0",
    "manualTask": "M0 6l4-4h5q1.5 1 0 2H6h8q1.5 1 0 2H8h7q1.5 1 0 2H8h6q1.5 1 0 2H8h4q1.5 1 0 2H3L0 10z",
    "serviceTask": "M7 0v14M0 7h14M2 2l10 10M12 2L2 12M4 7a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
    "scriptTask": "M4 0h10q-5 3.5-1 7t-2 7H1q5-3.5 1-7t2-7M5 3.5h5M5 7h6M5 10.5h5",
    "businessRuleTask": "M0 1h15v12H0zM0 5h15M0 9h15M5 5v8",
    "sendTask": "M0 2h15v10H0zl7.5 6l7.5-6",
    "receiveTask": "M0 2h15v10H0zl7.5 6l7.5-6",
}
SIGNED = frozenset(TASKS)
FILLED = frozenset({"sendTask"})
BELOW = {  # each 12 wide, around (0, 0)
    "loop": "M-2 5A5 5 0 1 1 3 4M-6 5h4v-4",
    "parallel": "M-4 -5v10M0 -5v10M4 -5v10",
    "sequential": "M-5 -4h10M-5 0h10M-5 4h10",
    "compensation": "M0 -4v8l-5-4zM6 -4v8l-5-4z",
    "collapsed": "M-6 -6h12v12h-12zM0 -4v8M-4 0h8",
    "several": "M-4 -5v10M0 -5v10M4 -5v10",
}


def task_mark(tag: str, x: float, y: float, stroke: str) -> str:
    """The sign in a task's upper left corner; an abstract task has none."""
    if tag not in TASKS:
        return ""
    fold = '<path d="M0 2l7.5 6l7.5-6" fill="none" stroke="#ffffff"/>' if tag in FILLED else ""
    fill = stroke if tag in FILLED else "none"
    return (
        f'<g transform="translate({number(x)} {number(y)}) scale(.8)">'
        f'<path d="{TASKS[tag]}" fill="{fill}" stroke="{stroke}"/>{fold}</g>'
    )


def activity_marks(marks: Iterable[str], x: float, foot: float, stroke: str, *, adhoc: bool = False) -> str:
    """The signs along a shape's lower edge, the middle of them at x."""
    shown = [BELOW[mark] for mark in marks if mark in BELOW] + (["M-6 2q3-6 6-2t6-2"] if adhoc else [])
    left = x - (len(shown) - 1) * 8
    return "".join(
        f'<path transform="translate({number(left + i * 16)} {number(foot - 9)})" d="{sign}" fill="none" stroke="{stroke}"'
        ' stroke-width="1.5"/>'
        for i, sign in enumerate(shown)
    )


def _polygon(x: float, y: float, radius: float, sides: int) -> str:
    corners = [2 * math.pi * i / sides - math.pi / 2 for i in range(sides)]
    return (
        "M" + "L".join(f"{number(x + radius * math.cos(a))} {number(y + radius * math.sin(a))}" for a in corners) + "Z"
    )


def _signs(x: float, y: float, r: float) -> dict[str, str]:
    """Signs that are one outline, filled where the event throws."""
    return {
        "signal": _polygon(x, y, r * 1.15, 3),
        "multiple": _polygon(x, y, r * 1.15, 5),
        "escalation": f"M{number(x)} {number(y - r)}l{number(r * 0.8)} {number(r * 1.9)}l{number(-r * 0.8)} {number(-r * 0.7)}"
        f"l{number(-r * 0.8)} {number(r * 0.7)}Z",
        "error": f"M{number(x - r)} {number(y + r * 0.8)}l{number(r * 0.6)} {number(-r * 1.6)}l{number(r * 0.7)} {number(r * 0.9)}"
        f"l{number(r * 0.7)} {number(-r)}l{number(-r * 0.6)} {number(r * 1.7)}l{number(-r * 0.7)} {number(-r * 0.9)}Z",
        "compensate": f"M{number(x)} {number(y - r * 0.7)}v{number(r * 1.4)}l{number(-r)} {number(-r * 0.7)}Z"
        f"M{number(x + r)} {number(y - r * 0.7)}v{number(r * 1.4)}l{number(-r)} {number(-r * 0.7)}Z",
        "link": f"M{number(x - r)} {number(y - r * 0.4)}h{number(r)}v{number(-r * 0.4)}l{number(r)} {number(r * 0.8)}"
        f"l{number(-r)} {number(r * 0.8)}v{number(-r * 0.4)}h{number(-r)}Z",
        "cancel": f"M{number(x - r)} {number(y - r * 0.6)}l{number(r * 0.4)} {number(-r * 0.4)}l{number(r * 0.6)} {number(r * 0.6)}"
        f"l{number(r * 0.6)} {number(-r * 0.6)}l{number(r * 0.4)} {number(r * 0.4)}l{number(-r * 0.6)} {number(r * 0.6)}"
        f"l{number(r * 0.6)} {number(r * 0.6)}l{number(-r * 0.4)} {number(r * 0.4)}l{number(-r * 0.6)} {number(-r * 0.6)}"
        f"l{number(-r * 0.6)} {number(r * 0.6)}l{number(-r * 0.4)} {number(-r * 0.4)}l{number(r * 0.6)} {number(-r * 0.6)}Z",
    }


def event_mark(detail: str, catching: bool, x: float, y: float, radius: float, stroke: str) -> str:
    """What an event waits for, in outline, or throws, filled."""
    r = radius * 0.5
    match detail:
        case "":
            return ""
        case "terminate":
            return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius * 0.6)}" fill="{stroke}"/>'
        case "timer":
            ring = (
                f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius * 0.6)}" fill="none" stroke="{stroke}"/>'
            )
            hands = f"M{number(x)} {number(y - r)}V{number(y)}H{number(x + r * 0.8)}"
            return f'{ring}<path d="{hands}" fill="none" stroke="{stroke}"/>'
        case "message":
            return _envelope(x, y, r, catching, stroke)
        case "conditional":
            lines = "".join(f"M{number(x - r * 0.5)} {number(y + r * d)}h{number(r)}" for d in (-0.5, 0.0, 0.5))
            box = f"M{number(x - r * 0.8)} {number(y - r)}h{number(r * 1.6)}v{number(r * 2)}h{number(-r * 1.6)}Z"
            return f'<path d="{box}{lines}" fill="none" stroke="{stroke}"/>'
        case "together":
            plus = f"M{number(x)} {number(y - r)}v{number(r * 2)}M{number(x - r)} {number(y)}h{number(r * 2)}"
            return f'<path d="{plus}" fill="none" stroke="{stroke}" stroke-width="3"/>'
    sign = _signs(x, y, r).get(detail, "")
    fill = "none" if catching else stroke
    return f'<path d="{sign}" fill="{fill}" stroke="{stroke}" stroke-linejoin="round"/>' if sign else ""


def _envelope(x: float, y: float, r: float, open_: bool, stroke: str) -> str:
    fill, fold = ("none", stroke) if open_ else (stroke, "#ffffff")
    left, top, right, bottom = (number(v) for v in (x - r, y - r * 0.7, x + r, y + r * 0.7))
    return (
        f'<path d="M{left} {top}H{right}V{bottom}H{left}Z" fill="{fill}" stroke="{stroke}"/>'
        f'<path d="M{left} {top}L{number(x)} {number(y)}L{right} {top}" fill="none" stroke="{fold}"/>'
    )


def gateway_mark(tag: str, x: float, y: float, a: float, stroke: str) -> str:
    """An X, a plus, a ring, a star; an event-based one has a pentagon in two rings."""
    cross = f"M{number(x - a)} {number(y - a)}l{number(2 * a)} {number(2 * a)}m0 {number(-2 * a)}l{number(-2 * a)} {number(2 * a)}"
    plus = f"M{number(x)} {number(y - 1.4 * a)}v{number(2.8 * a)}M{number(x - 1.4 * a)} {number(y)}h{number(2.8 * a)}"
    ring = f'<circle cx="{number(x)}" cy="{number(y)}" r="{{r}}" fill="none" stroke="{stroke}"{{width}}/>'
    match tag:
        case "exclusiveGateway":
            return f'<path d="{cross}" fill="none" stroke="{stroke}" stroke-width="2.6"/>'
        case "parallelGateway":
            return f'<path d="{plus}" fill="none" stroke="{stroke}" stroke-width="2.6"/>'
        case "complexGateway":
            return f'<path d="{cross}{plus}" fill="none" stroke="{stroke}" stroke-width="2.6"/>'
        case "eventBasedGateway":
            rings = "".join(ring.format(r=number(a * k), width="") for k in (1.7, 1.4))
            return f'{rings}<path d="{_polygon(x, y, a, 5)}" fill="none" stroke="{stroke}"/>'
    return ring.format(r=number(a * 1.4), width=' stroke-width="2.4"')
