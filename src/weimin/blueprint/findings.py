"""What a compile finds: each finding says where it is, what is wrong and what to do, in both languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from weimin.lib.bilingual import Bilingual

__all__ = ["STRUCTURAL_CODES", "Finding", "Findings", "Level", "Place"]

Path = tuple[str | int, ...]


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


STRUCTURAL_CODES: Final[Mapping[str, Bilingual]] = {
    "E001": Bilingual("文件读不了", "a file cannot be read"),
    "E002": Bilingual("文件写法有误", "a file is not well-formed"),
    "E003": Bilingual("内容不合规格", "a value has the wrong shape"),
    "E004": Bilingual("引用了不存在的东西", "a name that leads nowhere"),
    "E005": Bilingual("条件表达式有误", "a condition that does not compile"),
    "E006": Bilingual("流程图有误", "a procedure that does not compile"),
    "E007": Bilingual("同名重复", "one name given twice"),
    "E008": Bilingual("样例没有通过", "an example that fails"),
    "E009": Bilingual("没有人读的文件", "a file that nothing reads"),
    "E010": Bilingual("条件互相绕圈", "conditions that go in a circle"),
    "E011": Bilingual("前后矛盾", "two statements that contradict each other"),
    "E012": Bilingual("决策表有误", "a decision table with a gap, an overlap or an error"),
}


@dataclass(frozen=True)
class Finding:
    """``field`` is the dotted path inside the file; empty when the finding is about the file."""

    level: Level
    code: str
    file: str
    line: int
    message: Bilingual
    field: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"

    @property
    def text(self) -> str:
        return f"{self.field}: {self.message}" if self.field else str(self.message)

    def as_json(self) -> dict[str, Any]:
        return {
            "level": self.level.value,
            "code": self.code,
            "file": self.file,
            "line": self.line,
            "message": self.text,
        }


@dataclass(frozen=True)
class Place:
    """A spot in a file: knows the line of everything below it."""

    file: str
    lines: Mapping[Path, int] = field(default_factory=dict)
    document: Any = None
    base: Path = ()

    def at(self, *path: str | int) -> "Place":
        return Place(self.file, self.lines, self.document, (*self.base, *path))

    @property
    def line(self) -> int:
        """The line of this spot, or of the nearest thing above it that the file holds."""
        path = self.base
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    @property
    def value(self) -> Any:
        """What the file holds at this spot, as it was read."""
        value = self.document
        for step in self.base:
            value = _child(value, step)
        return value

    @property
    def field(self) -> str:
        """The dotted path; elements of lists are called by their id where they have one."""
        names: list[str] = []
        value = self.document
        for step in self.base:
            value = _child(value, step)
            if isinstance(step, str):
                names.append(step)
            elif isinstance(value, Mapping) and (name := value.get("id") or value.get("code") or value.get("login")):
                names.append(str(name))
            else:
                names.append(str(step + 1))
        return ".".join(names)


def _child(value: Any, step: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


class Findings:
    """Collects; nothing stops at the first error."""

    def __init__(self) -> None:
        self._found: dict[Finding, None] = {}

    def add(self, finding: Finding) -> None:
        self._found.setdefault(finding)

    def error(self, code: str, place: Place, zh: str, en: str, **values: Any) -> None:
        self.add(_finding(Level.ERROR, code, place, Bilingual(zh, en).format(**values)))

    def warning(self, code: str, place: Place, zh: str, en: str, **values: Any) -> None:
        self.add(_finding(Level.WARNING, code, place, Bilingual(zh, en).format(**values)))

    def __iter__(self) -> Iterator[Finding]:
        return iter(sorted(self._found, key=lambda f: (f.file, f.line, f.code, f.field, f.message.en)))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> bool:
        return any(finding.level is Level.ERROR for finding in self._found)


def _finding(level: Level, code: str, place: Place, message: Bilingual) -> Finding:
    return Finding(level, code, place.file, place.line, message, place.field)
