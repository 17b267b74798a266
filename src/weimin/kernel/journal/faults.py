"""What verification can find wrong, in words that name the row."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from weimin.lib.bilingual import Bilingual

__all__ = ["MOST_FAULTS", "PLACEMENT", "Fault", "FaultKind", "Faults"]

MOST_FAULTS: Final = 100


class FaultKind(StrEnum):
    CHANGED = "changed"
    PAYLOAD_CHANGED = "payload-changed"
    PAYLOAD_REMOVED = "payload-removed"
    REPLACED = "replaced"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    MISSING = "missing"
    INSERTED = "inserted"
    TILE = "tile"
    CHECKPOINT = "checkpoint"
    HISTORY = "history"


PLACEMENT: Final = frozenset({FaultKind.REPLACED, FaultKind.MOVED, FaultKind.MISSING, FaultKind.INSERTED})
"""Found by comparing rows with tiles: without the signed root it could be either that was changed."""

_MESSAGES: Final = {
    FaultKind.CHANGED: Bilingual("内容被改过", "its contents were changed"),
    FaultKind.PAYLOAD_CHANGED: Bilingual("payload 被改过", "its payload was changed"),
    FaultKind.PAYLOAD_REMOVED: Bilingual(
        "payload 没了，却没有依法删除的记录", "its payload is gone and no entry journals an erasure"
    ),
    FaultKind.REPLACED: Bilingual("不是当初入账的那一行", "it is not the row that was sequenced here"),
    FaultKind.MOVED: Bilingual("当初入账是第 {was} 条", "it was sequenced at index {was}"),
    FaultKind.RENUMBERED: Bilingual(
        "序号被改过，应为 {was}，其后类推", "its number was changed and should be {was}, likewise those after it"
    ),
    FaultKind.MISSING: Bilingual("这一条没了", "the row is missing"),
    FaultKind.INSERTED: Bilingual("是后来插进来的", "it was inserted"),
}
_WHERE: Final = Bilingual("第 {index} 条（行 {entry}）", "index {index} (row {entry})")
_WAITING: Final = Bilingual("待入账的行 {entry}", "waiting row {entry}")
_GAP: Final = Bilingual("第 {index} 条", "index {index}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit: a row by its index and id, or something about the whole (both empty)."""

    kind: FaultKind
    message: Bilingual
    index: int | None = None
    entry: int | None = None

    @classmethod
    def of_row(cls, kind: FaultKind, index: int | None, entry: int | None, **data: object) -> "Fault":
        template = _GAP if entry is None else _WAITING if index is None else _WHERE
        where, what = template.format(index=index, entry=entry), _MESSAGES[kind].format(**data)
        return cls(kind, Bilingual(f"{where.zh}：{what.zh}", f"{where.en}: {what.en}"), index, entry)


@dataclass(slots=True)
class Faults:
    """The first hundred; more would be the same story."""

    found: list[Fault] = field(default_factory=list)
    is_cut: bool = False

    def add(self, fault: Fault) -> None:
        if len(self.found) < MOST_FAULTS:
            self.found.append(fault)
        else:
            self.is_cut = True

    def about(self, kind: FaultKind, zh: str, en: str) -> None:
        self.add(Fault(kind, Bilingual(zh, en)))

    def take(self, other: "Faults") -> None:
        for fault in other.found:
            self.add(fault)
        self.is_cut = self.is_cut or other.is_cut
