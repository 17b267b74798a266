"""Procedures: BPMN 2.0 in, a checked graph out, and a pure engine that carries a case along it (DESIGN §4)."""

from weimin.lib.procedure.checking import Vocabulary
from weimin.lib.procedure.commands import (
    Called,
    Cancel,
    Closed,
    Command,
    Complete,
    Effect,
    Ended,
    Fire,
    Opened,
    Receive,
    Start,
)
from weimin.lib.procedure.compiling import compile_procedure, compile_processes
from weimin.lib.procedure.drawing import draw
from weimin.lib.procedure.engine import step
from weimin.lib.procedure.errors import (
    AlreadyEnded,
    AlreadyStarted,
    AmbiguousMessage,
    Finding,
    InvalidInstances,
    InvalidState,
    NoFlowMatches,
    NotExpected,
    NotStarted,
    ProcedureError,
    StaleWait,
    StepError,
    UnknownOutcome,
    WrongKind,
)
from weimin.lib.procedure.graph import Combine, Flow, Graph, LaneRole, Node
from weimin.lib.procedure.reading import called_by, processes_of
from weimin.lib.procedure.state import State, Wait, waiting

__all__ = [
    "AlreadyEnded",
    "AlreadyStarted",
    "AmbiguousMessage",
    "Called",
    "Cancel",
    "Closed",
    "Combine",
    "Command",
    "Complete",
    "Effect",
    "Ended",
    "Finding",
    "Fire",
    "Flow",
    "Graph",
    "InvalidInstances",
    "InvalidState",
    "LaneRole",
    "NoFlowMatches",
    "Node",
    "NotExpected",
    "NotStarted",
    "Opened",
    "ProcedureError",
    "Receive",
    "StaleWait",
    "Start",
    "State",
    "StepError",
    "UnknownOutcome",
    "Vocabulary",
    "Wait",
    "WrongKind",
    "called_by",
    "compile_procedure",
    "compile_processes",
    "draw",
    "processes_of",
    "step",
    "waiting",
]
