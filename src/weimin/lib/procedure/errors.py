"""What can be wrong with a procedure (findings) and with a command given to a case (step errors)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from weimin.lib.bilingual import Bilingual

__all__ = [
    "DOUBLED",
    "ENDLESS",
    "FOREIGN",
    "LOST",
    "MISCOUNT",
    "AlreadyEnded",
    "AlreadyStarted",
    "AmbiguousMessage",
    "Finding",
    "InvalidInstances",
    "InvalidState",
    "NoFlowMatches",
    "NotExpected",
    "NotStarted",
    "ProcedureError",
    "StaleWait",
    "StepError",
    "UnknownOutcome",
    "Unsound",
    "WrongKind",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, at one place of one file. ``element`` is the tag's name and its id."""

    file: str
    line: int
    element: str
    code: str
    message: Bilingual
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.element}: {self.message}"


class ProcedureError(Exception):
    """The file is not a procedure that Weimin runs; ``findings`` are all its errors, ``warnings`` the rest."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        told = tuple(findings)
        self.findings = tuple(finding for finding in told if finding.level == "error")
        self.warnings = tuple(finding for finding in told if finding.level != "error")
        super().__init__("\n".join(map(str, self.findings)))


class StepError(Exception):
    """A command that this case cannot follow now. The state is as before."""

    message: Bilingual

    def __init__(self, message: Bilingual) -> None:
        self.message = message
        super().__init__(message.en)

    def __str__(self) -> str:
        return str(self.message)


class NotStarted(StepError):
    def __init__(self) -> None:
        super().__init__(Bilingual("办件还没有开始，先发出开始命令", "The case has not started; start it first"))


class AlreadyStarted(StepError):
    def __init__(self) -> None:
        super().__init__(Bilingual("办件已经开始，不能再开始一次", "The case has started already"))


class AlreadyEnded(StepError):
    def __init__(self, outcome: str) -> None:
        self.outcome = outcome
        text = Bilingual("办件已经办结（{outcome}），不能再动", "The case has ended ({outcome}) and cannot move")
        super().__init__(text.format(outcome=outcome))


class StaleWait(StepError):
    """The wait is no longer open: someone else was first, or it was cancelled. Nothing was done twice."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        text = Bilingual("第 {wait} 号等待已不再开着，请刷新后再看", "Wait {wait} is no longer open; look again")
        super().__init__(text.format(wait=wait))


class WrongKind(StepError):
    def __init__(self, wait: int, kind: str, wanted: str) -> None:
        self.wait, self.kind, self.wanted = wait, kind, wanted
        text = Bilingual(
            "第 {wait} 号等待的是 {kind}，不是 {wanted}", "Wait {wait} is for a {kind}, this command is for a {wanted}"
        )
        super().__init__(text.format(wait=wait, kind=kind, wanted=wanted))


class UnknownOutcome(StepError):
    def __init__(self, node: str, outcome: str, allowed: tuple[str, ...]) -> None:
        self.node, self.outcome, self.allowed = node, outcome, allowed
        text = Bilingual(
            "环节 {node} 没有“{outcome}”这个结果，可选：{allowed}",
            "Step {node} has no outcome {outcome!r}; it has {allowed}",
        )
        super().__init__(text.format(node=node, outcome=outcome, allowed=", ".join(allowed)))


class NotExpected(StepError):
    def __init__(self, message: str) -> None:
        self.name = message
        text = Bilingual("办件现在不等消息“{name}”", "The case does not wait for the message {name!r} now")
        super().__init__(text.format(name=message))


class AmbiguousMessage(StepError):
    """Several open waits take this message; the command must name one of ``waits``."""

    def __init__(self, message: str, waits: tuple[int, ...]) -> None:
        self.name, self.waits = message, waits
        text = Bilingual(
            "有几处在等消息“{name}”（{waits}），请指明是哪一处",
            "Several waits take {name!r} ({waits}); name one of them",
        )
        super().__init__(text.format(name=message, waits=", ".join(map(str, waits))))


class NoFlowMatches(StepError):
    def __init__(self, node: str) -> None:
        self.node = node
        text = Bilingual(
            "网关 {node} 的条件无一成立，也没有默认路径",
            "No condition of gateway {node} holds, and it has no default flow",
        )
        super().__init__(text.format(node=node))


class InvalidInstances(StepError):
    """``weimin:each`` must give a list of different, non-empty strings."""

    def __init__(self, node: str, value: object) -> None:
        self.node, self.value = node, value
        text = Bilingual(
            "环节 {node} 的 weimin:each 应得出一列互不相同的名字，得到的是 {value}",
            "weimin:each of {node} must give a list of different names, it gave {value}",
        )
        super().__init__(text.format(node=node, value=repr(value)[:200]))


class InvalidState(StepError):
    """The stored state cannot be read, or does not belong to this graph."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            Bilingual("办件的流程状态读不出来：{reason}", "The case's state cannot be read: {reason}").format(
                reason=reason
            )
        )


MISCOUNT = Bilingual("令牌丢了或多了一个", "a token was lost or doubled")
LOST = Bilingual("有一路再也走不到汇合处", "a branch can no longer reach the join")
DOUBLED = Bilingual("同一路到了两次", "one branch arrived twice")
FOREIGN = Bilingual("走出了并行块", "the path has left its parallel block")
ENDLESS = Bilingual("一直在转，没有停下来等人的地方", "it turns for ever without a step that waits")


class Unsound(StepError):
    """A token was lost, doubled or runs for ever. No checked procedure does this; ``node`` is where it showed."""

    def __init__(self, node: str, what: Bilingual) -> None:
        self.node, self.what = node, what
        super().__init__(Bilingual("在 {node}：{what}", "At {node}: {what}").format(node=node, what=what))
