"""A compiled procedure: plain data, the same for every case that follows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from weimin.lib.bilingual import Bilingual
from weimin.lib.procedure.errors import Finding

__all__ = ["ROOT", "WAITING", "Combine", "Diagram", "Edge", "Flow", "Graph", "Kind", "LaneRole", "Node", "Shape"]

ROOT = ""  # the id of the process itself as a container of nodes

Kind = Literal[
    "start", "end", "terminate", "user", "service", "send", "receive", "exclusive", "parallel",
    "timer", "message", "throw", "subprocess", "call", "events",
]  # fmt: skip

WAITING: frozenset[str] = frozenset({"user", "receive", "timer", "message", "events"})  # where a token rests


class LaneRole(NamedTuple):
    """Who does the steps of a lane: a side of the implementation, and the role of a post in it."""

    department: str
    role: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow. ``condition`` is FEEL; ``None`` where the source decides nothing.

    ``foreign`` is a condition in another language: nothing is known of it, and it never holds.
    """

    id: str
    source: str
    target: str
    line: int
    condition: str | None = None
    default: bool = False
    name: str = ""
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Combine:
    """How the answers of parallel branches become one outcome.

    ``separate``: they stay apart and the token has no outcome. ``all``: ``then`` if every branch gave ``then``.
    ``any``: ``then`` if at least one branch gave it. Otherwise ``otherwise``.
    """

    rule: Literal["separate", "all", "any"] = "separate"
    then: str = ""
    otherwise: str = ""

    def of(self, outcomes: list[str | None]) -> str | None:
        if self.rule == "separate":
            return None
        met = all if self.rule == "all" else any
        return self.then if met(outcome == self.then for outcome in outcomes) else self.otherwise


@dataclass(frozen=True, slots=True)
class Node:
    """One element of the procedure. Ids of a called procedure's nodes are ``<call activity>/<id>``."""

    id: str
    name: str
    kind: Kind
    tag: str  # the element's name in the file
    line: int
    en: str = ""  # weimin:en, the English name
    role: str = ""
    department: str = ""  # applicant, collects, accepts, decides, regulates, or nothing
    step: str = ""  # the kind of legal step
    outcomes: tuple[str, ...] = ()
    form: str | None = None
    clock: str | None = None  # a timer's clock, without the prefix "clock."
    message: str = ""
    service: str = ""
    outcome: str = ""  # an end event's weimin:outcome
    parent: str = ROOT
    prefix: str = ""  # "<call activity>/" for nodes of a called procedure
    outgoing: tuple[Flow, ...] = ()
    incoming: tuple[str, ...] = ()  # flow ids
    attached: str = ""  # the activity that a boundary event guards
    interrupting: bool = True
    boundaries: tuple[str, ...] = ()  # the boundary events of this activity
    begin: str = ""  # the start event inside a sub-process or a called procedure
    each: str | None = None  # FEEL: the list of instances of a parallel multi-instance
    combine: Combine | None = None
    fork: str = ""  # of a joining gateway: the gateway that split
    inside: tuple[str, ...] = ()  # of a fork, a sub-process, a call: all nodes in it
    branch: int = 0  # the number of its branch in the innermost parallel block
    branch_of: str = ""  # the multi-instance in whose branches this node lies
    side: bool = False  # reached from a non-interrupting event only: beside the main path
    repeats: bool = False  # of a non-interrupting timer: it comes again as long as its activity lasts
    written_as: str = ""  # the element of the file that this gateway is a part of
    catcher: str = ""  # of a message thrown: the boundary event of an enclosing sub-process that takes it

    @property
    def label(self) -> Bilingual:
        return Bilingual(self.name or self.id, self.en or self.name or self.id)

    @property
    def element(self) -> str:
        return f"{self.tag} {self.written_as or self.id}"

    @property
    def waits(self) -> bool:
        return self.kind in WAITING


@dataclass(frozen=True, slots=True)
class Shape:
    """Something drawn with a place and a size, in the diagram's own units (96 per inch)."""

    id: str
    tag: str
    name: str
    en: str
    x: float
    y: float
    width: float
    height: float
    detail: str = ""  # an event's definition: timer, message, terminate …
    marks: tuple[str, ...] = ()  # of an activity: loop, parallel, sequential, compensation, collapsed; of data: several
    expanded: bool = True
    interrupting: bool = True
    boundary: bool = False
    catching: bool = True
    horizontal: bool = True
    closed: bool = False  # a pool into which nobody sees
    label: tuple[float, float, float, float] | None = None  # x, y, width, height


@dataclass(frozen=True, slots=True)
class Edge:
    id: str
    tag: str
    name: str
    points: tuple[tuple[float, float], ...]
    default: bool = False
    en: str = ""
    label: tuple[float, float, float, float] | None = None
    detail: str = ""  # conditional; one, both for an association; a message flow's initiating or other message


@dataclass(frozen=True, slots=True)
class Diagram:
    """The picture: shapes from the outermost inwards, and edges. Several pictures of a file stand below each other."""

    title: str = ""
    en: str = ""
    shapes: tuple[Shape, ...] = ()
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """A procedure that has been read and found sound."""

    id: str
    name: str
    file: str
    digest: str  # sha256 of the source, and of what it calls
    nodes: Mapping[str, Node]
    begin: str
    roles: tuple[LaneRole, ...]
    en: str = ""  # weimin:en, the English name
    diagram: Diagram = field(default_factory=Diagram, repr=False)
    warnings: tuple[Finding, ...] = ()

    @property
    def label(self) -> Bilingual:
        return Bilingual(self.name or self.id, self.en or self.name or self.id)

    def of_kind(self, *kinds: Kind) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes.values() if node.kind in kinds)

    @property
    def user_tasks(self) -> tuple[Node, ...]:
        return self.of_kind("user")

    @property
    def outcomes(self) -> tuple[str, ...]:
        """How a case of this procedure may end, in the order of the file."""
        return tuple(dict.fromkeys(n.outcome or n.id for n in self.ends))

    @property
    def ends(self) -> tuple[Node, ...]:
        """Where a case may end: not in a block, nor beside the main path, unless everything is terminated there."""
        found = (n for n in self.of_kind("end", "terminate", "throw") if n.parent == ROOT and not n.outgoing)
        return tuple(n for n in found if not n.side or n.kind == "terminate")
