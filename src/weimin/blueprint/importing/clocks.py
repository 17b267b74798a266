"""Time limits of a row → the clocks of its handling and the promise."""

from dataclasses import dataclass
from typing import Any, Final

from weimin.blueprint.importing.doubts import Report
from weimin.blueprint.importing.records import ItemRecord
from weimin.blueprint.importing.wording import length_of
from weimin.blueprint.importing.yamlout import Flow, text
from weimin.blueprint.lint.law import longer
from weimin.blueprint.values import Length

__all__ = ["Clocks", "clocks_of"]

DEFAULT: Final = "20wd"
"""行政许可法 42(1), where no law names another period."""
_ACCEPTANCE_ARTICLE: Final = "行政许可法 第三十二条第一款第四项"
_STATUTORY_ARTICLE: Final = "行政许可法 第四十二条第一款"
_NO_LIMIT: Final = text(
    "清单没有法定时限，暂按行政许可法第四十二条填写，待核。",
    "The list names no statutory limit; art. 42 of the Administrative Licence Law stands in until it is checked.",
)
_ANALOGY: Final = text("不是行政许可，参照填写，待核。", "Not a licence: filled by analogy until it is checked.")
_LISTED: Final = text("取自清单，没有核对法条。", "Taken from the list; nobody has checked the law.")


@dataclass(frozen=True)
class Clocks:
    """``document``: the handling's clocks. ``assumed``: the list gave no statutory limit that could be read."""

    document: dict[str, Any]
    promised: str
    assumed: bool


def clocks_of(record: ItemRecord, kind: str, report: Report) -> Clocks:
    """The listed limits, else 行政许可法 42 and a promise equal to it; never ``confirmed``, for nobody has read the law."""
    listed = _limit(record, "statutory", report)
    promised = _limit(record, "promised", report)
    statutory = listed or DEFAULT
    licence = kind == "licence"
    note = _LISTED if listed else (_NO_LIMIT if licence else _ANALOGY)
    clock: dict[str, Any] = {"length": statutory, "from": "acceptance"}
    if statutory.endswith("d") and not statutory.endswith("wd"):
        clock["roll"] = True
    if not listed:
        clock["article"] = _STATUTORY_ARTICLE
    document: dict[str, Any] = {
        "acceptance": _acceptance(licence=licence),
        "statutory": Flow(clock, confirmed=False, note=note),
    }
    if licence:
        document["issue"] = Flow({"length": "10wd", "from": "decision", "article": "行政许可法 第四十四条"})
    if promised and longer(Length.parse(promised), Length.parse(statutory)):
        report.add(
            "I243", record.spot, "承诺 {p} 长于法定 {s}；照录，check 会提示 T002",
            "the promise of {p} is longer than the statutory {s}: kept, check will say T002", p=promised, s=statutory,
        )  # fmt: skip
    return Clocks(document, promised or statutory, assumed=not listed)


def _acceptance(*, licence: bool) -> Flow:
    clock = Flow({"length": "5wd", "from": "receipt", "article": _ACCEPTANCE_ARTICLE})
    return clock if licence else Flow(clock, confirmed=False, note=_ANALOGY)


def _limit(record: ItemRecord, field: str, report: Report) -> str | None:
    words, unit = record.get(field), record.get(f"{field}_unit")
    if not words:
        return None
    length = length_of(words, unit)
    if length is None:
        report.add(
            "I242", record.spot, "时限“{w}”不是长度；按没有时限处理",
            "the time limit '{w}' is no length of time: treated as not given", w=words[:60],
        )  # fmt: skip
        return None
    if not length[1]:
        report.add(
            "I242", record.spot, "时限“{w}”没有说是工作日还是自然日；按工作日读",
            "the time limit '{w}' does not say which days: read as working days", w=words[:60],
        )  # fmt: skip
    return length[0]
