"""Real procedures, as BPMN: what the tests of single behaviours are told with."""

from datetime import UTC, datetime

from lib.procedure.bpmn import (
    boundary,
    call,
    catch,
    choice,
    each,
    end,
    flow,
    fork,
    join,
    message_definition,
    path,
    process,
    service,
    start,
    sub,
    tag,
    terminate,
    throw_end,
    timer_definition,
    user,
)  # fmt: skip
from weimin.lib.procedure import Complete, Graph, Start, State, compile_procedure, step, waiting

NOW = datetime(2026, 9, 28, 9, 0, tzinfo=UTC)

# 消防 and 规划 give their opinions side by side; 消防 may send the papers back for correction, which takes both opinions
# away, and after the correction both are asked anew.
JOINT_WITH_CORRECTION = process(
    start(),
    user("acceptance", "accept refuse", "acceptance"),
    choice("accepted"),
    sub(
        "opinions",
        start("opinions-begin"),
        fork("ask"),
        user("fire", "approve reject visit"),
        choice("fire-says"),
        service("fire-noted"),
        throw_end("papers-back", "correction"),
        user("planning", "approve reject"),
        join("both", "any reject else approve"),
        end("opinions-end"),
        path("opinions-begin", "ask", "fire", "fire-says"),
        flow("fire-says", "papers-back", 'outcome = "visit"'),
        flow("fire-says", "fire-noted", 'outcome in ("approve", "reject")'),
        path("fire-noted", "both"),
        path("ask", "planning", "both", "opinions-end"),
    ),
    boundary("returned", "opinions", message_definition("correction")),
    user("correction", "submit", "correction"),
    choice("together"),
    user("decision", "grant refuse", "decision"),
    choice("decided"),
    end("granted", "granted"),
    end("refused", "refused"),
    end("not-accepted", "not-accepted"),
    path("begin", "acceptance", "accepted"),
    flow("accepted", "together", 'outcome = "accept"'),
    flow("accepted", "not-accepted", 'outcome = "refuse"'),
    path("together", "opinions", "decision", "decided"),
    path("returned", "correction", "together"),
    flow("decided", "granted", 'outcome = "grant"'),
    flow("decided", "refused", 'outcome = "refuse"'),
    id="joint",
)

# Each department of a list gives its opinion; one that rejects decides.
DEPARTMENTS = process(
    start(),
    user("opinion", "approve reject", "review", each("departments", "all approve else reject")),
    choice("agreed"),
    end("granted", "granted"),
    end("refused", "refused"),
    path("begin", "opinion", "agreed"),
    flow("agreed", "granted", 'outcome = "approve"'),
    flow("agreed", "refused", 'outcome = "reject"'),
    id="departments",
)

# Silence of the acceptance clock is acceptance.
SILENCE = process(
    start(),
    user("acceptance", "accept refuse", "acceptance"),
    boundary("silent", "acceptance", timer_definition("acceptance")),
    service("deemed", "deem-accepted"),
    choice("accepted"),
    choice("on"),
    user("review", "approve reject"),
    boundary("late", "review", timer_definition("promised"), interrupting=False),
    service("remind", "remind"),
    end("reminded"),
    end("done", "granted"),
    terminate("not-accepted", "not-accepted"),
    path("begin", "acceptance", "accepted"),
    flow("accepted", "on", 'outcome = "accept"'),
    flow("accepted", "not-accepted", 'outcome = "refuse"'),
    path("silent", "deemed", "on", "review", "done"),
    path("late", "remind", "reminded"),
    id="silence",
)

MAKING = process(
    start(), user("make", "done", "making"), user("deliver", "done", "delivery"), end("served", "served"),
    path("begin", "make", "deliver", "served"), id="making",
)  # fmt: skip

CALLING = process(
    start(), user("decision", "grant refuse", "decision"), choice("decided"), call("issue", "making"),
    end("granted", "granted"), end("refused", "refused"),
    path("begin", "decision", "decided"), flow("decided", "issue", 'outcome = "grant"'),
    flow("decided", "refused", 'outcome = "refuse"'), path("issue", "granted"), id="calling",
)  # fmt: skip

# As a modeller elsewhere writes: nobody is named, conditions are words, much is said in short.
FOREIGN = process(
    tag("startEvent", "<messageEventDefinition/>", id="begin"),
    tag("task", "<standardLoopCharacteristics/>", id="look", default="look--ask"),
    fork("ask"), tag("eventBasedGateway", id="first"), catch("paid", message_definition("payment")),
    catch("late", "<timerEventDefinition><timeDuration>P7D</timeDuration></timerEventDefinition>"), choice("either"),
    sub("check", start("in"), tag("manualTask", id="read"), choice("fine", "fine--out"), end("out"),
        tag("endEvent", "<errorEventDefinition/>", id="wrong"), path("in", "read", "fine", "out"),
        flow("fine", "wrong", "${wrong}")),
    boundary("caught", "check", "<errorEventDefinition/>"), choice("mended"),
    boundary("daily", "check", "<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>", False),
    tag("sendTask", "<multiInstanceLoopCharacteristics/>", id="remind"), end("reminded"), join("both", None), end(),
    tag("endEvent", "<signalEventDefinition/>", id="stop"),
    '<dataObject id="d"/><dataObjectReference id="paper" dataObjectRef="d"/><group id="g"/>',
    path("begin", "look", "ask", "first", "paid", "either", "both", "finish"), path("first", "late", "either"),
    flow("look", "stop", "not good"), path("ask", "check", "mended", "both"), path("caught", "mended"),
    path("daily", "remind", "reminded"), id="foreign", lane="",
)  # fmt: skip


def compiled(source: bytes, **more: object) -> Graph:
    return compile_procedure(source, file="sample.bpmn", **more)


class Case:
    """A case carried by hand: by the names of steps instead of the numbers of waits."""

    def __init__(self, graph: Graph, **context: object) -> None:
        self.graph, self.context = graph, context
        self.state: State | None = None
        self.effects = self.do(Start())

    def do(self, command: object) -> tuple[object, ...]:
        self.state, self.effects = step(self.graph, self.state, command, context=self.context, now=NOW)
        return self.effects

    def wait(self, node: str, instance: str | None = None) -> int:
        return next(w.wait for w in waiting(self.state) if (w.node, w.instance) == (node, instance))

    def complete(self, node: str, outcome: str, instance: str | None = None, **data: object) -> tuple[object, ...]:
        return self.do(Complete(self.wait(node, instance), outcome, data))

    @property
    def open(self) -> list[str]:
        return [w.node + (f"[{w.instance}]" if w.instance else "") for w in waiting(self.state)]
