"""Structured procedures as trees: what hypothesis draws, what is written as BPMN, what the naive executor carries out."""

from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import strategies as st

from lib.procedure import bpmn

AGAIN, GO = "again", "go"
WORDS = {"work": ("a", "b", "c", AGAIN, GO, "one", "two")}


@dataclass(eq=False)
class Block:
    """A part of a procedure with one entry and, unless it always stops, one exit."""

    id: str = field(default="", init=False)


@dataclass(eq=False)
class Task(Block):
    """A user task with two outcomes that mean nothing."""


@dataclass(eq=False)
class Auto(Block):
    """A service task: nobody waits."""


@dataclass(eq=False)
class Pause(Block):
    """A timer or a message to wait for."""

    timer: bool


@dataclass(eq=False)
class Seq(Block):
    items: list[Block]


@dataclass(eq=False)
class Choice(Block):
    """A user task whose outcome chooses the way; the last way is the default."""

    ways: list[Block]


@dataclass(eq=False)
class Loop(Block):
    """A body, then a user task that may send it round again."""

    body: Block


@dataclass(eq=False)
class Par(Block):
    branches: list[Block]


@dataclass(eq=False)
class Guard:
    """A boundary event and what follows it."""

    timer: bool
    interrupting: bool
    then: Block
    id: str = field(default="", init=False)


@dataclass(eq=False)
class Guarded(Block):
    """A user task with a boundary event."""

    guard: Guard


@dataclass(eq=False)
class Sub(Block):
    body: Block
    guard: Guard | None
    leave: bool  # someone inside may throw the guard's message: return for correction
    stop: bool  # someone inside may end it


@dataclass(eq=False)
class Way(Block):
    """Work, and in parallel with it a decision that may leave the sub-process, or end it."""

    work: Block
    leaves: str  # the message that takes one out; empty if none does
    stop: bool


@dataclass(eq=False)
class Multi(Block):
    """A multi-instance: of a user task, or of a sub-process with a body."""

    body: Block | None
    guard: Guard | None


KEYS = ["east", "west", "port-office"]


def blocks() -> st.SearchStrategy[Block]:
    leaf = st.one_of(st.builds(Task), st.builds(Task), st.builds(Auto), st.builds(Pause, st.booleans()))

    def larger(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
        guard = st.builds(Guard, st.booleans(), st.booleans(), inner)
        parts = st.lists(inner, min_size=2, max_size=3)
        return st.one_of(
            st.builds(Seq, parts),
            st.builds(Choice, parts),
            st.builds(Loop, inner),
            st.builds(Par, parts),
            st.builds(Guarded, guard),
            st.builds(Sub, inner, st.none() | guard, st.booleans(), st.booleans()),
            st.builds(Multi, st.none() | inner, st.none() | guard),
        )

    return st.recursive(leaf, larger, max_leaves=9)


class Writer:
    """Gives every block its ids and writes BPMN."""

    def __init__(self) -> None:
        self.count = 0
        self.xml: list[str] = []
        self.multiple = False

    def new(self, name: str) -> str:
        self.count += 1
        return f"{name}{self.count}"

    def add(self, *elements: str) -> None:
        self.xml.extend(elements)

    def whole(self, block: Block) -> bytes:
        self.body(block, "begin", "finish")
        return bpmn.process(*self.xml)

    def body(self, block: Block, begin: str, finish: str) -> None:
        entry, exit_ = self.write(block)
        self.add(bpmn.start(begin), bpmn.end(finish), bpmn.flow(begin, entry), bpmn.flow(exit_, finish))

    def inside(self, block: Block, name: str, extra: str = "") -> str:
        outer, self.xml = self.xml, []
        self.body(block, f"{name}-begin", f"{name}-finish")
        inner, self.xml = "".join(self.xml) + extra, outer
        return inner

    def task(self, outcomes: str, loop: str = "") -> str:
        name = self.new("task")
        self.add(bpmn.user(name, outcomes, "work", loop))
        return name

    def write(self, block: Block) -> tuple[str, str]:
        return getattr(self, f"write_{type(block).__name__.lower()}")(block)

    def write_task(self, block: Task) -> tuple[str, str]:
        block.id = self.task("one two")
        return block.id, block.id

    def write_auto(self, block: Auto) -> tuple[str, str]:
        block.id = self.new("auto")
        self.add(bpmn.service(block.id))
        return block.id, block.id

    def write_pause(self, block: Pause) -> tuple[str, str]:
        block.id = self.new("pause")
        definition = bpmn.timer_definition() if block.timer else bpmn.message_definition(block.id)
        self.add(bpmn.catch(block.id, definition))
        return block.id, block.id

    def write_seq(self, block: Seq) -> tuple[str, str]:
        ends = [self.write(item) for item in block.items]
        self.add(*(bpmn.flow(a[1], b[0]) for a, b in pairwise(ends)))
        return ends[0][0], ends[-1][1]

    def write_choice(self, block: Choice) -> tuple[str, str]:
        letters = "abc"[: len(block.ways)]
        block.id = self.task(" ".join(letters))
        split, merge = self.new("split"), self.new("merge")
        ends = [self.write(way) for way in block.ways]
        last = f"{split}--{ends[-1][0]}"
        self.add(bpmn.choice(split, last), bpmn.choice(merge), bpmn.flow(block.id, split))
        for letter, (entry, exit_) in zip(letters, ends, strict=True):
            condition = None if letter == letters[-1] else f'outcome = "{letter}"'
            self.add(bpmn.flow(split, entry, condition), bpmn.flow(exit_, merge))
        return block.id, merge

    def write_loop(self, block: Loop) -> tuple[str, str]:
        merge, split, after = self.new("merge"), self.new("split"), self.new("after")
        entry, exit_ = self.write(block.body)
        block.id = self.task(f"{AGAIN} {GO}")
        self.add(bpmn.choice(merge), bpmn.choice(split), bpmn.service(after))
        self.add(bpmn.flow(merge, entry), bpmn.flow(exit_, block.id), bpmn.flow(block.id, split))
        self.add(bpmn.flow(split, merge, f'outcome = "{AGAIN}"'), bpmn.flow(split, after, f'outcome = "{GO}"'))
        return merge, after

    def write_par(self, block: Par) -> tuple[str, str]:
        fork, join = self.new("fork"), self.new("join")
        self.add(bpmn.fork(fork), bpmn.join(join))
        for branch in block.branches:
            entry, exit_ = self.write(branch)
            self.add(bpmn.flow(fork, entry), bpmn.flow(exit_, join))
        return fork, join

    def guarded(self, host: str, guard: Guard | None) -> tuple[str, str]:
        """A boundary event; an interrupting one leads back to the main path, the other to its own end."""
        if guard is None:
            return host, host
        guard.id = guard.id or self.new("guard")
        definition = bpmn.timer_definition() if guard.timer else bpmn.message_definition(guard.id)
        self.add(bpmn.boundary(guard.id, host, definition, guard.interrupting))
        if not guard.interrupting and not guard.timer:  # may come again and again: keep what follows plain
            guard.then = Task()
        entry, exit_ = self.write(guard.then)
        self.add(bpmn.flow(guard.id, entry))
        if guard.interrupting:
            merge = self.new("merge")
            self.add(bpmn.choice(merge), bpmn.flow(host, merge), bpmn.flow(exit_, merge))
            return host, merge
        finish = self.new("aside")
        self.add(bpmn.end(finish), bpmn.flow(exit_, finish))
        return host, host

    def write_guarded(self, block: Guarded) -> tuple[str, str]:
        block.id = self.task("one two")
        return self.guarded(block.id, block.guard)

    def write_sub(self, block: Sub) -> tuple[str, str]:
        block.id = self.new("sub")
        guard = block.guard
        catches = guard is not None and not guard.timer and guard.interrupting
        if guard is not None:  # there must be time for it to happen
            guard.id = self.new("guard")
            block.body = Seq([Task(), block.body])
        leaves = guard.id if guard is not None and catches and block.leave else ""
        if leaves or block.stop:
            block.body = Way(block.body, leaves, block.stop)
        self.add(bpmn.sub(block.id, self.inside(block.body, block.id)))
        return self.guarded(block.id, guard)

    def write_way(self, block: "Way") -> tuple[str, str]:
        outcomes = [GO, *(["a"] if block.leaves else []), *(["b"] if block.stop else [])]
        fork, join, split, after = self.new("fork"), self.new("join"), self.new("split"), self.new("after")
        entry, exit_ = self.write(block.work)
        block.id = self.task(" ".join(outcomes))
        self.add(bpmn.fork(fork), bpmn.join(join), bpmn.choice(split), bpmn.service(after), bpmn.flow(fork, entry))
        self.add(bpmn.flow(exit_, join), bpmn.path(fork, block.id, split), bpmn.flow(after, join))
        self.add(bpmn.flow(split, after, f'outcome = "{GO}"'))
        if block.leaves:
            away = self.new("away")
            self.add(bpmn.throw_end(away, block.leaves), bpmn.flow(split, away, 'outcome = "a"'))
        if block.stop:
            halt = self.new("halt")
            self.add(bpmn.terminate(halt), bpmn.flow(split, halt, 'outcome = "b"'))
        return fork, join

    def write_multi(self, block: Multi) -> tuple[str, str]:
        if self.multiple:  # one inside another does not run: write what it repeats
            block.body = Seq([block.body or Task(), Auto()])
            return self.write(block.body)
        self.multiple = True
        if block.body is None:
            block.id = self.task("one two", bpmn.each("offices"))
        else:
            block.id = self.new("each")
            block.body = Seq([Task(), block.body])
            self.add(bpmn.sub(block.id, self.inside(block.body, block.id), loop=bpmn.each("offices")))
        self.multiple = False
        return self.guarded(block.id, block.guard)
