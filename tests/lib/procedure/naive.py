"""A second, naive executor: rewrites the tree of the procedure, and knows nothing of BPMN, tokens, scopes or joins.

A running block says what it waits for; after an act it is done, still running, or sends a signal upwards: ``STOP``
ends the nearest frame (the case, a sub-process, an instance), a guard's id leaves the sub-process that it guards.
"""

from lib.procedure.blocks import (
    AGAIN,
    KEYS,
    Auto,
    Block,
    Choice,
    Guard,
    Guarded,
    Loop,
    Multi,
    Par,
    Pause,
    Seq,
    Sub,
    Task,
    Way,
)

STOP = "STOP"
Key = tuple[str, str | None]  # (node, instance)


class Running:
    """One block under way."""

    done = False

    def __init__(self, block: Block, frame: "Frame", instance: str | None) -> None:
        self.block, self.frame, self.instance = block, frame, instance
        self.inner: list[Running | Frame] = []

    def begin(self, block: Block) -> "Running":
        return start(block, self.frame, self.instance)

    def own(self) -> list[Key]:
        return []

    def waits(self) -> list[Key]:
        if self.done:
            return []
        return self.own() + [key for inner in self.inner for key in inner.waits()]

    def act(self, key: Key, outcome: str) -> str | None:
        if key in self.own():
            return self.answer(key, outcome)
        for inner in self.inner:
            if key in inner.waits():
                return self.settle(inner.act(key, outcome))
        raise AssertionError(key)

    def answer(self, key: Key, outcome: str) -> str | None:
        self.done = True
        return None

    def settle(self, signal: str | None) -> str | None:
        if signal is None:
            self.done = all(inner.done for inner in self.inner)
        return signal


class Waits(Running):
    """A user task, a timer, a message."""

    def own(self) -> list[Key]:
        return [] if self.done else [(self.block.id, self.instance)]


class InTurn(Running):
    def __init__(self, block: Seq, frame: "Frame", instance: str | None) -> None:
        super().__init__(block, frame, instance)
        self.left = list(block.items)
        self.settle(None)

    def settle(self, signal: str | None) -> str | None:
        while signal is None and all(inner.done for inner in self.inner) and self.left:
            self.inner = [self.begin(self.left.pop(0))]
        return super().settle(signal)


class Chooses(Running):
    def own(self) -> list[Key]:
        return [] if self.inner else [(self.block.id, self.instance)]

    def answer(self, key: Key, outcome: str) -> str | None:
        self.inner = [self.begin(self.block.ways["abc".index(outcome)])]
        return self.settle(None)


class Turns(Running):
    def __init__(self, block: Loop, frame: "Frame", instance: str | None) -> None:
        super().__init__(block, frame, instance)
        self.inner = [self.begin(block.body)]

    def own(self) -> list[Key]:
        return [(self.block.id, self.instance)] if self.inner[0].done and not self.done else []

    def answer(self, key: Key, outcome: str) -> str | None:
        if outcome == AGAIN:
            self.inner = [self.begin(self.block.body)]
        else:
            self.done = True
        return None

    def settle(self, signal: str | None) -> str | None:
        return signal


class SideBySide(Running):
    def __init__(self, block: Par, frame: "Frame", instance: str | None) -> None:
        super().__init__(block, frame, instance)
        self.inner = [self.begin(branch) for branch in block.branches]
        self.settle(None)


class Decides(Running):
    """Work beside a decision: go on, leave, or stop."""

    def __init__(self, block: Way, frame: "Frame", instance: str | None) -> None:
        super().__init__(block, frame, instance)
        self.decided = False
        self.inner = [self.begin(block.work)]

    def own(self) -> list[Key]:
        return [] if self.decided else [(self.block.id, self.instance)]

    def answer(self, key: Key, outcome: str) -> str | None:
        self.decided = True
        return {"a": self.block.leaves, "b": STOP}.get(outcome) or self.settle(None)

    def settle(self, signal: str | None) -> str | None:
        if signal is None:
            self.done = self.decided and self.inner[0].done
        return signal


class UnderGuard(Running):
    """An activity with a boundary event: a user task, a sub-process, a multi-instance."""

    def __init__(self, block: Guarded | Sub | Multi, frame: "Frame", instance: str | None) -> None:
        super().__init__(block, frame, instance)
        self.guard: Guard | None = block.guard
        self.spent = False  # the guard has happened and cannot happen again
        self.handling = False
        self.inner = self.activity()
        self.settle(None)

    def activity(self) -> "list[Running | Frame]":
        match self.block:
            case Sub(body=body):
                return [Frame(body, self.instance)]
            case Multi(body=None):
                return [Waits(self.block, self.frame, key) for key in KEYS]
            case Multi(body=body):
                return [Frame(body, key) for key in KEYS]
            case _:
                return [Waits(self.block, self.frame, self.instance)]

    def own(self) -> list[Key]:
        armed = self.guard is not None and not self.spent and not self.handling
        return [(self.guard.id, self.instance)] if armed else []

    def answer(self, key: Key, outcome: str) -> str | None:
        if self.guard.interrupting:
            self.handling = True
            self.inner = [self.begin(self.guard.then)]
            return self.settle(None)
        self.spent = self.guard.timer
        self.frame.sides.append(self.begin(self.guard.then))
        return None

    def settle(self, signal: str | None) -> str | None:
        if signal is not None and self.guard is not None and signal == self.guard.id:
            return self.answer((self.guard.id, self.instance), "")
        return super().settle(signal)


class Frame:
    """The case, a sub-process or one instance: a main path and what runs beside it."""

    def __init__(self, block: Block, instance: str | None) -> None:
        self.sides: list[Running] = []
        self.stopped = False
        self.main = start(block, self, instance)

    @property
    def done(self) -> bool:
        return self.stopped or (self.main.done and all(side.done for side in self.sides))

    def waits(self) -> list[Key]:
        return [] if self.stopped else [key for run in (self.main, *self.sides) for key in run.waits()]

    def act(self, key: Key, outcome: str) -> str | None:
        run = next(run for run in (self.main, *self.sides) if key in run.waits())
        signal = run.act(key, outcome)
        if signal == STOP:
            self.stopped = True
            return None
        return signal


def start(block: Block, frame: Frame, instance: str | None) -> Running:
    if isinstance(block, Multi) and not block.id:  # written as what it repeats, inside another
        block = block.body
    kinds = {
        Task: Waits, Pause: Waits, Auto: Running, Seq: InTurn, Choice: Chooses, Loop: Turns, Par: SideBySide,
        Way: Decides, Guarded: UnderGuard, Sub: UnderGuard, Multi: UnderGuard,
    }  # fmt: skip
    run = kinds[type(block)](block, frame, instance)
    if isinstance(block, Auto):
        run.done = True
    return run
